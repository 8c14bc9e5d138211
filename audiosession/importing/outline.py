"""What was found in an article, before it is a file: values and lines, each with its sources, and the phases."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class DraftItem:
    """One thing that a draft fills in: a value of a definition's key `field`, or one of its lines.

    `sentences` are those that it is from, by number; `guessed` says why where the article does not tell.
    """

    field: str
    value: str | int | float
    sentences: tuple[int, ...] = ()
    guessed: str = ""


@dataclass(frozen=True, kw_only=True)
class PhaseOutline:
    """One breath of a rep, or a stretch in which it is free: what is done in it, in cues.

    `counts`, `seconds`, `side` and `pulses` are None where the article tells nothing of them; `switch_at` is which of
    the `cues` begins with the other side, and 0 where none does. It `swaps` where it says
    itself that it does on the other side what the one before it did.
    """

    breath: str
    cues: tuple[DraftItem, ...] = ()
    counts: DraftItem | None = None
    seconds: DraftItem | None = None
    side: DraftItem | None = None
    pulses: DraftItem | None = None
    switch_at: int = 0
    swaps: bool = False
    sentences: tuple[int, ...] = ()
    guessed: str = ""


@dataclass(frozen=True, kw_only=True)
class DraftOutline:
    """An exercise as it was understood: its values and lines in order, its phases, and what was not placed.

    `title_from` are the sentences that say what it is called; none where it is the article's own title.
    """

    title: str
    language: str
    title_from: tuple[int, ...] = ()
    items: tuple[DraftItem, ...] = ()
    phases: tuple[PhaseOutline, ...] = ()
    unplaced: tuple[int, ...] = field(default=())
    keeps_words: bool = False

    def values(self, key: str) -> list[DraftItem]:
        """Return the items of one key, in order."""
        return [one for one in self.items if one.field == key]
