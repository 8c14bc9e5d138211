"""Fit a class to a length: find what must change, have new lines spoken, and lay it all out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiosession.building.write import Written, write_plan
from audiosession.errors import DefinitionError
from audiosession.project.project import Project
from audiosession.timing.layout import lay_out
from audiosession.timing.pieces import Layout
from audiosession.timing.schedule import Edges
from audiosession.units import Ms, Span
from audiosession.writing.choices import Choices
from audiosession.writing.cues import SayCue, Section
from audiosession.writing.plan import Plan, most_reps
from audiosession.writing.positions import lies

if TYPE_CHECKING:
    from audiosession.timing.length import Flex, Solution

_ROUNDS = 8
"""Reps change what is said, and that may change lengths a little; so many times is the class fitted anew."""

Lengths = Callable[[Sequence[str]], Mapping[str, Ms]]
"""Returns how long the take of each line lasts, having it spoken if need be."""


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """A class that can take the length asked for, laid out; and what was changed for it, line by line."""

    written: Written
    layout: Layout
    changes: tuple[str, ...]


def fit(project: Project, written: Written, choices: Choices, edges: Edges, lengths: Lengths) -> Fitted:
    """Return `written` changed so that its rests can make it `choices.length` long.

    Without a length nothing changes.

    Raises:
        DefinitionError: No such length can be reached; the message gives the shortest and the longest.
    """
    first, without = written, frozenset[int]()
    for _ in range(_ROUNDS):
        takes = lengths(written.narration.lines())
        bearable = _bearable(written, choices, takes)
        if lighter := _lighter(written.plan, bearable):
            written = replace(write_plan(project, lighter, choices), changes=written.changes)
            continue
        if choices.length is None:
            break
        from audiosession.timing.length import shifted, solve  # for a class that must have a length

        parts = _flex(written, choices, takes, bearable)
        try:
            solution = solve(shifted(parts, _margin(edges)), choices.length)
        except DefinitionError as error:
            raise error.at(written.plan.name if written.plan else written.path) from None
        plan, without = _changed_plan(written, parts, solution), solution.without
        if plan is None:
            break
        written = replace(write_plan(project, plan, choices), changes=written.changes)
    return _fitted(first, written, choices, takes, without)


def span_of(written: Written, choices: Choices, edges: Edges, takes: Mapping[str, Ms]) -> Span:
    """Return how long a class can be and usually is, with what surrounds it, in milliseconds, by the lengths of lines.

    Within it `fit` can bring the class to any length, but where one rep is longer than all rests together can give.
    """
    from audiosession.timing.length import extremes, shifted

    parts = shifted(_flex(written, choices, takes, _bearable(written, choices, takes)), _margin(edges))
    least, most = extremes(parts)
    return Span(least=least, usual=sum(part.whole.usual for part in parts), most=most)


def _margin(edges: Edges) -> Ms:
    return Ms(edges.lead_in + edges.lead_out)


def _bearable(written: Written, choices: Choices, takes: Mapping[str, Ms]) -> dict[str, int]:
    """Return how often each exercise that is held from rep to rep may be done, by what it may be held in one go.

    Nothing where somebody asked for a number of reps: that is kept, or refused.
    """
    loaded = any(getattr(cue, "loaded", False) for section in written.narration.sections for cue in section.cues)
    if written.plan is None or choices.reps is not None or not loaded:
        return {}
    from audiosession.timing.length import held_at_most  # for what is held at all

    longest: dict[str, Ms] = {}
    for held in held_at_most(lay_out(written.narration, takes, count=choices.pace.count)):
        longest[held.exercise] = max(held.length, longest.get(held.exercise, Ms(0)))
    bearable = {}
    for item in written.plan.exercises:
        phases = item.exercise.rep_phases(only=item.side)
        rep = sum(phase.length(item.count or choices.pace.count, item.reps) for phase in phases)
        if item.exercise.name in longest and all(phase.loaded for phase in phases):
            spare = item.exercise.limits.held - longest[item.exercise.name]
            bearable[item.exercise.name] = item.reps + spare // rep
    return bearable


def _lighter(plan: Plan | None, bearable: Mapping[str, int]) -> Plan | None:
    """Return `plan` with what is held for too long done less often; None where nothing is, or can be."""
    if plan is None:
        return None
    items = [
        replace(item, reps=max(bearable[item.exercise.name], min(item.reps, item.exercise.reps.min)))
        if bearable.get(item.exercise.name, item.reps) < item.reps
        else item
        for item in plan.exercises
    ]
    changed = any(now.reps != before.reps for now, before in zip(items, plan.exercises, strict=True))
    return replace(plan, exercises=tuple(items)) if changed else None


def _flex(written: Written, choices: Choices, takes: Mapping[str, Ms], bearable: Mapping[str, int]) -> list[Flex]:
    """Return how far each section gives; the reps of an exercise are those of its section that has breath."""
    from audiosession.timing.length import section_flex

    items = list(written.plan.exercises) if written.plan else []
    parts, first_line = [], 0
    at = -1
    before: Section | None = None
    for section in written.narration.sections:
        alone = written.plan is not None and not written.plan.is_class
        if items and section.exercise and (before is None or not alone or section.exercise != before.exercise):
            at += 1
        item = items[at] if items and section.exercise and 0 <= at < len(items) else None
        breathes = any(getattr(cue, "rep", None) for cue in section.cues)
        reps = None
        if item and breathes:
            most = max(item.reps, min(most_reps(item, choices.pace.count), bearable.get(item.exercise.name, 1_000)))
            reps = (item.reps, min(item.reps, item.exercise.reps.min), most)
        part = section_flex(
            section,
            takes,
            count=choices.pace.count,
            first_line=first_line,
            reps=None if choices.reps else reps,
            optional=bool(item and item.optional and not alone),
        )
        first_line += sum(isinstance(cue, SayCue) and cue.optional for cue in section.cues)
        parts.append(part)
        before = section
    return parts


def _changed_plan(written: Written, parts: Sequence[Flex], solution: Solution) -> Plan | None:
    """Return the plan with the solution's reps and exercises; None where it has them already."""
    plan = written.plan
    if plan is None or (all(solution.present) and list(solution.reps) == [part.reps for part in parts]):
        return None
    sections = [index for index, section in enumerate(written.narration.sections) if section.exercise]
    if not plan.is_class:
        sections = [index for index in sections if parts[index].rep][:1]
    items = [
        replace(item, reps=solution.reps[index] or item.reps)
        for item, index in zip(plan.exercises, sections, strict=True)
        if solution.present[index]
    ]
    return replace(plan, exercises=tuple(items))


def _fitted(
    first: Written, last: Written, choices: Choices, takes: Mapping[str, Ms], without: frozenset[int]
) -> Fitted:
    lying = {name for name, exercise in last.exercises.items() if lies(exercise.position)}
    layout = lay_out(
        last.narration, takes, count=choices.pace.count, tones=choices.tones.heard, without=without, lying=lying
    )
    return Fitted(written=last, layout=layout, changes=tuple(_told(first, last, without)))


def _told(first: Written, last: Written, without: frozenset[int]) -> list[str]:
    told = list(last.changes)
    if without:
        told.append(f"{len(without)} optional line{'s' if len(without) > 1 else ''} left out")
    if first.plan is None or last.plan is None or first.plan is last.plan:
        return told
    spare = list(last.plan.exercises)
    for item in first.plan.exercises:
        now = spare[0] if spare and spare[0].exercise.name == item.exercise.name else None
        if now is None:
            told.append(f"{item.exercise.title} left out")
            continue
        spare.pop(0)
        if now.reps != item.reps:
            told.append(f"{item.exercise.title}: {now.reps} rep{'s' * (now.reps > 1)} in place of {item.reps}")
    return told
