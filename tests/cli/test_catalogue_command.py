"""`audiosession catalogue` at the shell: planned, built, told of and pruned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiosession.cli.app import run

pytestmark = pytest.mark.slow

DEFAULTS = '[defaults]\nvoice = "tone"\nmusic = "none"\ntones = false\n'


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/show.toml").write_text(DEFAULTS, encoding="utf-8")
    (tmp_path / "scripts/catalogue.toml").write_text('[[classes]]\nnames = "breath:4-4x4"\n', encoding="utf-8")


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        run(["catalogue", *arguments])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def test_a_catalogue_is_planned_built_and_told_of(capsys: pytest.CaptureFixture[str]) -> None:
    assert "1 variants: 1 missing" in said(capsys, "plan")[1]
    assert "1 variants: 1 built" in said(capsys, "build")[1]
    assert json.loads(said(capsys, "status", "--json")[1])[0]["state"] == "up to date"
    assert json.loads(said(capsys, "build", "--json")[1])["spoken"] == 0


def test_nothing_is_removed_before_somebody_agrees(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    said(capsys, "build")
    (tmp_path / "scripts/catalogue.toml").write_text('[[classes]]\nnames = "breath:5-5x4"\n', encoding="utf-8")

    refused, dry = said(capsys, "prune"), said(capsys, "prune", "--dry-run")
    n_before = len(list((tmp_path / "output").glob("*.mp3")))
    agreed = said(capsys, "prune", "--yes")

    assert (refused[0], "say so with --yes" in refused[2]) == (1, True)
    assert ("would go" in dry[1], n_before) == (True, 1)
    assert "removed" in agreed[1]
    assert not list((tmp_path / "output").glob("*.mp3"))


def test_a_variant_that_fails_is_told_and_the_command_fails(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    text = '[[classes]]\nnames = "breath:4-4x4"\naxes = { length = ["1s", "usual"] }\n'
    (tmp_path / "scripts/catalogue.toml").write_text(text, encoding="utf-8")

    code, out, err = said(capsys, "build")

    assert (code, "1 failed, 1 built" in out) == (1, True)
    assert "breath:4-4x4 (length 1s) can't be built:" in err


def test_the_class_of_a_day_is_told_before_it_is_made_and_made_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    own = tmp_path / "scripts/classes/morning-2026-11-27.toml"
    own.parent.mkdir()
    own.write_text('title = "Breath of the day"\n[[exercise]]\nuse = "box-breathing"\nreps = 2\n', encoding="utf-8")
    (tmp_path / "scripts/catalogue.toml").write_text('[[daily]]\nname = "morning"\nlength = "9m"\n', encoding="utf-8")
    of_the_day = ("daily", "--date", "2026-11-27", "--no-publish")

    assert "due                morning-2026-11-27: Breath of the day" in said(capsys, *of_the_day, "--dry-run")[1]
    assert "built              morning-2026-11-27" in said(capsys, *of_the_day)[1]
    assert json.loads(said(capsys, *of_the_day, "--json")[1])["classes"][0]["state"] == "up to date"


def test_a_class_a_day_that_can_not_be_made_is_told_once_for_all_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    text = '[[daily]]\nname = "morning"\nlength = "9m"\nlanguages = ["en", "xx"]\n'
    (tmp_path / "scripts/catalogue.toml").write_text(text, encoding="utf-8")

    code, out, err = said(capsys, "daily", "--date", "2026-11-27", "--no-publish")

    assert (code, out.count("failed"), err.count("no words in the language")) == (1, 2, 1)
    assert "morning-2026-11-27, morning-2026-11-27-xx can't be made:" in err


def test_a_project_without_a_catalogue_says_how_one_is_written(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "scripts/catalogue.toml").unlink()

    code, _, err = said(capsys, "plan")

    assert (code, "there is no catalogue" in err, "[[classes]]" in err) == (1, True, True)


def test_a_plan_tells_what_is_sure_what_is_about_so_and_what_nobody_knows(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = said(capsys, "plan")[1]
    with (tmp_path / "scripts/catalogue.toml").open("a", encoding="utf-8") as file:
        file.write('[[prices]]\nvoice = "tone"\nper_million = 20\ncurrency = "EUR"\n')
    priced, told = said(capsys, "plan")[1], json.loads(said(capsys, "plan", "--json")[1])
    said(capsys, "build")
    (tmp_path / "output/breath-4-4x4.mp3").unlink()
    sure = said(capsys, "plan")[1]

    assert "windows    about" in out
    assert "nothing was measured here yet; without the speaking of tone" in out
    assert ("EUR" in out, "EUR for what is spoken anew" in priced) == (False, True)
    assert told["money"] == {"EUR": told["voices"][0]["money"]}
    assert (told["exact"], told["traffic"]["store_up"], told["time"]["unknown"]) == (False, None, ["tone:en"])
    assert "windows    about" not in sure
    assert "of which 0 are new" in sure


def test_a_wrong_price_is_told_with_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with (tmp_path / "scripts/catalogue.toml").open("a", encoding="utf-8") as file:
        file.write('[[prices]]\nvoice = "tone"\nper_million = -1\ncurrency = "euro"\n')

    code, _, err = said(capsys, "plan")

    assert (code, "catalogue.toml:5" in err, "catalogue.toml:6" in err) == (1, True, True)
