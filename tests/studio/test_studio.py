"""The one door: every verb once, with a result that nothing changes, its progress and its JSON."""

from __future__ import annotations

import dataclasses
import inspect
import json
import re
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from support.built_classes import make_project
from typer.main import get_command

from audiosession import Studio, as_json, open_studio
from audiosession.cli.app import app
from audiosession.errors import Act, AudioSessionError, Fault, NotFoundError, OutputError, PublishError, Remedy
from audiosession.progress import Progress, StoppedError
from audiosession.project.project import starter_folder
from audiosession.studio import results
from audiosession.studio.as_json import _SHAPES, _WORDED, Words
from audiosession.studio.offers import LISTS
from audiosession.studio.publishing import ALL, Destination, Wishes, moment

pytestmark = pytest.mark.slow

TEXT = "[class Mine]\nSit.\n[inhale 4] In.\n[exhale 4 left pulse 1] Out.\n"
NO_RESULTS = {
    "LiveClass",
    "LiveStream",
    "Sample",
    "Serving",
    "Session",
    "SessionHead",
    "Sitting",
    "Song",
    "Stamp",
    "Timeline",
}
"""What stands in results, or is a thing that runs, and is no result of its own."""


@pytest.fixture
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path / "voices"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    (tmp_path / "my.txt").write_text(TEXT, encoding="utf-8")
    return open_studio(tmp_path)


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Studio:
    """Lend the studio of a project with a show and two built classes."""
    made = make_project(tmp_path / "studio", "saw", "swan")
    monkeypatch.chdir(made.root)
    return open_studio(made.root)


def read(value: object) -> Any:
    """Return `value`, JSON of the studio, as whoever reads it gets it."""
    return json.loads(json.dumps(value, allow_nan=False))


def test_a_folder_that_is_not_there_is_no_project_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="no such folder"):
        open_studio(tmp_path / "my-clases")

    assert not (tmp_path / "my-clases").exists()


def test_the_door_has_every_verb_of_the_command_line() -> None:
    verbs = {
        name.replace("-", "_") for name in get_command(app).commands  # type: ignore[attr-defined]
    } - {"list"}  # fmt: skip

    others = {"guide", "studio", "catalogue", "store", "import"}
    assert all(hasattr(Studio, verb) for verb in verbs - others)
    assert all(
        hasattr(Studio, verb) for verb in ("lists", "build_again", "rehearse", "plot", "stems", "import_article")
    )
    assert all(hasattr(Studio, f"{verb}_catalogue") for verb in ("plan", "build", "prune"))
    assert hasattr(Studio, "prune_store")


def test_no_verb_takes_more_than_six_words_and_each_tells_what_it_does() -> None:
    for name, method in inspect.getmembers(Studio, inspect.isfunction):
        if not name.startswith("__"):
            kinds = [one.kind for one in inspect.signature(method).parameters.values()]
            assert sum(kind is not inspect.Parameter.VAR_KEYWORD for kind in kinds) <= 1 + 6, name
            assert inspect.getdoc(method) or name.startswith("_"), name


def test_every_result_is_frozen_and_has_its_json() -> None:
    for name in results.__all__:
        kind = getattr(results, name)
        if dataclasses.is_dataclass(kind):
            assert kind.__dataclass_params__.frozen, name  # type: ignore[attr-defined]
        assert (name in _SHAPES or name in _WORDED) != (name in NO_RESULTS), name


def test_what_is_no_result_has_no_json() -> None:
    with pytest.raises(TypeError, match="Path is no result of the studio"):
        as_json(Path())


def test_build_tells_how_far_it_is_and_what_it_made(studio: Studio, tmp_path: Path) -> None:
    steps: list[Progress] = []
    told: list[str] = []

    built = studio.build(
        "my.txt", output=tmp_path / "my.wav", voice="tone", music="none", watch=steps.append, tell=told.append
    )

    assert built.path.read_bytes()[:4] == b"RIFF"  # the suffix says the format
    assert [*dict.fromkeys(step.stage for step in steps)] == ["speaking", "encoding"]
    assert all(0 <= step.done <= step.total for step in steps)
    assert told == []
    values = read(as_json(built))
    assert list(values) == ["path", "unchanged", "windows", "changes", "remarks", "replaced", "unsaid", "session"]
    assert values["path"] == str(tmp_path / "my.wav")
    assert values["session"] == json.loads((tmp_path / "my.wav.session.json").read_bytes())
    assert studio.build("my.txt", output="my.wav", voice="tone", music="none").unchanged


