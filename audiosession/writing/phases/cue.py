"""One phase as the narration tells it: how long it is, what is said in it, and what is called out at its moment."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from audiosession.spelling import line_key
from audiosession.units import Ms, to_ms
from audiosession.writing.phases.voices import BACK, SECOND, marked, unmarked, voiced_in
from audiosession.writing.values import Side

MAX_COUNTS = 20
"""The most counts of a breath; the longest a free phase may be in counts is told in seconds."""
MAX_BREATH = Ms(50_000)
"""The longest that a breath may be in seconds: as `MAX_COUNTS` at the slowest pace. What is safe is far less."""
MAX_FREE = Ms(600_000)
"""The longest that a phase may be which is no breath."""
MAX_FREE_COUNTS = 240
"""As `MAX_FREE`, at the slowest pace."""
_SECOND = Ms(1_000)


class Breath(StrEnum):
    """What the breath does in a phase."""

    INHALE = "inhale"
    EXHALE = "exhale"
    HOLD = "hold"
    FREE = "free"
    """As it likes: a movement, or stillness."""


Form: TypeAlias = tuple[tuple[int, str], ...]
"""One way to say a phase's line: what begins on which count, counted from 1."""


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is called out at its moment in a phase: one of `forms`, best first, or a tick where there are none.

    `at` counts from the phase's start, from its end where it is negative; None is its middle.
    """

    at: Ms | None
    forms: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)

    def start(self, length: Ms) -> Ms:
        """Return where it begins in a phase of `length`; below 0 or beyond the phase where that is too short for it."""
        if self.at is None:
            return Ms(length // 2)
        return Ms(length + self.at) if self.at < 0 else self.at


@dataclass(frozen=True, kw_only=True)
class PhaseCue:
    """A phase: its length, the beats its pulses land on, the forms of its line, best first, and its call-outs.

    `count` is what is said on each beat from the first on, where no line is in the way. `side` works up to the
    first beat of `switch`, then the other, up to the next of them; `reversed` where the movement goes the other way
    round, `loaded` where the body holds itself up in it.

    Its length is in `counts`, so many times what a count takes, or in milliseconds, `fixed`: one of them is None. A
    beat is a count, or a second of what is fixed.
    """

    breath: Breath
    counts: int | None = None
    fixed: Ms | None = None
    side: Side | None = None
    switch: tuple[int, ...] = ()
    reversed: bool = False
    loaded: bool = False
    pulses: tuple[int, ...] = ()
    count: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    calls: tuple[Call, ...] = ()
    rep: int | None = None
    round: int | None = None
    line: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if (self.counts is None) == (self.fixed is None):
            raise ValueError(f"a phase of {self.counts} counts and {self.fixed} ms")

    def length(self, count: Ms) -> Ms:
        """Return how long it lasts where one count takes `count`."""
        return Ms((self.counts or 0) * count) if self.fixed is None else self.fixed

    def beat(self, count: Ms) -> Ms:
        """Return how long one of its beats is where one count takes `count`."""
        return count if self.fixed is None else _SECOND

    @property
    def beats(self) -> int:
        """How many beats begin in it."""
        return self.counts or 0 if self.fixed is None else -(-self.fixed // _SECOND)

    def side_on(self, beat: int) -> Side | None:
        """Return the side that works on `beat`, counted from 1."""
        changed = sum(switch <= beat for switch in self.switch) % 2
        return self.side.other if self.side and changed else self.side

    @property
    def lines(self) -> tuple[str, ...]:
        """All that may be said in it, as it is called among takes."""
        texts = [text for form in self.forms for _, text in form]
        said = (*texts, *self.count, *(text for call in self.calls for text in call.forms))
        return tuple(piece.line for text in said for piece in voiced_in(text))

    def by_one(self) -> PhaseCue:
        """Return it as one voice says all of it."""
        return replace(
            self,
            forms=tuple(tuple((beat, unmarked(text)) for beat, text in form) for form in self.forms),
            count=tuple(map(unmarked, self.count)),
            calls=tuple(replace(call, forms=tuple(map(unmarked, call.forms))) for call in self.calls),
        )

    def by_two(self, numbers: Collection[str] = ()) -> PhaseCue:
        """Return it as two voices say it: the second one has counts and what is called out.

        A part of a line that is nothing but one of `numbers` is a count: "Breathe in / two / three."
        """
        return replace(
            self,
            forms=tuple(
                tuple((beat, marked(text, SECOND) if _is_count(text, numbers) else text) for beat, text in form)
                for form in self.forms
            ),
            count=tuple(marked(text, SECOND) for text in self.count),
            calls=tuple(replace(call, forms=tuple(marked(text, SECOND) for text in call.forms)) for call in self.calls),
        )


def _is_count(text: str, numbers: Collection[str]) -> bool:
    said = line_key(unmarked(text)).strip(" .,;:!?…。、，！？")
    return said.isdecimal() or said in numbers


def read_size(text: str) -> tuple[int | None, Ms | None]:
    """Return the counts, or the milliseconds, that ``4`` or ``5.5s`` stand for.

    >>> read_size("4"), read_size("5.5s")
    ((4, None), (None, 5500))
    """
    return (None, to_ms(float(text[:-1]))) if text.endswith("s") else (int(text), None)


def written_size(counts: int | None, fixed: Ms | None) -> str:
    """Return a length as `read_size` reads it."""
    return str(counts) if fixed is None else f"{fixed / 1000:g}s"


def wrong_size(breath: Breath, counts: int | None, fixed: Ms | None) -> tuple[str, str] | None:
    """Return what is wrong with the length of a phase, and what it may be; None where nothing is."""
    free = breath is Breath.FREE
    if counts is not None:
        most = MAX_FREE_COUNTS if free else MAX_COUNTS
        return None if 1 <= counts <= most else (f"a phase of {counts} counts", f"from 1 to {most}")
    longest = MAX_FREE if free else MAX_BREATH
    if fixed is None or 0 < fixed <= longest:
        return None
    return f"a phase of {fixed / 1000:g} s", f"above 0, to {longest / 1000:g} s"


def forms_of(words: str) -> tuple[str, ...]:
    """Return the forms of a line that are parted by bars, best first."""
    return tuple(filter(None, (marked(one.strip()) for one in re.split(r"(?<!\S)\|(?!\S)", words))))


def parts_of(words: str) -> tuple[str, ...]:
    """Return what is said one a count, parted by slashes; none of it is silent."""
    return tuple(filter(None, (marked(part.strip()) for part in re.split(r"(?<!\S)/(?!\S)", words))))


def form_of(words: str) -> Form:
    """Return one way to say a phase's line: its parts, each with the beat that it begins on; `written_form` undoes it.

    A voice that a mark names says what follows too, up to the next mark.

    >>> form_of("Left / - / kick"), form_of("[voice 2] Left / kick")
    (((1, 'Left'), (3, 'kick')), ((1, '[voice 2] Left'), (2, '[voice 2] kick')))
    """
    found, voice = [], 1
    for beat, part in enumerate(re.split(r"(?<!\S)/(?!\S)", words), 1):
        if part.strip() not in ("", "-"):
            text = marked(part.strip(), voice)
            found.append((beat, text))
            voice = voiced_in(text)[-1].voice
    return tuple(found)


def written_form(form: Form) -> str:
    """Return a form as text: ``"Left / kick / - / lower"``."""
    said, voice = {}, 1
    for beat, text in form:
        pieces = voiced_in(text)
        said[beat] = BACK + text if voice == SECOND and pieces[0].voice != SECOND else text
        voice = pieces[-1].voice
    return " / ".join(said.get(beat, "-") for beat in range(1, max(said, default=0) + 1))


def written_phase(cue: PhaseCue) -> list[str]:
    """Return a phase as lines of narration: its own, and one for each of its call-outs."""
    side = f" {cue.side}" if cue.side else ""
    switch = " switch " + " ".join(map(str, cue.switch)) if cue.switch else ""
    marks = f"{' reversed' if cue.reversed else ''}{' loaded' if cue.loaded else ''}"
    pulses = " pulse " + " ".join(map(str, cue.pulses)) if cue.pulses else ""
    count = " count " + " / ".join(map(unmarked, cue.count)) if cue.count else ""
    size, words = written_size(cue.counts, cue.fixed), " | ".join(map(written_form, cue.forms))
    return [
        f"[{cue.breath} {size}{side}{switch}{marks}{pulses}{count}] {words}".rstrip(),
        *map(_written_call, cue.calls),
    ]


def _written_call(call: Call) -> str:
    at = "middle" if call.at is None else f"{call.at / 1000:g}"
    return f"[call {at}] {' | '.join(call.forms)}".rstrip()
