"""Every example in a docstring is true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import audiosession

MODULES = sorted(found.name for found in pkgutil.walk_packages(audiosession.__path__, "audiosession."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_importing_the_package_loads_nothing_heavy() -> None:
    import subprocess
    import sys

    heavy = "{'gtts', 'pydub', 'typer', 'numpy', 'av', 'pydantic', 'jinja2'}"
    code = f"import sys, audiosession; sys.exit(len({heavy} & set(sys.modules)))"

    assert subprocess.run([sys.executable, "-W", "error", "-c", code], check=False).returncode == 0
