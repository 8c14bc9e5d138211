"""What show.toml says to the build: the defaults, and the settings of voices."""

from __future__ import annotations

from collections.abc import Mapping

from audiosession.definitions import check_table, toml_table
from audiosession.errors import Fault, FaultsError
from audiosession.project.project import Project, read_text
from audiosession.writing.choices import Defaults


def read_defaults(project: Project) -> Defaults:
    """Return the table ``[defaults]`` of show.toml; the built-in defaults where there is none.

    Raises:
        FaultsError: Something in it can't be.
    """
    path = project.script("show.toml")
    if path is None:
        return Defaults()
    text = read_text(path)
    table = toml_table(text, path).get("defaults", {})
    return check_table(table, text, path, Defaults, prefix=("defaults",))


def voice_settings(project: Project) -> Mapping[str, object]:
    """Return the table ``[voices]`` of show.toml: the settings of each engine, as its own code reads them."""
    path = project.script("show.toml")
    if path is None:
        return {}
    table = toml_table(read_text(path), path).get("voices", {})
    if not isinstance(table, dict):
        raise FaultsError([Fault(path=path, message='"voices" is no table', hint="write [voices.espeak]")])
    return table
