"""One part of a rep as an instructor writes it: a breath or a free phase, its length, its lines and call-outs."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import BeforeValidator, Field, Strict, model_validator

from audiosession.definitions import Model
from audiosession.units import Ms, to_ms
from audiosession.value_kinds import Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.mirroring import Mirror, has_ways, one_way, wrong_ways
from audiosession.writing.phases.cue import MAX_FREE_COUNTS, Breath, wrong_size
from audiosession.writing.spoken import PhaseLines, Truth, VoicedLine
from audiosession.writing.values import Side

_LONGEST_S = 600
LENGTHS = ("counts", "seconds", "counts_by_rep", "seconds_by_rep")
FORMS_OF_LINE = ("full", "short", "bare")
"""The forms of a line, longest first."""
_WORDS = (*FORMS_OF_LINE, "calls")


def _moment(value: Any) -> Any:
    if value == "middle" or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    raise RefusedError("at is a number of seconds, or “middle”", 'write at = -10 or at = "middle"')


Whole = Annotated[int, Strict()]
_Counts = Annotated[int, Strict(), Field(ge=1, le=MAX_FREE_COUNTS)]
_Seconds = Annotated[float, Strict(), Field(gt=0, le=_LONGEST_S, allow_inf_nan=False)]
Moment: TypeAlias = Annotated[
    float | Literal["middle"], BeforeValidator(_moment), Called("a number of seconds, or “middle”", "moments")
]


class CallOut(Model):
    """What is called out at its moment in a phase, such as “Ten seconds.”, or the last counts of it."""

    called: ClassVar[Called] = Called("a table [[phase.call]]", "tables [[phase.call]]", '{ say = "…", at = -10 }')

    say: VoicedLine | None = None
    """What is said. It begins at its moment; where it does not fit, it is left unsaid."""
    at: Moment | None = None
    """When: seconds from the phase's start, from its end where negative, or `middle`."""
    count: Annotated[int, Strict(), Field(ge=1, le=10)] | None = None
    """In place of a line: so many last seconds are counted down, “three, two, one”, and the phase ends."""
    tick: Truth = False
    """Whether a tick sounds in place of words."""

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        """Check that it is a line or a tick at a moment, or a count."""
        written = "say" if self.say is not None else "tick" if self.tick else "at"
        if self.count is not None and (self.say is not None or self.at is not None):
            refuse(
                [(("count",), RefusedError("a count has its own moments and words", "leave say and at out, or count"))]
            )
        if self.count is None and self.at is None:
            hint = 'write at = -10, at = "middle", or count = 3'
            refuse([((written,), RefusedError("a call-out without a moment", hint))])
        if self.count is None and (self.say is None) is not self.tick:
            refuse([((written,), RefusedError("a call-out is a line or a tick", 'write say = "…", or tick = true'))])
        return self


