"""Serve a published folder on this machine, to try it in an app."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.places.server import Host

_AT_HOME = ("127.0.0.1", "localhost", "::1")
_GLANCE_S = 0.2


@dataclass(frozen=True, kw_only=True)
class Serving:
    """A folder that can be reached at `url` from now on; leave the context to end it.

    `feed_url` is empty where no feed stands in the folder. `is_open` tells whether other machines reach it too.
    """

    folder: Path
    url: str
    feed_url: str
    is_open: bool
    server: Host

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.server_close()

    def wait(self) -> None:
        """Answer requests until somebody interrupts it, or calls `stop` from another thread."""
        self.server.serve_forever(poll_interval=_GLANCE_S)

    def stop(self) -> None:
        """Let `wait` return."""
        self.server.shutdown()


def serve(folder: Path, host: str, port: int, *, quiet: bool) -> Serving:
    """Open a server for `folder`.

    Raises:
        PublishError: It is no folder, or nobody can listen there.
    """
    if not folder.is_dir():
        raise PublishError("is no folder", path=folder, remedy=Remedy(act=Act.PUBLISH))
    server = Host(folder, host, port, quiet=quiet)
    return Serving(
        folder=folder,
        url=server.url,
        feed_url=f"{server.url}/feed.xml" if (folder / "feed.xml").is_file() else "",
        is_open=host not in _AT_HOME,
        server=server,
    )
