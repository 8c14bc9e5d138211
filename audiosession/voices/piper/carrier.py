"""A short line, said behind other words and cut off them: a voice that learned from sentences slurs a word alone.

Said alone, "up" sounds as "out" and "two" as "in"; behind "and now, " both are heard as what they are. The voice itself
tells how long each symbol of what it says is, so that no silence within a word ("lef-t") is taken for its beginning.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST_SOUNDS = 6
"""How many sounds a short line has at most: "lower" has four, "and hold" seven."""
BETWEEN = (",", " ")
"""What stands between the other words and the line: where a voice rests."""
_STOPS = frozenset(".,;:!?")
_QUIET = 10 ** (-30 / 20)
"""What must lie between them, at most, to be a rest: that part of the line's highest peak."""
_BLOCKS_A_SECOND, _STEPS_A_BLOCK = 100, 4


def is_short(phonemes: Sequence[str]) -> bool:
    """Tell whether a sentence is better said behind other words.

    >>> is_short(list("kˈɪk.")), is_short(list("bɹˈiːð ˈɪn ænd hˈoʊld."))
    (True, False)
    """
    return 0 < sum(unicodedata.category(one) in ("Ll", "Lo") for one in "".join(phonemes)) <= MOST_SOUNDS


def said_before(carrier: Sequence[str]) -> list[str]:
    """Return the phonemes that are said before a line: those of `carrier` without its end, and the rest behind it."""
    return [*(one for one in carrier if one not in _STOPS), *BETWEEN]


def cut_out(
    sound: NDArray[np.float32], lengths: NDArray[np.float32], n_before: int, sample_rate: int
) -> NDArray[np.float32] | None:
    """Return what is heard of `sound` from the rest on that comes before its symbol `n_before`.

    Args:
        sound: What was said.
        lengths: How long each symbol of it lasts, in any unit.
        n_before: How many symbols come before the line, those of the rest among them, which are its last four.
        sample_rate: Of the sound, in Hz.

    Returns:
        The line, from the middle of the quietest 10 ms before it; None where the voice makes no rest there.
    """
    until = np.concatenate([[0.0], np.cumsum(lengths, dtype=np.float64)])
    start, end = np.rint(until[[n_before - 4, n_before]] * (len(sound) / until[-1])).astype(int)
    block = sample_rate // _BLOCKS_A_SECOND
    firsts = np.arange(start, max(start + 1, end - block + 1), block // _STEPS_A_BLOCK)
    energies = np.array([np.square(sound[first : first + block], dtype=np.float64).mean() for first in firsts])
    quietest = int(firsts[int(energies.argmin())])
    if energies.min() > (_QUIET * np.abs(sound[end:]).max(initial=0.0)) ** 2:
        return None
    return sound[quietest + block // 2 :]
