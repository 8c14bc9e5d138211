"""Version numbers can't be forgotten: what each way of making things makes is recorded with its number.

The inputs of each stage lie in `golden/versions/` and stay as they are, so that a change of one stage shows in the
record of that stage, with the number to raise. The stages that make sound are in `test_sound_versions.py`, whole
classes in `test_class_versions.py`. The keeper of the records is tested at the end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from support.records import FOLDER, Near, Record
from support.starter_content import takes_of

from audiosession.building.fit import fit
from audiosession.building.gather import gather
from audiosession.building.window import LEAD, TAIL
from audiosession.building.write import write
from audiosession.project.project import Project
from audiosession.session import SCHEMA, Session, parse_session, written_session
from audiosession.sound.recipes import Desk, Recipe
from audiosession.timing.layout import lay_out
from audiosession.timing.rounds import Loops, Round
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC, place
from audiosession.timing.telling.captions import timeline_captions, webvtt
from audiosession.timing.telling.chapters import chapters, chapters_json
from audiosession.timing.timeline import Timeline, from_json, to_events, to_json
from audiosession.units import Ms
from audiosession.versions import VERSIONS
from audiosession.writing.choices import Choices, Defaults, choose
from audiosession.writing.cues import Cue, Narration
from audiosession.writing.lexicon import read_lexicon
from audiosession.writing.text.reading import parse

PROJECT = Project(FOLDER / "project")


def digest(value: object) -> str:
    """Return the SHA-256 of a text, or of plain values as JSON writes them."""
    text = value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def choices(**wanted: Any) -> Choices:
    return choose(Defaults(), voice="tone", **{"music": "first", **wanted})


def narration() -> Narration:
    return parse((FOLDER / "narration.txt").read_text("utf-8"), "narration.txt")


def timeline() -> Timeline:
    return from_json(json.loads((FOLDER / "timeline.json").read_text("utf-8")))


def recipes() -> list[Recipe]:
    of = timeline()
    takes = {clip.text: f"the take of {clip.text}" for clip in of.track("voice")}
    beds = {"first": ("the loop of first", -18.25), "second": ("the loop of second", -30.0)}
    return list(Desk(timeline=of, takes=takes, beds=beds, lead=LEAD, tail=TAIL).recipes())


def test_a_narration_is_as_recorded(update_golden: bool) -> None:
    wanted = {
        "the class": ("small-class", choices()),
        "the class in other words": ("small-class", choices(seed=5, detail="full", avoid="knees")),
        "one exercise": ("tall-reach", choices()),
        "one side in short": ("heel-beat", choices(side="right", detail="cues", tones=False, reps=2, seed=7)),
    }
    found = {name: digest(write(PROJECT, target, chosen).text) for name, (target, chosen) in wanted.items()}

    # The text itself is part of what a class is built from.
    Record(name="narration", wrong="the same definitions are now narrated otherwise").hold(found, update=update_golden)


def row(cue: Cue) -> list[Any]:
    """Return a cue as plain values; what is not said of it is left out, so that a key may be added."""
    return [type(cue).__name__, {key: value for key, value in asdict(cue).items() if value and key != "line"}]


def test_cues_are_as_recorded(update_golden: bool) -> None:
    read = narration()
    found = {
        section.title: digest([section.exercise, section.music, section.count, *map(row, section.cues)])
        for section in read.sections
    }
    lexicon = read_lexicon((FOLDER / "project" / "scripts" / "lexicon.toml").read_text("utf-8"), "lexicon.toml")
    spoken = [lexicon.spoken(line, "tone:en") for line in read.lines()]

    record = Record(name="cues", wrong="the same narration is now read as other cues", ways=("build",))
    record.hold({**found, "the lines as spoken": digest(spoken)}, update=update_golden)


def test_a_timeline_is_as_recorded(update_golden: bool) -> None:
    read = narration()
    layout = lay_out(read, takes_of(read), count=Ms(1_000), tones=True)
    usual = place(layout, edges=WITH_MUSIC, music="first", loops=Loops(rounds={"first": Round()}))
    quick = lay_out(read, takes_of(read), count=Ms(800), tones=False)
    found = {
        "length": usual.length,
        **{f"the {track.name}": digest(to_events(track.clips)) for track in usual.tracks},
        **{f"the {name}": digest(to_json(usual)[name]) for name in ("sections", "beds")},
        "what gave way": digest([(note.line, note.wanted, note.became, note.remedy) for note in layout.notes]),
        "a quick one of 65 s": digest(to_json(place(quick, edges=WITHOUT_MUSIC, length=Ms(65_000)))),
        "captions": digest(webvtt(timeline_captions(usual))),
        "chapters": digest(chapters_json(chapters(usual.sections))),
    }

    record = Record(name="timeline", wrong="the same cues now lie elsewhere in time", ways=("build",))
    record.hold(found, update=update_golden)


@pytest.mark.parametrize("length", ["70s", "95s", "150s"])
def test_a_class_that_is_fitted_to_a_length_is_as_recorded(length: str, update_golden: bool) -> None:
    chosen = choices(length=length)
    written = write(PROJECT, "small-class", chosen)

    fitted = fit(PROJECT, written, chosen, WITH_MUSIC, lambda lines: {line: Ms(150 + 65 * len(line)) for line in lines})
    placed = place(fitted.layout, edges=WITH_MUSIC, music="first", length=chosen.length)
    found = {"changes": fitted.changes, "the timeline": digest(to_json(placed))}

    record = Record(name=f"fitted-{length}", wrong="the same class is now fitted otherwise", ways=("build",))
    record.hold(found, update=update_golden)


def test_windows_and_recipes_are_as_recorded(update_golden: bool) -> None:
    found = {
        f"window {number}": [one.length, one.lead, one.tail, replace(one, version=0).address]
        for number, one in enumerate(recipes())
    }

    record = Record(name="recipes", wrong="the same timeline now makes other recipes", ways=("build",))
    record.hold(found, update=update_golden)


def test_a_raised_number_makes_every_class_anew() -> None:
    made_from = gather(PROJECT, "heel-beat", choices(music="none")).made_from

    assert made_from["the program"] == digest_of_program(asdict(VERSIONS))
    for way, number in asdict(VERSIONS).items():
        assert made_from["the program"] != digest_of_program({**asdict(VERSIONS), way: number + 1})


def digest_of_program(versions: Mapping[str, int]) -> str:
    import audiosession

    return hashlib.sha256(json.dumps([audiosession.__version__, versions], sort_keys=True).encode()).hexdigest()


SESSION = FOLDER / "session.json"
RAISE = "a key was dropped, renamed or given another type: raise SCHEMA in audiosession/session.py, then write "


def test_a_session_of_this_schema_is_read_and_written_as_it_stands() -> None:
    """Keys may be added; the schema's number is raised for anything else."""
    recorded = SESSION.read_bytes()
    assert json.loads(recorded)["schema"] == SCHEMA, f"the schema was raised: write {SESSION.name} as it is now"

    assert written_session(parse_session(recorded, SESSION)) == recorded, RAISE + f"{SESSION.name} anew"