def test_a_format_is_asked_for_by_name(studio: Studio) -> None:
    assert studio.build("my.txt", form="flac", voice="tone", music="none").path.read_bytes()[:4] == b"fLaC"
    with pytest.raises(OutputError, match='no format is called "mp4"'):
        studio.build("my.txt", form="mp4")


def test_whoever_watches_may_stop_the_work(studio: Studio, tmp_path: Path) -> None:
    def stop(step: Progress) -> None:
        raise StoppedError

    works: list[Callable[[], object]] = [
        lambda: studio.build("my.txt", voice="tone", music="none", watch=stop),
        lambda: studio.timeline("my.txt", voice="tone", watch=stop),
        lambda: studio.plot("my.txt", tmp_path / "my.svg", voice="tone", watch=stop),
        lambda: studio.stems("my.txt", tmp_path / "stems", voice="tone", music="none", watch=stop),
        lambda: studio.check(["saw"], stop),
    ]
    for work in works:
        with pytest.raises(StoppedError):
            work()
    assert not (tmp_path / "output").exists()
    assert not (tmp_path / "my.svg").exists()
    assert not (tmp_path / "stems" / "voice.wav").exists()


def test_a_rehearsal_and_a_plan_speak_nothing(studio: Studio) -> None:
    rehearsed = studio.rehearse("saw", reps=2, pace="slow", voice="tone")

    assert [mark.title for mark in rehearsed.chapters][:2] == ["Welcome", "Set-up"]
    values = read(as_json(rehearsed))
    assert list(values)[:4] == ["title", "exercises", "changes", "replaced"]
    assert values["exercises"] == [{"exercise": "saw", "level": "beginner", "reps": 2}]
    assert studio.voices.cache().n_takes == 0
    plan = read(as_json(studio.plan("back-body")))
    assert list(plan) == ["name", "title", "description", "exercises"]


def test_a_narration_is_its_own_json(studio: Studio) -> None:
    text = studio.narrate("single-leg-kick", reps=3)

    assert text.startswith("[class Single Leg Kick]")
    assert as_json(text) == text


def test_a_timeline_is_told_and_drawn(studio: Studio, tmp_path: Path) -> None:
    placed = studio.timeline("my.txt", voice="tone")
    plotted = studio.plot("my.txt", tmp_path / "my.svg", voice="tone")

    assert plotted.placed.timeline == placed.timeline
    assert plotted.path.read_bytes().startswith(b"<?xml")
    assert list(read(as_json(placed)))[:3] == ["title", "voice", "length"]
    assert read(as_json(plotted)) == {"path": str(tmp_path / "my.svg")}
    with pytest.raises(OutputError, match="neither a PNG nor an SVG"):
        studio.plot("my.txt", tmp_path / "my.gif", voice="tone")


def test_stems_are_files_in_a_folder(studio: Studio, tmp_path: Path) -> None:
    stems = studio.stems("my.txt", tmp_path / "stems", voice="tone", music="none")

    assert {path.name for path in stems.files} >= {"voice.wav", "bed.wav", "tones.wav", "labels.txt"}
    assert as_json(stems) == [str(path) for path in stems.files]


def test_a_recording_list_is_told_with_what_is_missing(studio: Studio, tmp_path: Path) -> None:
    made = studio.recording_list("my.txt", tmp_path / "takes")

    assert read(as_json(made)) == {
        "csv": str(tmp_path / "takes/recording-list.csv"),
        "text": str(tmp_path / "takes/recording-list.txt"),
        "lines": [
            {"number": 1, "file": "001-sit", "text": "Sit."},
            {"number": 2, "file": "002-in", "text": "In."},
            {"number": 3, "file": "003-out", "text": "Out."},
        ],
        "missing": ["001-sit", "002-in", "003-out"],
    }
    assert studio.recording_list("my.txt").csv.parent == Path("recordings")


def test_check_reads_what_is_named_and_says_how_far_it_is(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "scripts/exercises/mine.toml").write_text("title = \n", encoding="utf-8")
    steps: list[Progress] = []

    report = studio.check(["mine", "saw"], steps.append)

    assert [(step.done, step.total, step.item) for step in steps] == [(1, 2, "mine"), (2, 2, "saw")]
    [fault] = report.faults
    words = Words(path=lambda path: Path(path).name, hint=lambda fault: "mend it")
    values = read(as_json(report, words))
    assert list(values) == ["files", "faults", "warnings"]
    assert values["faults"] == [{"message": fault.message, "path": "mine.toml", "line": 1, "hint": "mend it"}]
    assert as_json(studio.check(["saw"]), words) == {"files": 10, "faults": [], "warnings": []}


