"""The command line in a process that Ctrl-C stops, even where the tests run as a shell's background job."""

from __future__ import annotations

import sys

_RUN = """\
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from audiosession.cli.app import run
run()
"""
"""A shell makes its background jobs deaf to SIGINT, and they hand that on to all that they start."""


def stoppable(*words: str) -> list[str]:
    """Return the command for a process that runs ``audiosession`` with `words`."""
    return [sys.executable, "-c", _RUN, *words]
