"""What the files of a text are called: by its own name, unless an exercise has it or it was published otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiosession.project.names import text_slug
from audiosession.project.project import Project

GUID = "12345678-0000-5000-8000-000000000000"


def published(project: Project, *slugs: str) -> None:
    facts = {slug: {"guid": GUID, "date": "2026-01-01T00:00:00Z"} for slug in slugs}
    project.scripts.mkdir(parents=True, exist_ok=True)
    (project.scripts / "feed.json").write_text(json.dumps({"schema": "audiosession/feed/1", "episodes": facts}))


def built(project: Project, slug: str, source: str) -> None:
    settings = {"pace": "steady", "seconds_per_count": 1, "reps": None, "detail": "fade", "voice": "espeak:en-us",
                "music": None, "tones": True, "language": "en"}  # fmt: skip
    audio = {"file": f"{slug}.mp3", "bytes": 1, "sha256": "", "duration": 1.0}
    session = {"schema": "audiosession/session/1", "slug": slug, "title": "x", "settings": settings, "audio": audio,
               "source": source}  # fmt: skip
    project.output.mkdir(exist_ok=True)
    (project.output / f"{slug}.session.json").write_text(json.dumps(session), encoding="utf-8")


def slug(project: Project, name: str) -> str:
    return text_slug(project, Path(name), f"text:{name}")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("My Morning.txt", "my-morning"),
        ("swan.txt", "swan-txt"),
        ("Swan.md", "swan-txt"),
        ("breathing.txt", "breathing-txt"),
    ],
)
def test_an_exercise_or_a_class_keeps_its_name_alone(tmp_path: Path, name: str, expected: str) -> None:
    assert slug(Project(tmp_path), name) == expected


def test_what_was_published_under_an_older_name_keeps_it(tmp_path: Path) -> None:
    project = Project(tmp_path)
    published(project, "bung", "x", "swan")
    built(project, "x", "text:утро.txt")

    assert slug(project, "Übung.txt") == "bung"
    assert slug(project, "утро.txt") == "x"
    assert slug(project, "вечер.txt").startswith("vecher-")
    assert slug(project, "swan.txt") == "swan-txt"


def test_a_text_that_was_published_under_an_exercise_s_name_keeps_it_while_its_class_tells_so(tmp_path: Path) -> None:
    project = Project(tmp_path)
    published(project, "swan")
    built(project, "swan", "text:swan.txt")

    assert slug(project, "swan.txt") == "swan"
