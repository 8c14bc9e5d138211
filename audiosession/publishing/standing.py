"""Tell which classes stand in the feeds that are out, and which were taken out of them."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from audiosession.feed.facts import Facts, read_facts
from audiosession.feed.live import read_live
from audiosession.feed.show import url_of
from audiosession.project.project import Project
from audiosession.publishing.episode_files import page_key
from audiosession.publishing.publication import FEED, in_language
from audiosession.publishing.ready import Destination, make_ready


class Standing(StrEnum):
    """How a class stands to the feeds of a place."""

    OUT = "out"
    """One of them has it, whoever put it there."""
    GONE = "gone"
    """It was taken out, and comes back when somebody names it."""
    DECIDED = "decided"
    """It is an episode, and not out here: scheduled, out at another place, or its publish was cut off."""
    NEW = "new"


def standing(project: Project, destination: Destination, names: Sequence[str]) -> dict[str, Standing]:
    """Return how each of `names` stands to the feeds at `destination`; the feeds are read, not what is built here.

    Raises:
        AudioSessionError: As a publish to there, before anything is decided; a feed there can't be read.
    """
    ready = make_ready(project, destination)
    facts = read_facts(ready.facts_file)
    pages: set[str] = set()
    for tag, show in ready.shows.items():
        if (document := ready.target.read_document(in_language(FEED, tag))) is not None:
            live = read_live(document.content).guids_by_page()
            pages |= {name for name in names if url_of(show.base_url, page_key(name)) in live}
    return {name: Standing.OUT if name in pages else decided_standing(facts, name) for name in names}


def decided_standing(facts: Facts, name: str) -> Standing:
    """Return how a class stands by what was decided alone."""
    if name in facts.all_withdrawn():
        return Standing.GONE
    return Standing.DECIDED if name in facts.every_episode() else Standing.NEW
