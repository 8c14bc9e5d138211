"""The lines of a class by HTTP: changed where their words stand, heard, taken again and recorded."""

from __future__ import annotations

import io
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from support.open_studio import Opened, opened

from audiosession import Studio
from audiosession.studio.editing.text import DefinitionText

pytestmark = pytest.mark.slow

CLASS = "/api/classes/back-body"
SWAN = Path("scripts") / "exercises" / "swan.toml"


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Opened]:
    with opened(tmp_path) as studio:
        yield studio


@pytest.fixture
def asking(studio: Opened) -> Iterator[httpx.Client]:
    with studio.client() as client:
        yield client


def narration(client: httpx.Client) -> dict[str, Any]:
    told: dict[str, Any] = client.get(f"{CLASS}/narration").json()
    return told


def row_of(told: dict[str, Any], **facts: object) -> dict[str, Any]:
    return next(row for row in told["rows"] if all(row[key] == value for key, value in facts.items()))


def humming(seconds: float) -> bytes:
    """Return a WAV in which somebody hums."""
    t = np.arange(int(seconds * 48_000)) / 48_000
    samples = (0.3 * np.sin(2 * np.pi * 180 * t) * np.sin(np.pi * t / seconds) * 32_767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 48_000, 0, "NONE", ""))
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def test_words_are_changed_where_they_stand(asking: httpx.Client, studio: Opened) -> None:
    told = narration(asking)
    row = row_of(told, exercise="swan", kind="phase", rep=1)
    was = told["sources"][row["source"]]["text"]

    answer = asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Breathe in, and rise.", "was": was})

    assert answer.status_code == 200
    assert answer.json()["journal"]["undo"]
    assert "Breathe in, and rise." in (studio.project / SWAN).read_text("utf-8")
    assert row_of(narration(asking), id=row["id"])["text"] == "Breathe in, and rise."
    asking.post("/api/undo")
    assert row_of(narration(asking), id=row["id"])["text"] == row["text"]


def test_words_of_the_other_side_are_changed_as_they_are_written(asking: httpx.Client) -> None:
    told = narration(asking)
    row = next(row for row in told["rows"] if told["sources"][row["source"]]["mirrored"] and row["kind"] == "phase")

    asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Turn left."})

    assert "right" in row_of(narration(asking), id=row["id"])["text"].lower()


def test_words_that_were_changed_meanwhile_are_not_written_over(asking: httpx.Client, studio: Opened) -> None:
    row = row_of(narration(asking), exercise="swan", kind="phase", rep=1)

    answer = asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Up.", "was": "what stood there once"})

    assert answer.status_code == 404
    assert "changed meanwhile" in answer.json()["error"]["message"]
    assert not (studio.project / SWAN).exists()


def test_where_there_is_no_project_words_stay(tmp_path: Path) -> None:
    with opened(tmp_path, is_project=False) as studio, studio.client() as client:
        told = client.get(f"{CLASS}/narration?voice=espeak").json()
        row = row_of(told, exercise="swan", kind="phase", rep=1)
        answer = client.post(f"{CLASS}/lines/{row['id']}?voice=espeak", json={"text": "Other words."})

    assert not told["sources"][row["source"]]["editable"]
    assert answer.status_code == 422
    assert answer.json()["error"]["message"] == told["sources"][row["source"]]["why_not"]
    assert list(tmp_path.iterdir()) == []


def test_another_form_of_a_phase_is_changed_by_its_place(asking: httpx.Client) -> None:
    told = narration(asking)
    row = row_of(told, exercise="swan", kind="phase", rep=1)
    bare = next(form for form in told["forms"][row["forms"]] if form["form"] == "bare")

    asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Rise.", "source": bare["source"], "was": bare["text"]})

    after = narration(asking)
    forms = after["forms"][row_of(after, id=row["id"])["forms"]]
    assert [form["text"] for form in forms if form["form"] == "bare"] == ["Rise."]


@pytest.mark.parametrize("query", ["", "?words=Kick.", "?take=1"])
def test_a_line_is_heard_alone(asking: httpx.Client, query: str) -> None:
    row = row_of(narration(asking), exercise="swan", kind="phase", rep=1)

    answer = asking.get(f"{CLASS}/lines/{row['id']}/sound{query}")

    assert answer.headers["content-type"] == "audio/wav"
    with wave.open(io.BytesIO(answer.content)) as sound:
        seconds = sound.getnframes() / sound.getframerate()
    assert query or seconds == pytest.approx(row_of(narration(asking), id=row["id"])["lasts"] / 1000, abs=0.05)


