"""A face stands on the studio alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import audiosession

CLI = Path(audiosession.__file__).parent / "cli"
MODULES = sorted(CLI.rglob("*.py"))
OURS = re.compile(r"audiosession(\.(studio|cli)(\..*)?|\.(progress|errors|units))")


OPENS_THE_WEB = CLI / "commands" / "studio.py"


def foreign(source: str) -> list[str]:
    """Return what of ours is imported from elsewhere than the studio and the root words that every face may use."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (node.module or "")
            names = [alias.name for alias in node.names]
            if module == "audiosession":
                found += [f"audiosession.{name}" for name in names if name != "__version__"]
            else:
                found.append(module)
    return [name for name in found if name.startswith((".", "audiosession")) and not OURS.fullmatch(name)]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(CLI).as_posix())
def test_the_command_line_imports_the_studio_and_a_few_words_alone(path: Path) -> None:
    found = foreign(path.read_text(encoding="utf-8"))

    assert found == (["audiosession.web.server"] if path == OPENS_THE_WEB else [])


def test_a_breach_is_found_wherever_it_stands() -> None:
    assert foreign("from audiosession import __version__\nfrom audiosession.units import clock") == []
    assert foreign("def f():\n    from audiosession.project.project import Project") == ["audiosession.project.project"]
    assert foreign("import audiosession.building.build") == ["audiosession.building.build"]
    assert foreign("from audiosession import writing") == ["audiosession.writing"]
    assert foreign("from ..timing import timeline") == ["..timing"]
