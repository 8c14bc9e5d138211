"""The one rule: a file in `audiosession/` is core and touches nothing; a folder is an edge."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import audiosession

PACKAGE = Path(audiosession.__file__).parent
CORE = sorted(p for p in PACKAGE.glob("*.py") if p.name not in {"__init__.py", "__main__.py"})
EDGES = {p.name for p in PACKAGE.iterdir() if p.is_dir()}
WORLD = {
    "av", "gtts", "requests", "mutagen", "typer", "rich", "PIL", "lxml", "boto3", "platformdirs", "espeakng_loader",
    "os", "io", "sys", "shutil", "tempfile", "subprocess", "socket", "urllib", "http", "time", "datetime", "random",
    "threading", "concurrent", "multiprocessing", "signal", "secrets", "uuid", "glob", "ctypes",
}  # fmt: skip


def imported(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("path", CORE, ids=lambda p: p.stem)
def test_a_core_file_imports_neither_the_world_nor_an_edge(path: Path) -> None:
    for name in imported(path):
        head, _, rest = name.partition(".")
        assert head not in WORLD
        assert not (head == "audiosession" and rest.partition(".")[0] in EDGES)


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    names = {p.stem for p in PACKAGE.rglob("*.py")}
    assert not names & {"utils", "util", "helpers", "common", "base", "manager", "misc"}
