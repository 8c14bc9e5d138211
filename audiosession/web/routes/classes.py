"""The page of a class: its plan, its choices, its findings."""

from __future__ import annotations

from starlette.routing import BaseRoute

CLASSES: list[BaseRoute] = []
"""The routes of it."""
