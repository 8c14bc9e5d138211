"""The exercise definition: what an instructor writes down once, and every class is made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, Strict, model_validator

from audiosession.definitions import Model
from audiosession.writing.values import Condition, Side

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The names of exercises, classes, voices' presets and beds: no dots, no slashes, so no way out of a folder."""


class Breath(StrEnum):
    """What the breath does in a phase."""

    INHALE = "inhale"
    EXHALE = "exhale"
    HOLD = "hold"


class Sides(StrEnum):
    """How an exercise that is written for one side comes to both."""

    NONE = "none"
    ALTERNATE = "alternate"
    """Both sides within each rep, the second a mirror of the first."""
    IN_TURN = "in-turn"
    """All reps on one side, then all reps on the other."""


Position = Literal["standing", "kneeling", "all-fours", "seated", "supine", "prone", "side-lying"]
Level = Literal["beginner", "intermediate", "advanced"]


def _spoken(text: str) -> str:
    if any(ord(c) < 32 or 0xD800 <= ord(c) <= 0xDFFF for c in text):
        raise ValueError("a spoken line is one line, without line breaks or control characters")
    if text != text.strip() or not text:
        raise ValueError("a spoken line is neither empty nor padded with spaces")
    if text[0] in "[#":
        raise ValueError(f'a spoken line can\'t begin with "{text[0]}": directions and comments do')
    if len(text) > 300:
        raise ValueError(f"a spoken line of {len(text)} characters; break it up at 300")
    return text


def _no_alternatives(text: str) -> str:
    if " | " in text:
        raise ValueError('a spoken line can\'t hold " | ": it parts the forms of a line')
    return text


def _as_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Spoken = Annotated[str, AfterValidator(_spoken), AfterValidator(_no_alternatives)]
"""One line that is said. Within a phase, ``" / "`` moves what follows to the next count."""
Variants = Annotated[tuple[Spoken, ...], BeforeValidator(_as_many)]
"""One line, or several that take turns over the reps."""
Name = Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=60)]
Seconds = Annotated[float, Strict(), Field(gt=0, le=120, allow_inf_nan=False)]
Whole = Annotated[int, Strict()]


