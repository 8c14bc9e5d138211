"""What is heard of a class, and how it looks: a stream from any spot, the waveform, the timeline."""

from __future__ import annotations

from starlette.routing import BaseRoute

SOUND: list[BaseRoute] = []
"""The routes of it."""
