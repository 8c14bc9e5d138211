"""Ask a host again where its trouble can pass, each time after a longer wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from audiosession.errors import AudioSessionError
from audiosession.voices.settings import HostSettings

LONGEST_WAIT_S = 60.0
"""What a host may ask for with ``Retry-After``."""

Answer = TypeVar("Answer")


class PassingError(Exception):
    """Trouble that another attempt may not meet, perhaps after `retry_after` seconds."""

    def __init__(self, message: str, *, retry_after: str = "") -> None:
        super().__init__(message)
        self.retry_after = float(retry_after) if retry_after.isdecimal() else 0.0


def patiently(ask: Callable[[], Answer], settings: HostSettings, *, trouble: AudioSessionError) -> Answer:
    """Return what `ask` returns, calling it again after each `PassingError`.

    Args:
        ask: Asks the host once.
        settings: How often it is called at most, and after what wait, unless the host wishes a longer one.
        trouble: What is raised when the last attempt has failed; the reason is added to its message.

    Raises:
        AudioSessionError: All attempts met trouble; it is of the kind of `trouble`.
    """
    for attempt in range(1, settings.attempts + 1):
        try:
            return ask()
        except PassingError as error:
            if attempt == settings.attempts:
                message = f"{trouble.message}: {error}, {attempt} times"
                raise type(trouble)(message, hint=trouble.hint, remedy=trouble.remedy) from error
            time.sleep(max(settings.wait * 2 ** (attempt - 1), min(error.retry_after, LONGEST_WAIT_S)))
    raise ValueError(f"{settings.attempts} attempts are none")
