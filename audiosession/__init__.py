"""Voice-guided, breath-timed audio classes from exercise definitions."""

from __future__ import annotations

__version__ = "0.1.0"
