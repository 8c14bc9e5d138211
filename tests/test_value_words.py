"""Wrong values are told in a person's words: what stands there, what may, on which line; never in a library's."""

from __future__ import annotations

import re
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from support.reference import KEYS, models_within

from audiosession.definitions import Model, check_table, read_definition
from audiosession.errors import Fault, FaultsError
from audiosession.value_kinds import field_hint, wanted
from audiosession.value_words import Wrong, value_shown, value_words
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise, Name

LIBRARY = re.compile(
    r"input should|valid (?:dict|str|int|bool|num|tuple|list|set)|instance of|tuple|pattern|unable to|parse|"
    r"field required|extra inputs|extra_forbidden|ensure|none_required|type=|validation|Literal|enum|float|constr|"
    r"should (?:be|have|match)|(?-i:\b(?:is|not) (?:None|True|False)\b)",
    re.IGNORECASE,
)
MODELS = sorted(
    {
        one
        for tables in KEYS.values()
        for model in tables.values()
        for one in models_within(model)
        if issubclass(one, Model)
    },
    key=lambda model: model.__name__,
)
WRONG: dict[str, Any] = {
    '"x"': "x", '""': "", "-7": -7, "999999": 999_999, "2.5": 2.5, "nan": float("nan"), "true": True, "[]": [],
    '["x"]': ["x"], "[0]": [0], "[[]]": [[]], "{}": {}, "{ x = 1 }": {"x": 1}, '[{ say = 3 }]': [{"say": 3}],
    f'"{"x" * 400}"': "x" * 400, '"A B"': "A B", "2026-01-01": __import__("datetime").date(2026, 1, 1),
}  # fmt: skip
FIELDS = [(model, field.alias or name) for model in MODELS for name, field in model.model_fields.items()]


def told(model: type[BaseModel], key: str, written: str) -> list[Fault]:
    """Return what is said of `key = written` on the third line of a file that holds nothing else."""
    text = f"# a file\n\n{key} = {written}\n"
    try:
        check_table({key: WRONG[written]}, text, "a.toml", model)
    except FaultsError as error:
        # What is only counted here is missing keys: a model may have more than are told one by one.
        return [one for one in error.faults if "lacks" not in one.message and not one.is_count]
    return []


