"""Lines of show.toml that are examples still: what a new project has in them, and addresses that nobody can have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from audiosession.definitions import KeyPath, toml_table
from audiosession.errors import Fault
from audiosession.files.addresses import is_for_examples
from audiosession.project.project import Project, read_text, starter_folder
from audiosession.project.settings import settings_fault, show_file
from audiosession.toml_text import texts_of

_MEANT = {
    "title": "write the name of your show",
    "description": "write what your show is for",
    "author": "write your name, or your studio's",
    "email": "write the one at which directories reach you; it stands in the feed for all to read",
    "base_url": "write the public address of the folder that you publish",
    "link": "write the address of your own page, or leave the line out",
    "copyright": "write whose it is, or leave the line out",
    "contact": "write the address that listeners may write to, or leave the line out",
    "imprint": "write who answers for the show, or leave the line out",
    "privacy": "write what becomes of listeners' data, or leave the line out",
    "name": "write who takes part, or leave the table out",
    "artist": "write your name, or leave the line out",
    "album": "write a name, or leave the line out",
}
"""The keys that are each person's own, and what is meant there."""
_ADDRESSES = ("email", "base_url", "link", "license_url", "href", "img", "contact", "imprint", "privacy")
_ANYBODY = re.compile(r"(you|your[._-]?\w+|name|user|someone|somebody)@", re.I)
_LONGEST_SHOWN = 40
_COMMENTED = re.compile(r"^# (?=\w+ = |\[\[)", re.M)


@dataclass(frozen=True, kw_only=True)
class Example:
    """A line that is an example still.

    `untouched` tells that it stands as a new project has it; else it is an address that nobody can have, such as one
    at example.org, which people choose for documents and trials too.
    """

    key: str
    untouched: bool
    fault: Fault


def examples(project: Project) -> tuple[Example, ...]:
    """Return the lines of show.toml that are examples still, in their order; none where it can't be read."""
    found = show_file(project)
    if found is None:
        return ()
    every = (_example(project, keys, text.strip()) for keys, text in _told(found.tables))
    return tuple(sorted((one for one in every if one), key=lambda one: one.fault.line))


def _example(project: Project, keys: KeyPath, text: str) -> Example | None:
    key = str(keys[-1])
    hint = _MEANT.get(key, "write a real one, or leave the line out")
    untouched = key in _MEANT and text == _new_project().get((str(keys[0]), key))
    if key in _ADDRESSES and is_for_examples(_host(text)):
        untouched = untouched or _ANYBODY.match(text) is not None
        message = f'{key} "{text[:100]}" is an address for examples, which nobody can have'
    elif untouched:
        shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
        message = f'{key} is still the example, "{shown}"'
    else:
        return None
    return Example(key=key, untouched=untouched, fault=settings_fault(project, keys, message, hint))


def _host(address: str) -> str:
    """Return the host of a web address or an e-mail address; empty where there is none, which is told elsewhere."""
    if re.search(r"\s", address):
        return ""
    if "://" not in address:
        return address.rpartition("@")[2]
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


@cache
def _new_project() -> Mapping[tuple[str, str], str]:
    """Return what a new project's show.toml says, in lines that are commented out too, by table and key."""
    path = starter_folder() / "scripts" / "new" / "show.toml"
    tables = toml_table(_COMMENTED.sub("", read_text(path)), path)
    return {(str(keys[0]), str(keys[-1])): text for keys, text in _told(tables)}


def _told(tables: Mapping[str, Any]) -> Iterator[tuple[KeyPath, str]]:
    """Yield every text under ``[show]`` and ``[defaults]``, with the keys that lead to it."""
    for name in ("show", "defaults"):
        yield from texts_of(tables.get(name), (name,))
