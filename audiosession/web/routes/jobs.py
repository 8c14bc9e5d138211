"""What is worked at: asked for, stopped, gone on with."""

from __future__ import annotations

from starlette.routing import BaseRoute

from audiosession.errors import DefinitionError, NotFoundError
from audiosession.studio.as_json import Json
from audiosession.web.answers import Ask, route
from audiosession.web.queued import WORKS


def _all(ask: Ask) -> Json:
    return {"jobs": [job.told() for job in ask.desk.queue.jobs()]}


def _ask(ask: Ask) -> Json:
    wish = ask.json
    kind, asked = wish.get("kind"), wish.get("asked")
    if not isinstance(kind, str) or kind not in WORKS or not isinstance(asked, dict):
        raise DefinitionError(f"a job has a kind, one of {', '.join(WORKS)}, and what is asked of it")
    return ask.desk.queue.ask(kind, str(wish.get("title") or kind)[:200], asked).told()


def _number(ask: Ask) -> int:
    return int(ask.path["number"])


def _gone(ask: Ask) -> NotFoundError:
    return NotFoundError(f"there is no job {ask.path['number']} for that")


def _stop(ask: Ask) -> Json:
    if not ask.desk.queue.stop(_number(ask)):
        raise _gone(ask)
    return _all(ask)


def _go_on(ask: Ask) -> Json:
    job = ask.desk.queue.go_on(_number(ask))
    if job is None:
        raise _gone(ask)
    return job.told()


def _forget(ask: Ask) -> Json:
    ask.desk.queue.forget(_number(ask))
    return _all(ask)


JOBS: list[BaseRoute] = [
    route("GET", "/api/jobs", _all),
    route("POST", "/api/jobs", _ask),
    route("POST", "/api/jobs/{number:row}/stop", _stop),
    route("POST", "/api/jobs/{number:row}/go-on", _go_on),
    route("DELETE", "/api/jobs/{number:row}", _forget),
]
"""The routes of the queue."""
