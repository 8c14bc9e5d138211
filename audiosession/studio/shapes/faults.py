"""Faults as JSON values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiosession.errors import Fault

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json, Words


def fault_shape(fault: Fault, words: Words) -> Json:
    """Return a fault with its place and what to do about it, in the words of a face."""
    path = "" if fault.path is None else words.path(fault.path)
    return {"message": fault.message, "path": path, "line": fault.line, "hint": words.hint(fault)}
