"""What a rep asks of the breath at a pace: how far it goes beyond its limits, which an exercise may raise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, Strict

from audiosession.definitions import Model
from audiosession.units import Ms, to_ms
from audiosession.value_kinds import Called
from audiosession.value_words import KeyPath, RefusedError
from audiosession.writing.phases.limits import BREATH_LIMITS, BreathLimits, Excess, over, raised
from audiosession.writing.phases.phase import LENGTHS, Phase
from audiosession.writing.phases.rep import Sides, n_lengths, one_rep, sized
from audiosession.writing.spoken import SpokenLine
from audiosession.writing.values import MAX_COUNT_S, MIN_COUNT_S

_Raised = Annotated[float, Strict(), Field(gt=0, le=60, allow_inf_nan=False)] | None
_Held = Annotated[float, Strict(), Field(gt=0, le=600, allow_inf_nan=False)] | None
_Count = Annotated[float, Strict(), Field(ge=MIN_COUNT_S, le=MAX_COUNT_S, allow_inf_nan=False)]
Paces = tuple[_Count, _Count]
"""The quickest and the slowest that one count may be, in seconds."""


class Safety(Model):
    """Limits that an exercise raises, and why it may; see `audiosession.writing.phases.limits`."""

    called: ClassVar[Called] = Called("a table", "tables", '{ exhale = 12, reason = "…" }')

    cycle: _Raised = None
    """The longest breath in and out together, in seconds, in place of 20."""
    exhale: _Raised = None
    """The longest breath out, in seconds, in place of 10."""
    hold: _Raised = None
    """The longest held breath, in seconds, in place of 5, 8 or 10 by level."""
    held: _Held = None
    """The longest that the body is held under load in one go, in seconds, in place of 60, 90 or 120 by level."""
    reason: SpokenLine
    """Why it may; `check` and the show notes say it."""


def limits_of(level: str, safety: Safety | None) -> BreathLimits:
    """Return the limits of a level, as far as an exercise raises none of them."""
    names = () if safety is None else ("cycle", "exhale", "hold", "held")
    return raised(BREATH_LIMITS[level], **{name: getattr(safety, name) for name in names})


def refused_breath(
    phases: tuple[Phase, ...], sides: Sides, limits: BreathLimits, paces: Paces | None
) -> Iterator[tuple[KeyPath, RefusedError]]:
    """Yield what of a rep asks for more than is good at the usual pace, and what pace would be slow enough."""
    count = usual_count(paces)
    for excess in over_any_rep(phases, sides, limits, count):
        by_count = phases[excess.place].size()[0] is not None
        key = next(key for key in LENGTHS if getattr(phases[excess.place], key))
        said = f"at {count / 1000:g} s a count {excess.told}" if by_count else excess.told
        slowest = slowest_within(phases, sides, limits, Ms(round(1000 * MIN_COUNT_S)), count)
        hint = f"write paces = [{MIN_COUNT_S:g}, {slowest / 1000:g}]" if slowest and paces is None else ""
        yield (excess.place, key), RefusedError(said, hint)


def over_any_rep(phases: Sequence[Phase], sides: Sides, limits: BreathLimits, count: Ms) -> list[Excess]:
    """Return what of any rep goes beyond `limits`: the first of each kind."""
    found: dict[str, Excess] = {}
    rep = one_rep(phases, sides)
    for number in range(1, n_lengths(phases) + 1):
        for excess in over(sized(rep, count, number), limits, goes_round=True):
            found.setdefault(excess.what, excess)
    return list(found.values())


def slowest_within(phases: Sequence[Phase], sides: Sides, limits: BreathLimits, quickest: Ms, slowest: Ms) -> Ms:
    """Return the longest count from `quickest` to `slowest` within `limits`; 0 where even the quickest is not.

    The longer a count, the longer each breath, so that halving the range finds it.
    """
    low, high = int(quickest) - 1, int(slowest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if over_any_rep(phases, sides, limits, Ms(middle)) else (middle, high)
    return Ms(low if low >= quickest else 0)


def usual_count(paces: Paces | None) -> Ms:
    """Return a second, or what is nearest to it of the paces that an exercise allows."""
    quickest, slowest = paces or (MIN_COUNT_S, MAX_COUNT_S)
    return to_ms(min(max(1.0, quickest), slowest))
