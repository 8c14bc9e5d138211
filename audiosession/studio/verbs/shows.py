"""What the door does with a show: put what is built into a feed, serve it on this machine, check any feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.progress import Watcher, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.feed.checks.rules import Rule
    from audiosession.studio.publishing import Destination, Meant, SeenFile, Wishes
    from audiosession.studio.results import Candidates, Checked, Published, Serving


@dataclass(frozen=True)
class Shows(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that are about a show and its feed."""

    def to_publish(self, destination: Destination | None = None) -> Candidates:
        """Return what is built: what are episodes already, and what would become some if it is named."""
        from audiosession.publishing.publish import to_publish
        from audiosession.studio.publishing import Destination

        return to_publish(self.project, destination or Destination())

    def publish(
        self,
        names: Meant = (),
        destination: Destination | None = None,
        wishes: Wishes | None = None,
        *,
        now: datetime | None = None,
        watch: Watcher = unwatched,
    ) -> Published:
        """Put built classes into a podcast feed, with pages, transcripts, chapters and covers.

        Args:
            names: Built classes, or `audiosession.studio.publishing.ALL`; by default those that are episodes already.
            destination: Where to, and whether really; the output folder by default.
            wishes: What is said of the episodes of this run.
            now: The moment at which it is done: what is scheduled until then enters the feed.
            watch: Told how many bytes are out.
        """
        from audiosession.publishing.publish import publish
        from audiosession.studio.publishing import Destination, Wishes, moment

        where, what = destination or Destination(), wishes or Wishes()
        return publish(self.project, names, where, what, now or moment(), watch)

    def unpublish(self, name: str, destination: Destination | None = None, *, now: datetime | None = None) -> Published:
        """Take an episode out of the feed. Its GUID is retired and its files stay where they are."""
        from audiosession.publishing.publish import unpublish
        from audiosession.studio.publishing import Destination, moment

        return unpublish(self.project, name, destination or Destination(), now or moment())

    def pages_as_seen(
        self, names: Meant, destination: Destination | None = None, *, now: datetime | None = None
    ) -> dict[str, SeenFile]:
        """Return what would stand at the host after a publish, by name, to look at the pages; nothing is put."""
        from audiosession.publishing.publish import pages_as_seen
        from audiosession.studio.publishing import Destination, SeenFile, moment

        files = pages_as_seen(self.project, names, destination or Destination(), now or moment())
        return {key: SeenFile(type=one.type, content=one.content) for key, one in files.items()}

    def cover(self) -> bytes:
        """Return the cover of the show as a JPEG, 600 pixels wide.

        Raises:
            DefinitionError: The show's own picture is missing or not fit, or its colour or motif is not known.
        """
        from audiosession.studio.sitting.looks import cover_of_show

        return cover_of_show(self.project)

    def serve(
        self, folder: Path | str | None = None, *, host: str = "127.0.0.1", port: int = 8000, quiet: bool = False
    ) -> Serving:
        """Open a server for a published folder, the output folder by default; leave its context to end it."""
        from audiosession.studio.serving import serve

        return serve(Path(folder or self.project.output), host, port, quiet=quiet)

    def check_feed(self, place: str, *, media: bool = True, watch: Watcher = unwatched) -> Checked:
        """Read any feed, an address or a file, as directories and apps do; with `media` all that it names too."""
        from audiosession.feed.checks.reader import check_feed

        return check_feed(place, media=media, watch=watch)

    def feed_rules(self) -> dict[str, Rule]:
        """Return the rules that `check_feed` looks at, by name."""
        from audiosession.feed.checks.rules import RULES

        return RULES
