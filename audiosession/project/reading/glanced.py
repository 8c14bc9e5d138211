"""Definitions at a glance: what stands before the first table of each file, whether the rest of it is good or not.

A library of hundreds is shown by it: reading one definition whole takes ten milliseconds, a glance a fifth of one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from audiosession.digests import digest_of
from audiosession.errors import AudioSessionError, Fault
from audiosession.project.project import Project, read_text, translation_of
from audiosession.project.settings import usual_language
from audiosession.spelling import composed
from audiosession.voices.languages import plain_tag, primary

_TABLE = re.compile(r"^\s*\[", re.MULTILINE)
_MOST_KEPT = 4_000


@dataclass(frozen=True, kw_only=True)
class Glanced:
    """A definition at a glance.

    `keys` are what stands in its file: of an exercise before the first table, of a class all; `words` the same of its
    translation into the project's language, where it has one. `languages` are those it has words in, its own first;
    `digest` is that of the texts that say it in the project's language. `trouble` is why
    nothing can be read.
    """

    name: str
    path: Path
    is_own: bool
    keys: Mapping[str, Any] = field(repr=False)
    words: Mapping[str, Any] = field(repr=False)
    languages: tuple[str, ...]
    digest: str
    trouble: Fault | None = None

    def text(self, key: str) -> str:
        """Return the text under `key`, in the project's language where it has that; empty where there is none."""
        found = self.words.get(key) or self.keys.get(key)
        return found if isinstance(found, str) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts in the list under `key`."""
        found = self.keys.get(key)
        return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def glances(project: Project, kind: str) -> tuple[Glanced, ...]:
    """Return all definitions of a `kind`, ``exercises`` or ``classes``, by name, at a glance."""
    tag, whole = usual_language(project), kind == "classes"
    beside = _translations(project, kind)
    return tuple(_glanced(project, path, beside, tag, whole=whole) for path in project.definitions(kind))


def titles(project: Project, kind: str) -> dict[str, str]:
    """Return what the definitions of a `kind` are called by their titles, in small letters, in all their languages."""
    found: dict[str, str] = {}
    for folder in project.definition_folders(kind):
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            name, _ = translation_of(path) or (composed(path.stem), "")
            with suppress(AudioSessionError):  # told where definitions are checked
                title = _seen(path, whole=False)[0].get("title")
                if isinstance(title, str) and title.strip():
                    found[title.strip().lower()] = name
    return {title: name for title, name in found.items() if project.find(kind, name)}


def _translations(project: Project, kind: str) -> dict[Path, dict[str, Path]]:
    """Return folder and name of what is translated → language → where it stands, by one look at each folder."""
    found: dict[Path, dict[str, Path]] = {}
    for folder in project.definition_folders(kind):
        for path in folder.glob("*.*.toml") if folder.is_dir() else ():
            if meant := translation_of(path):
                found.setdefault(folder / meant[0], {})[meant[1]] = path
    return found


def _glanced(project: Project, path: Path, beside: Mapping[Path, dict[str, Path]], tag: str, *, whole: bool) -> Glanced:
    name = composed(path.stem)
    is_own = path.parent.parent == project.scripts
    texts = {**beside.get(path.parent / name, {}), **beside.get(project.scripts / path.parent.name / name, {})}
    try:
        keys, digest = _seen(path, whole=whole)
    except AudioSessionError as error:
        return Glanced(
            name=name, path=path, is_own=is_own, keys={}, words={}, languages=(), digest="", trouble=error.as_fault()
        )
    own = str(keys.get("written_in") or (keys.get("language") if whole else "") or tag)
    words: Mapping[str, Any] = {}
    wanted = next((texts[one] for one in (plain_tag(tag), primary(tag)) if one in texts), None)
    if wanted is not None and primary(own) != primary(tag):
        try:
            words, other = _seen(wanted, whole=False)
            digest = digest_of(digest + other)
        except AudioSessionError:  # told where translations are checked
            words = {}
    return Glanced(
        name=name,
        path=path,
        is_own=is_own,
        keys=keys,
        words=words,
        languages=tuple(dict.fromkeys([plain_tag(own), *sorted(texts)])),
        digest=digest,
    )


def _seen(path: Path, *, whole: bool) -> tuple[Mapping[str, Any], str]:
    try:
        found = path.stat()
    except OSError:
        return _read(path, -1, -1, whole=whole)
    return _read(path, found.st_mtime_ns, found.st_size, whole=whole)


@lru_cache(maxsize=_MOST_KEPT)
def _read(path: Path, changed_ns: int, n_bytes: int, *, whole: bool) -> tuple[Mapping[str, Any], str]:
    """Return the keys of a file and the digest of its text; the same for as long as it is not changed."""
    text = read_text(path)
    return _keys(text, whole=whole), digest_of(text)


def _keys(text: str, *, whole: bool) -> Mapping[str, Any]:
    """Return the keys of `text`, those of its head alone if they are enough; none where it is no TOML.

    A line that begins as a table does may stand in a list or in a text of several lines: then all of it is read.
    """
    table = None if whole else _TABLE.search(text)
    for piece in ([text[: table.start()]] if table else []) + [text]:
        try:
            return tomllib.loads(piece)
        except (tomllib.TOMLDecodeError, RecursionError, ValueError):
            continue
    return {}


def digest_of_texts(paths: Iterable[Path]) -> str:
    """Return one digest of all texts at `paths`, for as long as none is changed; what can't be read counts as empty."""
    found = []
    for path in paths:
        try:
            found.append(_seen(path, whole=False)[1])
        except AudioSessionError:
            found.append("")
    return digest_of("\n".join(found))
