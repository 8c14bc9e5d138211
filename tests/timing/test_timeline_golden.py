"""Golden timelines: narration text and lengths of takes in, positions out. Drop a folder in, and it is a case."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from support.scheduling import schedule
from support.starter_content import takes_of

from audiosession.timing.timeline import to_json
from audiosession.units import Ms
from audiosession.writing.text.reading import parse

CASES = sorted(path for path in (Path(__file__).parents[1] / "golden" / "timeline").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_timeline_is_as_recorded(folder: Path, update_golden: bool) -> None:
    settings = tomllib.loads((folder / "settings.toml").read_text("utf-8"))
    narration = parse((folder / "narration.txt").read_text("utf-8"), "narration.txt")
    timeline, notes = schedule(
        narration,
        takes_of(narration),
        count=Ms(settings["count_ms"]),
        music=settings.get("music"),
        tones=settings["tones"],
    )
    placed = {**to_json(timeline), "notes": [[note.line, note.wanted, note.became, note.remedy] for note in notes]}
    text = json.dumps(placed, ensure_ascii=False, indent=1) + "\n"

    golden = folder / "timeline.json"
    if update_golden:
        golden.write_text(text, encoding="utf-8")
    assert text == golden.read_text("utf-8"), "record it with --update-golden, and read the difference"
