"""Pieces of what a language model answers about an article, each with the numbers of the sentences that it is from."""

from __future__ import annotations

from typing import Any


def said(text: str, *numbers: int, guessed: bool = False) -> dict[str, Any]:
    """Return a line."""
    return {"text": text, "from": list(numbers), "guessed": guessed}


def value(of: str, *numbers: int, guessed: bool = False) -> dict[str, Any]:
    """Return a value that is one of a list."""
    return {"value": of, "from": list(numbers), "guessed": guessed}


def phase(breath: str, *numbers: int, **told: Any) -> dict[str, Any]:
    """Return a phase of a rep, with what is `told` of it."""
    nothing: dict[str, Any] = {"side": None, "pulses": 0, "counts": None, "seconds": None, "lines": []}
    return {"breath": breath, **nothing, "lines_of_other_side": [], **told, "from": list(numbers), "guessed": False}


def heel_beat(*, inhale: int, exhale: int) -> list[dict[str, Any]]:
    """Return the phases of the Heel Beat, which are told in the sentences of these numbers."""
    return [
        phase("inhale", inhale, lines=["Lengthen the spine."]),
        phase(
            "exhale",
            exhale,
            side="left",
            pulses=2,
            lines=["Beat the left heel to the seat."],
            lines_of_other_side=["Then the right heel."],
        ),
    ]
