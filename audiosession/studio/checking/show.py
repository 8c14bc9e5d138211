"""What a check tells of show.toml: its faults, and the lines that are examples still."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import urlsplit

from audiosession.errors import AudioSessionError, Fault
from audiosession.feed.facts import read_facts
from audiosession.files.addresses import is_near
from audiosession.project.project import Project
from audiosession.project.settings import read_shows, settings_fault, usual_language
from audiosession.project.show_examples import examples
from audiosession.project.show_faults import show_faults
from audiosession.voices.languages import primary


def check_show(project: Project) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return the faults of show.toml, and what is allowed but better otherwise.

    A line that is an example still is no fault as long as the show is not out: nobody has to fill it in to write and
    build a class, or to try a feed. No publish lets it out either way.
    """
    faults = show_faults(project)
    try:
        found, told = tuple(one.fault for one in examples(project)), tuple(_in_another_language(project))
        return ((*faults, *found), told) if found and is_out(project) else (faults, (*found, *told))
    except AudioSessionError:
        return faults, ()  # it can't be read, as its faults tell; or feed.json, as whoever publishes is told


def _in_another_language(project: Project) -> Iterator[Fault]:
    """Yield that the show is in one language, and the classes are in another one that no show of its own has."""
    with suppress(AudioSessionError):  # there is none, or what is wrong with it is told
        shows, usual = read_shows(project), usual_language(project)
        if all(primary(tag or show.language) != primary(usual) for tag, show in shows.items()):
            language = shows[""].language
            message = f'the show is in "{language}", and classes are in "{usual}"'
            hint = f'write language = "{language}" under [defaults], or [show.{primary(usual)}]'
            yield settings_fault(project, ("show", "language"), message, hint)


def is_out(project: Project) -> bool:
    """Tell whether something was published, and the show has an address at which others find it."""
    hosts = [urlsplit(show.base_url).hostname for show in read_shows(project).values() if show.base_url]
    facts = read_facts(project.scripts / "feed.json")
    return any(host and not is_near(host) for host in hosts) and any(
        one.sound for one in facts.every_episode().values()
    )
