"""Ages and amounts of bytes, as people type them."""

from __future__ import annotations

import re
from datetime import timedelta

from audiosession.errors import AudioSessionError

_AMOUNT = re.compile(r"(\d{1,9}(?:\.\d{1,6})?) ?([A-Za-z]+)")
_DAYS = {"h": 1 / 24, "d": 1.0, "w": 7.0, "y": 365.0}
_BYTES = {"kb": 1e3, "mb": 1e6, "gb": 1e9, "tb": 1e12}
_MOST_DAYS = 36_500.0


def read_age(written: str) -> timedelta:
    """Return an age that somebody typed.

    >>> read_age("90d"), read_age("1.5 h")
    (datetime.timedelta(days=90), datetime.timedelta(seconds=5400))

    Raises:
        AudioSessionError: It is none.
    """
    days = _amount(written, _DAYS, "write 12h, 90d, 6w or 1y")
    return timedelta(days=min(days, _MOST_DAYS))


def read_bytes(written: str) -> int:
    """Return how many bytes somebody typed.

    >>> read_bytes("50GB"), read_bytes("1.5 mb")
    (50000000000, 1500000)

    Raises:
        AudioSessionError: It is none.
    """
    return round(_amount(written, _BYTES, "write 500MB, 50GB or 2TB"))


def _amount(written: str, units: dict[str, float], hint: str) -> float:
    found = _AMOUNT.fullmatch(written.strip())
    if found is None or found[2].lower() not in units:
        raise AudioSessionError(f'"{written}" is no such amount', hint=hint)
    return float(found[1]) * units[found[2].lower()]
