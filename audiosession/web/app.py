"""The routes of the studio: its pages, what they load, and what they ask; the same routes serve scripts of others."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from audiosession.web.assets import asset
from audiosession.web.desk import FrontDesk
from audiosession.web.guard import Guard
from audiosession.web.routes.builds import BUILDS
from audiosession.web.routes.classes import CLASSES
from audiosession.web.routes.exercises import EXERCISES
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


def make_app(desk: FrontDesk, *, token: str, port: int) -> Starlette:
    """Return the studio of `desk` as an ASGI app, for whoever bears `token` on `port` of this machine."""
    app = Starlette(routes=ROUTES, middleware=[Middleware(Guard, token=token, port=port)])
    app.state.desk = desk
    return app
