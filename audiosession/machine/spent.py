"""How long the processors have worked for this process."""

from __future__ import annotations

import os


def processor_s() -> float:
    """Return the seconds of all processors together: of all threads, and of the programs that it ran to their end."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
