"""A server with OpenAI's speech API on the loopback, which speaks with the embedded voice and fails when told to."""

from __future__ import annotations

import gzip
import io
import json
import time
import wave
from collections.abc import Mapping
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from audiosession.voices.espeak import open_voice

_RATE = 160
"""How fast it speaks by itself: about as most servers do, and faster than a class is spoken."""


class SpeechServer(ThreadingHTTPServer):
    """`asked` holds the body of every request, `keys` its key; `faults` names the trouble of the nth one.

    It speaks at `own_speed`, times what it is asked for where it `heeds_speed`.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Speech)
        self.asked: list[Mapping[str, Any]] = []
        self.keys: list[str] = []
        self.faults: Mapping[int, str] = {}
        self.own_speed = 1.0
        self.heeds_speed = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go."""


class _Speech(BaseHTTPRequestHandler):
    server: SpeechServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.keys.append(self.headers.get("Authorization", ""))
        trouble = self.server.faults.get(len(self.server.asked), "")
        if self.path != "/v1/audio/speech":
            trouble = "404"
        if trouble == "slow":
            time.sleep(2.0)
        if trouble in ("endless", "bomb", "drip"):
            self._without_an_end(trouble)
            return
        content = b"" if trouble == "empty" else self._spoken(body)
        self.send_response(int(trouble) if trouble.isdecimal() else 200)
        self.send_header("Content-Type", "audio/wav")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if trouble == "cut" else content)

    def _spoken(self, body: Mapping[str, Any]) -> bytes:
        speed = self.server.own_speed * (body.get("speed", 1.0) if self.server.heeds_speed else 1.0)
        return streamed_wav(body["input"], rate=round(_RATE * speed))

    def _without_an_end(self, trouble: str) -> None:
        self.send_response(200)
        if trouble == "bomb":
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        piece = gzip.compress(bytes(100_000_000)) if trouble == "bomb" else bytes(1 if trouble == "drip" else 100_000)
        with suppress(OSError):
            while True:
                self.wfile.write(piece)
                time.sleep(0.05 if trouble == "drip" else 0)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


def streamed_wav(text: str, rate: int = _RATE) -> bytes:
    """Return `text` as WAV whose header does not know its length, as servers send it that begin before they end."""
    segment = open_voice("", {"rate": min(max(rate, 80), 300)}).speak(text)
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, segment.frame_rate, 0, "NONE", ""))
        writer.writeframes(segment.raw_data)
    content = bytearray(file.getvalue())
    content[4:8] = content[40:44] = b"\xff\xff\xff\xff"
    return bytes(content)
