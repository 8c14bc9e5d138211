"""The one rule: folders stand in a line, and what is pure touches nothing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import audiosession

PACKAGE = Path(audiosession.__file__).parent
PURE = sorted(path for room in ("writing", "timing", "sound") for path in (PACKAGE / room).glob("*.py"))
WORLD = {
    "av", "gtts", "requests", "mutagen", "typer", "rich", "PIL", "lxml", "boto3", "platformdirs", "espeakng_loader",
    "os", "io", "sys", "shutil", "tempfile", "subprocess", "socket", "urllib", "http", "time", "datetime", "random",
    "threading", "concurrent", "multiprocessing", "signal", "secrets", "uuid", "glob", "ctypes",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", PURE, ids=lambda p: p.stem)
def test_a_pure_room_does_not_import_the_world(path: Path) -> None:
    assert not {name.partition(".")[0] for name in imported(path)} & WORLD


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {p.stem for p in PACKAGE.rglob("*.py")}
    assert not names & {"utils", "util", "helpers", "common", "base", "manager", "misc"}
