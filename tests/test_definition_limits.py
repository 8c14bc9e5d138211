"""How much a definition may be, and what is told of one that is more, or that holds something else than it should."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import Field

from audiosession.definitions import Model, read_definition, toml_table
from audiosession.errors import Fault, FaultsError


class Inner(Model):
    """A table within."""

    width: int = 1
    names: tuple[str, ...] = ()


class Outer(Model):
    """A file."""

    rows: tuple[Inner, ...] = Field(default=(), alias="row", min_length=1)
    inner: Inner | None = None
    size: int = 1
    kind: str = "a"


def faults(text: str, **given: Any) -> tuple[Fault, ...]:
    with pytest.raises(FaultsError) as caught:
        read_definition(text, "x.toml", Outer, **given)
    return caught.value.faults


ROW = "[[row]]\nwidth = 1\n"


def test_what_lies_within_the_limits_is_read() -> None:
    assert toml_table("\n".join(["#" * 9_999] * 100), "x") == {}
    assert toml_table("#" * 10_000, "x") == {}
    assert toml_table("\n" * 39_999, "x") == {}
    assert toml_table(f"{'a.' * 16}b = 1", "x")["a"]
    assert len(toml_table("\n".join(f"k{n} = 1" for n in range(39_999)), "x")) == 39_999


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = 1\n\n#" + "#" * 10_000, 3),
        (f"a = 1\n{'a.' * 17}b = 1", 2),
        ("a = 1\n" * 40_000, 0),
        ("#" * 9_999 + "\n" + "\n".join(["#" * 9_999] * 100), 0),
        ("\n".join(f"k{n} = 1" for n in range(39_990)) + "\nx = [" + "{a=1}," * 11 + "]", 0),
        ("\n".join(f"k{n}{'.a' * 10} = 1" for n in range(1_001)), 1_001),
    ],
    ids=range(6),
)
def test_what_lies_beyond_them_is_told_with_its_line_where_that_is_one(text: str, line: int) -> None:
    (fault,) = faults(text)

    assert fault.line == line


@pytest.mark.parametrize(("text", "line"), [("a = 1\n\nb = ", 3), ("a = 1\nb = [1,\n2", 2)])
def test_what_is_no_toml_is_told_with_its_line_once(text: str, line: int) -> None:
    (fault,) = faults(text)

    assert fault.line == line
    assert "(at " not in fault.message


def test_a_list_that_is_empty_is_a_fault_and_one_with_a_fault_in_it_is_that_fault_alone() -> None:
    assert len(faults("row = []")) == 1
    (fault,) = faults('[[row]]\nwidth = "wide"\n')
    assert fault.line == 2
    assert read_definition(ROW, "x", Outer).rows == (Inner(width=1),)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("7.5", "7.5"), ('"wide"', "wide"), ("[1, 2]", "list"), ("{a = 1}", "table"), ("1979-05-27", "1979"),
        ("nan", "nan"),
    ],
)  # fmt: skip
def test_a_value_that_is_no_number_is_told_as_it_was_written(value: str, told: str) -> None:
    (fault,) = faults(f"{ROW}[inner]\nwidth = {value}\n")

    assert fault.line == 4
    assert told in fault.message
    assert "None" not in fault.message


@pytest.mark.parametrize("value", [f'"{"w" * 5_000}"', "9" * 4_000, f"[{'1, ' * 2_000}]", f"'{'ü' * 400}'"])
def test_what_is_told_of_a_long_value_is_short(value: str) -> None:
    key = "names" if value.isdigit() else "width"
    (fault,) = faults(f"{ROW}[inner]\n{key} = {value}\n")

    assert len(fault.message) < 200
    assert len(fault.hint) < 400


def test_of_a_text_not_more_than_a_line_holds_is_told() -> None:
    (fault,) = faults(f'{ROW}[inner]\nwidth = "{"z" * 5_000}"\n')

    assert 20 < fault.message.count("z") < 40


@pytest.mark.parametrize("number", ["7", "-7", "123456789012"])
def test_a_number_where_none_belongs_is_told(number: str) -> None:
    (fault,) = faults(f"{ROW}[inner]\nnames = {number}\n")

    assert number in fault.message


class Named(Model):
    """A file that is called something."""

    name: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")


@pytest.mark.parametrize("name", ["My Sway", "sway_2", "Sway"])
def test_a_file_whose_name_is_none_is_told_how_to_be_called(name: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition("", "x.toml", Named, name=name)

    assert ".toml" in caught.value.hint


def test_a_name_that_is_long_is_cut_wherever_it_stands() -> None:
    (fault,) = faults(f"{ROW}{'k' * 5_000} = 1\n")

    assert len(fault.message) < 700


@pytest.mark.parametrize(
    ("text", "near"),
    [
        (f"{ROW}wdith = 1", "width"),
        (f"siez = 1\n{ROW}", "size"),
        (f"{ROW}[inner]\nnmaes = []", "names"),
        (f"rows = 1\n{ROW}", "row"),
    ],
)
def test_an_unknown_key_is_told_with_the_near_one_of_its_own_table(text: str, near: str) -> None:
    (fault,) = faults(text)

    assert f'"{near}"' in fault.hint


def test_an_unknown_key_in_what_has_no_keys_of_its_own_has_no_near_one() -> None:
    told = faults(f"{ROW}[size]\nwidth = 1\n")

    assert all(fault.line in (3, 4) for fault in told)


def test_keys_that_the_file_does_not_say_may_be_given() -> None:
    assert read_definition(ROW, "x", Outer, kind="b").kind == "b"
    with pytest.raises(FaultsError):
        read_definition(ROW, "x", Outer, kind=7)
