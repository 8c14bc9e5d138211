"""The exercise definition: what an instructor writes down once, and every class is made from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, Strict, ValidationInfo, model_validator

from audiosession.definitions import Model
from audiosession.value_kinds import NAME, Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.mirroring import mirror_words
from audiosession.writing.sounds import Rings
from audiosession.writing.spoken import DEFAULT_REST, PhaseLines, Rest, Say, SpokenLine, Variants
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


Name = Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=60), NAME]
Named = Annotated[str, NAME]
"""The name of an exercise as somebody wrote it; where it is sought is told whether there is one, and which is meant."""
Whole = Annotated[int, Strict()]


class Phase(Model):
    """One part of a rep: a breath of so many counts, its pulses, and what may be said in it.

    `full`, `short` and `bare` are the forms of its line, longest first; the longest that fits is said.
    """

    called: ClassVar[Called] = Called("a table [[phase]]", "tables [[phase]]", '{ breath = "inhale", counts = 4 }')

    breath: Breath
    """What the breath does."""
    counts: Annotated[int, Strict(), Field(ge=1, le=20)]
    """How long it is, in counts: so many times the seconds that a count takes at the chosen pace."""
    side: Side | None = None
    """The side that works in it; see `sides` of the exercise."""
    pulses: tuple[Whole, ...] = ()
    """The counts on which a tick sounds, rising, such as `[1, 2]`."""
    full: PhaseLines = ()
    """A whole sentence, for the first reps. Of several, each rep takes the next."""
    short: PhaseLines = ()
    """A short cue, for later reps and for `detail` `cues`."""
    bare: PhaseLines = ()
    """A word or two, for the last reps and where nothing longer fits."""

    @model_validator(mode="after")
    def _on_counts(self) -> Self:
        """Check that pulses, and the parts of a line that come one a count, lie on counts of the phase."""
        refused: list[tuple[KeyPath, RefusedError]] = []
        wrong = [pulse for pulse in self.pulses if not 1 <= pulse <= self.counts]
        if wrong or list(self.pulses) != sorted(set(self.pulses)):
            said = f"pulses {list(self.pulses)} must rise within the {self.counts} counts of the phase"
            refused.append((("pulses",), RefusedError(said)))
        for form in ("full", "short", "bare"):
            for index, text in enumerate(getattr(self, form)):
                if len(re.findall(r"(?<!\S)/(?!\S)", text)) >= self.counts:
                    said = f'more " / " than the phase has counts ({self.counts})'
                    refused.append(((form, index), RefusedError(said, "one part a count at the most")))
        refuse(refused)
        return self


class Reps(Model):
    """How often: usually, at least and at most, and why not more."""

    called: ClassVar[Called] = Called("a table", "tables", "{ default = 5, max = 8 }")

    default: Annotated[int, Strict(), Field(ge=1, le=100)]
    """How often where nobody asks."""
    min: Annotated[int, Strict(), Field(ge=1, le=100)] = 1
    """The fewest that may be asked for, or that a length may bring it down to."""
    max: Annotated[int, Strict(), Field(ge=1, le=100)]
    """The most."""
    reason: str = ""
    """Why not more; the message says it to whoever asks for more."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.min <= self.default <= self.max:
            said = f"{self.default} reps by default is not within {self.min} to {self.max}"
            refuse([(("default",), RefusedError(said, f"from {self.min} to {self.max}"))])
        return self


class Quiet(Model):
    """From which rep on nothing is said in the phases but in the last, and the line that announces it.

    It holds where teaching fades and guide tones sound: without them a silent breath would have no guide at all.
    """

    called: ClassVar[Called] = Called("a table", "tables", '{ after = 3, say = "…" }')

    after: Annotated[int, Strict(), Field(ge=1, le=100)]
    """The last rep that is spoken before the quiet ones. The last rep of all is spoken again."""
    say: SpokenLine
    """The line that announces the quiet; said before the first rep."""
    rest: Rest = DEFAULT_REST
    """The pause after that line."""


class Caution(Model):
    """When to stop, or not to start; spoken before the first rep."""

    called: ClassVar[Called] = Called("a table [[caution]]", "tables [[caution]]", '{ say = "…" }')

    say: SpokenLine
    """What is said: when to stop, or what to do instead."""
    about: tuple[Condition, ...] = ()
    """What it is about; for readers of the file, nothing depends on it."""


def _breathable(phases: tuple[Phase, ...], others: ValidationInfo) -> tuple[Phase, ...]:
    """Check breath and sides over all phases; what came before them in the file's order may itself be at fault."""
    sides, level = others.data.get("sides"), others.data.get("level")
    refused: list[tuple[KeyPath, RefusedError]] = []
    if isinstance(sides, Sides):
        refused += _one_sided(phases, sides)
        cycle = longest_cycle(one_rep(phases, sides))
        if cycle > MAX_CYCLE_COUNTS:
            said = f"a breath cycle of {cycle} counts; over {MAX_CYCLE_COUNTS} s is unsafe"
            refused.append(((0, "counts"), RefusedError(said, "from one breath in to the next")))
    most = MAX_HOLD_COUNTS.get(str(level), MAX_CYCLE_COUNTS)
    for index, phase in enumerate(phases):
        if phase.breath is Breath.HOLD and phase.counts > most:
            said = f"a hold of {phase.counts} counts; at level {level} at most {most}"
            refused.append(((index, "counts"), RefusedError(said)))
    refuse(refused)
    return phases


