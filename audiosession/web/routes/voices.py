"""The page of voices and of the lexicon."""

from __future__ import annotations

from starlette.routing import BaseRoute

VOICES: list[BaseRoute] = []
"""The routes of it."""
