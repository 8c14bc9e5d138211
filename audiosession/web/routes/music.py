"""The page of music and sounds."""

from __future__ import annotations

from starlette.routing import BaseRoute

MUSIC: list[BaseRoute] = []
"""The routes of it."""
