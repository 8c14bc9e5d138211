"""How much the caches keep: what a person says in limits.toml, and what holds where nobody says anything.

All projects of a person share the caches, and a small limit in one of them would throw away what another one made. So
the limits stand in the folder of the caches, and hold for all who use it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from audiosession.definitions import Model, read_definition
from audiosession.project.project import read_text

_Gigabytes = Annotated[float, Field(ge=0, le=1_000_000)]
_USUAL_GB = {"takes": 10.0, "beds": 4.0, "windows": 20.0, "covers": 2.0}
_USUAL_SHARE = 0.25
"""Where nobody says how much a store keeps, it leaves three quarters of the room on the disk to others."""


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How much a store keeps: so many bytes, and at the most this share of what it holds and what is free beside it."""

    n_bytes: int
    share: float


class Limits(Model):
    """What limits.toml says, in gigabytes; a store that it leaves out keeps what is usual."""

    takes_gb: _Gigabytes | None = None
    """Spoken lines. 10 is about thirty hours of speech, and usual."""
    beds_gb: _Gigabytes | None = None
    """Music that was made to go round. 4 is about six hours of it, and usual."""
    windows_gb: _Gigabytes | None = None
    """Parts of finished classes, from which an edited class is made. 20 is about 340 hours, and usual."""
    covers_gb: _Gigabytes | None = None
    """Drawn covers, and what was published of each episode. 2 is some 3,500 classes, and usual."""

    def of(self, store: str) -> Limit:
        """Return how much the store called `store` keeps; what a person says holds whatever else is on the disk."""
        said = getattr(self, f"{store}_gb")
        if said is None:
            return Limit(n_bytes=round(_USUAL_GB[store] * 1e9), share=_USUAL_SHARE)
        return Limit(n_bytes=round(said * 1e9), share=1.0)


def read_limits(path: Path) -> Limits:
    """Return what the file at `path` says; the usual limits where there is none.

    Raises:
        DefinitionError: It can't be read.
        FaultsError: All that is wrong with it.
    """
    return read_definition(read_text(path), path, Limits) if path.is_file() else Limits.model_construct()
