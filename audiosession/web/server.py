"""Open the studio: a server on this machine alone, at an address with a token of its own."""

from __future__ import annotations

import logging
import socket
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn

from audiosession.errors import Act, OutputError, Remedy
from audiosession.web.app import make_app
from audiosession.web.desk import FrontDesk
from audiosession.web.guard import new_token
from audiosession.web.queued import WORKS

_HOST = "127.0.0.1"


@dataclass(frozen=True, kw_only=True)
class OpenStudio:
    """A studio that can be reached at `url` from now on; leave the context to end it."""

    url: str
    desk: FrontDesk
    server: uvicorn.Server
    listening: socket.socket

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.desk.close()
        self.listening.close()

    def wait(self) -> None:
        """Answer requests until somebody interrupts it, or calls `stop` from another thread."""
        self.server.run(sockets=[self.listening])

    def stop(self) -> None:
        """Let `wait` return."""
        self.desk.hub.close()
        self.server.should_exit = True


def open_server(folder: Path, port: int) -> OpenStudio:
    """Open the studio of the project in `folder` on a `port` of this machine; 0 takes a free one.

    Raises:
        OutputError: Nobody can listen there.
        NotFoundError: There is no such folder.
    """
    desk = FrontDesk(folder, WORKS)
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((_HOST, port))
        listening.listen()  # whoever opens the address at once is not turned away
    except OSError as error:
        listening.close()
        told = f"nobody can listen on {_HOST}:{port}: {error.strerror}"
        raise OutputError(told, remedy=Remedy(act=Act.OTHER_PORT)) from None
    port, token = listening.getsockname()[1], new_token()
    config = uvicorn.Config(
        make_app(desk, token=token, port=port),
        log_level="warning",
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=1,
    )
    url = f"http://{_HOST}:{port}/?token={token}"
    return OpenStudio(url=url, desk=desk, server=_Server(config, desk), listening=listening)


class _Server(uvicorn.Server):
    """A server that ends the streams of events as soon as it is to end, for it would wait for them else."""

    def __init__(self, config: uvicorn.Config, desk: FrontDesk) -> None:
        super().__init__(config)
        self._desk = desk

    def handle_exit(self, sig: int, frame: object) -> None:
        """End on a signal; that sound was cut off which somebody still heard is no news then."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        self._desk.hub.close()
        super().handle_exit(sig, frame)  # type: ignore[arg-type]
