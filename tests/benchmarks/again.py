"""What is made again: after an edit, in another pace, for a preview of one spot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from audiosession.units import Ms, clock
from tests.benchmarks.bench import Bench, chosen, say
from tests.benchmarks.long_class import Edit, edits, narration
from tests.benchmarks.planned import Planned, plan
from tests.benchmarks.processes import Cost, in_turn, median_s, quotient

_EXERCISES = 15
_TRIED = "With care now"
_WORDS = ("Slowly now", "Softly now", "Gently now", "Calmly now", "Warmly now", "Lightly now")
"""What edited lines begin with that are built, one for each run: no such line was ever spoken."""
_RANKS = {"a quarter": 0.25, "the median": 0.5, "three quarters": 0.75, "the worst": 1.0}
_EVERY = 10
_VARIANT = "back-body"


def edit(bench: Bench) -> None:
    """One line edited in an hour of exercises: counted for every line, built for a few of them."""
    minutes = 2 * bench.minutes
    text = narration(minutes, exercises=_EXERCISES)
    title = f"{minutes:g} minutes, {_EXERCISES} exercises, a line edited"
    usual = plan(bench.folder, bench.write("hour.txt", text))
    tried = [_try(bench, usual.addresses, edited) for edited in edits(text, _TRIED)]
    ranked = sorted(range(len(tried)), key=lambda number: tried[number].share)
    at = {called: ranked[round(rank * (len(ranked) - 1))] for called, rank in _RANKS.items()}
    for called, number in at.items():
        found = f"{tried[number].share:.1%} of the sound, {tried[number].n_new} of {len(usual.recipes)} windows"
        say(f"{title}, {called} of all {len(tried)} lines: made again, counted", found)
    _build_edits(bench, title, text, at)
    _edit_with_length(bench, title, text, usual, tried)


@dataclass(frozen=True, kw_only=True)
class _Tried:
    """An edit that was placed and not built: how many windows are new, and how much of the sound lies in them."""

    edited: Edit
    n_new: int
    share: float


def _try(bench: Bench, known: set[str], edited: Edit, **choices: str) -> _Tried:
    found = plan(bench.folder, bench.write("hour.txt", edited.text), **choices)
    return _Tried(edited=edited, n_new=len(found.new(known)), share=found.share_new(known))


def _build_edits(bench: Bench, title: str, text: str, at: dict[str, int]) -> None:
    """Build the class cold, then with each of some lines edited, which their ranks by counting are named after."""
    colds: list[Cost] = []
    costs: dict[str, list[Cost]] = {called: [] for called in at}
    for run in range(bench.runs):
        words = " and ".join([_WORDS[run % len(_WORDS)]] * (1 + run // len(_WORDS)))
        edited = list(edits(text, words))
        colds.append(bench.build(bench.write("hour.txt", text)))
        for called, number in at.items():
            costs[called].append(bench.build(bench.write("hour.txt", edited[number].text), cold=False))
    wanted = {"the median": "60 minutes: at most 5 %", "the worst": "60 minutes: at most 9 %"}
    for called, found in costs.items():
        clock_told = quotient(found, colds, "wall_s", ".1%").partition(",")[0]
        told = f"{quotient(found, colds, 'cpu_s', '.1%')}; by the clock {clock_told}"
        say(f"{title}, {called}: CPU / cold", told, wanted.get(called, ""))


def _edit_with_length(bench: Bench, title: str, text: str, usual: Planned, tried: Sequence[_Tried]) -> None:
    """Count, for every tenth line, what an edit costs more where the class must have a length."""
    length = clock(Ms(10_000 * math.ceil(usual.placed.timeline.length / 10_000)))
    fixed = plan(bench.folder, bench.write("hour.txt", text), length=length)
    most = None
    for free in islice(tried, 0, None, _EVERY):
        found = _try(bench, fixed.addresses, free.edited, length=length)
        more, allowed = found.n_new - free.n_new, _n_windows(fixed, f"exercise-{free.edited.exercise + 1}")
        if most is None or more - allowed > most[0] - most[1]:
            most = more, allowed
    assert most is not None
    found_told = f"{most[0]} windows more, its exercise has {most[1]}"
    say(f"{title}, exactly {length} long: the worst of every {_EVERY}th line", found_told, "at most its exercise more")


def _n_windows(planned: Planned, exercise: str) -> int:
    """Return in how many windows something of `exercise` lies."""
    sections = [one for one in planned.placed.timeline.sections if one.exercise == exercise]
    n_windows, at = 0, 0
    for recipe in planned.recipes:
        n_windows += any(one.start < at + recipe.length and at < one.end for one in sections)
        at += recipe.length
    return n_windows


def variants(bench: Bench) -> None:
    """A slow variant of a class that was built in the usual pace."""
    usual, slow = (plan(bench.folder, _VARIANT, pace=pace) for pace in ("steady", "slow"))
    n_new = len(slow.new(usual.addresses))
    counted = f"{n_new / len(slow.recipes):.1%}, {n_new} of {len(slow.recipes)}"
    say(f"{_VARIANT} --pace slow after steady: windows that are made, counted", counted, "at most 45 %")

    def after_usual() -> Cost:
        bench.build(_VARIANT)
        return bench.build(_VARIANT, "--pace", "slow", cold=False)

    after, cold = in_turn(bench.runs, after_usual, lambda: bench.build(_VARIANT, "--pace", "slow"))
    say(f"{_VARIANT} --pace slow after steady / cold: CPU", quotient(after, cold))


def preview(bench: Bench) -> None:
    """Ten seconds of a spot, of a class as it is and after a line there was edited."""
    text = narration(bench.minutes, exercises=_EXERCISES)
    name = bench.write("heard.txt", text)
    plan(bench.folder, name)
    spot = f"exercise-{_EXERCISES // 2}"
    words = ["preview", name, "--at", spot, "--seconds", "10", *chosen()]
    warm, edited = [], []
    for run in range(max(3, bench.runs)):
        bench.write(name, text)
        warm.append(bench.audiosession(*words))
        there = (one for one in edits(text, f"{_WORDS[run % len(_WORDS)]}, {run}") if spot == _spot_of(one))
        bench.write(name, next(there).text)
        edited.append(bench.audiosession(*words))
    title = f"{bench.minutes:g} minutes: 10 s heard at a spot"
    for called, costs, most in (("as it is", warm, "1 s"), ("a line there edited", edited, "2 s")):
        cpu = sorted(cost.cpu_s for cost in costs)
        told = f"{cpu[len(cpu) // 2]:.2f} s of CPU ({cpu[0]:.2f} to {cpu[-1]:.2f}), {median_s(costs):.2f} s"
        say(f"{title}, {called}", told, f"at most {most} of CPU")


def _spot_of(edited: Edit) -> str:
    return f"exercise-{edited.exercise + 1}"
