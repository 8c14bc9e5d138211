"""What pages load: style, and one plain ES module for each view; each with its digest, so that it is sent once."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from audiosession.studio.sitting.looks import page_asset
from audiosession.web.modules import joined_modules

_STATIC = Path(__file__).parent / "static"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}


async def asset(request: Request) -> Response:
    """Return a file that a page loads; 304 where the browser has it."""
    name = request.path_params["name"]
    content = _content(name)
    if content is None:
        return Response("There is no such file.\n", 404)
    tag = f'"{sha256(content).hexdigest()[:20]}"'
    headers = {"etag": tag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(content, media_type=_TYPES[Path(name).suffix], headers=headers)


@cache
def _content(name: str) -> bytes | None:
    """Return a file of ours; the colours and the breath circle are those of the published pages."""
    if name == "breath.js":
        return page_asset("breath.js")
    known = {path.name: path for path in _STATIC.iterdir()}
    if name not in known or Path(name).suffix not in _TYPES:
        return None
    if name.endswith(".js"):
        return joined_modules(name, lambda module: known[module].read_text("utf-8")).encode()
    content = known[name].read_bytes()
    return page_asset("palette.css") + content if name == "studio.css" else content