def test_a_recording_is_heard_in_the_place_of_a_line_and_given_up_again(asking: httpx.Client) -> None:
    told = narration(asking)
    row = row_of(told, exercise="swan", kind="phase", rep=1)
    line = f"{CLASS}/lines/{row['id']}"

    answer = asking.post(f"{line}/record?digest={told['digest']}", content=humming(1.5))

    assert answer.status_code == 200, answer.text
    heard = row_of(narration(asking), id=row["id"])
    assert heard["chosen"].startswith("recording")
    assert heard["lasts"] == pytest.approx(1_500, abs=150)
    takes = asking.get(f"{line}/takes").json()["lines"][0]["takes"]
    assert [bool(take.get("recording")) for take in takes if take["chosen"]] == [True]
    asking.post(f"{line}/choose", json={"take": 1})
    assert row_of(narration(asking), id=row["id"])["chosen"] == ""

    assert asking.post("/api/undo").json()["label"].endswith("take 1")
    assert row_of(narration(asking), id=row["id"])["chosen"].startswith("recording")
    assert asking.post("/api/undo").json()["label"].endswith("a recording")
    assert row_of(narration(asking), id=row["id"])["chosen"] == ""


@pytest.mark.parametrize("content", [b"", b"no sound at all", humming(1.5)[:60]])
def test_what_is_no_recording_changes_nothing(asking: httpx.Client, studio: Opened, content: bytes) -> None:
    row = row_of(narration(asking), exercise="swan", kind="phase", rep=1)

    answer = asking.post(f"{CLASS}/lines/{row['id']}/record", content=content)

    assert answer.status_code == 422
    assert not (studio.project / "scripts" / "takes").exists()


def test_nothing_is_done_to_a_row_of_a_class_that_has_changed(asking: httpx.Client, studio: Opened) -> None:
    told = narration(asking)
    row = row_of(told, exercise="swan", kind="phase", rep=1)
    asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Breathe in, and rise."})

    answer = asking.post(f"{CLASS}/lines/{row['id']}/record?digest={told['digest']}", content=humming(1.0))

    assert answer.status_code == 404
    assert not (studio.project / "scripts" / "takes").exists()


def test_findings_lead_to_their_rows(asking: httpx.Client) -> None:
    ids = {row["id"] for row in narration(asking)["rows"]}

    found = asking.get(f"{CLASS}/findings").json()["findings"]

    assert {one["row"] for one in found} - {None} <= ids


@pytest.mark.skipif(sys.platform == "win32", reason="links are not for everybody there")
def test_a_recording_is_not_written_through_a_link_out_of_the_project(
    asking: httpx.Client, studio: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (studio.project / "scripts" / "takes").symlink_to(elsewhere, target_is_directory=True)
    row = row_of(narration(asking), exercise="swan", kind="phase", rep=1)

    answer = asking.post(f"{CLASS}/lines/{row['id']}/record", content=humming(1.0))

    assert (answer.status_code, list(elsewhere.iterdir())) == (422, [])


def test_words_that_move_while_they_are_changed_are_not_written_into_others(
    asking: httpx.Client, studio: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = narration(asking)
    row = row_of(told, exercise="swan", kind="phase", rep=1)
    path, was = studio.project / SWAN, told["sources"][row["source"]]["text"]
    known = studio.desk.studio.text("exercise", "swan")
    phase = '[[phase]]\nbreath = "inhale"\ncounts = 3\nfull = "This one is new."\n\n'
    moved = known.text.replace("[[phase]]", f"{phase}[[phase]]", 1)
    asks = Studio.text

    def text(studio_: Studio, kind: str, name: str = "") -> DefinitionText:
        path.write_text(moved, "utf-8")  # another program, right before the version is told
        return asks(studio_, kind, name)

    monkeypatch.setattr(Studio, "text", text)
    answer = asking.post(f"{CLASS}/lines/{row['id']}", json={"text": "Breathe in, and rise.", "was": was})

    assert answer.status_code == 404
    assert path.read_text("utf-8") == moved