def keys(model: type[BaseModel], prefix: str = "") -> set[str]:
    found = set()
    for name, about in model.model_fields.items():
        place = prefix + (about.alias or name)
        inner = [one for one in (about.annotation, *get_args(about.annotation)) if isinstance(one, type)]
        rows = [one for one in inner if issubclass(one, BaseModel)]
        found |= keys(rows[0], f"{place}.") if rows else {place}
    return found


def stands(document: Any, place: str) -> bool:
    """Tell whether a key stands anywhere in a document; of lists one row is enough."""
    first, _, rest = place.partition(".")
    rows = document if isinstance(document, list) else [document]
    return any(first in row and (not rest or stands(row[first], rest)) for row in rows)


def test_the_recorded_session_has_every_key() -> None:
    document = json.loads(SESSION.read_text("utf-8"))

    missing = sorted(place for place in keys(Session) if not stands(document, place))
    assert not missing, f"add to {SESSION.name} what is new"


RECORD = Record(name="mix", wrong="the same recipe now sounds otherwise", ways=("mix", "take"), versions={})


def outcome(folder: Path, found: Any, *, update: bool = False, **versions: int) -> str:
    """Return what holding `found` against the record says; empty where all is well."""
    try:
        replace(RECORD, folder=folder, versions={"mix": 2, "take": 1, **versions}).hold(found, update=update)
    except pytest.fail.Exception as failure:
        return str(failure)
    return ""


