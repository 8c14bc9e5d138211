"""Requests and their answers as JSON: read within bounds, worked at beside the loop, faults with their way out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic_core import from_json
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from audiosession.errors import (
    AudioSessionError,
    ConflictError,
    DefinitionError,
    FaultsError,
    NotFoundError,
    OutputError,
)
from audiosession.web.words import WORDS

if TYPE_CHECKING:
    from audiosession.studio.as_json import Json
    from audiosession.web.desk import FrontDesk

TEXT_BYTES = 2_000_000
"""How much a request may bring where it brings no sound."""
PROGRAM_FAULT: Mapping[str, Json] = {
    "kind": "program",
    "message": "something in the program went wrong",
    "hint": "the terminal of the studio tells more; please report it",
}
"""What is told where the program itself is wrong."""


class _Row(Convertor[int]):
    """A number in an address: of a row, of a job. One of thousands of digits is none, and Python reads none."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


register_url_convertor("row", _Row())


class JsonAnswer(JSONResponse):
    """JSON values. Half a character, as in the name of a file that is not UTF-8, is told as JSON tells it."""

    def render(self, content: Json) -> bytes:
        """Return them as they are sent."""
        return json.dumps(content, ensure_ascii=False, allow_nan=False).encode("utf-8", "backslashreplace")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """A request as the routes see it: the desk, what the address says, and what it brings."""

    desk: FrontDesk
    path: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    @property
    def json(self) -> dict[str, Any]:
        """What it brings as a JSON object; an empty one where it brings nothing.

        Raises:
            DefinitionError: It is none, nests deeply, or holds what no JSON can tell: NaN, half a character.
        """
        try:
            brought = from_json(self.body or b"{}", allow_inf_nan=False)
            json.dumps(brought, allow_nan=False)  # a number such as 1e999 is read as an infinite one
        except ValueError:
            raise DefinitionError("the request brings no JSON") from None
        if not isinstance(brought, dict):
            raise DefinitionError("the request brings no JSON object")
        return brought

    def number(self, name: str, usual: int) -> int:
        """Return a whole number of the address.

        Raises:
            DefinitionError: It is none, or beyond a day of milliseconds.
        """
        text = self.query.get(name, str(usual))
        try:
            number = int(text[:20])
        except ValueError:
            raise DefinitionError(f"{name} is a whole number, not “{text[:40]}”") from None
        if not 0 <= number <= 86_400_000:
            raise DefinitionError(f"{name} is beyond what there is")
        return number


Work: TypeAlias = "Callable[[Ask], Json | Response]"


def route(method: str, path: str, work: Work, *, most_bytes: int = TEXT_BYTES) -> Route:
    """Return a route of which `work` gives the answer: JSON values, or a response of its own.

    It is worked at in a thread; what a person can cause comes back as JSON with the status that says of which kind.
    """

    async def answer(request: Request) -> Response:
        try:
            body = await _body(request, most_bytes)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)
        if body is None:
            told: Json = {"error": {"message": f"that is more than {most_bytes:,} bytes", "hint": ""}}
            return JsonAnswer(told, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        ask = Ask(
            desk=request.app.state.desk,
            path=dict(request.path_params),
            query=dict(request.query_params),
            headers=dict(request.headers),
            body=body,
        )
        return await run_in_threadpool(_answered, work, ask)

    return Route(path, answer, methods=[method])


def _answered(work: Work, ask: Ask) -> Response:
    try:
        answer = work(ask)
    except AudioSessionError as error:
        return JsonAnswer({"error": told_error(error)}, status_of(error))
    except OSError as error:  # what nobody nearer could name better, such as a folder that may not be read
        return JsonAnswer({"error": told_trouble(error)}, HTTPStatus.INSUFFICIENT_STORAGE)
    return answer if isinstance(answer, Response) else JsonAnswer(answer)


def told_trouble(error: OSError) -> dict[str, Json]:
    """Return what the machine refused, in its words and without the place, as JSON values."""
    return {"kind": "output", "message": error.strerror or type(error).__name__, "hint": "", "path": "", "line": 0}


async def unrouted(request: Request, error: Exception) -> Response:
    """Answer to what no route is for, as JSON as well."""
    assert isinstance(error, HTTPException)
    told: Json = {"error": {"kind": "request", "message": f"{error.detail}: {request.method} {request.url.path}"}}
    return JsonAnswer(told, error.status_code, error.headers)


async def broken(_: Request, error: Exception) -> Response:
    """Answer where the program itself is wrong: the page goes on, and the terminal shows what it was."""
    return JsonAnswer({"error": dict(PROGRAM_FAULT)}, HTTPStatus.INTERNAL_SERVER_ERROR, {"connection": "close"})


async def _body(request: Request, most: int) -> bytes | None:
    """Return what a request brings; None where it is more than `most` bytes, of which no more are read."""
    if int(request.headers.get("content-length") or 0) > most:
        return None
    found = bytearray()
    async for chunk in request.stream():
        found += chunk
        if len(found) > most:
            return None
    return bytes(found)


def told_error(error: AudioSessionError) -> dict[str, Json]:
    """Return an error as JSON values: its words, its place, and all its faults where it has several."""
    fault = error.as_fault()
    told: dict[str, Json] = {
        "kind": type(error).__name__.removesuffix("Error").lower(),
        "message": fault.message,
        "hint": WORDS.hint(fault),
        "path": "" if fault.path is None else WORDS.path(fault.path),
        "line": fault.line,
        "act": str(fault.remedy.act) if fault.remedy else "",
        "to": fault.remedy.to if fault.remedy else "",
    }
    if isinstance(error, FaultsError):
        told["faults"] = [
            {
                "message": one.message,
                "hint": WORDS.hint(one),
                "path": "" if one.path is None else WORDS.path(one.path),
                "line": one.line,
                "at": list(one.at),
            }
            for one in error.faults
        ]
    if isinstance(error, ConflictError):
        told["theirs"] = {"text": error.theirs, "version": error.version}
        told["yours"] = error.yours
    return told


def status_of(error: AudioSessionError) -> int:
    """Return the HTTP status (RFC 9110) that says of which kind an error is."""
    match error:
        case ConflictError():
            return HTTPStatus.CONFLICT
        case NotFoundError():
            return HTTPStatus.NOT_FOUND
        case OutputError():
            return HTTPStatus.INSUFFICIENT_STORAGE
        case _:
            return HTTPStatus.UNPROCESSABLE_ENTITY
