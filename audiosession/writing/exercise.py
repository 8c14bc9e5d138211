"""The exercise definition: what an instructor writes down once, and every class is made from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, Strict, ValidationInfo, model_validator

from audiosession.definitions import Model
from audiosession.units import Ms, to_ms
from audiosession.value_kinds import NAME, Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.levels import FORMS, Overlay, as_written_under, harder_by, out_of_order, whole_forms
from audiosession.writing.mirroring import Mirror
from audiosession.writing.phases.asked import Paces, Safety, limits_of, over_any_rep, refused_breath, slowest_within
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.limits import BREATH_LIMITS, BreathLimits, Excess
from audiosession.writing.phases.phase import Phase
from audiosession.writing.phases.rep import RepPhase, Reverse, Sides, one_rep
from audiosession.writing.sounds.ring import Rings
from audiosession.writing.spoken import DEFAULT_REST, Rest, Say, SetUpLine, SpokenLine, Variants
from audiosession.writing.values import MAX_COUNT_S, MIN_COUNT_S, Condition, Focus, Level, Side, WordsPerMinute
from audiosession.writing.words.tags import Tag

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""The names of exercises, classes, voices' presets and beds: no dots, no slashes, so no way out of a folder."""


Position = Literal[
    "standing",
    "kneeling",
    "all-fours",
    "plank",
    "seated",
    "reverse-plank",
    "side-sitting",
    "supine",
    "prone",
    "side-lying",
]
Spine = Literal["flexion", "extension", "rotation", "side", "neutral"]


Name = Annotated[str, Field(pattern=f"^{SLUG.pattern}$", max_length=60), NAME]
Named = Annotated[str, NAME]
"""The name of an exercise as somebody wrote it; where it is sought is told whether there is one, and which is meant."""


class Reps(Model):
    """How often: usually, at least and at most, and why not more; or one number, the usual and the most."""

    called: ClassVar[Called] = Called(
        "a whole number or a table", "whole numbers or tables", "{ default = 5, max = 8 }"
    )
    shorthand: ClassVar[tuple[Mapping[str, Any], ...]] = ({"type": "integer", "minimum": 1, "maximum": 100},)

    default: Annotated[int, Strict(), Field(ge=1, le=100)]
    """How often where nobody asks."""
    min: Annotated[int, Strict(), Field(ge=1, le=100)] = 1
    """The fewest that may be asked for, or that a length may bring it down to."""
    max: Annotated[int, Strict(), Field(ge=1, le=100)]
    """The most."""
    reason: SpokenLine = ""
    """Why not more; the message says it to whoever asks for more."""

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        """Read ``4``: usually, and at most."""
        return {"default": value, "max": value} if type(value) is int else value

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


def _bodily(phases: tuple[Phase, ...], others: ValidationInfo) -> tuple[Phase, ...]:
    """Check sides and breath over all phases; what came before them in the file's order may itself be at fault."""
    given = others.data
    refused: list[tuple[KeyPath, RefusedError]] = []
    if given.get("reverse") is Reverse.NONE:
        refused += _two_ways(phases)
    if isinstance(sides := given.get("sides"), Sides):
        refused += _one_sided(phases, sides)
        if not refused and phases and "level" in given:
            limits = limits_of(given["level"], given.get("safety"))
            refused += refused_breath(phases, sides, limits, given.get("paces"))
    if phases and all(phase.between for phase in phases):
        refused.append(((0, "between"), RefusedError("nothing but rests between reps", "one phase is the rep itself")))
    refuse(refused)
    return phases


def _rising(paces: Paces | None) -> Paces | None:
    if paces is not None and paces[0] > paces[1]:
        raise RefusedError(f"paces from {paces[0]:g} to {paces[1]:g} s a count", "the quickest first")
    return paces


def _two_ways(phases: Sequence[Phase]) -> Iterator[tuple[KeyPath, RefusedError]]:
    for index, phase in enumerate(phases):
        if keys := phase.ways_at():
            hint = 'write reverse = "alternate" or "in-turn", or the words of one way'
            yield (index, *keys), RefusedError("words for two ways, and nothing is reversed", hint)


