"""Loaded by workers of Dask before they begin: counts in a file what they speak and make, and does nothing else."""

from __future__ import annotations

import os
from typing import Any

COUNTS = "COUNTED_WORK"
"""The variable that names the file: each line of it is a kind and an address."""


def dask_setup(worker: object) -> None:
    """Count from now on."""
    from audiosession.building import render
    from audiosession.voices import speaking
    from audiosession.voices.store import take_digest

    speak, make = speaking._speak_one, render.make_window

    def speak_counted(voice: Any, text: str, spoken: str, store: Any, address: str) -> Any:
        take = speak(voice, text, spoken, store, address)
        _count("line", take_digest(spoken=spoken, address=address))
        return take

    def make_counted(recipe: Any, trim_db: float, sources: Any) -> Any:
        _count("window", f"{recipe.address} {trim_db}")
        return make(recipe, trim_db, sources)

    speaking._speak_one = speak_counted
    render.make_window = make_counted


def _count(kind: str, address: str) -> None:
    """Add a line in one write, which processes that append do not tear."""
    file = os.open(os.environ[COUNTS], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    try:
        os.write(file, f"{kind} {address}\n".encode())
    finally:
        os.close(file)
