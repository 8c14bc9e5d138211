"""What people have elsewhere comes in through the door: drafted, told as JSON, written."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from audiosession.errors import AudioSessionError, DefinitionError, OutputError
from audiosession.studio.as_json import as_json
from audiosession.studio.studio import Studio, open_studio

ARTICLE = """# Seated Side Bend

Sit cross-legged on your mat, with your hands beside you.

1. As you inhale, lift your right arm.
2. As you exhale, bend to the left.
3. Inhale and come back up.
4. Exhale and lower your arm.
5. Repeat on the other side, up to four times.

Tip: keep both hips on the mat.
The first time I did this was in a park in Lisbon.
"""
LIST = """Monday
1. The Saw x 2
2. Rumpfdrehung
- Swn
- Swan
- Single Leg Kick x 99
"""


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "scripts/exercises").mkdir(parents=True)
    return open_studio(tmp_path)


def test_an_article_is_drafted_in_memory_with_the_place_of_each_sentence(studio: Studio, tmp_path: Path) -> None:
    made = studio.drafts_of(ARTICLE)

    value = json.loads(json.dumps(as_json(made)))
    [draft] = value["exercises"]
    assert tomllib.loads(draft["text"])["title"] == draft["title"]
    n_lines = len(draft["text"].splitlines())
    assert all(1 <= line["line"] <= n_lines for line in draft["lines"])
    assert {one["number"] for one in value["sentences"]} >= {n for line in draft["lines"] for n in line["sentences"]}
    assert list((tmp_path / "scripts/exercises").iterdir()) == []


def test_an_article_is_written_under_its_name_and_never_over_another_one(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "bend.md").write_text(ARTICLE, "utf-8")

    made = studio.import_article(str(tmp_path / "bend.md"), name="bend")

    path = tmp_path / "scripts/exercises/bend.toml"
    [one] = made.drafts
    assert one.path == path
    assert path.read_text("utf-8") == one.draft.text
    with pytest.raises(OutputError, match="is there already"):
        studio.import_article(str(tmp_path / "bend.md"), name="bend")
    assert path.read_text("utf-8") == one.draft.text


def test_a_rehearsal_writes_nothing(studio: Studio, tmp_path: Path) -> None:
    made = studio.import_article("-", content=ARTICLE.encode(), rehearsal=True)

    assert [one.path for one in made.drafts] == [None]
    assert list((tmp_path / "scripts/exercises").iterdir()) == []


def test_a_page_is_read_as_one(studio: Studio) -> None:
    items = "".join(f"<li>{line[3:]}</li>" for line in ARTICLE.splitlines() if line[:1].isdigit())
    page = f"<!doctype html><title>Side Bend</title><h1>Seated Side Bend</h1><ol>{items}</ol>"

    made = studio.import_article("-", content=page.encode(), rehearsal=True)

    assert made.drafts[0].draft.title.endswith("Side Bend")
    assert "<li>" not in made.drafts[0].draft.text


def test_a_name_for_several_is_refused_with_their_names(studio: Studio, tmp_path: Path) -> None:
    rows = [{"name": "Box", "pattern": [4, 4, 4, 4]}, {"name": "Even", "pattern": [5, 5]}]
    content = json.dumps(rows).encode()

    with pytest.raises(DefinitionError, match="box, even"):
        studio.import_article("-", content=content, name="mine")
    made = studio.import_article("-", content=content)
    assert sorted(path.name for path in (tmp_path / "scripts/exercises").iterdir()) == ["box.toml", "even.toml"]
    assert len(made.drafts) == 2


def test_a_pattern_of_an_app_is_an_exercise_without_fault(studio: Studio) -> None:
    content = b'{"name": "Calm \\"Evening\\"", "pattern": [4000, 7000, 8000, 0], "rounds": 4}'

    studio.import_article("-", content=content)
    studio.import_article("-", content=content, name="ruhe", language="de")

    report = studio.check(["calm-evening", "ruhe"])
    assert (report.faults, report.warnings) == ((), ())
    assert studio.plan("calm-evening").exercises[0].reps == 4
    german = (studio.project.scripts / "exercises/ruhe.toml").read_text("utf-8")
    assert tomllib.loads(german)["written_in"] == "de"


def test_a_pattern_that_is_not_good_is_refused_with_what_would_be(studio: Studio) -> None:
    with pytest.raises(DefinitionError, match="held of 30 s") as told:
        studio.import_article("-", content=b'{"inhale": 4, "hold": 30, "exhale": 8}')
    assert "breathes" in told.value.hint


def test_a_list_is_a_class_that_tells_what_it_does_not_keep(studio: Studio, tmp_path: Path) -> None:
    made = studio.import_article("-", content=LIST.encode())

    [one] = made.drafts
    assert (one.kind, one.path) == ("classes", tmp_path / "scripts/classes/monday.toml")
    written = tomllib.loads(one.draft.text)
    assert [entry["use"] for entry in written["exercise"]] == ["saw", "spine-twist", "swan", "single-leg-kick"]
    assert [made.sentences[number].text for number in one.draft.unplaced] == ["- Swn"]
    assert len(one.draft.missing) == 1
    assert one.draft.missing[0].startswith("99 reps")
    (tmp_path / "scripts/classes/monday.toml").write_text(one.draft.text.replace("reps = 99", "reps = 5"), "utf-8")
    assert studio.check(["monday"]).faults == ()
    value = json.loads(json.dumps(as_json(made)))
    assert (value["exercises"], value["classes"][0]["unplaced"]) == ([], [*one.draft.unplaced])


def test_a_list_of_a_file_is_called_as_the_file(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "slow_monday.txt").write_text("- swan\n- saw\n", "utf-8")

    made = studio.import_article(str(tmp_path / "slow_monday.txt"))

    assert (made.drafts[0].draft.name, made.drafts[0].draft.title) == ("slow-monday", "Slow Monday")
    with pytest.raises(DefinitionError, match="without a heading"):
        studio.import_article("-", content=b"- swan\n- saw\n")


def test_what_is_no_exercise_is_refused_with_its_place(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "soup.txt").write_text("# Tomato Soup\n\n1. Chop four onions.\n2. Simmer for 20 minutes.\n", "utf-8")

    with pytest.raises(AudioSessionError) as told:
        studio.import_article(str(tmp_path / "soup.txt"))
    assert told.value.path == tmp_path / "soup.txt"
    assert told.value.hint
    assert list((tmp_path / "scripts/exercises").iterdir()) == []