@pytest.mark.parametrize(("model", "key"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_every_wrong_value_of_every_key_is_told_in_our_own_words(model: type[BaseModel], key: str) -> None:
    for written in WRONG:
        for fault in told(model, key, written):
            assert not LIBRARY.search(f"{fault.message} {fault.hint}"), (written, fault)
            assert fault.line == 3, (written, fault)
            assert len(fault.message) < 400


@pytest.mark.parametrize(("model", "key"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_value_of_another_kind_is_told_once_with_its_key(model: type[BaseModel], key: str) -> None:
    for written in ("{ x = 1 }", "[[]]", "2026-01-01"):
        for fault in told(model, key, written):
            if "unknown key" not in fault.message:
                assert any(one in fault.message for one in (key, "a rest", "a length", "time of day")), fault
        assert len({(one.line, one.message) for one in told(model, key, written)}) == len(told(model, key, written))


@pytest.mark.parametrize("model", [model for model in MODELS if model.called.example], ids=lambda one: one.__name__)
def test_what_a_hint_writes_out_is_right(model: type[Model]) -> None:
    text = f"x = {model.called.example}".replace("…", "Sit.")
    (field,) = __import__("tomllib").loads(text).values()

    model.model_validate(field)


@given(
    st.sampled_from(FIELDS),
    st.recursive(
        st.integers() | st.text(max_size=9) | st.booleans() | st.floats(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abc", min_size=1), inner, max_size=2),
    ),
)
def test_no_value_brings_out_the_words_of_a_library(place: tuple[type[BaseModel], str], value: Any) -> None:
    model, key = place
    try:
        check_table({key: value}, f"{key} = …", "a.toml", model)
    except FaultsError as error:
        said = " ".join(f"{one.message} {one.hint}" for one in error.faults)
        assert not re.search(r"Input should|valid dictionary|instance of|unable to parse|validation error", said), said


def test_every_type_of_every_key_has_words_of_its_own() -> None:
    for model in MODELS:
        for field in model.model_fields.values():
            said = wanted(field_hint(field))
            assert not LIBRARY.search(said), (model, said)
            assert not re.search(r"[<>\[{](?!\[|phase|exercise|caution|sound|daily)", said), (model, said)


EXERCISE = """\
title = "Plank"
position = "prone"
level = "beginner"
reps = { default = 2, max = 4 }
purpose = ["It makes you strong."]
set_up = ["Lie down."]
ready = "Now."
release = ["Done."]
[[caution]]
say = "Stop if it hurts."
[[phase]]
breath = "inhale"
counts = 4
[[phase]]
breath = "exhale"
counts = 4
"""
CLASS = 'title = "Mine"\n[[exercise]]\nuse = "saw"\n'


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "hint"),
    [
        ("reps = { default = 2, max = 4 }", "reps = 5.5", 4, "reps is a number, not a whole number or a table",
         "write reps = { default = 5, max = 8 }"),
        ('purpose = ["It makes you strong."]', 'purpose = "It helps."', 5,
         "purpose is a text, not a list of lines or tables", 'write purpose = ["It helps."]'),
        ('title = "Plank"', 'title = "Plank"\navoid = ["kness"]', 2, 'avoid has "kness"', 'did you mean "knees"?'),
        ('title = "Plank"', 'title = "Plank"\navoid = ["xqz"]', 2, 'avoid has "xqz"',
         "known: anxiety, blood-pressure, diastasis, dizziness, eyes, heart, hips, knees, lower-back, lungs, neck, "
         "osteoporosis, pregnancy, recent-surgery, shoulders, wrists"),
        ('title = "Plank"', "title = 3", 1, "title is a number, not a line", 'write title = "3"'),
        ("counts = 4\n[[phase]]", 'counts = "4"\n[[phase]]', 13, 'phase 1 has counts "4", not a whole number',
         "write counts = 4, without quotes"),
        ("counts = 4\n[[phase]]", "counts = 40\n[[phase]]", 13, "phase 1: a phase of 40 counts", "from 1 to 20"),
        ("counts = 4\n[[phase]]", 'counts = "4.0"\n[[phase]]', 13, 'phase 1 has counts "4.0", not a whole number',
         "write counts = 4, without quotes"),
        ("counts = 4\n[[phase]]", 'counts = "4.5"\n[[phase]]', 13, 'phase 1 has counts "4.5", not a whole number',
         "a number without quotes, from 1 to 240"),
        ("counts = 4\n[[phase]]", 'counts = 4\npulses = ["a"]\n[[phase]]', 14,
         'phase 1 has "a" in pulses, not a whole number',
         "a number without quotes"),
        ('title = "Plank"', 'title = ["Plank"]', 1, "title is a list, not a line", 'write title = "Plank"'),
        ("counts = 4\n[[phase]]", "counts = [4]\n[[phase]]", 13, "phase 1 has counts a list, not a whole number",
         "write counts = 4"),
        ('release = ["Done."]', 'release = ["Done."]\n  [[quiet]]\n  after = 3', 9, "quiet is a list, not a table",
         "write [quiet], in one pair of brackets"),
        ('breath = "inhale"', 'breth = "inhale"', 12, 'phase 1 has unknown key "breth"', 'did you mean "breath"?'),
        ("counts = 4\n[[phase]]", "counts = 4\nfull = 3\n[[phase]]", 14,
         "phase 1 has full 3, not a line or a list of lines",
         ""),
        ('[[caution]]\nsay = "Stop if it hurts."', "caution = []", 1, "no caution",
         'write [[caution]] with say = "…": when to stop, or not to start'),
        ("[[caution]]", "[caution]", 9, "caution is a table, not a list of tables [[caution]]",
         "write [[caution]], in two pairs of brackets"),
        ('ready = "Now."', 'ready = { say = "Now.", optional = "yes" }', 7,
         'ready has optional "yes", not true or false',
         "write optional = true"),
        ('ready = "Now."', 'ready = { say = "Now.", rest = [1,5, 2,5, 3,5] }', 7,
         "ready: a rest is a number of seconds, or three: [least, usual, most]",
         "write [1.5, 2.5, 3.5], with points"),
        ('title = "Plank"', 'titel = "Plank"', 1, 'unknown key "titel"', 'did you mean "title"?'),
        ('set_up = ["Lie down."]\n', "", 1, 'the file lacks "set_up"',
         'write set_up = [{ say = "…", rest = 2.0 }]'),
        ('release = ["Done."]\n[[caution]]\n', '[[caution]]\nrelease = ["Done."]\n', 9,
         'caution 1 has unknown key "release"',
         "it belongs to the file itself: write it above the first line in brackets, line 8"),
        ("counts = 4\n[[phase]]", "counts = 18\n[[phase]]", 13,
         "phase 1: at 1 s a count a breath cycle of 22 s; at most 20 s",
         "write paces = [0.5, 0.909]"),
        ('counts = 4\n[[phase]]', 'counts = 2\nfull = "a / b / c"\n[[phase]]', 14,
         'phase 1 full: more " / " than the phase has counts (2)', "one part a count at the most"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_exercise_is_told_once_at_its_line(
    old: str, new: str, line: int, message: str, hint: str
) -> None:
    assert EXERCISE.count(old) == 1
    with pytest.raises(FaultsError) as caught:
        read_definition(EXERCISE.replace(old, new), "plank.toml", Exercise, name="plank")

    assert [(one.line, one.message, one.hint) for one in caught.value.faults] == [(line, message, hint)]


@pytest.mark.parametrize(
    ("more", "message", "hint"),
    [
        ("length = 20", "a length of 20: 20 what?", 'write "20m" or "20s"'),
        ('length = "20"', "a length of 20: 20 what?", 'write "20m" or "20s"'),
        ('length = "20 min"', 'no length is written "20 min"', 'write "20m"'),
        ('length = "1 h 5 minutes"', 'no length is written "1 h 5 minutes"', 'write "1h5m"'),
        ("length = true", "a length is a text", 'write it like length = "12m"'),
    ],
)
def test_a_length_without_a_unit_is_asked_for_it(more: str, message: str, hint: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition(f"{more}\n{CLASS}", "mine.toml", ClassDefinition, name="mine")

    assert [(one.line, one.message, one.hint) for one in caught.value.faults] == [(1, message, hint)]


class Nameable(Model):
    """What has a name for commands."""

    uses: Name


@pytest.mark.parametrize(("name", "fit"), [("Sea Waves", "sea-waves"), ("still_water", "still-water"), ("Öl", "ol")])
def test_what_is_no_name_is_told_as_one(name: str, fit: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition(f'\nuses = "{name}"\n', "mine.toml", Nameable)

    (fault,) = caught.value.faults
    assert fault.message == f'uses is "{name}": lower-case letters, digits and hyphens make a name'
    assert (fault.line, fault.hint) == (2, f'write uses = "{fit}"')


def test_one_value_of_a_long_list_is_found_on_its_own_line() -> None:
    text = EXERCISE.replace('set_up = ["Lie down."]', 'set_up = [\n  "Lie down.",\n  "Be *still*.",\n]')
    with pytest.raises(FaultsError) as caught:
        read_definition(text, "plank.toml", Exercise, name="plank")

    assert [one.line for one in caught.value.faults] == [8]


def test_a_class_needs_neither_an_opening_nor_a_closing() -> None:
    whole = read_definition(CLASS, "mine.toml", ClassDefinition, name="mine")

    assert (whole.opening, whole.closing) == ((), ())


@pytest.mark.parametrize(
    ("name", "fit"), [("übung", "ubung"), ("My Own", "my-own"), ("a_b.toml", "a-b"), ("утро", "utro")]
)
def test_a_file_that_can_t_be_named_so_is_told_how(name: str, fit: str) -> None:
    with pytest.raises(FaultsError) as caught:
        read_definition(EXERCISE, f"{name}.toml", Exercise, name=name)

    assert [one.hint for one in caught.value.faults] == [f"rename it {fit}.toml"]


@pytest.mark.parametrize(
    ("bounds", "told"),
    [
        ({"ge": 1, "le": 2_000}, "from 1 to 2,000"),
        ({"gt": 0, "le": 2_000}, "over 0, to 2,000"),
        ({"ge": 1_000}, "at least 1,000"),
        ({"gt": 0}, "over 0"),
        ({"le": 2_000}, "at most 2,000"),
        ({"lt": 2_000}, "under 2,000"),
        ({"ge": 1, "lt": 2_000}, "from 1 to under 2,000"),
        ({}, ""),
    ],
)
def test_a_number_out_of_bounds_is_told_those_that_there_are(bounds: dict[str, Any], told: str) -> None:
    hint = Annotated[int, Field(**bounds)]
    wrong = Wrong(kind="greater_than", keys=("phase", 0, "counts"), hint=hint, given=-7, facts={})

    assert value_words(wrong) == ("phase 1 has counts -7", told)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("z" * 38, f'"{"z" * 38}"'),
        ("z" * 39, f'"{"z" * 36}...'),
        ("z" * 5_000, f'"{"z" * 36}...'),
        (4_000, "4000"),
        (10**40 - 1, "9" * 40),
        (10**40, "a number of over 40 digits"),
        (10**5_000, "a number of over 40 digits"),
    ],
    ids=range(7),
)
def test_a_value_is_shown_whole_where_forty_characters_hold_it(value: object, shown: str) -> None:
    assert value_shown(value) == shown
