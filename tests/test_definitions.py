"""TOML into models: all that is wrong with a file at once, each fault on its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.beds.bed import read_beds
from audiosession.definitions import check_table, locate, read_definition, toml_table
from audiosession.errors import Fault, FaultsError
from audiosession.writing.choices import Defaults
from audiosession.writing.exercise import Exercise
from audiosession.writing.spoken import Rest

WHOLE = """\
title = "Sway"
position = "standing"
level = "beginner"
purpose = ["It is a start."]
set_up = ["Stand tall."]
release = ["Rest."]

[reps]
default = 3
max = 5

[[caution]]
say = "Stop if it hurts."

[ready]
say = "Ready."

[[phase]]
breath = "inhale"
counts = 4

[[phase]]
breath = "exhale"
counts = 4
"""


def read(text: str) -> Exercise:
    return read_definition(text, "sway.toml", Exercise, name="sway")


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        read(text)
    assert all(fault.path == "sway.toml" for fault in caught.value.faults)
    return caught.value.faults


def only_fault(old: str, new: str) -> Fault:
    assert WHOLE.count(old) >= 1
    (fault,) = faults(WHOLE.replace(old, new, 1))
    return fault


def line_of(text: str, fragment: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if fragment in line)


def test_a_whole_definition_reads() -> None:
    sway = read(WHOLE)

    assert (sway.title, sway.reps.min, len(sway.phases)) == ("Sway", 1, 2)


def test_all_faults_come_at_once_each_on_its_line() -> None:
    text = (
        WHOLE.replace('"standing"', '"floating"')
        .replace("default = 3", 'default = "three"')
        .replace('breath = "exhale"', 'breath = "exale"')
        .replace("[ready]", "[ready]\ntone = 1")
    )

    found = faults(text)

    assert [fault.line for fault in found] == [
        line_of(text, fragment) for fragment in ("floating", '"three"', "tone = 1", "exale")
    ]
    assert found[3].message == 'phase 2 has breath "exale"'
    assert found[3].hint == 'did you mean "exhale"?'


def test_an_unknown_key_names_the_near_one() -> None:
    fault = only_fault('level = "beginner"', 'level = "beginner"\nencouragment = "Go."')

    assert fault.message == 'unknown key "encouragment"'
    assert (fault.line, fault.hint) == (4, 'did you mean "encouragement"?')


def test_an_unknown_key_in_a_table_of_an_array_is_found_in_its_own_table() -> None:
    fault = only_fault('breath = "exhale"', 'breath = "exhale"\npulse = [1]')

    assert fault.message == 'phase 2 has unknown key "pulse"'
    assert fault.hint == 'did you mean "pulses"?'
    assert fault.line == line_of(WHOLE, 'breath = "exhale"') + 1


@pytest.mark.parametrize("near", ["count", "Counts", "coutns"])
def test_a_key_that_is_misspelled_is_told_once_and_not_as_missing_too(near: str) -> None:
    fault = only_fault("counts = 4", f"{near} = 4")

    assert (fault.message, fault.hint) == (f'phase 1 has unknown key "{near}"', 'did you mean "counts"?')


def test_how_far_a_table_is_moved_in_changes_nothing_of_what_is_told() -> None:
    for indent in ("", "  ", "\t"):
        fault = only_fault("[[caution]]", f"{indent}[caution]")
        assert fault.hint == "write [[caution]], in two pairs of brackets"
        assert fault.line == line_of(WHOLE, "[[caution]]")


def test_a_line_with_a_slip_is_told_once_and_what_a_table_that_begins_there_lacks_is_told_too() -> None:
    wrong_twice, lacks = faults(WHOLE.replace('title = "Sway"', "title = 3,5").replace('level = "beginner"\n', "", 1))

    assert (wrong_twice.line, wrong_twice.message) == (1, "not TOML: a number with a comma")
    assert (lacks.line, lacks.message) == (1, 'the file lacks "level"')


@pytest.mark.parametrize(
    ("prefix", "said"), [((), "the file"), (("defaults",), "defaults"), (("voices", "piper"), "piper")]
)
def test_what_is_no_table_is_called_by_its_last_name(prefix: tuple[str, ...], said: str) -> None:
    with pytest.raises(FaultsError) as caught:
        check_table(3, "defaults = 3", "show.toml", Defaults, prefix=prefix)  # type: ignore[arg-type]

    assert caught.value.message == f"{said} is a number, not a table"


def test_a_missing_key_points_at_the_table_that_lacks_it() -> None:
    fault = only_fault("counts = 4\n\n[[phase]]", "\n[[phase]]")

    assert fault.message == "phase 1: a phase without a length"
    assert fault.hint == "write counts = 4, or seconds = 30 where no pace may move it"
    assert fault.line == line_of(WHOLE, 'breath = "inhale"')


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "-1.0", "0.0", "1e308", "3601", '"2"', "true", "[1, 2]"])
def test_a_rest_is_a_sane_number_of_seconds(value: str) -> None:
    text = WHOLE.replace('say = "Ready."', f'say = "Ready."\nrest = {value}')

    assert {fault.line for fault in faults(text)} == {line_of(text, "rest =")}


@pytest.mark.parametrize("value", ["0", "-3", "241", "1000000000000000000000", "4.0", "nan", '"4"', "true", "[4]"])
def test_counts_are_whole_and_few(value: str) -> None:
    fault = only_fault("counts = 4", f"counts = {value}")

    assert fault.line == line_of(WHOLE, "counts = 4")
    assert fault.message.startswith("phase 1 has counts")


@pytest.mark.parametrize("value", ["0", "-1", "101", "1.5", "nan", '"3"', "false"])
def test_reps_are_whole_and_few(value: str) -> None:
    assert only_fault("default = 3", f"default = {value}").line == line_of(WHOLE, "default = 3")


@pytest.mark.parametrize(
    ("say", "why"),
    [
        (r"two\nlines", "one line"),
        ("", "empty"),
        (" padded", "padded"),
        ("[pause 2]", "can't begin with"),
        ("# hush", "can't begin with"),
        ("a | b", "parts the forms"),
        (r"\u0007", "control characters"),
        ("x" * 301, "break it up"),
        (r"Breathe\u2028in", "U+2028"),
        ("in\ufeffhale", "U+FEFF"),
        ("...", "nothing to say"),
        ("*Inhale* slowly.", "markup"),
        ("<break/>Rest.", "markup"),
        ("-", "nothing to say"),
    ],
)
def test_a_spoken_line_can_be_spoken(say: str, why: str) -> None:
    fault = only_fault('say = "Ready."', f'say = "{say}"')

    assert why in fault.message
    assert fault.line == line_of(WHOLE, 'say = "Ready."')


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title = ", 1),
        ('title = "a"\nlevel = beginner', 2),
        ("a = 1\nb = 2\na = 3\n", 3),
        ("{", 1),
        ('title = "\x00"', 1),
        ("a = '''\n\n", 1),
        ("\ufefftitle", 1),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    (fault,) = [fault for fault in faults(text) if fault.message.startswith("not TOML: ")]

    assert fault.line == line


def test_an_empty_file_lacks_everything_that_is_needed() -> None:
    lacking = {fault.message for fault in faults("")}

    assert {f'the file lacks "{key}"' for key in ("title", "position", "level", "purpose", "set_up")} <= lacking


def test_a_huge_file_is_not_read() -> None:
    (fault,) = faults("#" * 1_000_001)

    assert "at most 1,000,000" in fault.message


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 9_000, "a = " + "{b = " * 1_500, "a = " + "9" * 5_000, "a." * 100_000 + "b = 1"],
    ids=["brackets", "braces", "digits", "dots"],
)
def test_what_would_choke_a_reader_is_a_fault(text: str) -> None:
    with pytest.raises(FaultsError):
        toml_table(text, "x.toml")


@pytest.mark.parametrize("depth", [50, 150, 400])
@pytest.mark.parametrize("key", ["title", "purpose", "whatever", "phase", "reps"])
def test_nested_values_in_the_wrong_place_are_faults(key: str, depth: int) -> None:
    text = f"{key} = {'[' * depth}{']' * depth}\n"

    assert any(fault.line == 1 for fault in faults(text))


def test_a_rest_may_be_one_number_or_three() -> None:
    assert Rest.model_validate(2.0) == Rest(least=1.0, usual=2.0, most=4.0)
    assert Rest.model_validate([1.0, 2.0, 9.0]) == Rest(least=1.0, usual=2.0, most=9.0)
    assert Rest.model_validate(100).most == 120


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("title",), 1),
        (("phase", 1, "counts"), line_of(WHOLE, 'breath = "exhale"') + 1),
        (("phase", 1), line_of(WHOLE, 'breath = "exhale"') - 1),
        (("reps", "max"), line_of(WHOLE, "max = 5")),
        (("caution", 0, "say"), line_of(WHOLE, "hurts")),
        (("nowhere",), 1),
    ],
)
def test_places_are_found_in_the_text(place: tuple[int | str, ...], line: int) -> None:
    assert locate(WHOLE, place) == line


def test_places_are_found_in_tables_within_tables() -> None:
    text = (
        '[[exercise]]\nuse = "a"\n[[exercise.transition]]\nsay = "x"\n[[exercise]]\n[[exercise.transition]]\nsay = "y"'
    )

    assert locate(text, ("exercise", 0, "transition", 0, "say")) == 4
    assert locate(text, ("exercise", 1, "transition", 0, "say")) == 7
    assert locate(text, ("exercise", 0, "transition")) == 3
    assert locate(text, ("exercise", 1, "transition")) == 6
    assert locate(text, ("exercise",)) == 1


@given(st.text(max_size=200))
def test_any_text_is_a_table_or_a_fault_on_one_of_its_lines(text: str) -> None:
    try:
        toml_table(text, "x.toml")
    except FaultsError as error:
        lines = [fault.line for fault in error.faults]
    else:
        lines = []
    assert all(0 <= line <= text.count("\n") + 1 for line in lines)


def test_only_line_feeds_count_as_lines() -> None:
    text = WHOLE.replace("It is a start.", "It is\u2028a\u0085start.").replace("max = 5", "max = 0")

    assert {fault.line for fault in faults(text)} == {line_of(WHOLE, "It is a start."), line_of(WHOLE, "max = 5")}


def test_the_first_twenty_faults_are_told_and_how_many_more_there_are() -> None:
    unknown = "".join(f"unknown_{number} = 1\n" for number in range(8_000))

    told = faults(unknown + WHOLE)

    assert [fault.line for fault in told[:20]] == list(range(1, 21))
    assert [fault.message for fault in told[20:]] == ["and 7,980 more"]


@pytest.mark.parametrize("number", ["nan", "inf", "-inf"])
def test_what_is_no_number_is_no_value(number: str) -> None:
    text = WHOLE.replace("max = 5", f"max = {number}")

    assert {fault.line for fault in faults(text)} == {line_of(WHOLE, "max = 5")}
    with pytest.raises(FaultsError, match="level_lufs"):
        read_beds(f"[odd]\nfile = 'odd.mp3'\nlevel_lufs = {number}", "beds.toml")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("\n".join(f"k{number}{'.a' * 15} = 1" for number in range(1_000)), "over 10,000 dots in keys"),
        (f"x = 1\n{'a.' * 40}a = 1", "a key of 41 parts"),
        (f"x = {{ {'a . ' * 40}a = 1 }}", "a key of 41 parts"),
        ("[" + "'a'." * 40 + "a]", "a key of 41 parts"),
        ("x = 1\n" * 60_000, "lines long"),
        ("x = [" + "{a=1}," * 1_000 + "]\n" + "\n".join(f"x{n} = [{'{a=1},' * 1_000}]" for n in range(50)), "keys and"),
    ],
    ids=range(6),
)
def test_what_would_fill_the_memory_is_refused_before_it_is_read(text: str, says: str) -> None:
    with pytest.raises(FaultsError, match=says):
        toml_table(text, "x.toml")


def test_dots_in_what_is_said_are_no_keys() -> None:
    said = "In. " * 100 + "= a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t"

    assert toml_table(f'a.b."c.d" = "{said}"\nx = [{"1.5, " * 500}]', "x.toml")["a"]["b"]["c.d"] == said