def _one_sided(phases: Sequence[Phase], sides: Sides) -> list[tuple[KeyPath, RefusedError]]:
    sided = {phase.side: index for index, phase in reversed(list(enumerate(phases))) if phase.side}
    if sides is Sides.NONE and len(sided) == 1:
        said, hint = "only one side has phases", 'write sides = "alternate" or "in-turn" and the other is mirrored'
    elif sides is not Sides.NONE and len(sided) != 1:
        said, hint = f'sides = "{sides}" wants phases of one side', "the other is mirrored from them"
    else:
        return []
    return [((max(sided.values(), default=0), "side"), RefusedError(said, hint))]


class Exercise(Model):
    """One exercise, complete: everything that is said and timed about it."""

    name: Name
    """What it is called in commands and classes: its file's name."""
    title: SpokenLine
    """What people hear and see."""
    position: Position
    """How the body lies or stands; a class speaks the way from one position to the next."""
    level: Level
    """How hard it is; it bounds how long a breath may be held."""
    equipment: SpokenLine = "a mat"
    """What one needs, as it stands in “All you need is …”."""
    purpose: Annotated[tuple[Say, ...], Field(min_length=1)]
    """What it is for; said first."""
    warm_ups: tuple[Named, ...] = ()
    """Exercises that must come before it in a class."""
    warm_up_note: tuple[Say, ...] = ()
    """Lines about warming up; left unsaid in a class that has done so."""
    cautions: Annotated[tuple[Caution, ...], Field(min_length=1, alias="caution")]
    """When to stop or not to start; always said before the first rep."""
    avoid: tuple[Condition, ...] = ()
    """Who should leave it out: `--avoid` with one of these swaps it or leaves it out."""
    instead: Named | None = None
    """The exercise that takes its place then."""
    set_up: Annotated[tuple[Say, ...], Field(min_length=1)]
    """The way into a place where one can listen in comfort."""
    modifications: Annotated[tuple[Say, ...], Field(alias="modification")] = ()
    """Easier or other ways to do it."""
    preparation: tuple[Say, ...] = ()
    """The movement in words, while the body still rests."""
    tips: Annotated[tuple[Say, ...], Field(alias="tip")] = ()
    """What to look after."""
    into_place: tuple[Say, ...] = ()
    """The way into what tires, such as arms held wide; said last, so that nobody holds it through a talk."""
    ready: Say
    """The last line before the first breath."""
    reps: Reps
    """How often it is done."""
    quiet: Quiet | None = None
    """From which rep on the tones go on alone."""
    counting: Literal["up", "down"] = "up"
    """Whether later reps are counted up from one or down to one."""
    sides: Sides = Sides.NONE
    """How phases that are written for one side come to both: within each rep, or all reps on one side first.
    Where it is `none`, no phase has a side, or both sides are written."""
    change_sides: Say = Say(say="Now the other side.", rest=Rest(least=2.0, usual=4.0, most=10.0))
    """What is said between the sides where they work in turn."""
    phases: Annotated[tuple[Phase, ...], Field(min_length=1, alias="phase"), AfterValidator(_breathable)]
    """One rep is its phases, in order."""
    encouragement: Variants = ()
    """Praise after the first line of the release; `--seed` picks one of several."""
    release: Annotated[tuple[Say, ...], Field(min_length=1)]
    """The way out, and the rest after it."""
    sounds: Annotated[Rings, Field(alias="sound")] = ()
    """Bells and other sounds; see [sounds](#sounds)."""

    def rep_phases(self, first: Side | None = None, only: Side | None = None) -> tuple[Phase, ...]:
        """Return the phases of one rep in the order they are breathed.

        A rep of an exercise whose sides alternate holds its sided phases twice, the second time mirrored.

        Args:
            first: The side that works first; as written where None.
            only: The one side that works; both where None.
        """
        return one_rep(self.phases, self.sides, first, only)


def one_rep(
    phases: tuple[Phase, ...], sides: Sides, first: Side | None = None, only: Side | None = None
) -> tuple[Phase, ...]:
    """Return `phases` as they are breathed in one rep; see `Exercise.rep_phases`."""
    written = next((phase.side for phase in phases if phase.side), None)
    if written is None or sides is Sides.NONE:
        return phases
    first = only or first or written
    facing = tuple(phase if first is written else mirrored(phase) for phase in phases)
    if sides is Sides.IN_TURN or only:
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


def mirrored(phase: Phase) -> Phase:
    """Return `phase` for the other side of the body, words and all; a phase without a side is its own mirror."""
    if phase.side is None:
        return phase
    forms = {form: tuple(mirror_words(text) for text in getattr(phase, form)) for form in ("full", "short", "bare")}
    return phase.model_copy(update={"side": phase.side.other, **forms})
