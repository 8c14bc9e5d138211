"""Which lines of a class a listener may not understand: those that a machine's ear gets less of than of the others.

A line of up to three words is to be told from the other short ones of its class: that is all that a person has to do,
who knows what is going on. Of a longer one it counts how many of its words are found. A machine hears worse than a
person, and of some voices worse than of others: a line is told only where clearly less of it was heard than of the
other lines of its kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from statistics import median

from audiosession.digests import digest_of
from audiosession.progress import Progress, Watcher, unwatched
from audiosession.voices.listening.recognising import Ear, ear_version, plain_words
from audiosession.voices.store import Take, TakeStore

SHORT = 3
"""How many words a short line has at the most."""
_LESS = 0.5
"""By how much less of its words must be heard of a line that is told, than of the usual one."""
_WAY = 1
"""The way in which lines are heard; what was remembered of another one is not looked at."""


@dataclass(frozen=True, kw_only=True)
class HeardLine:
    """What was heard of a line: the words, which share of its own is among them, and whether that is clearly little."""

    text: str
    heard: str
    share: float
    unclear: bool


def listen(takes: Iterable[Take], store: TakeStore, watch: Watcher = unwatched) -> list[HeardLine]:
    """Return what is heard in `takes`, those left out of which the ear knows a word not; each is heard once for all.

    Raises:
        VoiceError: A take is gone or damaged.
    """
    ear = Ear()
    known = [take for take in takes if ear.knows(plain_words(take.text))]
    short = [take for take in known if _is_short(take)]
    lines = sorted({" ".join(plain_words(take.text)) for take in short})
    shares: list[tuple[Take, str, float]] = []
    for number, take in enumerate(known, 1):
        heard = _heard(ear, take, lines if _is_short(take) else (), store)
        shares.append((take, heard, _share(plain_words(take.text), heard.split())))
        watch(Progress(stage="listening", done=number, total=len(known)))
    usual = {kind: _usual([share for take, _, share in shares if _is_short(take) is kind]) for kind in (False, True)}
    return [
        HeardLine(
            text=take.text,
            heard=heard,
            share=round(share, 2),
            unclear=share <= max(0.0, usual[_is_short(take)] - _LESS),
        )
        for take, heard, share in shares
    ]


def _usual(shares: Sequence[float]) -> float:
    return median(shares) if shares else 0.0


def _is_short(take: Take) -> bool:
    return len(plain_words(take.text)) <= SHORT


def _heard(ear: Ear, take: Take, lines: Sequence[str], store: TakeStore) -> str:
    """Return what is heard in `take`, as one of `lines` if there are several, from memory if it was heard before."""
    lines = lines if len(lines) > 1 else ()
    address = digest_of("\0".join((str(_WAY), ear_version(), take.digest, *lines)))
    remembered = store.remembered(address)
    if remembered is None:
        sound = store.load(take)
        remembered = " ".join(ear.chosen(sound, lines) if lines else ear.heard(sound))
        store.remember(address, remembered)
    return remembered


def _share(words: Sequence[str], heard: Sequence[str]) -> float:
    """Return which share of `words` was heard, in their order.

    >>> _share(["breathe", "in"], ["in", "breathe", "more"]), _share(["kick"], ["kick"])
    (0.5, 1.0)
    """
    matcher = SequenceMatcher(None, words, heard, autojunk=False)
    return sum(block.size for block in matcher.get_matching_blocks()) / len(words)