SOUND = {"length": 1_200, "lufs": Near(values=(-16.0, -20.0), within=0.05)}
LOUDER = {"length": 1_200, "lufs": Near(values=(-16.0, -19.9), within=0.05)}


def test_what_is_not_recorded_yet_is_recorded_once(tmp_path: Path) -> None:
    assert "not there yet" in outcome(tmp_path, SOUND)
    assert outcome(tmp_path, SOUND, update=True) == ""
    assert outcome(tmp_path, SOUND) == ""


def test_what_lies_within_its_tolerance_is_as_recorded_and_leaves_the_record_alone(tmp_path: Path) -> None:
    outcome(tmp_path, SOUND, update=True)
    recorded = (tmp_path / "mix.json").read_bytes()

    assert outcome(tmp_path, {**SOUND, "lufs": Near(values=(-16.04, -20.0), within=0.05)}, update=True) == ""
    assert (tmp_path / "mix.json").read_bytes() == recorded


def test_a_change_names_the_number_to_raise_and_is_recorded_only_when_that_is_raised(tmp_path: Path) -> None:
    outcome(tmp_path, SOUND, update=True)
    recorded = (tmp_path / "mix.json").read_bytes()

    said = (
        "the same recipe now sounds otherwise: lufs is -19.900, not -20.000 (number 1; 1 of 2 are off), and may differ "
        "by 0.05. If that is meant, raise `mix` in audiosession/versions.py, then record it with --update-golden"
    )
    assert outcome(tmp_path, LOUDER) == outcome(tmp_path, LOUDER, update=True) == said
    assert (tmp_path / "mix.json").read_bytes() == recorded
    assert "`mix` in audiosession/versions.py was raised: record it anew" in outcome(tmp_path, LOUDER, mix=3)
    assert outcome(tmp_path, LOUDER, update=True, mix=3) == ""
    assert outcome(tmp_path, LOUDER, mix=3) == ""
    assert "raise `mix`" in outcome(tmp_path, SOUND, update=True, mix=3), "once recorded, the next change needs its own"


def test_a_change_may_come_of_another_number_that_was_raised(tmp_path: Path) -> None:
    outcome(tmp_path, SOUND, update=True)

    assert outcome(tmp_path, LOUDER, update=True, take=2) == ""


def test_a_number_that_was_raised_wants_a_record_of_its_own_and_none_is_lowered(tmp_path: Path) -> None:
    outcome(tmp_path, SOUND, update=True)

    assert outcome(tmp_path, SOUND, mix=3).startswith("`mix` in audiosession/versions.py was raised: record it anew")
    assert "was lowered" in outcome(tmp_path, SOUND, update=True, mix=1)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({**SOUND, "length": 1_201}, "length 1200 is now 1201"),
        ({**SOUND, "peak": 1}, "peak is new"),
        ({"length": 1_200}, "lufs is not found any more"),
        ({**SOUND, "lufs": Near(values=(-16.0,), within=0.05)}, "lufs has 1 values, not 2"),
        ({**SOUND, "lufs": Near(values=(-16.0, float("nan")), within=0.05)}, "lufs is nan, not -20.000"),
    ],
)
def test_every_kind_of_difference_is_told(tmp_path: Path, found: Any, said: str) -> None:
    outcome(tmp_path, SOUND, update=True)

    assert said in outcome(tmp_path, found)


def test_what_needs_no_number_is_recorded_when_it_was_read(tmp_path: Path) -> None:
    text = replace(RECORD, folder=tmp_path, ways=(), wrong="it reads otherwise")
    text.hold({"line": "one"}, update=True)

    with pytest.raises(pytest.fail.Exception, match="No number need be raised: read the difference"):
        text.hold({"line": "two"}, update=False)
    text.hold({"line": "two"}, update=True)
