"""The page of an exercise: a form and its TOML beside it."""

from __future__ import annotations

from starlette.routing import BaseRoute

EXERCISES: list[BaseRoute] = []
"""The routes of it."""
