"""Google Translate's speech on the loopback, in gTTS's protocol, for the real gTTS package.

It speaks with the embedded voice, as MP3 at 24 kHz like Google's own, and fails in the ways that hosts fail.
"""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qs

import av
import numpy as np

from audiosession.voices.espeak import open_voice
from support.tls_proxy import TlsProxy


class GoogleServer(TlsProxy):
    """`asked` holds the text of every request; `faults` names the trouble of the nth one.

    From request `broken_from` on the host is down. Faults: a status such as ``429``, and ``slow``, ``cut``, ``empty``,
    ``silent``, ``truncated``, ``noise``, ``short``.
    """

    def __init__(self, certificate: Path) -> None:
        super().__init__(certificate, _Speech)
        self.faults: Mapping[int, str] = {}
        self.broken_from: int | None = None
        self.always = ""
        """What it says whatever it is asked, where many lines are asked for and their sound does not matter."""
        self.asked: list[str] = []
        self.languages: list[str] = []
        self._lock = threading.Lock()

    def trouble(self, text: str, language: str) -> str:
        """Note a request and return what goes wrong with it."""
        with self._lock:
            self.asked.append(text)
            self.languages.append(language)
            number = len(self.asked)
        broken = self.broken_from is not None and number >= self.broken_from
        return "503" if broken else self.faults.get(number, "")


class _Speech(BaseHTTPRequestHandler):
    server: GoogleServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        [[[name, escaped, _, _]]] = json.loads(parse_qs(body)["f.req"][0])
        text, language, *_ = json.loads(escaped)
        if self.path != "/_/TranslateWebserverUi/data/batchexecute" or name != "jQ1olc":
            self.send_error(404)
            return
        trouble = self.server.trouble(text, language)
        if trouble.isdecimal():
            self.send_response(int(trouble))
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if trouble == "slow":
            time.sleep(2.0)
        self._answer(_answer(self.server.always or text, trouble), cut=trouble == "cut")

    def _answer(self, content: bytes, *, cut: bool) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if cut else content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""


def _answer(text: str, trouble: str) -> bytes:
    """Return the envelope that Google wraps the sound in."""
    mp3 = speech_mp3("No." if trouble == "short" else text)
    if trouble == "truncated":
        mp3 = mp3[: len(mp3) // 2 + 7]
    if trouble == "noise":
        mp3 = b"<html>not today</html>" * 40
    sound = "" if trouble == "silent" else base64.b64encode(mp3).decode()
    payload = None if trouble == "empty" else json.dumps([sound], separators=(",", ":"))
    envelope = [["wrb.fr", "jQ1olc", payload, None, None, None, "generic"], ["di", 41], ["af.httprm", 41, "-1", 9]]
    return (")]}'\n\n" + json.dumps(envelope, separators=(",", ":")) + "\n").encode()


@cache
def speech_mp3(text: str) -> bytes:
    """Return `text` spoken, as MP3 at 24 kHz, mono, 32 kbit/s, with no tag before its frames."""
    segment = open_voice("", {}).speak(text).set_frame_rate(24_000)
    file = io.BytesIO()
    with av.open(file, "w", format="mp3", options={"write_xing": "0", "id3v2_version": "0"}) as container:
        stream = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        stream.bit_rate = 32_000
        stream.options = {"compression_level": "9"}  # the fastest
        pcm = np.frombuffer(segment.raw_data, np.int16)[None, :]
        frame = av.AudioFrame.from_ndarray(pcm, format="s16", layout="mono")
        frame.sample_rate = 24_000
        for each in (frame, None):
            container.mux(stream.encode(each))
    return file.getvalue()
