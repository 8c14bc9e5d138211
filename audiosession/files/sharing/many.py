"""Many requests at once: most of the time of each is waiting for its answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

_AT_ONCE = 16
T = TypeVar("T")
R = TypeVar("R")


def asked_at_once(ask: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Return what `ask` returns for each of `items`, in their order."""
    from concurrent.futures import ThreadPoolExecutor  # for whoever has a store to ask

    if not items:
        return []
    with ThreadPoolExecutor(min(_AT_ONCE, len(items)), thread_name_prefix="asking") as pool:
        return list(pool.map(ask, items))