class Phase(Model):
    """One part of a rep: a breath, or a phase in which it is free, its pulses, and what may be said in it.

    Its length is in `counts` or in `seconds`. `full`, `short` and `bare` are the forms of its line, longest first; the
    longest that fits is said.
    """

    called: ClassVar[Called] = Called("a table [[phase]]", "tables [[phase]]", '{ breath = "inhale", counts = 4 }')

    breath: Breath
    """What the breath does; `free` where it does as it likes, in a movement or in stillness."""
    counts: _Counts | None = None
    """How long it is, in counts: so many times the seconds that a count takes at the chosen pace."""
    seconds: _Seconds | None = None
    """How long it is in seconds, in place of `counts`; no pace moves it."""
    counts_by_rep: tuple[_Counts, ...] = ()
    """In place of `counts`: how long it is in the first rep, in the second and so on; the last one goes on."""
    seconds_by_rep: tuple[_Seconds, ...] = ()
    """In place of `seconds`: how long it is in each rep, such as `[10, 20, 30]`; the last one goes on."""
    side: Side | None = None
    """The side that works in it; see `sides` of the exercise."""
    switch: tuple[Whole, ...] = ()
    """The counts from which on the other side works, rising, such as `[4]`: the side changes inside one breath."""
    loaded: Truth = False
    """Whether the body is held under load in it: propped up, in a plank. How long it is held in one go, from the first
    loaded rest or phase to the last, is limited by level; see `held` of `[safety]`."""
    pulses: tuple[Whole, ...] = ()
    """The counts on which a tick sounds, rising, such as `[1, 2]`."""
    full: PhaseLines = ()
    """A whole sentence, for the first reps. Of several, each rep takes the next, as does each round within one."""
    short: PhaseLines = ()
    """A short cue, for later reps and for `detail` `cues`."""
    bare: PhaseLines = ()
    """A word or two, for the last reps and where nothing longer fits."""
    calls: Annotated[tuple[CallOut, ...], Field(alias="call")] = ()
    """What is called out in it at its moment: “Ten seconds.”, or its last counts."""
    times: Annotated[int, Strict(), Field(ge=1, le=50)] = 1
    """How often it comes within a rep: phases that follow one another with the same number come round together."""
    between: Truth = False
    """Whether it only stands between reps, and is left out of the last one: a rest between rounds."""

    @model_validator(mode="after")
    def _on_counts(self) -> Self:
        """Check its length, and that pulses and the parts of a line that come one a count lie within it."""
        written = [key for key in LENGTHS if getattr(self, key)]
        if len(written) != 1:
            said = f"{written[0]} and {written[1]} are two lengths" if written else "a phase without a length"
            hint = "write counts = 4, or seconds = 30 where no pace may move it"
            refuse([((written[-1],) if written else ("breath",), RefusedError(said, hint))])
        refused: list[tuple[KeyPath, RefusedError]] = []
        for number in range(1, self.n_lengths + 1):
            if wrong := wrong_size(self.breath, *self.size(number)):
                place = (written[0],) if written[0] in ("counts", "seconds") else (written[0], number - 1)
                refused.append((place, RefusedError(*wrong)))
        beats = min(self._beats(number) for number in range(1, self.n_lengths + 1))
        wrong_pulses = [pulse for pulse in self.pulses if not 1 <= pulse <= beats]
        if wrong_pulses or list(self.pulses) != sorted(set(self.pulses)):
            said = f"pulses {list(self.pulses)} must rise within the {beats} counts of the phase"
            refused.append((("pulses",), RefusedError(said)))
        refused += self._wrong_switches(beats)
        for form in FORMS_OF_LINE:
            for index, text in enumerate(getattr(self, form)):
                if wrong_words := wrong_ways(text):
                    said = f'"{wrong_words}" is not two words for two ways'
                    refused.append(((form, index), RefusedError(said, "write it like {forward|back}")))
                if len(re.findall(r"(?<!\S)/(?!\S)", text)) >= beats:
                    said = f'more " / " than the phase has counts ({beats})'
                    refused.append(((form, index), RefusedError(said, "one part a count at the most")))
        refused += [(("call", index, "at"), wrong) for index, wrong in self._calls_outside()]
        refuse(refused)
        return self

    def _wrong_switches(self, beats: int) -> list[tuple[KeyPath, RefusedError]]:
        if not self.switch:
            return []
        if self.side is None:
            return [(("switch",), RefusedError("the side changes, and there is none", 'write side = "left"'))]
        if self.switch[0] < 2 or self.switch[-1] > beats or list(self.switch) != sorted(set(self.switch)):
            said = f"the side changes on {list(self.switch)}, which must rise from 2 to {beats}"
            return [(("switch",), RefusedError(said))]
        return []

    def ways_at(self) -> KeyPath | None:
        """Return the keys to the first of its lines that has words for two ways, such as ``{in|out}``."""
        lines: list[tuple[KeyPath, str]] = [
            ((form, index), text) for form in FORMS_OF_LINE for index, text in enumerate(getattr(self, form))
        ]
        lines += [(("call", index, "say"), call.say or "") for index, call in enumerate(self.calls)]
        return next((keys for keys, text in lines if has_ways(text)), None)

    def _calls_outside(self) -> list[tuple[int, RefusedError]]:
        shortest = min(filter(None, (self.seconds, *self.seconds_by_rep)), default=float(_LONGEST_S))
        return [
            (index, RefusedError(f"a call-out at {one.at:g} in a phase of {shortest:g} s", "within the phase"))
            for index, one in enumerate(self.calls)
            if isinstance(one.at, float | int) and not (0 <= one.at < shortest or -shortest <= one.at < 0)
        ]

    @property
    def n_lengths(self) -> int:
        """From which rep on it is of one length."""
        return max(1, len(self.counts_by_rep), len(self.seconds_by_rep))

    def size(self, rep: int = 1) -> tuple[int | None, Ms | None]:
        """Return its length in rep `rep`: in counts, or in milliseconds where no pace moves it; the other is None."""
        at = min(rep, self.n_lengths) - 1
        counts = self.counts_by_rep[at] if self.counts_by_rep else self.counts
        seconds = self.seconds_by_rep[at] if self.seconds_by_rep else self.seconds
        return counts, None if seconds is None else to_ms(seconds)

    def _beats(self, rep: int) -> int:
        counts, fixed = self.size(rep)
        return counts or -(-(fixed or 0) // 1_000)

    def length(self, count: Ms, rep: int = 1) -> Ms:
        """Return how long it lasts in rep `rep` where one count takes `count`."""
        counts, fixed = self.size(rep)
        return Ms((counts or 0) * count) if fixed is None else fixed


def mirrored(phase: Phase, mirror: Mirror | None) -> Phase:
    """Return `phase` for the other side of the body, words and all; a phase without a side is its own mirror.

    Without a `mirror` it has no words: none are to be had but those of the wrong side.
    """
    if phase.side is None:
        return phase
    said = _reworded(phase, mirror.mirrored) if mirror else phase.model_copy(update=dict.fromkeys(_WORDS, ()))
    return said.model_copy(update={"side": phase.side.other})


def faced(phase: Phase, *, back: bool) -> Phase:
    """Return `phase` in the words of the first way, or of the way `back`."""
    return phase if phase.ways_at() is None else _reworded(phase, partial(one_way, back=back))


def _reworded(phase: Phase, words: Callable[[str], str]) -> Phase:
    forms = {form: tuple(filter(None, map(words, getattr(phase, form)))) for form in FORMS_OF_LINE}
    calls = tuple(
        one.model_copy(update={"say": words(one.say) or None}) if one.say is not None else one for one in phase.calls
    )
    return phase.model_copy(update={"calls": calls, **forms})
