"""An exercise that is like another one has all of it but the words, and `check` tells which are still to be written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.starter_content import EXERCISES, SCRIPTS, exercise

from audiosession import open_studio
from audiosession.errors import DefinitionError, FaultsError, NotFoundError, OutputError
from audiosession.studio.blanks import with_blanks
from audiosession.studio.studio import Studio

HEAD = "# A head."


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    return open_studio(tmp_path)


def values(value: object, keys: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    """Yield all that stands in a table, each with the keys to it."""
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from values(one, (*keys, key))
    else:
        yield keys, value


@pytest.mark.parametrize("name", EXERCISES)
def test_it_has_all_that_the_other_has_and_none_of_its_sentences(name: str) -> None:
    text = (SCRIPTS / "exercises" / f"{name}.toml").read_text(encoding="utf-8")
    before, after = dict(values(tomllib.loads(text))), dict(values(tomllib.loads(with_blanks(text, "Another", HEAD))))

    assert list(before) == list(after)
    assert after[("title",)] == "Another"
    anew = {keys for keys, value in after.items() if value == "…"}
    assert all(after[keys] == before[keys] for keys in before if keys not in anew and keys != ("title",))
    said = [value for keys, value in before.items() if isinstance(value, str) and " " in value and keys not in anew]
    assert [one for one in said if one not in (exercise(name).title, exercise(name).equipment)] == []


def test_what_is_said_in_the_other_stands_above_each_line_that_waits_for_words() -> None:
    text = (
        '# The other.\n\ntitle = "Other"\n[[phase]] # a breath\nshort = "In." # short\nfull = [\n    "In, {a|b}.",\n]\n'
    )

    assert with_blanks(text, "Mine", HEAD) == (
        f'{HEAD}\ntitle = "Mine"\n[[phase]] # a breath\n# In.\nshort = "…" # short\n'
        'full = [\n    # In, {a|b}.\n    "…",\n]\n'
    )


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ('tip = ["One.", { say = "Two.", rest = 2 }, "Three."]', {"tip": ["…", {"say": "…", "rest": 2}, "…"]}),
        ('quiet.say = "It is quiet."', {"quiet": {"say": "…"}}),
        ('''"say" = 'A "word" = x' ''', {"say": "…"}),
        ('say = """\nOver\n  lines = "of \\""" it"""\nrest = 2', {"say": "…", "rest": 2}),
        ("say = '''\nOver\nlines # no comment'''\nside = 'left' # say = \"x\"", {"say": "…", "side": "left"}),
        ('say = "A \\"word\\" # and \\\\"\r\nbreath = "inhale"\r\n', {"say": "…", "breath": "inhale"}),
        ('[easier]\ntitle = "Lower"', {"easier": {"title": "…"}}),
    ],
)  # fmt: skip
def test_however_it_is_written(written: str, left: dict[str, object]) -> None:
    assert tomllib.loads(with_blanks(f'title = "Other"\n{written}', "Mine", HEAD)) == {"title": "Mine", **left}


def test_check_tells_each_line_that_still_waits(studio: Studio) -> None:
    path = studio.new_exercise("side-reach", like="swan")
    text = path.read_text("utf-8")
    waiting = {number for number, line in enumerate(text.split("\n"), 1) if '"…"' in line and not line.startswith("#")}
    faults = [fault for fault in studio.check(["side-reach"]).faults if fault.line]

    assert len(faults) > 10
    assert {fault.line for fault in faults} <= waiting
    assert {fault.message.partition(": ")[2] for fault in faults} == {'nothing to say in "…"'}
    path.write_text(text.replace('"…"', '"Words."').replace('Each "Words."', 'Each "…"'), encoding="utf-8")
    assert studio.check(["side-reach"]).faults == ()


def test_an_own_exercise_can_be_followed_too_and_one_at_fault_is_told(studio: Studio) -> None:
    own = studio.new_exercise("mine")
    assert studio.new_exercise("yours", like="mine").read_text("utf-8").count("Stand with your feet") == 1

    own.write_text(own.read_text("utf-8").replace('"beginner"', '"begginer"'), encoding="utf-8")
    with pytest.raises(FaultsError, match="begginer"):
        studio.new_exercise("theirs", like="mine")
    assert not own.with_name("theirs.toml").exists()


def test_nothing_is_written_over_and_a_near_name_is_offered(studio: Studio) -> None:
    path = studio.new_exercise("tall-swan", like="swan")
    text = path.read_bytes()

    with pytest.raises(OutputError, match="is there already"):
        studio.new_exercise("tall-swan", like="saw")
    assert path.read_bytes() == text
    with pytest.raises(NotFoundError) as caught:
        studio.new_exercise("other", like="swam")
    assert caught.value.hint == 'did you mean "swan"?'
    with pytest.raises(DefinitionError):
        studio.new_exercise("Tall Swan", like="swan")
