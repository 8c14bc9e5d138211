"""What show.toml says: the defaults of a build, the settings of voices, and the show; read here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from audiosession.definitions import KeyPath, check_table, locate, toml_table
from audiosession.errors import Act, Fault, FaultsError, NotFoundError, PublishError, Remedy
from audiosession.feed.look import Look
from audiosession.project.languages import read_language
from audiosession.project.project import Project, read_text
from audiosession.voices.languages import is_language, plain_tag, primary
from audiosession.writing.choices import Defaults

if TYPE_CHECKING:
    from audiosession.feed.show import Show
    from audiosession.files.sharing.opening import StoreTable

_FILE = "show.toml"
_SHOW_KEYS = "title, description, author and email"


@dataclass(frozen=True, kw_only=True)
class ShowFile:
    """A show.toml: its tables as they stand in it, whatever they hold."""

    path: Path
    text: str = field(repr=False)
    tables: Mapping[str, Any]

    def fault(self, keys: KeyPath, message: str, hint: str = "") -> Fault:
        """Return a fault at `keys` of it, with its line."""
        return Fault(path=self.path, line=locate(self.text, keys), message=message, hint=hint)

    def table(self, name: str) -> Mapping[str, Any]:
        """Return the table called `name`, an empty one where it is not there.

        Raises:
            FaultsError: Something else stands in its place.
        """
        table = self.tables.get(name, {})
        if isinstance(table, dict):
            return table
        example = "voices.espeak" if name == "voices" else name
        raise FaultsError([self.fault((name, 0), f'"{name}" is no table', f"write [{example}]")])


def read_defaults(project: Project) -> Defaults:
    """Return the table ``[defaults]`` of show.toml; the built-in defaults where there is none.

    Raises:
        FaultsError: Something in it can't be.
    """
    found = show_file(project)
    if found is None:
        return Defaults()
    return check_table(found.table("defaults"), found.text, found.path, Defaults, prefix=("defaults",))


def usual_language(project: Project) -> str:
    """Return the language of classes that name none; of a show.toml at fault, what would hold without it.

    Whoever chooses for a build reads all of the defaults, and is told of what is wrong with them.
    """
    return usual_speech(project).language


def usual_speech(project: Project) -> Defaults:
    """Return the defaults as far as they tell what is spoken and how fast, as `usual_language` does."""
    found = show_file(project)
    table = found.tables.get("defaults") if found else None
    told = (
        {key: table[key] for key in ("language", "words_per_minute") if key in table} if isinstance(table, dict) else {}
    )
    for given in (told, *({key: value} for key, value in told.items())):
        with suppress(ValidationError):
            return Defaults.model_validate(given)
    return Defaults()


def voice_settings(project: Project) -> Mapping[str, object]:
    """Return the table ``[voices]`` of show.toml: the settings of each engine, as its own code reads them."""
    found = show_file(project)
    return {} if found is None else found.table("voices")


def store_table(project: Project) -> StoreTable | None:
    """Return the table ``[store]`` of show.toml; None where there is none.

    Raises:
        FaultsError: Something in it can't be.
    """
    found = show_file(project)
    if found is None or "store" not in found.tables:
        return None
    from audiosession.files.sharing.opening import StoreTable  # few share anything

    return check_table(found.table("store"), found.text, found.path, StoreTable, prefix=("store",))


def read_show(project: Project) -> Show:
    """Return the show that is to be published, without those in other languages; see `read_shows`."""
    return read_shows(project)[""]


def read_shows(project: Project) -> dict[str, Show]:
    """Return the shows that are to be published, by their languages, the first of which is empty.

    That is the table ``[show]`` of show.toml, and what each ``[show.de]`` in it makes of it.

    Raises:
        PublishError: There is no show.toml, or no such table in it.
        FaultsError: All that is wrong with the table, each with its line.
    """
    from audiosession.feed.show import Show  # nobody who builds needs it

    found = show_file(project)
    if found is None:
        hint, remedy = f"write one with {_SHOW_KEYS} under [show]", Remedy(act=Act.SHOW_EXAMPLE)
        raise PublishError("there is no show to publish", path=settings_file(project), hint=hint, remedy=remedy)
    if "show" not in found.tables:
        raise PublishError("has no table [show]", path=found.path, hint=f"add [show] with {_SHOW_KEYS}")
    tables = in_languages(found.table("show"))
    return {
        tag: check_table(table, found.text, found.path, Show, prefix=("show", tag) if tag else ("show",))
        for tag, table in tables.items()
    }


def read_look(project: Project, language: str = "") -> Look:
    """Return what the show says of covers, as far as there is a show: a build needs no whole one.

    A class in a `language` that has a show of its own, such as ``[show.de]``, has the covers of that.
    Where it has no title, the album of the defaults stands for it, or what the language calls that.

    Raises:
        FaultsError: It says something that no cover can follow.
    """
    found, look = show_file(project), Look.model_construct()
    if found is not None and "show" in found.tables:
        tables = in_languages(found.table("show"))
        tag = show_language(language, tables)
        look = check_table(tables[tag], found.text, found.path, Look, prefix=("show", tag) if tag else ("show",))
    return look if look.title else look.model_copy(update={"title": _album(project, language)})


def _album(project: Project, language: str) -> str:
    """Return what a class in `language`, or the project's own, belongs to where there is no show."""
    if album := read_defaults(project).album:
        return album
    try:
        files = read_language(project, language or usual_language(project)).files
    except NotFoundError:  # whoever speaks in it is told
        return ""
    return files.album if files else ""