def _one_sided(phases: Sequence[Phase], sides: Sides) -> list[tuple[KeyPath, RefusedError]]:
    sided = {phase.side: index for index, phase in reversed(list(enumerate(phases))) if phase.side}
    if sides is Sides.NONE and len(sided) == 1 and not any(phase.switch for phase in phases):
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
    ends_in: Position | None = None
    """The position that its release ends in, where that is another: from there a class goes on."""
    level: Level
    """How hard it is; it bounds how long a breath may be held, and the body under load."""
    focus: tuple[Focus, ...] = ()
    """What it works, what it works most first; for whoever chooses exercises."""
    spine: Spine | None = None
    """What the spine does in it: bends forward, back or to the side, turns, or stays as it is."""
    written_in: Tag | None = None
    """The language of its words, such as `en`; the project's where nothing is said. What is said in another one stands
    beside it, in `NAME.de.toml`: see [translations](#translations)."""
    equipment: SpokenLine | None = None
    """What one needs, as it stands in “All you need is …”; a mat where nothing is said."""
    paces: Annotated[Paces | None, AfterValidator(_rising)] = None
    """The quickest and the slowest that one count may be, in seconds, such as `[0.6, 0.8]`; within these, no slower
    than is good for the breath. A class at another pace does it at the nearest."""
    most_minutes: Annotated[float, Strict(), Field(gt=0, le=120, allow_inf_nan=False)] | None = None
    """How many minutes it is done at the most, whatever the reps; no limit where nothing is said."""
    words_per_minute: WordsPerMinute | None = None
    """How fast it is spoken when it is built alone, and in a class whose exercises agree; as the project or its
    language has it where nothing is said."""
    safety: Safety | None = None
    """Limits that it raises, and why."""
    purpose: Annotated[tuple[Say, ...], Field(min_length=1)]
    """What it is for; said first."""
    warm_ups: tuple[Named, ...] = ()
    """Exercises that must come before it in a class."""
    warm_up_note: tuple[Say, ...] = ()
    """Lines about warming up; left unsaid in a class that has done so."""
    cautions: Annotated[tuple[Caution, ...], Field(alias="caution")] = ()
    """When to stop or not to start; always said before the first rep. Needed where a phase is a breath."""
    avoid: tuple[Condition, ...] = ()
    """Who should leave it out: `--avoid` with one of these swaps it or leaves it out."""
    instead: Named | None = None
    """The exercise that takes its place then."""
    set_up: Annotated[tuple[SetUpLine, ...], Field(min_length=1)]
    """The way into a place where one can listen in comfort."""
    modifications: Annotated[tuple[Say, ...], Field(alias="modification")] = ()
    """Easier or other ways to do it."""
    preparation: tuple[Say, ...] = ()
    """The movement in words, while the body still rests."""
    tips: Annotated[tuple[Say, ...], Field(alias="tip")] = ()
    """What to look after."""
    into_place: tuple[Say, ...] = ()
    """The way into what tires, such as arms held wide; said last, so that nobody holds it through a talk."""
    ready: Say | None = None
    """The last line before the first breath."""
    reps: Annotated[Reps, Field(default_factory=lambda: Reps(default=1, max=1))]
    """How often it is done: once where nothing is said."""
    practice: tuple[Say, ...] = ()
    """What is said in the midst of it where there are no reps: a body scan, a rest, each line with the quiet after it.
    Where there are phases too, it comes before them."""
    quiet: Quiet | None = None
    """From which rep on the tones go on alone."""
    counting: Literal["up", "down", "per-count", "off"] = "up"
    """What is counted aloud: later reps, `up` from one or `down` to one; or the counts of each phase, on their beats
    where no line is in the way; or nothing, not even how many rounds there will be."""
    sides: Sides = Sides.NONE
    """How phases that are written for one side come to both: within each rep, or all reps on one side first.
    Where it is `none`, no phase has a side, or both sides are written."""
    reverse: Reverse = Reverse.NONE
    """Whether it is done both ways, forward and back, or round one way and the other: all reps one way first, or both
    ways within each. In phases `{in|out}` holds the words for one way and for the other. With sides, each side is done
    both ways."""
    change_way: Say | None = None
    """What is said between the ways where they come in turn; one of our own where nothing is said."""
    change_sides: Say | None = None
    """What is said between the sides where they work in turn; one of our own where nothing is said."""
    phases: Annotated[tuple[Phase, ...], Field(alias="phase", validate_default=True), AfterValidator(_bodily)] = ()
    """One rep is its phases, in order. Without any it is a practice in words alone."""
    encouragement: Variants = ()
    """Praise after the first line of the release behind which nothing is loaded; `--seed` picks one of several."""
    release: tuple[Say, ...] = ()
    """The way out, and the rest after it."""
    sounds: Annotated[Rings, Field(alias="sound")] = ()
    """Bells and other sounds; see [sounds](#sounds)."""

    easier: Overlay | None = None
    """An easier form: what it has in place of the keys above, `phase` and all; a level below where it names none."""
    harder: Overlay | None = None
    """A harder form, likewise a level above; see `--level`."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """Check that there is something to do, and that who breathes by count is told when to stop."""
        if not self.phases and not self.practice:
            raise RefusedError(
                "no phase and no practice: nothing to do", "write [[phase]], or [[practice]] for words alone"
            )
        if not self.cautions and any(phase.breath is not Breath.FREE for phase in self.phases):
            raise RefusedError("no caution", 'write [[caution]] with say = "…": when to stop, or not to start')
        refuse(list(out_of_order(self.level, {"easier": self.easier, "harder": self.harder})))
        return self

    @classmethod
    def forms_in(cls, table: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        """Return the easier and the harder form in `table`, each whole: what is written of it over all else."""
        return whole_forms(table)

    def forms(self) -> tuple[Exercise, ...]:
        """Return it in all its forms, the easiest first; none of them has others."""
        return self._whole_forms

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy of it, whose forms are its own."""
        copy = super().model_copy(update=update, deep=deep)
        copy.__dict__.pop("_whole_forms", None)
        return copy

    @cached_property
    def _whole_forms(self) -> tuple[Exercise, ...]:
        if self.easier is None and self.harder is None:
            return (self,)
        made = {}
        for key in FORMS:
            if (overlay := getattr(self, key)) is not None:
                written = as_written_under(self, overlay)
                made[key] = Exercise.model_validate(whole_forms({**written, key: overlay})[key])
        plain = self.model_copy(update=dict.fromkeys(FORMS))
        return tuple(one for one in (made.get("easier"), plain, made.get("harder")) if one is not None)

    def for_level(self, level: Level | None) -> Exercise:
        """Return the hardest of its forms that is not harder than `level`, else the easiest; as it is where None."""
        forms = self.forms()
        if level is None:
            return next(one for one in forms if one.level == self.level)
        return next((one for one in reversed(forms) if harder_by(one.level, level) <= 0), forms[0])

    def paces_allowed(self) -> tuple[Ms, Ms]:
        """Return the quickest and the slowest that one count may be: what is written, and no slower than is good."""
        low, high = (to_ms(seconds) for seconds in self.paces or (MIN_COUNT_S, MAX_COUNT_S))
        return low, slowest_within(self.phases, self.sides, self.limits, low, high)

    def nearest_pace(self, count: Ms) -> Ms:
        """Return `count`, or the nearest to it that one count may be."""
        quickest, slowest = self.paces_allowed()
        return min(max(count, quickest), slowest)

    def excesses(self, count: Ms) -> list[Excess]:
        """Return what of its breath goes beyond its limits where one count takes `count`."""
        return over_any_rep(self.phases, self.sides, self.limits, count)

    @property
    def is_breath_practice(self) -> bool:
        """Whether breath is what it works most."""
        return self.focus[:1] == ("breath",)

    @property
    def end_position(self) -> Position:
        """How the body lies or stands once it is over."""
        return self.ends_in or self.position

    @property
    def raised(self) -> Mapping[str, tuple[float, float]]:
        """Which limits of its level it raises, by name: to how many seconds, and from how many."""
        usual, own = vars(BREATH_LIMITS[self.level]), vars(self.limits)
        return {name: (own[name] / 1000, usual[name] / 1000) for name in usual if own[name] > usual[name]}

    @property
    def limits(self) -> BreathLimits:
        """What it asks for at the most."""
        return limits_of(self.level, self.safety)

    def rep(
        self, first: Side | None = None, only: Side | None = None, *, back: bool = False, mirror: Mirror | None = None
    ) -> tuple[RepPhase, ...]:
        """Return the phases of one rep in the order they are breathed; see `one_rep`; `only` one side may work."""
        sides = Sides.IN_TURN if only and self.sides is not Sides.NONE else self.sides
        return one_rep(self.phases, sides, only or first, self.reverse, back=back, mirror=mirror)

    def rep_phases(self, first: Side | None = None, only: Side | None = None) -> tuple[Phase, ...]:
        """Return those of `rep` alone."""
        return tuple(one.phase for one in self.rep(first, only))
