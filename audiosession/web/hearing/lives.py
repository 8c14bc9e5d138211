"""The classes that were opened last, kept open as long as nothing that they are made of has changed."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic
from typing import Any, Generic, Protocol, TypeAlias, TypeVar

MOST = 3
"""How many classes are kept open."""

_BELIEVED_S = 2.0
"""So long a class is taken for the same while no file of the project changes; what it has from elsewhere may change."""


class HasDigest(Protocol):
    """Something that says what it was made of."""

    @property
    def digest(self) -> str:
        """The digest of all that it was made of."""
        ...


Live = TypeVar("Live", bound=HasDigest)
_Asked: TypeAlias = "Mapping[str, Any]"


class _Place(Generic[Live]):
    """Where one class stands while it is open; whoever asks for it first opens it, and the others wait."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.live: Live | None = None
        self.stamp: object = None
        self.looked_s = 0.0


class Lives(Generic[Live]):
    """Opens classes, and keeps those that were asked for last.

    Args:
        opens: Opens the class of a name with the choices that are wanted of it.
        digest_of: Returns the digest that it would have if it were opened now.
        stamp: Returns what is another one whenever a file of the project is another one; cheap, unlike a digest.
    """

    def __init__(
        self,
        opens: Callable[[str, _Asked], Live],
        digest_of: Callable[[str, _Asked], str],
        stamp: Callable[[], object],
    ) -> None:
        self._opens = opens
        self._digest_of = digest_of
        self._stamp = stamp
        self._lock = Lock()
        self._places: OrderedDict[str, _Place[Live]] = OrderedDict()

    def get(self, name: str, wanted: _Asked) -> Live:
        """Return a class, opened once however many ask; opened anew where something it is made of has changed.

        Raises:
            AudioSessionError: It can't be opened.
        """
        place = self._place(json.dumps([name, dict(wanted)], sort_keys=True))
        with place.lock:
            stamp, now_s = self._stamp(), monotonic()
            if place.live is None or stamp != place.stamp or now_s > place.looked_s + _BELIEVED_S:
                if place.live is None or place.live.digest != self._digest_of(name, wanted):
                    place.live = self._opens(name, wanted)
                place.stamp, place.looked_s = stamp, now_s
            return place.live

    def _place(self, key: str) -> _Place[Live]:
        with self._lock:
            place = self._places.setdefault(key, _Place())
            self._places.move_to_end(key)
            while len(self._places) > MOST:
                self._places.popitem(last=False)
            return place
