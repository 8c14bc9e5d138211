"""A studio as somebody who opened it has it: a real server over a project of the test's own."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from audiosession.studio.studio import open_studio
from audiosession.web.desk import FrontDesk
from audiosession.web.server import open_server

SHOW = """\
[defaults]
voice = "tone"
music = "none"

[show]
title = "Mat Talk"
author = "Ada"
email = "ada@mat.example"
"""


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A studio that answers: where, with which token, over which project; `desk` is what it holds."""

    url: str
    project: Path
    desk: FrontDesk

    @property
    def port(self) -> int:
        return int(self.url.partition("/?")[0].rpartition(":")[2])

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def token(self) -> str:
        return self.url.rpartition("=")[2]

    @property
    def cookie(self) -> str:
        return f"audiosession_{self.port}={self.token}"

    def client(self, timeout: float = 60.0) -> httpx.Client:
        """Return a client that may ask, as a page of the studio asks."""
        headers = {"Authorization": f"Bearer {self.token}"}
        return httpx.Client(base_url=self.origin, headers=headers, timeout=timeout)


@contextmanager
def opened(folder: Path, *, show: str = SHOW, is_project: bool = True) -> Iterator[Opened]:
    """Lend a studio over `folder`, made a project by the program itself, in a voice of tones and without music."""
    folder.mkdir(exist_ok=True)
    if is_project:
        open_studio(folder).new(folder)
        (folder / "scripts" / "show.toml").write_text(show, "utf-8")
    with open_server(folder, 0) as studio:
        thread = threading.Thread(target=studio.wait, name="studio", daemon=True)
        thread.start()
        yield Opened(url=studio.url, project=folder, desk=studio.desk)
        studio.stop()
        thread.join(10)