class Rest(Model):
    """A pause that may stretch or shrink: the least, the usual and the most, in seconds."""

    least: Seconds
    usual: Seconds
    most: Seconds

    @model_validator(mode="before")
    @classmethod
    def _from_numbers(cls, value: Any) -> Any:
        """Read ``2.0`` (from half to twice that) or ``[1.0, 2.0, 5.0]``."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            return {"least": value / 2, "usual": value, "most": value * 2 if value <= 60 else 120}
        if isinstance(value, list) and len(value) == 3:
            return dict(zip(("least", "usual", "most"), value, strict=True))
        if isinstance(value, Rest | dict):
            return value
        raise ValueError("a rest is a number of seconds, or three: [least, usual, most]")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.least <= self.usual <= self.most:
            raise ValueError(f"a rest from {self.least:g} to {self.most:g} s can't usually be {self.usual:g} s")
        return self


DEFAULT_REST = Rest(least=0.35, usual=0.7, most=2.0)


class Say(Model):
    """A line said at leisure, the rest after it, and whether it may be left out for time.

    `or_say` holds wordings that are as good; a class built with a seed picks among them all. `one_side` is said in
    its place where somebody practises on one side alone.
    """

    say: Spoken
    or_say: Variants = ()
    one_side: Spoken | None = None
    rest: Rest = DEFAULT_REST
    optional: bool = False

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"say": value} if isinstance(value, str) else value


class Phase(Model):
    """One part of a rep: a breath of so many counts, its pulses, and what may be said in it.

    `full`, `short` and `bare` are the forms of its line, longest first; the longest that fits is said.
    """

    breath: Breath
    counts: Annotated[int, Strict(), Field(ge=1, le=20)]
    side: Side | None = None
    pulses: tuple[Whole, ...] = ()
    full: Variants = ()
    short: Variants = ()
    bare: Variants = ()

    @model_validator(mode="after")
    def _pulses_on_counts(self) -> Self:
        wrong = [pulse for pulse in self.pulses if not 1 <= pulse <= self.counts]
        if wrong or list(self.pulses) != sorted(set(self.pulses)):
            raise ValueError(f"pulses {list(self.pulses)} must rise within the {self.counts} counts of the phase")
        return self


class Reps(Model):
    """How often: usually, at least and at most, and why not more."""

    default: Annotated[int, Strict(), Field(ge=1, le=100)]
    min: Annotated[int, Strict(), Field(ge=1, le=100)] = 1
    max: Annotated[int, Strict(), Field(ge=1, le=100)]
    reason: str = ""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.default <= self.max:
            raise ValueError(f"{self.default} reps by default is not within {self.min} to {self.max}")
        return self


class Quiet(Model):
    """From which rep on nothing is said in the phases but in the last, and the line that announces it.

    It holds where teaching fades and guide tones sound: without them a silent breath would have no guide at all.
    """

    after: Annotated[int, Strict(), Field(ge=1, le=100)]
    say: Spoken
    rest: Rest = DEFAULT_REST


class Caution(Model):
    """When to stop, or not to start; spoken before the first rep."""

    say: Spoken
    about: tuple[Condition, ...] = ()


class Exercise(Model):
    """One exercise, complete: everything that is said and timed about it.

    `set_up` finds a place where a person can listen in comfort; `preparation` and `tips` explain the movement there;
    only then `into_place` takes up what tires, such as arms held wide, so that nobody holds it through a talk.

    `instead` names the exercise that takes this one's place for somebody who spares one of `avoid`.
    """

    name: Name
    title: Spoken
    position: Position
    level: Level
    equipment: Spoken = "a mat"
    purpose: Annotated[tuple[Say, ...], Field(min_length=1)]
    warm_ups: tuple[Name, ...] = ()
    warm_up_note: tuple[Say, ...] = ()
    cautions: Annotated[tuple[Caution, ...], Field(min_length=1, alias="caution")]
    avoid: tuple[Condition, ...] = ()
    instead: Name | None = None
    set_up: Annotated[tuple[Say, ...], Field(min_length=1)]
    modifications: Annotated[tuple[Say, ...], Field(alias="modification")] = ()
    preparation: tuple[Say, ...] = ()
    tips: Annotated[tuple[Say, ...], Field(alias="tip")] = ()
    into_place: tuple[Say, ...] = ()
    ready: Say
    reps: Reps
    quiet: Quiet | None = None
    counting: Literal["up", "down"] = "up"
    sides: Sides = Sides.NONE
    change_sides: Say = Say(say="Now the other side.", rest=Rest(least=2.0, usual=4.0, most=10.0))
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, alias="phase")]
    encouragement: Variants = ()
    release: Annotated[tuple[Say, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _safe_breath(self) -> Self:
        cycle = longest_cycle(self.rep_phases())
        if cycle > MAX_CYCLE_COUNTS:
            raise ValueError(f"a breath cycle of {cycle} counts; over {MAX_CYCLE_COUNTS} s is unsafe")
        longest = max((p.counts for p in self.phases if p.breath is Breath.HOLD), default=0)
        if longest > MAX_HOLD_COUNTS[self.level]:
            raise ValueError(f"a hold of {longest} counts; at level {self.level} at most {MAX_HOLD_COUNTS[self.level]}")
        return self

    @model_validator(mode="after")
    def _sides_agree(self) -> Self:
        sided = {phase.side for phase in self.phases if phase.side}
        if self.sides is Sides.NONE and len(sided) == 1:
            raise ValueError(
                'only one side has phases; write sides = "alternate" or "in-turn" and the other is mirrored'
            )
        if self.sides is not Sides.NONE and len(sided) != 1:
            raise ValueError(f'sides = "{self.sides}" wants phases of one side; the other is mirrored from them')
        return self

    def rep_phases(self, first: Side | None = None, only: Side | None = None) -> tuple[Phase, ...]:
        """Return the phases of one rep in the order they are breathed.

        A rep of an exercise whose sides alternate holds its sided phases twice, the second time mirrored.

        Args:
            first: The side that works first; as written where None.
            only: The one side that works; both where None.
        """
        written = next((phase.side for phase in self.phases if phase.side), None)
        if written is None or self.sides is Sides.NONE:
            return self.phases
        first = only or first or written
        facing = tuple(phase if first is written else mirrored(phase) for phase in self.phases)
        if self.sides is Sides.IN_TURN or only:
            return facing
        opened = next(i for i, phase in enumerate(facing) if phase.side)
        closed = max(i for i, phase in enumerate(facing) if phase.side) + 1
        return facing[:closed] + tuple(mirrored(p) for p in facing[opened:closed]) + facing[closed:]


MAX_CYCLE_COUNTS = 15
"""Seconds that one breath cycle may last at one second a count."""
MAX_HOLD_COUNTS = {"beginner": 4, "intermediate": 7, "advanced": 10}


def longest_cycle(phases: Sequence[Phase]) -> int:
    """Return the counts of the longest breath cycle: from one breath in, over the next breath out, to the next one in.

    Reps follow one another, so the last phase leads into the first. Where the breath never turns, all is one cycle.
    """
    turns = [
        index
        for index, phase in enumerate(phases)
        if phase.breath is Breath.INHALE and _breath_before(phases, index) is Breath.EXHALE
    ]
    if not turns:
        return sum(phase.counts for phase in phases)
    ends = (*turns[1:], turns[0] + len(phases))
    again = (*phases, *phases)
    return max(sum(phase.counts for phase in again[start:end]) for start, end in zip(turns, ends, strict=True))


def _breath_before(phases: Sequence[Phase], index: int) -> Breath | None:
    before = (*phases[index:], *phases[:index])
    return next((phase.breath for phase in reversed(before) if phase.breath is not Breath.HOLD), None)


_SIDE_WORD = re.compile(r"\b(left|right)\b(?! (?:angle|angles|away|now|over|through|there|here))", re.IGNORECASE)


def mirrored(phase: Phase) -> Phase:
    """Return `phase` for the other side of the body, words and all; a phase without a side is its own mirror."""
    if phase.side is None:
        return phase
    forms = {form: tuple(mirror_words(text) for text in getattr(phase, form)) for form in ("full", "short", "bare")}
    return phase.model_copy(update={"side": phase.side.other, **forms})


def mirror_words(text: str) -> str:
    """Return `text` with left and right exchanged, idioms such as "right angle" left alone.

    >>> mirror_words("Left heel in. Right away, a right angle.")
    'Right heel in. Right away, a right angle.'
    """

    def swap(found: re.Match[str]) -> str:
        word = found[0]
        other = "right" if word.lower() == "left" else "left"
        return other.capitalize() if word[0].isupper() else other

    return _SIDE_WORD.sub(swap, text)
