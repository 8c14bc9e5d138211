"""What is said in a class, line by line: heard, changed, taken again, recorded."""

from __future__ import annotations

from starlette.routing import BaseRoute

NARRATION: list[BaseRoute] = []
"""The routes of it."""
