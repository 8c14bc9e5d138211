"""A server with OpenAI's chat API on the loopback: it answers as it is told to, and fails when told to."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODEL = "small"


def plainly(text: str) -> str:
    """Return a line of as many counts as `text` has, for two ways where it is."""
    if "{" in text:
        return text if "{next}" in text else "Kreise {ein|aus}."
    return " / ".join(["Gut"] * (len(re.findall(r"(?<!\S)/(?!\S)", text)) + 1)) + "."


class ChatServer(ThreadingHTTPServer):
    """`asked` holds the body of every question, `keys` its key; `faults` names the trouble of the nth one.

    `words` says what becomes of a line, `models` what it has, `knows` which ways to ask for JSON. `says`, if it is set,
    makes the whole answer from the data of the question.
    """

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Chat)
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self.faults: Mapping[int, str] = {}
        self.words: Callable[[str], str | None] = plainly
        self.says: Callable[[Mapping[str, Any]], str] | None = None
        self.models = [MODEL]
        self.knows = ("json_schema", "json_object", "")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    @property
    def lines(self) -> list[dict[str, Any]]:
        """All lines that were asked for, in order."""
        return [line for body in self.asked for line in wanted(body)["lines"]]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that go."""


def wanted(body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the data of a question."""
    return dict(json.loads(body["messages"][-1]["content"]))


class _Chat(BaseHTTPRequestHandler):
    server: ChatServer

    def do_GET(self) -> None:
        self._send(200, json.dumps({"data": [{"id": name} for name in self.server.models]}))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers.get("Authorization", ""))
        if body.get("response_format", {}).get("type", "") not in self.server.knows:
            self._send(400, "{}")
            return
        self.server.asked.append(body)
        trouble = self.server.faults.get(len(self.server.asked), "")
        if trouble.isdecimal():
            self._send(int(trouble), "{}")
            return
        text = self._lines(body) if self.server.says is None else self.server.says(wanted(body))
        if trouble == "fenced":
            text = f"Here you are:\n```json\n{text}\n```\nAnything else?"
        elif trouble == "cut":
            text = text[: len(text) // 2]
        elif trouble == "talk":
            text = "I would rather talk about the weather."
        elif trouble == "huge":
            text = text + " " * 5_000_000
        content = "<html>" if trouble == "html" else json.dumps({"choices": [{"message": {"content": text}}]})
        self._send(200, content)

    def _lines(self, body: Mapping[str, Any]) -> str:
        said = [(line["id"], self.server.words(line["text"])) for line in wanted(body)["lines"]]
        return json.dumps({"lines": [{"id": number, "text": one} for number, one in said if one is not None]})

    def _send(self, status: int, text: str) -> None:
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        if status == 429:
            self.send_header("Retry-After", "0")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: object) -> None:
        """Print nothing."""