def test_check_reads_a_narration_file_that_is_named(studio: Studio) -> None:
    Path("paste.txt").write_text("Sit.\nBreathe\u2028in.\n...\n", encoding="utf-8")
    report = studio.check(["paste.txt"])

    assert [(str(fault.path), fault.line) for fault in report.faults] == [("paste.txt", 2), ("paste.txt", 3)]


def test_check_tells_what_nobody_sees_in_a_template_and_what_a_cover_leaves_out(studio: Studio, tmp_path: Path) -> None:
    folder = starter_folder() / "scripts"
    (tmp_path / "scripts/templates").mkdir()
    text = (folder / "templates/rep.j2").read_text("utf-8")
    (tmp_path / "scripts/templates/rep.j2").write_text("{#\u200b#}" + text, encoding="utf-8")
    saw = re.sub("title = .*", 'title = "鋸"', (folder / "exercises/saw.toml").read_text("utf-8"), count=1)
    (tmp_path / "scripts/exercises/saw.toml").write_text(saw, encoding="utf-8")
    report = studio.check(["saw"])

    [fault], [warning] = report.faults, report.warnings
    assert (fault.path, fault.line) == (tmp_path / "scripts/templates/rep.j2", 1)
    assert (warning.path, warning.message) == (
        tmp_path / "scripts/exercises/saw.toml",
        "the cover lacks its title, 鋸, which no font that comes with the program draws",
    )


def test_a_face_without_words_of_its_own_tells_the_facts() -> None:
    report = results.CheckReport(
        n_read=1,
        faults=(Fault(message="no", hint="mend it", remedy=Remedy(act=Act.BUILD, to="saw")),),
        warnings=(),
    )

    assert read(as_json(report)) == {
        "files": 1,
        "faults": [{"message": "no", "path": "", "line": 0, "hint": "mend it, or build saw"}],
        "warnings": [],
    }


def test_verify_measures_what_was_built(studio: Studio) -> None:
    built = studio.build("my.txt", voice="tone", music="none", tones=False)
    steps: list[Progress] = []

    verified = studio.verify(built.path, steps.append)

    assert [(step.stage, step.done, step.total) for step in steps] == [("measuring", 1, 1)]
    assert list(read(as_json(verified))) == [
        "length", "lufs", "true_peak_dbtp", "clipped", "dead_air", "onset_p95_ms", "speech_lufs",
        "tone_over_bed_db", "header_length", "missing", "faults", "remarks", "words",
    ]  # fmt: skip
    assert verified.faults == ()


def test_doctor_tells_what_works_with_cures_in_words(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    rows = read(as_json(studio.doctor(), Words(remedy=lambda remedy: str(remedy and "cure"))))

    assert all(list(row) == ["name", "ok", "needed", "found", "cure"] for row in rows)
    assert {"cure"} == {row["cure"] for row in rows if row["name"] in ("gTTS", "Piper")}


def test_a_new_project_tells_its_files(studio: Studio, tmp_path: Path) -> None:
    made = studio.new(tmp_path / "new")

    assert all(path.is_file() for path in made.files)
    assert read(as_json(made)) == {"folder": str(tmp_path / "new"), "files": [str(path) for path in made.files]}
    with pytest.raises(OutputError, match="is there already"):
        studio.new(tmp_path / "new")


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("exercises", ["name", "title", "position", "level", "reps", "warm_ups", "focus", "spine", "forms", "summary"]),
        ("classes", ["name", "title", "description", "exercises", "season", "summary"]),
        ("voices", ["name", "summary"]),
        ("music", ["name", "title", "file", "licence", "tempo_bpm", "summary"]),
        ("paces", ["name", "seconds_per_count", "summary"]),
    ],
)
def test_what_there_is_is_listed_in_rows(studio: Studio, kind: str, columns: list[str]) -> None:
    rows = read(as_json(studio.lists.of(kind)))

    assert list(rows[0]) == columns
    if kind == "music":
        assert list(rows[-1]) == ["name", "title", "summary"]  # that of no music


def test_there_is_a_list_of_every_kind_and_of_no_other(studio: Studio) -> None:
    for kind in LISTS:
        studio.lists.of(kind)
    with pytest.raises(NotFoundError) as caught:
        studio.lists.of("exercise")
    assert (caught.value.message, caught.value.hint) == (
        'there are no "exercise" to list', 'did you mean "exercises"?'
    )  # fmt: skip
    assert [row.name for row in studio.lists.exercises()] == studio.exercises()
    assert [row.name for row in studio.lists.classes()] == studio.classes()


