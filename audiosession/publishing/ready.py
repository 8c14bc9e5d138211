"""Make a publish ready: read the shows, where they go, and whether they may go there as they stand in show.toml."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from audiosession.errors import Act, Fault, FaultsError, PublishError, Remedy
from audiosession.feed.facts import Facts
from audiosession.feed.places.target import Target, open_target
from audiosession.feed.show import Show, url_of, web_address
from audiosession.files.addresses import is_for_examples, is_near
from audiosession.project.project import Project
from audiosession.project.settings import read_shows, settings_file, show_language
from audiosession.project.show_examples import Example, examples
from audiosession.project.show_faults import show_faults
from audiosession.publishing.publication import FEED, INDEX, in_language
from audiosession.session import SessionHead


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a show goes: `to` is a folder or ``s3://BUCKET/PREFIX``, the output folder where it is None.

    `base_url` is the public address if it is not the show's own. In a `rehearsal` nothing is put or stored.
    """

    to: str | None = None
    base_url: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class ReadyShow:
    """A show and its public address: that of ``[show]``, or in its `language` one such as that of ``[show.de]``."""

    language: str
    show: Show
    base_url: str

    @property
    def feed_url(self) -> str:
        """The public address of the feed."""
        return url_of(self.base_url, in_language(FEED, self.language))

    @property
    def home(self) -> str:
        """The public address of the page with all episodes."""
        return url_of(self.base_url, in_language(INDEX, self.language))


@dataclass(frozen=True, kw_only=True)
class MadeReady:
    """What every publish has before it: the shows by their languages, where they go, what is to be said of that."""

    project: Project
    shows: Mapping[str, ReadyShow]
    target: Target
    rehearsal: bool
    notices: tuple[Fault, ...] = ()

    @property
    def facts_file(self) -> Path:
        """Where it stands what was decided once and for all."""
        return self.project.scripts / "feed.json"

    def show_of(self, head: SessionHead, facts: Facts) -> ReadyShow:
        """Return the show that a built class belongs to: the one it is an episode of, else that of its language."""
        known = [tag for tag, show in facts.shows().items() if head.slug in show.episodes and tag in self.shows]
        return self.shows[known[0] if known else show_language(head.settings.language, self.shows)]


def make_ready(project: Project, destination: Destination) -> MadeReady:
    """Return the shows and their place, after reading the whole of show.toml.

    Lines that are examples still never reach a feed that others read: they are refused but in a rehearsal, and in a
    trial, in which a folder is seen by this machine or its own network alone.

    Raises:
        FaultsError: All that is wrong in show.toml, or is an example in it.
        PublishError: There is no show, no address, or no such place.
    """
    if faults := show_faults(project):
        raise FaultsError(faults)
    shows = _shows(project, destination)
    target = open_target(destination.to, project.output)
    found = examples(project)
    addresses = {one.base_url for one in shows.values()}
    refused = [one.fault for one in found if any(_is_refused(one, target, address) for address in addresses)]
    if refused and not destination.rehearsal:
        raise FaultsError(refused)
    notices = _told(found, bool(refused), settings_file(project))
    return MadeReady(project=project, shows=shows, target=target, rehearsal=destination.rehearsal, notices=notices)


def _shows(project: Project, destination: Destination) -> dict[str, ReadyShow]:
    shows, given = {}, web_address(destination.base_url) if destination.base_url else None
    for language, show in read_shows(project).items():
        base_url = given or show.base_url
        if not base_url:
            hint, remedy = "write it under [show]", Remedy(act=Act.TRY_PUBLISH)
            message = "has no base_url, the public address of the show's folder"
            raise PublishError(message, path=settings_file(project), hint=hint, remedy=remedy)
        shows[language] = ReadyShow(language=language, show=show, base_url=base_url)
    return shows


def _is_refused(example: Example, target: Target, base_url: str) -> bool:
    """Tell whether `example` would reach somebody at `base_url`.

    Under an address that is an example itself nobody looks, so another such address does no harm there; but a line
    that nobody has touched shows that the file is not filled in.
    """
    host = urlsplit(base_url).hostname or ""
    if target.is_remote:
        return True
    return not is_near(host) and (example.untouched or not is_for_examples(host))


def _told(found: tuple[Example, ...], refused: bool, path: Path) -> tuple[Fault, ...]:
    if not found:
        return ()
    keys = ", ".join(dict.fromkeys(one.key for one in found))
    hint = "a publish is refused until they are yours" if refused else "good for a trial that nobody else sees"
    return (Fault(path=path, message=f"examples still: {keys}", hint=hint),)
