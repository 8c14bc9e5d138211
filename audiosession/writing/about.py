"""What show notes and pages tell of a class, beside what is said in it."""

from __future__ import annotations

from dataclasses import dataclass

from audiosession.writing.plan import Plan


@dataclass(frozen=True, kw_only=True)
class About:
    """What a class is for, the positions it is done in, its cautions; `reps` are those of the one exercise it has."""

    description: str = ""
    position: str = ""
    cautions: tuple[str, ...] = ()
    reps: int | None = None
    season: int | None = None


def about(plan: Plan) -> About:
    """Return what there is to tell of the class that `plan` is for."""
    exercises = [item.exercise for item in plan.exercises]
    return About(
        description=plan.description or " ".join(cue.say for cue in exercises[0].purpose),
        position=", ".join(dict.fromkeys(exercise.position for exercise in exercises)),
        cautions=tuple(dict.fromkeys(caution.say for exercise in exercises for caution in exercise.cautions)),
        reps=None if plan.is_class else plan.exercises[0].reps,
        season=plan.season,
    )
