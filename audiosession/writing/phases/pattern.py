"""A breath pattern in one line, ``4-7-8x4``: seconds in, held, out and held again, and how often."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from audiosession.errors import DefinitionError
from audiosession.units import Ms
from audiosession.writing.phases.cue import Breath
from audiosession.writing.phases.limits import BREATH_LIMITS, Sized, over

PREFIX = "breath:"
"""What a pattern begins with where a class or an exercise could be named."""
EXAMPLES = "such as 4-6, 4-7-8x4 or 5-5x10m: seconds in, hold, out, hold, and rounds or minutes"
_USUAL_MINUTES = 5
_MOST_MINUTES, _MOST_MINUTES_HELD = 20, 10
"""How many minutes of one pattern are good: without holds, and with them."""
_MOST_ROUNDS = 100
_SHORTEST = Ms(1_000)
"""No breath in or out is quicker: fast breathing wants a teacher in the room."""
_TIMES = re.compile(r"(?P<breaths>[^x]*)(?:x(?P<number>\d{1,4}(?:\.\d{1,2})?)(?P<minutes>m?))?")
_SECONDS = re.compile(r"\d{1,4}(?:\.\d{1,3})?")


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A breath pattern: how long each part of a breath is, 0 where nothing is held, and how many rounds it is done.

    `written` is how it is written, in one way however it was typed.
    """

    inhale: Ms
    hold: Ms = Ms(0)
    exhale: Ms
    wait: Ms = Ms(0)
    rounds: int
    written: str

    @property
    def name(self) -> str:
        """What an exercise of it is called.

        >>> read_pattern("5.5-5.5x5m").name
        'breath-5p5-5p5x5m'
        """
        return "breath-" + self.written.replace(".", "p")

    @property
    def target(self) -> str:
        """What it is asked for by, as a class or an exercise is by its name."""
        return PREFIX + self.written

    @property
    def numbers(self) -> str:
        """Its seconds as they are written, without how often it is done."""
        return self.written.partition("x")[0]

    @property
    def parts(self) -> dict[str, Ms]:
        """Its parts that last, in order: ``inhale``, ``hold``, ``exhale``, ``wait``."""
        every = {"inhale": self.inhale, "hold": self.hold, "exhale": self.exhale, "wait": self.wait}
        return {name: length for name, length in every.items() if length}

    @property
    def is_held(self) -> bool:
        """Whether a breath is held in it."""
        return bool(self.hold or self.wait)

    @property
    def most_minutes(self) -> int:
        """How many minutes of it are good at the most."""
        return _MOST_MINUTES_HELD if self.is_held else _MOST_MINUTES

    @property
    def most_rounds(self) -> int:
        """How many rounds of it are good at the most."""
        return min(_MOST_ROUNDS, _rounds_in(self.most_minutes, self.cycle))

    @property
    def cycle(self) -> Ms:
        """How long one round is."""
        return Ms(self.inhale + self.hold + self.exhale + self.wait)

    def far_from(self, other: Pattern) -> Ms:
        """Return how much of its parts, all together, is longer or shorter in `other`."""
        return Ms(
            abs(self.inhale - other.inhale)
            + abs(self.hold - other.hold)
            + abs(self.exhale - other.exhale)
            + abs(self.wait - other.wait)
        )

    def excesses(self) -> Iterator[str]:
        """Yield what of it is more, or quicker, than is good for people of level intermediate."""
        phases = [
            Sized(Breath.HOLD if name == "wait" else Breath(name), length, place)
            for place, (name, length) in enumerate(self.parts.items())
        ]
        yield from (one.told for one in over(phases, BREATH_LIMITS["intermediate"], goes_round=True))
        for words, length in (("in", self.inhale), ("out", self.exhale)):
            if length < _SHORTEST:
                yield f"a breath {words} of {length / 1000:g} s; at least 1 s"

    def excess_of_rounds(self) -> tuple[str, str] | None:
        """Return that it is done more often than is good, and how it is written as often as is good; None if it is."""
        if self.rounds <= self.most_rounds:
            return None
        minutes = f"{self.rounds * self.cycle / 60_000:.3g}"
        told = f"{self.rounds} rounds in {minutes} minutes; at most {_MOST_ROUNDS} and {self.most_minutes}"
        return told, f"{self.numbers}x{self.most_rounds}"


