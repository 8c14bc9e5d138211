"""One stretch of sound passing into another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from audiosession.sound.segments import Samples


def blend(head: NDArray[np.floating], tail: NDArray[np.floating], *, alike: bool) -> Samples:
    """Return `tail` passing into `head`: linearly where they are alike, at equal power where they are not."""
    along = np.linspace(0, 1, len(head), endpoint=False)[:, None]
    rise, fall = (along, 1 - along) if alike else (np.sin(np.pi / 2 * along), np.cos(np.pi / 2 * along))
    return np.asarray(rise * head + fall * tail, np.float32)
