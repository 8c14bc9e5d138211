"""A plan into what templates are given: plain values, lines and reps in their order; no words but those written."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from audiosession.writing.language import LanguageWords
from audiosession.writing.mirroring import Mirror, without_marks
from audiosession.writing.phases.cue import Breath, written_size
from audiosession.writing.phases.phase import CallOut
from audiosession.writing.phases.rep import RepPhase, Reverse, Sides
from audiosession.writing.plan import Plan, PlannedExercise
from audiosession.writing.sounds.ring import Ring
from audiosession.writing.spoken import Rest, Say
from audiosession.writing.values import Detail, music_words

_TEACHING = ("purpose", "modifications", "preparation", "tips")
"""What is said only to teach; somebody who asked for cues alone is spared it."""
_GUIDING = ("warm_up_note", "set_up", "into_place", "release")
_LED = (Breath.INHALE, Breath.EXHALE)
"""The phases whose tones rise and fall."""
CHANGE_REST = Rest(least=2.0, usual=4.0, most=10.0)
"""Turning round takes its time."""
HEED_REST = Rest(least=1.5, usual=2.0, most=4.0)
"""A caution is heard by itself, and looked into."""
_FULL_SHARE, _SHORT_SHARE = 0.4, 0.8
"""Teaching fades: this share of the reps is spoken in full, up to that share in short cues, the rest in counts."""


def plan_values(plan: Plan, words: LanguageWords, *, tones: bool) -> dict[str, Any]:
    """Return what templates know as ``plan``; `tones` where guide tones will sound."""
    warmed: set[str] = set()
    items: list[dict[str, Any]] = []
    rings = _rings(plan.sounds, waits="end")
    for item in plan.exercises:
        first = [] if plan.opening else [*rings["every"], *rings["start"]]
        arrival = rings["change"] if items else first
        items.append({**_item_values(item, words, warmed, tones=tones), "arrival": arrival})
        warmed.add(item.exercise.name)
    return {
        "title": plan.title,
        "description": plan.description,
        "is_class": plan.is_class,
        "opening": [_say_values(one) for one in plan.opening],
        "closing": [_say_values(one) for one in plan.closing],
        "exercises": items,
        "breathes": any(item["breathes"] for item in items),
        "sounds": rings,
        "music": music_words(None, plan.music_level_db),
    }


def level(number: int, of: int, detail: Detail, quiet_after: int | None = None) -> str:
    """Return which form rep `number` of `of` begins with: ``full``, ``short`` or ``bare``; or that it is ``quiet``.

    Reps after `quiet_after` are quiet but for the last, which says that it is; teaching fades over those before them.

    >>> [level(n, 5, Detail.FADE) for n in range(1, 6)]
    ['full', 'full', 'short', 'short', 'bare']
    >>> [level(n, 6, Detail.FADE, quiet_after=3) for n in range(1, 7)]
    ['full', 'full', 'short', 'quiet', 'quiet', 'bare']
    """
    if detail is not Detail.FADE:
        return {"full": "full", "cues": "short"}[detail]
    if quiet_after is not None and quiet_after < of - 1:
        if number > quiet_after:
            return "bare" if number == of else "quiet"
        of = quiet_after
    if number <= math.ceil(of * _FULL_SHARE):
        return "full"
    return "short" if number <= math.ceil(of * _SHORT_SHARE) else "bare"


def turn_of(variants: tuple[str, ...], number: int) -> str:
    """Return the one of `variants` whose turn it is in rep `number`; nothing where there is none."""
    return variants[(number - 1) % len(variants)] if variants else ""


def _rings(sounds: Sequence[Ring], waits: str = "") -> dict[str, list[dict[str, Any]]]:
    """Return sounds by when they are heard; what comes after one at `waits` begins when it has rung out."""
    found: dict[str, list[dict[str, Any]]] = {when: [] for when in ("start", "end", "change", "rep", "every")}
    for one in sounds:
        rest = _rest_values(one.pause) if one.at in ("start", "end", "change") else None
        every = one.every / 1000 if one.every else 0
        values = {"use": one.use, "every": every, "rest": rest, "waits": one.at == waits}
        found[one.at or "every"].append(values)
    return found


def _item_values(item: PlannedExercise, words: LanguageWords, warmed: set[str], *, tones: bool) -> dict[str, Any]:
    exercise = item.exercise
    rounds = _rounds(item, words, tones=tones)
    quiet = exercise.quiet
    has_quiet = any(rep["level"] == "quiet" for one in rounds for rep in one["reps"])
    announced = [Say(say=quiet.say, rest=quiet.rest)] if quiet and has_quiet else []
    lines = _lines(item, words.mirror)
    down = next((n for n, one in enumerate(lines["release"], 1) if not one["loaded"]), len(lines["release"]))
    return {
        "name": exercise.name,
        "title": exercise.title,
        "position": exercise.position,
        "equipment": exercise.equipment or words.language.equipment,
        **lines,
        "cautions": [_say_values(Say(say=one.say, rest=HEED_REST)) for one in exercise.cautions],
        "praise_after": down,
        "encouragement": [] if item.detail is Detail.CUES else list(map(without_marks, exercise.encouragement)),
        "quiet": [_say_values(one) for one in announced],
        "ready": _say_values(_facing(exercise.ready, item, words.mirror)) if exercise.ready else None,
        "practice": [_say_values(_facing(one, item, words.mirror)) for one in exercise.practice],
        "breathes": any(phase.breath in _LED for phase in exercise.phases),
        "pulses": any(phase.pulses for phase in exercise.phases),
        "rounds": rounds,
        "rounds_told": _rounds_told(item),
        "counting": exercise.counting,
        "numbered": exercise.counting in ("up", "down") and not _counts_itself(rounds, words),
        "warmed": set(exercise.warm_ups) <= warmed if exercise.warm_ups else bool(warmed),
        "music": music_words(item.music, item.music_level_db),
        "pace": f"{item.count / 1000:g}" if item.count else "",
        "section": item.section,
        "transition": [_say_values(one) for one in item.transition],
        "sounds": _rings(exercise.sounds),
    }


def _counts_itself(rounds: Sequence[Mapping[str, Any]], words: LanguageWords) -> bool:
    """Tell whether the counts of a phase are spoken in one of the reps: a number beside a number would confuse."""
    return any(
        words.counts_in(turn_of(phase[rep["level"]], rep["number"]))
        for one in rounds
        for rep in one["reps"]
        if rep["level"] != "quiet"
        for phase in one["phases"]
    )


def _rounds(item: PlannedExercise, words: LanguageWords, *, tones: bool) -> list[dict[str, Any]]:
    """Return the sets of reps: one, or one a side and a way where these come in turn."""
    exercise = item.exercise
    after = exercise.quiet.after if exercise.quiet and tones else None
    reps = [
        {
            "number": n,
            "of": item.reps,
            "left": item.reps - n + 1,
            "last": n == item.reps,
            "level": level(n, item.reps, item.detail, after),
        }
        for n in range(1, item.reps + 1)
    ]
    written = next((phase.side for phase in exercise.phases if phase.side), None)
    sides = [item.side or item.first or written]
    if exercise.sides is Sides.IN_TURN and item.side is None and sides[0] is not None:
        sides.append(sides[0].other)
    ways = [False, True] if exercise.reverse is Reverse.IN_TURN else [False]
    change_side = exercise.change_sides or Say(say=words.language.change_sides, rest=CHANGE_REST)
    change_way = exercise.change_way or Say(say=words.language.change_way, rest=CHANGE_REST)
    counted = words.number if exercise.counting == "per-count" else None
    return [
        {
            "reps": reps,
            "change": [_say_values(change_way if back else change_side)] if number or back else [],
            "phases": _rep_values(exercise.rep(first=side, only=item.side, back=back, mirror=words.mirror), counted),
        }
        for number, side in enumerate(sides if exercise.phases else [])
        for back in ways
    ]


def _rounds_told(item: PlannedExercise) -> str:
    """Return the name of the sentence that tells how many rounds there will be: of each way and side, where in turn."""
    sides = "_a_side" if item.exercise.sides is Sides.IN_TURN and item.side is None else ""
    ways = "_a_way" if item.exercise.reverse is Reverse.IN_TURN else ""
    return f"rounds{sides}{ways}"


def _lines(item: PlannedExercise, mirror: Mirror | None) -> dict[str, list[dict[str, Any]]]:
    exercise = item.exercise
    lines: dict[str, Sequence[Say]] = {name: getattr(exercise, name) for name in (*_TEACHING, *_GUIDING)}
    lines["set_up"] = [one for one in exercise.set_up if not (item.arrived and one.when == "arriving")]
    return {
        name: [
            _say_values(_facing(one, item, mirror))
            for one in said
            if _is_heard(one, item.detail, guides=name in _GUIDING)
        ]
        for name, said in lines.items()
    }


def _is_heard(cue: Say, detail: Detail, *, guides: bool) -> bool:
    """Tell whether a line is said to who asked for `detail`; it `guides` where it says how to come into place."""
    if detail is Detail.CUES:
        return cue.detail == "cues" or (guides and not cue.optional and cue.detail is None)
    return cue.detail != "full" or detail is Detail.FULL


def _facing(cue: Say, item: PlannedExercise, mirror: Mirror | None) -> Say:
    """Return `cue` for practice on one side alone: the words for that, mirrored where the other side is written."""
    if item.side is None:
        return cue
    words = (cue.one_side,) if cue.one_side else (cue.say, *cue.or_say)
    written = next((phase.side for phase in item.exercise.phases if phase.side), None)
    if mirror is not None and written is not None and item.side is not written:
        words = tuple(map(mirror.mirrored, words))
    return cue.model_copy(update={"say": words[0], "or_say": words[1:]})


def _say_values(cue: Say) -> dict[str, Any]:
    return {
        "say": without_marks(cue.say),
        "or_say": list(map(without_marks, cue.or_say)),
        "optional": cue.optional,
        "silence": cue.silence,
        "loaded": cue.loaded,
        "rest": _rest_values(cue.rest),
    }


def _rest_values(rest: Rest) -> dict[str, float]:
    return {"least": rest.least, "usual": rest.usual, "most": rest.most}


def _rep_values(rep: Sequence[RepPhase], counted: Callable[[int], str] | None) -> list[dict[str, Any]]:
    befores = [None, *(one.round for one in rep)]
    return [_phase_values(one, before, counted) for one, before in zip(rep, befores, strict=False)]


def _phase_values(one: RepPhase, before: int | None, counted: Callable[[int], str] | None) -> dict[str, Any]:
    """Return a phase as templates see it; `before` is the round within the rep that the phase before it is in."""
    phase = one.phase
    sizes = [written_size(*phase.size(number)) for number in range(1, phase.n_lengths + 1)]
    most = max(phase.size(number)[0] or 0 for number in range(1, phase.n_lengths + 1))
    return {
        "breath": str(phase.breath),
        "counts": phase.size()[0] or 0,
        "sizes": sizes,
        "side": str(phase.side) if phase.side else "",
        "switch": list(phase.switch),
        "reversed": one.reversed,
        "loaded": phase.loaded,
        "pulses": list(phase.pulses),
        "count": [counted(beat) for beat in range(1, most + 1)] if counted else [],
        **{form: _said(getattr(phase, form), one.round) for form in ("full", "short", "bare")},
        "calls": [_call_values(call) for call in phase.calls],
        "between": phase.between,
        "round": one.round or 0,
        "round_begins": one.round != before,
    }


def _said(variants: tuple[str, ...], number: int | None) -> tuple[str, ...]:
    return tuple(map(without_marks, _from_round(variants, number)))


def _from_round(variants: tuple[str, ...], number: int | None) -> tuple[str, ...]:
    """Return `variants` in the order of their turns in round `number` within a rep: each round begins one further on.

    >>> _from_round(("In, and bend.", "In, elbows close."), 2)
    ('In, elbows close.', 'In, and bend.')
    """
    first = (number - 1) % len(variants) if variants and number else 0
    return variants[first:] + variants[:first]


def _call_values(call: CallOut) -> dict[str, Any]:
    at = call.at if isinstance(call.at, str) else f"{call.at or 0:g}"
    return {
        "at": at,
        "say": without_marks(call.say or ""),
        "tick": call.tick,
        "last": list(range(call.count or 0, 0, -1)),
    }