def settings_file(project: Project) -> Path:
    """Return the show.toml that holds in the project; where there is none, the one that a person would write."""
    return project.script(_FILE) or project.scripts / _FILE


def settings_fault(project: Project, keys: KeyPath, message: str, hint: str) -> Fault:
    """Return a fault at `keys` of show.toml, with its line."""
    found = show_file(project)
    return (
        Fault(path=settings_file(project), message=message, hint=hint)
        if found is None
        else found.fault(keys, message, hint)
    )


def show_file(project: Project) -> ShowFile | None:
    """Return the show.toml that holds in the project; None where there is none.

    Raises:
        DefinitionError: It can't be read, or is no TOML.
    """
    path = project.script(_FILE)
    if path is None:
        return None
    return _read_show(read_text(path), path)


@lru_cache(maxsize=1)
def _read_show(text: str, path: Path) -> ShowFile:
    """Return what a show.toml holds; it is asked for many times over while one command runs."""
    return ShowFile(path=path, text=text, tables=toml_table(text, path))


def language_tables(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the tables in the `table` ``[show]`` that are of a language, such as ``[show.de]``, as they stand."""
    return {key: value for key, value in table.items() if isinstance(value, dict) and is_language(key)}


def in_languages(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the table of each show in the `table` ``[show]``, by its language: that of the show itself is empty.

    What stands in ``[show.de]`` goes before what ``[show]`` says.

    >>> in_languages({"title": "Swan", "type": "serial", "de": {"title": "Schwan"}})["de"]
    {'title': 'Schwan', 'type': 'serial', 'language': 'de'}
    """
    others = language_tables(table)
    own = {key: value for key, value in table.items() if key not in others}
    return {"": own} | {key.lower(): {**own, **others[key], "language": key.lower()} for key in others}


def show_language(tag: str, shows: Iterable[str]) -> str:
    """Return which of `shows`, told by their languages, is for classes in `tag`; empty for the one for all others.

    >>> show_language("de-at", ["", "de"]), show_language("fr", ["", "de"])
    ('de', '')
    """
    named = [one for one in shows if one and primary(one) == primary(tag)]
    return plain_tag(tag) if plain_tag(tag) in named else next(iter(named), "")
