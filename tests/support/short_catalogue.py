"""A catalogue of short classes in many variants, as narrations of the project's own, and what became of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

PACES = ("slow", "steady", "brisk", "0.9", "1.15")
TONES = ("usual", "off")
_LINES = (
    ("Sit down on your mat.", "Roll your shoulders once.", "Let your hands rest."),
    ("Lie on your back.", "Bend both knees.", "Feel the floor below you."),
    ("Stand with your feet apart.", "Reach up with one arm.", "Sink a little lower."),
    ("Kneel on the mat.", "Lengthen your back.", "Look at the floor."),
    ("Lie on your side.", "Lift the upper leg.", "Lower it softly."),
    ("Sit on a chair.", "Turn to the window.", "Come back to the middle."),
)


def write_short_catalogue(
    folder: Path, *, classes: int = len(_LINES), paces: tuple[str, ...] = PACES, more: str = "", rounds: int = 1
) -> Path:
    """Write a project with so many classes, each at all `paces`, with tones and without; return its folder."""
    (folder / "scripts").mkdir(parents=True)
    (folder / "narrations").mkdir()
    (folder / "scripts" / "show.toml").write_text('[defaults]\nvoice = "espeak"\nmusic = "none"\n', "utf-8")
    names = [f"narrations/short-{number}.txt" for number in range(1, classes + 1)]
    for number, name in enumerate(names):
        (folder / name).write_text(_narration(number, rounds), "utf-8")
    told = [f"names = {names}", f"axes = {{ pace = {list(paces)}, tones = {list(TONES)} }}"]
    text = "\n".join(["[[classes]]", *told, more]).replace("'", '"')
    (folder / "scripts" / "catalogue.toml").write_text(text, "utf-8")
    return folder


def _narration(number: int, rounds: int) -> str:
    """Return a class that greets as all others do, and goes on in its own words."""
    text = f"[class Short {number + 1}]\n[exercise sit]\n[section Welcome]\nWelcome to your mat. Take your time.\n"
    for at, line in enumerate(_LINES[number] * rounds, 1):
        text += f"[section Part {at}]\n{line}\n[inhale 4] In.\n[exhale 6] Out.\n[inhale 4]\n[exhale 6]\n"
    return text


def built_files(folder: Path) -> dict[str, str]:
    """Return the digests of all files that were built, by their names."""
    files = [path for path in (folder / "output").iterdir() if not path.name.startswith(".")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
