"""`audiosession store` at the shell: what would go is told, and nothing goes before somebody agrees."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from audiosession.cli.app import run

pytestmark = pytest.mark.slow

pytest.importorskip("obstore")
_WEEK_S = 7 * 86_400


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a store into which a class was built a week ago."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    store = tmp_path / "shared"
    with pytest.raises(SystemExit):
        run(["build", "breath:4-4x4", "--voice", "tone", "--music", "none", "--store", str(store)])
    for path in store.rglob("*"):
        os.utime(path, (time.time() - _WEEK_S,) * 2)
    return store


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    with pytest.raises(SystemExit) as left:
        run(["store", "prune", *arguments])
    out, err = capsys.readouterr()
    return int(left.value.code or 0), out, err


def n_records(store: Path) -> int:
    return sum(path.is_file() for path in (store / "actions").rglob("*"))


def test_what_is_old_goes_when_somebody_says_so(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    before = n_records(store)
    young = said(capsys, "--older-than", "8d", "--store", str(store), "--yes")
    dry = said(capsys, "--older-than", "6d", "--store", str(store), "--dry-run", "--json")
    refused = said(capsys, "--older-than", "6d", "--store", str(store))
    kept = n_records(store)
    gone = json.loads(said(capsys, "--older-than", "6d", "--store", str(store), "--yes", "--json")[1])

    assert (young[0], "0 records" in young[1]) == (0, True)
    assert json.loads(dry[1])["records"] == before == kept > 0
    assert (refused[0], "say so with --yes" in refused[2]) == (1, True)
    assert (gone["records"], gone["dry_run"], gone["left_bytes"], n_records(store)) == (before, False, 0, 0)


def test_the_oldest_goes_until_no_more_than_that_is_left(capsys: pytest.CaptureFixture[str], store: Path) -> None:
    held = json.loads(said(capsys, "--over", "1TB", "--store", str(store), "--dry-run", "--json")[1])["left_bytes"]
    limit = held // 2

    told = said(capsys, "--over", f"{limit / 1000:.3f}kB", "--store", str(store), "--yes", "--json")

    assert 0 < json.loads(told[1])["left_bytes"] <= limit + 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "nothing says what is to go"),
        (("--older-than", "soon"), '"soon" is no such amount'),
        (("--over", "50"), '"50" is no such amount'),
        (("--over", "1GB", "--store", "none"), "no shared store is named"),
    ],
)
def test_what_can_not_be_is_said(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, err = said(capsys, *arguments)

    assert (code, message in err) == (1, True)


def test_an_address_in_show_toml_that_makes_no_sense_is_told_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir()
    (tmp_path / "scripts/show.toml").write_text('[store]\naddress = "ftp://somewhere"\n', encoding="utf-8")

    code, _, err = said(capsys, "--over", "1GB")

    assert (code, "show.toml:2" in err, "ftp://" in err) == (1, True, True)


def test_a_store_that_may_only_be_read_here_is_not_pruned(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    monkeypatch.delenv("AUDIOSESSION_STORE", raising=False)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts").mkdir(exist_ok=True)
    table = f'[store]\naddress = "{store}"\nread_only = true\n'
    (tmp_path / "scripts/show.toml").write_text(table, encoding="utf-8")
    before = n_records(store)

    code, _, err = said(capsys, "--over", "0GB", "--yes")

    assert (code, "may only be read here" in err, n_records(store)) == (1, True, before)