def test_a_voice_is_tried_and_its_takes_are_looked_after(studio: Studio, tmp_path: Path) -> None:
    tried = studio.voices.try_("tone", "Kick.", tmp_path / "kick.wav")

    assert read(as_json(tried)) == {
        "voice": "tone:en", "note": "", "path": str(tmp_path / "kick.wav"), "duration": tried.duration / 1000
    }  # fmt: skip
    held = studio.voices.cache()
    assert list(read(as_json(held))) == ["folder", "takes", "bytes", "removed"]
    assert (held.n_takes, held.n_removed) == (1, 0)
    pruned = studio.voices.prune_cache(0)
    assert (pruned.n_takes, pruned.n_removed, pruned.removed_bytes) == (0, 1, held.n_bytes)


def test_engines_are_told_with_their_cures(studio: Studio) -> None:
    rows = read(as_json(studio.voices.engines()))

    columns = ["name", "summary", "spec", "privacy", "cost", "languages", "words_per_minute", "heard", "cure", "ready"]
    assert all(list(row) == columns for row in rows)
    assert {row["name"]: row["cure"] for row in rows}["piper"] == ("add-voice en_US-lessac-medium")


def test_publish_says_what_became_of_each_class_and_how_far_it_is(published: Studio) -> None:
    steps: list[Progress] = []

    published.publish(ALL, destination=Destination(rehearsal=True))
    assert not (published.project.output / "feed.xml").exists()
    done = published.publish(["saw"], wishes=Wishes(title="The Saw", season=2), now=moment("2026-01-02"))
    all_done = published.publish(ALL, watch=steps.append)

    assert [row.state for row in done.episodes] == ["new"]
    values = read(as_json(all_done))
    told = ["feed", "page", "target", "dry_run", "shows", "episodes", "files", "left_out", "notices", "warnings"]
    assert list(values) == told
    assert {step.stage for step in steps} == {"publishing"}
    assert steps[-1].done == steps[-1].total
    rows = {row.name: row for row in published.lists.episodes()}
    assert (rows["saw"].title, rows["saw"].state, rows["saw"].season) == ("The Saw", "published", 2)
    assert list(read(as_json(rows["saw"]))) == [
        "name", "title", "state", "date", "season", "number", "kind", "guid", "built", "summary"
    ]  # fmt: skip


def test_what_there_is_to_publish_is_told_before_and_after(published: Studio) -> None:
    published.publish(["swan"])

    found = read(as_json(published.to_publish()))

    assert found == {
        "known": [{"name": "swan", "title": "Swan", "duration": 3.0}],
        "new": [{"name": "saw", "title": "Saw", "duration": 3.0}],
    }
    assert [row.name for row in published.publish().episodes] == ["swan"]


def test_unpublish_takes_an_episode_out(published: Studio) -> None:
    published.publish(ALL)

    gone = published.unpublish("swan")

    assert [row.state for row in gone.episodes] == ["gone"]
    rows = read(as_json(published.lists.episodes()))
    assert list(rows[-1]) == ["name", "title", "state", "date", "built", "summary"]  # built, and not published


def test_check_feed_tells_what_is_read(published: Studio) -> None:
    published.publish(ALL)
    steps: list[Progress] = []

    checked = published.check_feed("output/feed.xml", watch=steps.append)

    assert checked.is_good
    assert list(read(as_json(checked))) == ["feed", "episodes", "findings"]
    assert {step.stage for step in steps} == {"reading"}
    assert all(step.done < step.total and step.item.startswith("https://") for step in steps)
    assert len({step.total for step in steps}) == 1
    assert {one.rule for one in checked.findings} <= set(published.feed_rules())


def test_a_folder_is_served_until_its_context_is_left(published: Studio) -> None:
    published.publish(ALL)

    with published.serve(port=0, quiet=True) as serving:
        waiting = threading.Thread(target=serving.wait)
        waiting.start()
        got = requests.get(serving.feed_url, timeout=5)
        serving.stop()
        waiting.join(5)

    assert (got.status_code, serving.is_open) == (200, False)
    with socket.socket() as one:
        assert one.connect_ex(("127.0.0.1", int(serving.url.rpartition(":")[2]))) != 0
    with pytest.raises(PublishError, match="is no folder") as caught:
        published.serve(Path("nowhere"))
    assert caught.value.remedy == Remedy(act=Act.PUBLISH)


def test_every_error_is_one_of_ours(studio: Studio) -> None:
    for work in (
        lambda: studio.build("nobody"),
        lambda: studio.plan("saw", reps=99),
        lambda: studio.narrate("saw", pace="9"),
        lambda: studio.verify(Path("nothing.mp3")),
        lambda: studio.build_again(Path("nothing.session.json")),
        lambda: studio.check(["nobody"]),
    ):
        with pytest.raises(AudioSessionError):
            work()
