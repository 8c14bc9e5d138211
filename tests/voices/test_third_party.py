"""A voice of somebody else's: the package of the guide, installed by pip and used like any other."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from support.documents import blocks, read

from audiosession.voices.espeak import EspeakSettings
from audiosession.voices.openai import OpenAISettings
from audiosession.voices.piper.settings import PiperSettings
from audiosession.voices.settings import read_settings

pytestmark = pytest.mark.slow

EXAMPLE = Path(__file__).parents[1] / "third_party_voice"


def make_wheel(folder: Path) -> Path:
    """Pack the example as its build backend would, which the suite, being offline, can't fetch."""
    project = tomllib.loads((EXAMPLE / "pyproject.toml").read_text())["project"]
    stem = f"{project['name'].replace('-', '_')}-{project['version']}"
    [(group, points)] = project["entry-points"].items()
    described = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    wheel = folder / f"{stem}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(EXAMPLE / "bell_voice.py", "bell_voice.py")
        archive.writestr(f"{stem}.dist-info/METADATA", described)
        archive.writestr(f"{stem}.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        rows = "".join(f"{name} = {target}\n" for name, target in points.items())
        archive.writestr(f"{stem}.dist-info/entry_points.txt", f"[{group}]\n{rows}")
        archive.writestr(f"{stem}.dist-info/RECORD", "")
    return wheel


def test_a_package_with_an_entry_point_is_a_voice(tmp_path: Path) -> None:
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-index", "--no-deps", "--target", str(site)]
    subprocess.run([*pip, str(make_wheel(tmp_path))], check=True, stdout=subprocess.DEVNULL)
    environment = {**os.environ, "PYTHONPATH": str(site), "AUDIOSESSION_CACHE": str(tmp_path / "cache")}

    def audiosession(*words: str) -> str:
        program = [sys.executable, "-c", "from audiosession.cli.app import run; run()", *words]
        done = subprocess.run(program, cwd=tmp_path, env=environment, check=True, capture_output=True, text=True)
        return done.stdout

    assert audiosession("voices", "try", "bell", "ring three times").startswith("bell:en: 1.")
    assert (tmp_path / "bell-en.wav").stat().st_size > 90_000
    assert "from the package audiosession-bell" in audiosession("voices")


def test_the_example_is_short() -> None:
    assert sum(len(path.read_text().splitlines()) for path in EXAMPLE.iterdir() if path.is_file()) <= 30


def test_the_example_stands_in_the_guide_to_the_letter() -> None:
    guide = read("audiosession/guide/voices.md")

    assert f"```toml\n{(EXAMPLE / 'pyproject.toml').read_text()}```" in guide
    assert f"```python\n{(EXAMPLE / 'bell_voice.py').read_text()}```" in guide


def test_the_settings_in_the_guide_are_settings_of_their_engines() -> None:
    [block] = [text for text in blocks("audiosession/guide/voices.md", "toml") if text.startswith("[voices.espeak]")]
    tables = tomllib.loads(block)["voices"]

    assert read_settings(EspeakSettings, "espeak", tables["espeak"]).comma_pause == 450
    assert read_settings(PiperSettings, "piper", tables["piper"]).words_per_minute == 130
    assert read_settings(OpenAISettings, "openai", tables["openai"]).model == "kokoro"
