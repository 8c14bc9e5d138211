"""What show.toml says: the defaults of a build, the settings of voices, and the show; read here and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiosession.definitions import KeyPath, check_table, locate, toml_table
from audiosession.errors import Act, Fault, FaultsError, PublishError, Remedy
from audiosession.feed.look import Look
from audiosession.project.project import Project, read_text
from audiosession.writing.choices import Defaults

if TYPE_CHECKING:
    from audiosession.feed.show import Show

_FILE = "show.toml"
_SHOW_KEYS = "title, description, author and email"


@dataclass(frozen=True, kw_only=True)
class _Settings:
    path: Path
    text: str = field(repr=False)
    tables: Mapping[str, Any]


def read_defaults(project: Project) -> Defaults:
    """Return the table ``[defaults]`` of show.toml; the built-in defaults where there is none.

    Raises:
        FaultsError: Something in it can't be.
    """
    found = _settings(project)
    if found is None:
        return Defaults()
    table = found.tables.get("defaults", {})
    return check_table(table, found.text, found.path, Defaults, prefix=("defaults",))


def voice_settings(project: Project) -> Mapping[str, object]:
    """Return the table ``[voices]`` of show.toml: the settings of each engine, as its own code reads them."""
    found = _settings(project)
    table = {} if found is None else found.tables.get("voices", {})
    if not isinstance(table, dict):
        raise FaultsError([settings_fault(project, ("voices",), '"voices" is no table', "write [voices.espeak]")])
    return table


def read_show(project: Project) -> Show:
    """Return the show that is to be published: the table ``[show]`` of show.toml.

    Raises:
        PublishError: There is no show.toml, or no such table in it.
        FaultsError: All that is wrong with the table, each with its line.
    """
    from audiosession.feed.show import Show  # nobody who builds needs it

    found = _settings(project)
    if found is None:
        hint, remedy = f"write one with {_SHOW_KEYS} under [show]", Remedy(act=Act.SHOW_EXAMPLE)
        raise PublishError("there is no show to publish", path=settings_file(project), hint=hint, remedy=remedy)
    table = found.tables.get("show")
    if not isinstance(table, dict):
        raise PublishError("has no table [show]", path=found.path, hint=f"add [show] with {_SHOW_KEYS}")
    return check_table(table, found.text, found.path, Show, prefix=("show",))


def read_look(project: Project) -> Look:
    """Return what the show says of covers, as far as there is a show: a build needs no whole one.

    Where it has no title, the album of the defaults stands for it.

    Raises:
        FaultsError: It says something that no cover can follow.
    """
    found, look = _settings(project), Look.model_construct()
    if found is not None and "show" in found.tables:
        table = found.tables["show"]
        if not isinstance(table, dict):
            raise FaultsError([settings_fault(project, ("show",), '"show" is no table', "write [show]")])
        look = check_table(table, found.text, found.path, Look, prefix=("show",))
    return look if look.title else look.model_copy(update={"title": read_defaults(project).album})


def settings_file(project: Project) -> Path:
    """Return the show.toml that holds in the project; where there is none, the one that a person would write."""
    return project.script(_FILE) or project.scripts / _FILE


def settings_fault(project: Project, keys: KeyPath, message: str, hint: str) -> Fault:
    """Return a fault at `keys` of show.toml, with its line."""
    found = _settings(project)
    line = 0 if found is None else locate(found.text, keys)
    return Fault(path=settings_file(project), line=line, message=message, hint=hint)


def _settings(project: Project) -> _Settings | None:
    path = project.script(_FILE)
    if path is None:
        return None
    text = read_text(path)
    return _Settings(path=path, text=text, tables=toml_table(text, path))
