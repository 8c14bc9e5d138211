"""Faults as a person reads them: each with its place, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from audiosession.cli.remedies import hint_of
from audiosession.cli.saying import tell
from audiosession.errors import AudioSessionError, Fault, FaultsError, Where


def shown(path: Where) -> str:
    """Return `path` as a person wants to read it: from the working folder where it lies below it."""
    if isinstance(path, str):
        return path
    try:
        return str(path.absolute().relative_to(Path.cwd()))
    except (ValueError, OSError):  # elsewhere; the working folder is gone
        return str(path)


def told(fault: AudioSessionError | Fault) -> str:
    """Return `fault` with its place, in one line."""
    if fault.path is None:
        return fault.message
    return f"{shown(fault.path)}:" + (f"{fault.line}:" if fault.line else "") + f" {fault.message}"


def say_error(error: AudioSessionError) -> None:
    """Print `error` on standard error: the fault with its place on one line, what to do on the next."""
    faults = error.faults if isinstance(error, FaultsError) else (error,)
    for fault in faults:
        tell(f"error: {told(fault)}")
        if hint := hint_of(fault):
            tell(f"hint:  {hint}")
