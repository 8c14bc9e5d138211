"""Make a publish ready: read the show, where it goes, and whether it may go there as it stands in show.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from audiosession.errors import Act, Fault, FaultsError, PublishError, Remedy
from audiosession.feed.places.target import Target, open_target
from audiosession.feed.show import Show, url_of, web_address
from audiosession.files.addresses import is_for_examples, is_near
from audiosession.project.project import Project
from audiosession.project.settings import read_show, settings_file
from audiosession.project.show_examples import Example, examples
from audiosession.project.show_faults import show_faults
from audiosession.publishing.publication import FEED


@dataclass(frozen=True, kw_only=True)
class Destination:
    """Where a show goes: `to` is a folder or ``s3://BUCKET/PREFIX``, the output folder where it is None.

    `base_url` is the public address if it is not the show's own. In a `rehearsal` nothing is put or stored.
    """

    to: str | None = None
    base_url: str | None = None
    rehearsal: bool = False


@dataclass(frozen=True, kw_only=True)
class MadeReady:
    """What every publish has before it: the show, where it goes, and what is to be said of that."""

    project: Project
    show: Show
    target: Target
    base_url: str
    rehearsal: bool
    notices: tuple[Fault, ...] = ()

    @property
    def facts_file(self) -> Path:
        """Where it stands what was decided once and for all."""
        return self.project.scripts / "feed.json"

    @property
    def feed_url(self) -> str:
        """The public address of the feed."""
        return url_of(self.base_url, FEED)


def make_ready(project: Project, destination: Destination) -> MadeReady:
    """Return the show and its place, after reading the whole of show.toml.

    Lines that are examples still never reach a feed that others read: they are refused but in a rehearsal, and in a
    trial, in which a folder is seen by this machine or its own network alone.

    Raises:
        FaultsError: All that is wrong in show.toml, or is an example in it.
        PublishError: There is no show, no address, or no such place.
    """
    if faults := show_faults(project):
        raise FaultsError(faults)
    show = read_show(project)
    base_url = web_address(destination.base_url) if destination.base_url else show.base_url
    if not base_url:
        hint, remedy = "write it under [show]", Remedy(act=Act.TRY_PUBLISH)
        message = "has no base_url, the public address of the show's folder"
        raise PublishError(message, path=settings_file(project), hint=hint, remedy=remedy)
    target = open_target(destination.to, project.output)
    found = examples(project)
    refused = [one.fault for one in found if _is_refused(one, target, base_url)]
    if refused and not destination.rehearsal:
        raise FaultsError(refused)
    notices = _told(found, bool(refused), settings_file(project))
    rehearsal = destination.rehearsal
    return MadeReady(project=project, show=show, target=target, base_url=base_url, rehearsal=rehearsal, notices=notices)


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
