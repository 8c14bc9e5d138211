"""Slips of the pen in TOML: told in plain words with the line as it is meant, and all in one reading."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.errors import FaultsError
from audiosession.toml_text import read_toml, toml_table


@pytest.mark.parametrize(
    ("text", "line", "says", "hint"),
    [
        ('title = "Plank', 1, "a quote is missing", 'write title = "Plank"'),
        ('full = ["In.", "Out.]', 1, "a quote is missing", 'write full = ["In.", "Out."]'),
        ("title = Plank", 1, "a text without quotes", 'write title = "Plank"'),
        ('title = Plank"', 1, "a text without quotes", 'write title = "Plank"'),
        ("length = 20m", 1, "a text without quotes", 'write length = "20m"'),
        ("title = “Plank”", 1, "curly quotes", 'write title = "Plank"'),
        ('title = "Plank”', 1, "curly quotes", 'write title = "Plank"'),
        ("title = „Plank“", 1, "curly quotes", 'write title = "Plank"'),
        ("full = [\n“In.”,\n“Out.”,\n]", 2, "curly quotes", 'write "In.",'),
        ("rest = 1,5", 1, "a number with a comma", "write rest = 1.5"),
        ("reps = { default = 1,5, max = 8 }", 1, "a number with a comma", "write reps = { default = 1.5, max = 8 }"),
        ('title "Plank"', 1, "the equals sign is missing", 'write title = "Plank"'),
        ("title: Plank", 1, "an equals sign stands between", 'write title = "Plank"'),
        ('set up = ["Sit."]', 1, "a key of several words", 'write set_up = ["Sit."]'),
        ('title = "a"\nlevel = "b"\ntitle = "c"', 3, "title is given twice, first in line 1", "keep one of them"),
        ("[ready]\na = 1\n[ready]", 3, "ready is given twice, first in line 1", "write [[ready]] each time"),
        ("reps = 3\n[reps]\nmax = 3", 2, "reps is given twice, first in line 1", "keep one of them"),
        ("optional = True", 1, "True is written true here", "write optional = true"),
        ("tones = yes", 1, "yes is written true here", "write tones = true"),
        ("counts = 04", 1, "a number that begins with 0", "write counts = 4"),
        ("rest = .5", 1, "begins or ends with its point", "write rest = 0.5"),
        ("[[phase]\ncounts = 4", 1, "brackets that do not match", "write [[phase]]"),
        ("say = 'Don't stop'", 1, "an apostrophe within single quotes", 'write say = "Don\'t stop"'),
        ('say = "Say "one" now"', 1, "quotes within a text", "write say = \"Say 'one' now\""),
        ('say = "a\\w"', 1, "a backslash in a text", 'write say = "a\\\\w"'),
        ("// a note", 1, "a note begins with #", "write # // a note"),
        ('full = ["a", "b"\n[[phase]]\nx = 1', 1, "a list is not closed", 'write full = ["a", "b"]'),
        ('a = """x\ny', 1, "three quotes that are not closed", 'put """ at the end of the text'),
        ("title =", 1, "nothing stands behind the equals sign", "give it a value, or take the line out"),
        ("a\u00a0= 1", 1, "a space that is no plain one, U+00A0", "write a = 1"),
        ('title = "a";', 1, "a ; behind the value", 'write title = "a"'),
        ("rest = [1.0 2.0]", 1, "a comma is missing", "put a comma between them"),
        ("rest = [1.0];", 1, "a ; behind the value", "write rest = [1.0]"),
        ("reps = { max = 3 } .", 1, "a . behind the value", "write reps = { max = 3 }"),
        ("[reps\nmax = 3", 1, "brackets that do not match", "write [reps]"),
        ("[phase]]\nx = 1", 1, "brackets that do not match", "write [[phase]]"),
        ("say = 'a\\w", 1, "a quote is missing", "write say = 'a\\w'"),
        ('full = ["a", "b"\n\n', 1, "a list is not closed", 'write full = ["a", "b"]'),
        ('x = 1\nfull = ["a",\n"b"', 2, "a list is not closed", "put ] behind its last line"),
        ("rest = [1.0,\n2.0\nx = 1", 1, "a list is not closed", "put ] behind its last line"),
        ("x = 1\nreps = { max = 3", 2, "a table is not closed", "write reps = { max = 3 }"),
        ("reps = { max = 3\n\n[ready]\nx = 1", 1, "a table is not closed", "write reps = { max = 3 }"),
        ("reps = { max = 3\ntitle = 1", 1, "a table is not closed", "write reps = { max = 3 }"),
        ("reps = {\n  max = 3\n}", 1, "a table in braces stands on one line", "write it like { a = 1, b = 2 }"),
        ("reps = { max = 3,\n  min = 1 }", 1, "a table in braces stands on one line", "write it like { a = 1, b = 2 }"),
        ("[a]\nx = 1\n[b]\nx = 2\nx = 3", 5, "x is given twice, first in line 4", "keep one of them"),
        ("[a]\nx = 1\ny = 2\nx = 3", 4, "x is given twice, first in line 2", "keep one of them"),
        ("a = 1\na = [\n1,\n]", 2, "a is given twice, first in line 1", "keep one of them"),
        ("a = 1\na = [\n1,\n2,\n]", 2, "a is given twice, first in line 1", "keep one of them"),
    ],
)
def test_a_slip_is_told_in_plain_words_with_the_line_as_it_is_meant(text: str, line: int, says: str, hint: str) -> None:
    fault = read_toml(text, "a.toml").faults[0]

    assert (fault.path, fault.line) == ("a.toml", line)
    assert fault.message.startswith("not TOML: ")
    assert says in fault.message
    assert hint in fault.hint


def test_all_slips_of_a_file_come_at_once_and_the_rest_is_read_as_it_is_meant() -> None:
    text = 'title = “Plank”\nlevel = beginner\nrest = 1,5\nfull = "In.\nlevel = "x"\n'

    found = read_toml(text, "a.toml")

    assert [fault.line for fault in found.faults] == [1, 2, 3, 4, 5]
    assert found.table == {"title": "Plank", "level": "beginner", "rest": 1.5, "full": "In."}
    with pytest.raises(FaultsError):
        toml_table(text, "a.toml")


@given(st.text(alphabet="ab=\"'[]{}“”,.:#\n 1\\", max_size=60))
def test_what_is_toml_has_no_slips_and_what_is_none_has_one_on_a_line_of_its_own(text: str) -> None:
    found = read_toml(text, "a.toml")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        assert found.faults
        assert all(0 < fault.line <= text.count("\n") + 1 for fault in found.faults)
        assert all("column" not in f"{fault.message} {fault.hint}" for fault in found.faults)
    else:
        assert (found.faults, found.table) == ((), table)


def test_where_the_parser_tells_no_line_none_is_claimed() -> None:
    (fault,) = read_toml(f"a = 1\nx = {'9' * 5_000}", "a.toml").faults

    assert (fault.line, fault.message) == (0, "not TOML: a number with thousands of digits")


@pytest.mark.parametrize("header", ["[t]", "  [[t]]"])
def test_tables_count_with_the_keys_however_far_they_are_moved_in(header: str) -> None:
    with pytest.raises(FaultsError) as caught:
        toml_table(f"{header}\n" * 10 + "x = {a = 1}\n" * 19_996, "a.toml")

    assert caught.value.message == "is 40,002 keys and tables long; at most 40,000 are read"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (f"{'a.' * 17}b = 1", "a key of 18 parts"),
        ("\n".join(f"k{n}{'.a' * 16} = 1" for n in range(626)), "over 10,000 dots in keys"),
    ],
)
def test_a_key_that_is_too_deep_is_told_as_one_and_many_dots_as_many(text: str, says: str) -> None:
    with pytest.raises(FaultsError) as caught:
        toml_table(text, "a.toml")

    assert caught.value.message == f"{says}: too deep to be a definition"
    assert caught.value.line == text.count("\n") + 1


@pytest.mark.parametrize("number", ["9" * 301, "-" + "9" * 400, "0x" + "f" * 260, "1_" * 310 + "0"])
def test_a_whole_number_that_no_decimal_holds_is_told_at_its_line(number: str) -> None:
    """Python reads it, and then can't write it in decimals."""
    with pytest.raises(FaultsError) as refused:
        toml_table(f"a = 1\nb = [2, {{ c = {number} }}]\n", "x.toml")

    (fault,) = refused.value.faults
    assert (fault.line, fault.message) == (2, "not TOML: a whole number of over 300 digits")


def test_other_large_numbers_are_read_and_left_to_who_knows_their_key() -> None:
    assert toml_table(f"a = {'9' * 300}\nb = -{2**63}", "x.toml") == {"a": 10**300 - 1, "b": -(2**63)}
