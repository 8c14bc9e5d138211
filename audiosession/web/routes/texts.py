"""The files that a person writes: read, checked, changed, undone."""

from __future__ import annotations

from starlette.routing import BaseRoute

TEXTS: list[BaseRoute] = []
"""The routes of it."""
