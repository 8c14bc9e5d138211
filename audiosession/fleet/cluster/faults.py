"""Errors on their way from a worker: as facts, with places in the project that everybody has, not in the worker's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from audiosession import errors
from audiosession.errors import AudioSessionError, Fault, FaultsError, Remedy, Where
from audiosession.project.project import Project

_PROJECT, _STARTER, _TEXT = "project", "starter", "text"


@dataclass(frozen=True, kw_only=True)
class SentFault:
    """One fault: `base` tells from where `path` leads, empty where no place is known."""

    message: str
    hint: str
    remedy: Remedy | None
    base: str
    path: str
    line: int
    is_count: bool


@dataclass(frozen=True, kw_only=True)
class SentError:
    """An error: the name of its class, and its faults, which are one but for `FaultsError`."""

    kind: str
    faults: tuple[SentFault, ...]


def sent_error(error: AudioSessionError, project: Project) -> SentError:
    """Return `error`, which happened in a worker's `project`, as it travels."""
    faults: Sequence[Fault] = error.faults if isinstance(error, FaultsError) else (error.as_fault(),)
    return SentError(kind=type(error).__name__, faults=tuple(_sent(one, project) for one in faults))


def received_error(sent: SentError, project: Project) -> AudioSessionError:
    """Return the error that was sent, with its places in this `project`."""
    faults = [_received(one, project) for one in sent.faults]
    if sent.kind == FaultsError.__name__:
        return FaultsError(faults)
    named, first = getattr(errors, sent.kind, None), faults[0]
    kind = named if isinstance(named, type) and issubclass(named, AudioSessionError) else AudioSessionError
    return kind(first.message, hint=first.hint, remedy=first.remedy, path=first.path, line=first.line or None)


def _sent(fault: Fault, project: Project) -> SentFault:
    base, path = _place(fault.path, project)
    here = f"{project.root}/"
    return SentFault(
        message=fault.message.replace(here, ""),
        hint=fault.hint.replace(here, ""),
        remedy=fault.remedy,
        base=base,
        path=path,
        line=fault.line,
        is_count=fault.is_count,
    )


def _place(path: Where | None, project: Project) -> tuple[str, str]:
    if path is None:
        return "", ""
    if isinstance(path, str):
        return _TEXT, path
    for base, root in ((_PROJECT, project.root), (_STARTER, project.starter)):
        if path.is_relative_to(root):
            return base, path.relative_to(root).as_posix()
    return _TEXT, path.name  # what lies elsewhere is the worker's own affair


def _received(sent: SentFault, project: Project) -> Fault:
    roots: dict[str, Path] = {_PROJECT: project.root, _STARTER: project.starter}
    place: Where | None = roots[sent.base] / sent.path if sent.base in roots else sent.path or None
    return Fault(
        message=sent.message,
        hint=sent.hint,
        remedy=sent.remedy,
        path=place,
        line=sent.line,
        is_count=sent.is_count,
    )
