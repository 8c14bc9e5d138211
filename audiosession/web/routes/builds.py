"""The page of what is built and being built."""

from __future__ import annotations

from starlette.routing import BaseRoute

BUILDS: list[BaseRoute] = []
"""The routes of it."""
