"""The whole library as rows say it, each row made a definition that somebody could have written: `tests/library/`.

What a row leaves out is added here: what it works, what the spine does, and about as many words as a teacher needs.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from audiosession.definitions import read_definition
from audiosession.writing.exercise import Exercise

ROWS_IN = Path(__file__).parents[1] / "library"
FILLING = """
title = "{title}"
purpose = ["It does you good."]
caution = [{{ say = "If it hurts, stop." }}]
set_up = ["Come into place."]
release = ["And rest."]
"""
TAUGHT = """
title = "{title}"
focus = [{focus}]
{spine}
purpose = ["This is the {title}. It makes you strong where you need it, and long where you can be."]
caution = [{{ say = "If something hurts, stop, and rest as you are." }}]
set_up = ["Come into place, from the floor up, part by part.", "Let your shoulders be wide, and your neck be long."]
modification = [{{ say = "If it is too much, stay smaller, and slower.", optional = true }}]
preparation = ["Breathe in, and the movement begins.", "Breathe out, and it finds its way back to where it began."]
tip = ["Nothing moves but what is meant to.", {{ say = "Go slowly, and keep your breath with you.", optional = true }}]
release = [{{ say = "And let it all go.", rest = [1.0, 2.0, 6.0] }}, {{ say = "Rest.", rest = [3.0, 5.0, 15.0] }}]
"""
_FLEXION = ("flexion", "belly, back")
_EXTENSION = ("extension", "back, buttocks, legs")
_NEUTRAL = ("neutral", "hips, legs")
_BREATH = ("", "breath")
WORKS = {
    **dict.fromkeys(["one-leg-circle", "single-leg-circle", "side-kick", "side-kick-kneeling"], _NEUTRAL),
    **dict.fromkeys(["leg-pull-front", "leg-pull", "push-up"], ("neutral", "shoulders, arms, belly")),
    **dict.fromkeys(["saw", "spine-twist"], ("rotation", "waist, back")),
    **dict.fromkeys(["hip-twist", "corkscrew"], ("rotation", "waist, belly, hips")),
    **dict.fromkeys(["swan", "one-leg-kick", "double-kick", "swimming", "rocking", "shoulder-bridge"], _EXTENSION),
    **dict.fromkeys(["single-leg-kick", "double-leg-kick"], _EXTENSION),
    "side-bend": ("side", "waist, arms"),
}
"""What the spine does in an exercise, and what that works; in the others of the mat it bends forward."""


def rows(file: str) -> dict[str, str]:
    """Return each row of `file` by its name, as it is written."""
    parts = re.split(r"^\[([a-z0-9-]+)\].*\n", (ROWS_IN / file).read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    return {name: row.replace(f"[{name}.", "[") for name, row in zip(parts[::2], parts[1::2], strict=True)}


def written(file: str) -> dict[str, str]:
    """Return each row of `file` as the shortest definition that somebody would write."""
    return {name: FILLING.format(title=_title(name)) + row for name, row in rows(file).items()}


@cache
def taught() -> dict[str, str]:
    """Return the whole library as a teacher would write it, as far as that decides which class it makes."""
    mat = {name: _taught(name, row, WORKS.get(name, _FLEXION)) for name, row in rows("mat.toml").items()}
    return mat | {name: _taught(name, row, _BREATH) for name, row in rows("breath.toml").items()}


@cache
def exercises() -> tuple[Exercise, ...]:
    """Return the whole library as it is taught."""
    return tuple(read_definition(text, name, Exercise, name=name) for name, text in taught().items())


def _taught(name: str, row: str, works: tuple[str, str]) -> str:
    spine, focus = works
    words = ", ".join(f'"{one}"' for one in focus.split(", "))
    told = f'spine = "{spine}"' if spine and not re.search("^spine", row, re.MULTILINE) else ""
    filling = TAUGHT.format(title=_title(name), focus=words, spine=told)
    own = {found[1] for found in re.finditer(r"^([a-z_]+) =", row, re.MULTILINE)}
    lines = [line for line in filling.split("\n") if line.partition(" =")[0] not in own]
    return "\n".join(lines) + row


def _title(name: str) -> str:
    return name.replace("-", " ").capitalize()