def read_pattern(text: str) -> Pattern:
    """Return the pattern that `text` is: seconds in and out; in, hold, out; or in, hold, out, hold; and how often.

    ``x4`` is four rounds, ``x10m`` as many whole ones as fit ten minutes; without either they are as many as fit five.
    Whether they are good for anybody is another question.

    Raises:
        DefinitionError: It is none.

    >>> read_pattern("4-7-8x4").parts, read_pattern("5-5x10m").rounds, read_pattern("4-0-6").written
    ({'inhale': 4000, 'hold': 7000, 'exhale': 8000}, 60, '4-6')
    """
    plain = re.sub(r"\s*([-x])\s*", r"\1", text.lower().removeprefix(PREFIX).replace("×", "x")).strip()
    found = _TIMES.fullmatch(plain)
    if found is None:
        raise _unread(text, plain)
    seconds = found["breaths"].split("-")
    if not all(_SECONDS.fullmatch(one) for one in seconds):
        raise _unread(text, plain)
    if len(seconds) not in (2, 3, 4):
        said = f"{len(seconds)} number{'s' * (len(seconds) > 1)} in a breath pattern: {text}"
        raise DefinitionError(said, hint="two are in and out, three in, hold, out, four in, hold, out, hold")
    lengths = [Ms(int(Decimal(one) * 1000)) for one in seconds]
    if len(lengths) == 2:
        lengths.insert(1, Ms(0))
    inhale, hold, exhale, wait = (*lengths, Ms(0))[:4]
    if not inhale or not exhale:
        raise DefinitionError(f"a breath of no seconds in a breath pattern: {text}", hint=EXAMPLES)
    rounds = _rounds(found, Ms(inhale + hold + exhale + wait), text)
    kept = (inhale, hold, exhale, wait) if wait else (inhale, hold, exhale) if hold else (inhale, exhale)
    times = f"x{Decimal(found['number']).normalize():f}{found['minutes']}" if found["number"] else ""
    written = "-".join(f"{one / 1000:g}" for one in kept) + times
    return Pattern(inhale=inhale, hold=hold, exhale=exhale, wait=wait, rounds=rounds, written=written)


def pattern_of(rep: Sequence[Sized]) -> Pattern | None:
    """Return `rep` as a pattern, done once; None where it is not one breath in and one out, held or not."""
    breaths = "".join(str(one.breath)[0] for one in rep)
    if re.fullmatch("ih?eh?", breaths) is None:
        return None
    hold = rep[1].length if breaths[1] == "h" else Ms(0)
    wait = rep[-1].length if breaths[-1] == "h" else Ms(0)
    exhale = rep[breaths.index("e")].length
    kept = [one.length for one in rep] if hold or not wait else [rep[0].length, hold, exhale, wait]
    written = "-".join(f"{length / 1000:g}" for length in kept)
    return Pattern(inhale=rep[0].length, hold=hold, exhale=exhale, wait=wait, rounds=1, written=written)


def _rounds(found: re.Match[str], cycle: Ms, text: str) -> int:
    """Return how many rounds are asked for; minutes are filled with whole ones, at least with one."""
    if found["number"] is None:
        return _rounds_in(_USUAL_MINUTES, cycle)
    number = Decimal(found["number"])
    if not number:
        hint = f"write how many, such as x4, or leave it out: as many as fit {_USUAL_MINUTES} minutes"
        raise DefinitionError(f"no round of a breath pattern: {text}", hint=hint)
    if found["minutes"]:
        return _rounds_in(number, cycle)
    if number % 1:
        raise DefinitionError(f"{number} rounds of a breath pattern: {text}", hint="rounds are whole; minutes need not")
    return int(number)


def _rounds_in(minutes: int | Decimal, cycle: Ms) -> int:
    return max(1, int(60_000 * minutes // cycle))


def _unread(text: str, plain: str) -> DefinitionError:
    """Return that `text` is no pattern, with what was probably meant."""
    times = re.search(r"[x*](\d+m?)\D*$", plain)
    numbers = re.findall(r"\d+(?:[.,]\d+)?", plain[: times.start()] if times else plain)
    meant = "-".join(numbers).replace(",", ".") + (f"x{times[1]}" if times else "")
    try:
        hint = f"write {read_pattern(meant).written}" if meant != plain and len(numbers) > 1 else EXAMPLES
    except DefinitionError:
        hint = EXAMPLES
    return DefinitionError(f'no breath pattern is written "{text.strip()[:60]}"', hint=hint)
