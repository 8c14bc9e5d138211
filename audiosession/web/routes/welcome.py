"""The page on which a project begins."""

from __future__ import annotations

from starlette.routing import BaseRoute

WELCOME: list[BaseRoute] = []
"""The routes of it."""
