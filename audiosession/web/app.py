"""The routes of the studio: its pages, what they load, and what they ask; the same routes serve scripts of others."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from audiosession.web.answers import broken, unrouted
from audiosession.web.assets import asset
from audiosession.web.desk import FrontDesk
from audiosession.web.guard import Guard
from audiosession.web.routes.builds import BUILDS
from audiosession.web.routes.classes import CLASSES
from audiosession.web.routes.exercises import EXERCISES
from audiosession.web.routes.importing import IMPORTING
from audiosession.web.routes.jobs import JOBS
from audiosession.web.routes.library import LIBRARY
from audiosession.web.routes.music import MUSIC
from audiosession.web.routes.narration import NARRATION
from audiosession.web.routes.project import PROJECT
from audiosession.web.routes.publishing import PUBLISHING
from audiosession.web.routes.sound import SOUND
from audiosession.web.routes.texts import TEXTS
from audiosession.web.routes.voices import VOICES
from audiosession.web.routes.welcome import WELCOME


async def _events(request: Request) -> Response:
    desk: FrontDesk = request.app.state.desk
    desk.watch_files()
    return desk.hub.stream()


ROUTES: list[BaseRoute] = [
    Route("/static/{name}", asset),
    Route("/api/events", _events),
    *PROJECT,
    *WELCOME,
    *LIBRARY,
    *IMPORTING,
    *CLASSES,
    *NARRATION,
    *SOUND,
    *EXERCISES,
    *TEXTS,
    *MUSIC,
    *VOICES,
    *BUILDS,
    *PUBLISHING,
    *JOBS,
]
"""All that the studio answers to."""


def make_app(desk: FrontDesk, *, token: str, port: int) -> ASGIApp:
    """Return the studio of `desk` as an ASGI app, for whoever bears `token` on `port` of this machine.

    The guard stands before all else, so that no answer leaves without its headers, be it of a fault of the program.
    """
    app = Starlette(routes=ROUTES, exception_handlers={HTTPException: unrouted, Exception: broken})
    app.state.desk = desk
    return Guard(app, token=token, port=port, look=desk.look)
