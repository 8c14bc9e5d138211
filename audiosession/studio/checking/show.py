"""What a check tells of show.toml: its faults, and the lines that are examples still."""

from __future__ import annotations

from urllib.parse import urlsplit

from audiosession.errors import AudioSessionError, Fault
from audiosession.feed.facts import read_facts
from audiosession.files.addresses import is_near
from audiosession.project.project import Project
from audiosession.project.settings import read_shows
from audiosession.project.show_examples import examples
from audiosession.project.show_faults import show_faults


def check_show(project: Project) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Return the faults of show.toml, and what is allowed but better otherwise.

    A line that is an example still is no fault as long as the show is not out: nobody has to fill it in to write and
    build a class, or to try a feed. No publish lets it out either way.
    """
    faults = show_faults(project)
    try:
        found = tuple(one.fault for one in examples(project))
        return ((*faults, *found), ()) if found and is_out(project) else (faults, found)
    except AudioSessionError:
        return faults, ()  # it can't be read, as its faults tell; or feed.json, as whoever publishes is told


def is_out(project: Project) -> bool:
    """Tell whether something was published, and the show has an address at which others find it."""
    hosts = [urlsplit(show.base_url).hostname for show in read_shows(project).values() if show.base_url]
    facts = read_facts(project.scripts / "feed.json")
    return any(host and not is_near(host) for host in hosts) and any(
        one.sound for one in facts.every_episode().values()
    )
