"""The page of the show: what would change, publishing, unpublishing."""

from __future__ import annotations

from starlette.routing import BaseRoute

PUBLISHING: list[BaseRoute] = []
"""The routes of it."""
