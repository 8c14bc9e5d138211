"""Whatever stands at the other end of the standard streams, the work is done, and told as well as can be."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support import house

import audiosession
from audiosession.cli.app import run
from audiosession.cli.saying import print_document, print_line, sayable, tell

pytestmark = pytest.mark.peers

COMMAND = (sys.executable, "-m", "audiosession")
TINY = "[class Tiny – “slow”]\nSettle down.\n[pause 2]\nRest.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tiny.txt").write_text(TINY, encoding="utf-8")
    return tmp_path


def build(folder: Path, redirected: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Build a tiny class as a shell does that sends the output wherever `redirected` says."""
    line = f'exec "$0" -m audiosession build tiny.txt --voice tone --music none --no-tones {redirected}'
    own = {"AUDIOSESSION_CACHE": str(folder / "cache"), "PYTHONPATH": os.pathsep.join(sys.path), **environment}
    return subprocess.run(
        ["sh", "-c", line, sys.executable], cwd=folder, env={**os.environ, **own}, capture_output=True, check=False
    )


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "ascii"])
def test_a_class_is_told_in_any_encoding(folder: Path, encoding: str) -> None:
    done = build(folder, "", PYTHONIOENCODING=encoding)

    told = done.stdout.decode(encoding)
    assert (done.returncode, done.stderr.count(b"Traceback")) == (0, 0)
    assert f"output{os.sep}tiny" in told
    assert "→" in told or "->" in told


@pytest.mark.skipif(sys.platform == "win32", reason="a shell that closes streams")
@pytest.mark.parametrize("redirected", ["2>&-", ">&-", "<&- >&- 2>&-", "2>/dev/full"])
def test_a_class_is_made_where_nobody_can_be_told(folder: Path, redirected: str) -> None:
    if "full" in redirected and not Path("/dev/full").exists():
        pytest.skip("no full device here")

    done = build(folder, redirected)

    assert done.returncode == 0, done.stderr
    assert list(folder.glob("output/tiny*.mp3"))
    assert not list(folder.rglob("*.partial"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_result_that_can_not_be_printed_is_an_error_in_one_line(folder: Path) -> None:
    done = build(folder, "> /dev/full")

    said = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert said[-2].startswith("error: standard output can't be written")
    assert said[-1].startswith("hint: ")
    assert list(folder.glob("output/tiny*.mp3"))


def test_the_package_is_the_command(tmp_path: Path) -> None:
    done = subprocess.run([*COMMAND, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)

    assert done.stdout == f"audiosession {audiosession.__version__}\n"


def test_without_any_stream_what_is_said_goes_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)  # as pythonw leaves them

    with pytest.raises(SystemExit) as left:
        run(["list", "classes"])
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.close()

    assert not left.value.code


def test_a_line_beside_the_result_never_stops_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = io.StringIO()
    closed.close()
    monkeypatch.setattr(sys, "stderr", closed)

    tell("speaking 3 lines")


def test_json_is_json_in_every_encoding(folder: Path) -> None:
    done = build(folder, "--json", PYTHONIOENCODING="ascii")

    assert done.stdout.isascii()
    assert "Tiny – “slow”" in str(json.loads(done.stdout))


def test_a_document_is_utf_8_where_a_file_takes_it(folder: Path) -> None:
    narrated = subprocess.run(
        [*COMMAND, "narrate", "swan"],
        cwd=folder,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        check=True,
    )

    assert "’" in narrated.stdout.decode("utf-8") or "–" in narrated.stdout.decode("utf-8") or narrated.stdout.isascii()
    assert narrated.stdout.startswith(b"[class Swan]")


def test_what_is_said_is_what_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    print_line("one")
    print_line("two", end="")
    print_document("\nthree – four\n")

    assert capfd.readouterr().out == "one\ntwo\nthree – four\n"
    assert sayable("three – four")
    assert not sayable("caf\udce9")


def test_one_place_prints() -> None:
    sources = house.package(Path(audiosession.__file__).parent)
    printing = [
        path
        for path, source in sources.items()
        if any(f"{call}(" in source for call in ("typer.echo", "typer.secho", "sys.stdout.write", "sys.stderr.write"))
    ]

    assert printing == ["cli/saying.py"]
