"""Who may ask: this machine's own browser, with the token that the terminal showed, and no page of anybody else.

A page on the web can have a browser post to 127.0.0.1, and a host name of its own can be made to mean 127.0.0.1
afterwards (DNS rebinding). So each request must name this very host and port, bear the token, and, where it changes
anything, come from a page of ours.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOSTS = ("127.0.0.1", "localhost", "[::1]")
_READS = ("GET", "HEAD")
_NOT_HERE = 1008
"""What a websocket is closed with: it breaks a rule (RFC 6455, 7.4.1)."""
_ONCE = ("host", "origin", "cookie", "authorization", "content-length")
"""Headers of which a request has one: of two, whoever stands between might believe the other."""
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(self), screen-wake-lock=(self)",
}
_SEEN = "/site/"
"""Where the pages of a show are looked at: a project may bring templates and scripts of its own for them."""
_STRANGE = {"cross-origin-resource-policy": "cross-origin"}
"""What their files are told beside the rest: such a page stands in a place of its own, and has its style from here."""
_ASK_AGAIN = "This address needs the token of the studio that runs. Open the address that the terminal shows.\n"


def new_token() -> str:
    """Return a token that nobody guesses."""
    return secrets.token_urlsafe(24)


class Guard:
    """Lets in what `port` of this machine is asked by whoever bears `token`; everything else is refused unread.

    The pages of a show are let in under ``/site/`` and `look`, which nobody guesses either, and can do nothing there.
    """

    def __init__(self, app: ASGIApp, *, token: str, port: int, look: str = "") -> None:
        self._app = app
        self._token = token
        self._seen = f"{_SEEN}{look}/" if look else ""
        self._cookie = f"audiosession_{port}"
        self._hosts = {f"{host}:{port}" for host in HOSTS}
        self._origins = {f"http://{host}" for host in self._hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _NOT_HERE})
            return
        answer = self._refused(scope)
        await (self._app if answer is None else answer)(scope, receive, _with_headers(send, self._told(scope)))

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if any(len(headers.getlist(name)) > 1 for name in _ONCE):
            return PlainTextResponse("A request says each of these once.\n", 400)
        if headers.get("host", "") not in self._hosts:
            return PlainTextResponse("This studio answers on this machine alone.\n", 421)
        if self._seen and scope["method"] in _READS and scope["path"].startswith(self._seen):
            return None  # it bears no cookie, as it stands in a place of its own; nobody guesses its address
        given = QueryParams(scope["query_string"]).get("token", "")
        if scope["method"] == "GET" and scope["path"] == "/" and given:
            return self._welcomed() if self._is_token(given) else PlainTextResponse(_ASK_AGAIN, 403)
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if not self._is_token(bearer):
            if not self._is_token(self._kept(headers)):
                return PlainTextResponse(_ASK_AGAIN, 403)
            if scope["method"] not in _READS and headers.get("origin", "") not in self._origins:
                return PlainTextResponse("Only a page of this studio may change anything here.\n", 403)
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return PlainTextResponse("Only a page of this studio may ask this.\n", 403)
        return None

    def _told(self, scope: Scope) -> dict[str, str]:
        """Return the headers that every answer to a request has."""
        if not scope["path"].startswith(_SEEN):
            return _HEADERS
        return {**_HEADERS, **_STRANGE}

    def _welcomed(self) -> Response:
        """Return the way in: the token goes into a cookie, and out of the address and its history."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
        return answer

    def _kept(self, headers: Headers) -> str:
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _is_token(self, given: str) -> bool:
        return secrets.compare_digest(given.encode("utf-8", "replace"), self._token.encode())


def _with_headers(send: Send, told: Mapping[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in told.items():
                headers.setdefault(name, value)
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return sent
