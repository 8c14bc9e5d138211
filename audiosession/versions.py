"""The numbers of the ways in which things are made.

What a build keeps is found again by the hash of all that it was made from, and the number of the way it was made in is
a part of that. Raise a number when its way begins to make something else of the same input: nothing kept of the old
way is then taken for the new one, and classes that were built in the old way are built again.

Nobody has to remember it. `tests/test_versions.py`, `tests/test_sound_versions.py` and `tests/test_class_versions.py`
record what each way makes of inputs that stay as they are, and fail where that changes while the number does not.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Versions:
    """One number for each way."""

    take: int = 5
    """How the sound of a voice becomes a take, and what is measured of it: `voices/`."""
    loop: int = 2
    """How a recording becomes an endless loop, and what is measured of it: `beds/`."""
    mix: int = 6
    """How a recipe becomes sound, and what is foretold of it: `sound/` up to the mix."""
    master: int = 7
    """How a mix becomes MP3 frames that were heard: the limiter, the encoder, `building/window.py`."""
    build: int = 16
    """How inputs become a class in all other ways: cues, timeline, recipes, loudness, the other formats, tags."""


VERSIONS = Versions()
