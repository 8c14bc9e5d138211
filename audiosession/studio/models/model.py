"""Any server with OpenAI's chat API, which drafts what is still to be written: OpenAI's own, Ollama, llama.cpp."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from audiosession.errors import ModelError
from audiosession.json_text import read_json
from audiosession.voices.patience import PassingError, patiently
from audiosession.voices.settings import HostSettings

_KEY, _URL = "AUDIOSESSION_MODEL_API_KEY", "OPENAI_BASE_URL"
_KEY_OF_OPENAI, _OPENAI = "OPENAI_API_KEY", "api.openai.com"
_ANSWER_BYTES = 4_000_000
_UNKNOWN_MODE = (400, 404, 415, 422, 501)
_MOST_NAMED = 5
PATIENCE = HostSettings(timeout=600.0, attempts=3, wait=2.0)


@dataclass(frozen=True, kw_only=True)
class LanguageModel:
    """A model behind an address.

    Args:
        url: Where the server is, such as ``http://localhost:11434/v1``.
        name: Which of its models; the only one that it has where nothing is said.
        key: The key that it is asked with; no key where it is empty.
        patience: How long it is waited for, and how often it is asked.
    """

    url: str = field(repr=False)
    name: str = ""
    key: SecretStr = field(default_factory=lambda: SecretStr(""))
    patience: HostSettings = PATIENCE

    @property
    def host(self) -> str:
        """The server without what may be secret in its URL."""
        return urlsplit(self.url).hostname or "the server"

    @cached_property
    def model(self) -> str:
        """The name of the model.

        Raises:
            ModelError: None was named, and the server has several, or does not tell.
        """
        if self.name:
            return self.name
        try:
            rows = read_json(self._patiently("/models", None))["data"]
            names = [str(row["id"]) for row in rows]
        except (ValueError, KeyError, TypeError):
            names = []
        if len(names) != 1:
            told = ", ".join(names[:_MOST_NAMED]) + (" and others" if len(names) > _MOST_NAMED else "")
            raise ModelError(f"{self.host} has no model of which it is clear that it is meant", hint=_name_one(told))
        return names[0]

    def answer(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], name: str) -> str:
        """Return what the model says to `messages`, in JSON if it can; empty where it says nothing.

        A server that does not know `schema`, or JSON at all, is asked without: what is said must be read with care.

        Args:
            messages: What it is told, each with its ``role`` and ``content``.
            schema: What the answer should look like, as JSON Schema that is strict: all keys required, no others.
            name: What that is called, in letters and ``_``.

        Raises:
            ModelError: The server can't be reached, refuses, or answers with what is no answer.
        """
        body = {"model": self.model, "messages": list(messages), "temperature": 0.2, "stream": False}
        for mode in _modes(schema, name):
            try:
                content = self._patiently("/chat/completions", body | ({"response_format": mode} if mode else {}))
            except _RefusedError as error:
                if mode and error.status in _UNKNOWN_MODE:
                    continue
                raise self._told(error.status) from None
            return self._said(content)
        raise ValueError("the last mode is the plain one")

    def _said(self, content: bytes) -> str:
        try:
            said = read_json(content)["choices"][0]["message"]["content"]
        except (ValueError, KeyError, TypeError, IndexError):
            raise ModelError(f"{self.host} answers with what is no answer", hint=_CHECK) from None
        return said if isinstance(said, str) else ""

    def _patiently(self, path: str, body: Mapping[str, Any] | None) -> bytes:
        trouble = ModelError(f"{self.host} gives no answer", hint="see whether the server runs, or ask again later")
        try:
            return patiently(lambda: self._ask(path, body), self.patience, trouble=trouble)
        except _RefusedError as error:
            if body is None:
                raise self._told(error.status) from None
            raise

    def _ask(self, path: str, body: Mapping[str, Any] | None) -> bytes:
        import requests

        from audiosession.files.fetching import Question, TooLongError, ask, why_not
        from audiosession.files.web import StandingError, reason, through

        key, within_s = self.key.get_secret_value(), self.patience.timeout
        question = Question(
            url=f"{self.url}{path}",
            method="GET" if body is None else "POST",
            headers={"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {}),
            body=None if body is None else json.dumps(body).encode(),
            most_bytes=_ANSWER_BYTES,
            within_s=within_s,
            silent_s=within_s,
            stays=True,
        )
        try:
            reply = ask(question)
        except StandingError as error:
            raise ModelError(f"{self.host} can't be asked: {error.reason}", hint=error.hint) from None
        except requests.exceptions.InvalidURL:
            raise _no_url() from None
        except TooLongError as error:
            raise PassingError(f"the answer {why_not(error)}") from None
        except requests.exceptions.RequestException as error:
            raise PassingError(reason(error) + through(question.url)) from None
        if reply.status == 429 or (reply.status >= 500 and reply.status not in _UNKNOWN_MODE):
            raise PassingError(f"status {reply.status}", retry_after=reply.headers.get("Retry-After", ""))
        if reply.status != 200:
            raise _RefusedError(reply.status)
        return reply.content

    def _told(self, status: int) -> ModelError:
        hints = {
            401: f"set {_KEY} to a key of that server",
            403: f"this key may not ask; check {_KEY}",
            404: "check the address (it often ends in /v1), and the model's name",
        }
        return ModelError(f"{self.host} refuses to answer ({status})", hint=hints.get(status, _CHECK))


_CHECK = "check the address (it often ends in /v1), and the model's name"


def _modes(schema: Mapping[str, Any], name: str) -> tuple[Mapping[str, Any], ...]:
    """Return how an answer in JSON is asked for: what a server does not know, it refuses, and is asked for less."""
    strict = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
    return strict, {"type": "json_object"}, {}


class _RefusedError(Exception):
    """A server refuses with a status that no patience changes."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


def open_model(url: str, name: str = "") -> LanguageModel:
    """Open the model called `name` at `url`; nothing is asked of the server yet.

    The key comes from ``AUDIOSESSION_MODEL_API_KEY``. That of OpenAI, ``OPENAI_API_KEY``, goes to OpenAI's own server
    alone, or to the one that ``OPENAI_BASE_URL`` names.

    Raises:
        ModelError: The URL is none, or the key.
    """
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good:
        raise _no_url()
    key = os.environ.get(_KEY, "")
    if not key and _is_openai(url):
        key = os.environ.get(_KEY_OF_OPENAI, "")
    if not re.fullmatch(r"[\x21-\x7e]*", key):
        raise ModelError("the key of the model is no key", hint="it holds a space or a line end")
    return LanguageModel(url=url.rstrip("/"), name=name, key=SecretStr(key))


def _is_openai(url: str) -> bool:
    """Tell whether the key of OpenAI is meant for `url`: its own server, over TLS, or the one that stands for it."""
    own = os.environ.get(_URL, "")
    parts = urlsplit(url)
    return (parts.scheme, parts.hostname) == ("https", _OPENAI) or (bool(own) and own.rstrip("/") == url.rstrip("/"))


def _no_url() -> ModelError:
    return ModelError("the address of the model is no URL", hint="such as http://localhost:11434/v1")


def _name_one(known: str) -> str:
    return f"name one of its models: {known}" if known else "name the model, too"
