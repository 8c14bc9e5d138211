"""What the library offers for a wish: which exercises may be in the class, in which form, and what each asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from audiosession.units import Ms
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import harder_by
from audiosession.writing.phases.cue import Breath
from audiosession.writing.plan import PlannedExercise, most_reps
from audiosession.writing.sequencing.duration import Duration
from audiosession.writing.sequencing.wish import Wish
from audiosession.writing.values import LEVELS, Level

_HELD_SHARE = 0.9
"""How much of what may be held in one go is used; a voice that is slower needs the rest."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An exercise in the form that would be done.

    `level` is for whom it would be, where that is another than the class's; `needs` are its warm-ups and theirs, in an
    order in which they can be done. It has from `least` to `most` reps, which is not all that its definition allows:
    half of what is usual at the least, and no more than may be held in one go.
    """

    exercise: Exercise
    duration: Duration = field(repr=False)
    level: Level | None = None
    needs: tuple[str, ...] = ()
    least: int
    usual: int
    most: int

    @property
    def name(self) -> str:
        """What the exercise is called."""
        return self.exercise.name

    @cached_property
    def is_loaded(self) -> bool:
        """Whether the body is held under load in it."""
        return is_loaded(self.exercise)

    @cached_property
    def is_quiet(self) -> bool:
        """Whether it is a practice of breath or rest, and no work."""
        return is_quiet(self.exercise)

    def usual_ms(self, reps: int) -> int:
        """Return what it usually takes, in milliseconds."""
        return self.duration.words.usual + reps * self.duration.rep


@dataclass(frozen=True, kw_only=True)
class Offers:
    """All that may be in a class: as work, by name; in its gentlest form, to warm up; to arrive, and to rest.

    `too_hard`, `unkind` and `cold` count the exercises that can't be in it: harder than the level, a strain for what is
    spared, without a warm-up that can be. `known` are those that other classes have, which are no work here.
    """

    work: Mapping[str, Offer]
    gentle: Mapping[str, Offer]
    quiet: Mapping[str, Offer]
    known: frozenset[str] = frozenset()
    too_hard: int = 0
    unkind: int = 0
    cold: int = 0

    def warming(self, name: str) -> Offer | None:
        """Return the exercise called `name` in the form in which it warms up for others."""
        return self.gentle.get(name) or self.quiet.get(name) or self.work.get(name)


def is_loaded(exercise: Exercise) -> bool:
    """Tell whether the body is held under load somewhere in `exercise`."""
    lines = [*exercise.into_place, *([exercise.ready] if exercise.ready else [])]
    return any(phase.loaded for phase in exercise.phases) or any(line.loaded for line in lines)


def is_quiet(exercise: Exercise) -> bool:
    """Tell whether `exercise` is a practice of breath or rest: breath above all, words alone, or no breath counted."""
    free = all(phase.breath is Breath.FREE for phase in exercise.phases)
    return exercise.is_breath_practice or bool(exercise.practice) or free


def offers(
    library: Iterable[Exercise], wish: Wish, known: Iterable[str], count: Ms, lasting: Callable[[Exercise], Duration]
) -> Offers:
    """Return what of `library` may be in the class that `wish` is for.

    Args:
        library: All exercises.
        wish: What is wished for.
        known: What stands in the classes that it should be unlike.
        count: What one count takes in the class.
        lasting: How long an exercise lasts in the form that is done.
    """
    every = {one.name: one for one in _on_a_mat(library)}
    sieve = _Sieve(every, wish)
    names = sieve.possible()

    def offer(form: Exercise) -> Offer:
        usual_level = sieve.form(form.name, wish.level).level
        level = None if usual_level == form.level else form.level
        lasts = lasting(form)
        least, usual, most = _reps(form, lasts, count)
        needs = tuple(dict.fromkeys(sieve.needs(form.name, form)))
        return Offer(exercise=form, duration=lasts, level=level, needs=needs, least=least, usual=usual, most=most)

    work, gentle, quiet = {}, {}, {}
    for name in sorted(names):
        if (form := sieve.work(name)) is not None and (not is_quiet(form) or _breath_is_work(form, wish)):
            work[name] = offer(form)
        if (form := sieve.gentle(name)) is not None:
            one = offer(form)
            if is_quiet(form):
                quiet[name] = one
            elif not one.is_loaded:
                gentle[name] = one
    return Offers(
        work=work,
        gentle=gentle,
        quiet={name: one for name, one in quiet.items() if not one.is_loaded},
        known=frozenset(known),
        too_hard=sieve.n_too_hard,
        unkind=len(every) - len(sieve.kind) - sieve.n_too_hard,
        cold=len(sieve.kind) - len(names),
    )


def _on_a_mat(library: Iterable[Exercise]) -> list[Exercise]:
    """Return what of `library` needs a mat alone, besides practices of breath and rest; all where that is nothing.

    Nobody moves to a chair and back in the midst of a class.
    """
    every = list(library)
    plain = [one for one in every if is_quiet(one) or not one.equipment]
    return plain if any(not is_quiet(one) for one in plain) else every


class _Sieve:
    """Which forms may be done: not too hard, kind to what is spared, and with warm-ups that may be done as well."""

    def __init__(self, every: Mapping[str, Exercise], wish: Wish) -> None:
        self._wish = wish
        self._every = every
        self._work = {name: self._fitting(self.form(name, wish.level)) for name in every}
        self._gentle = {name: self._fitting(self.form(name, LEVELS[0])) for name in every}
        self.kind = {name for name in every if self._work[name] or self._gentle[name]}
        self.n_too_hard = sum(harder_by(self.form(name, wish.level).level, wish.level) > 0 for name in every)

    def form(self, name: str, level: Level) -> Exercise:
        """Return the form of `name` that is for `level`."""
        return self._every[name].for_level(level)

    def _fitting(self, form: Exercise) -> Exercise | None:
        too_hard = harder_by(form.level, self._wish.level) > 0
        return None if too_hard or set(form.avoid) & set(self._wish.avoid) else form

    def possible(self) -> set[str]:
        """Leave only what has all its warm-ups, and return the names of what is left."""
        left = set(self.kind)
        while True:
            warm = {name: [self._warmed(name, forms) for forms in (self._work, self._gentle)] for name in left}
            cold = {name for name, found in warm.items() if not any(found)}
            if not cold:
                return left
            left -= cold
            for name in cold:
                self._work[name] = self._gentle[name] = None

    def _warmed(self, name: str, forms: dict[str, Exercise | None]) -> bool:
        """Tell whether a form of `name` has all its warm-ups; one that has not is none."""
        form = forms[name]
        if form is not None and not self._reaches(form, frozenset({name})):
            form = forms[name] = None
        return form is not None

    def _reaches(self, form: Exercise, above: frozenset[str]) -> bool:
        """Tell whether all that `form` asks for may be done; nothing asks for itself."""
        forms = {name: self.warming(name) for name in form.warm_ups}
        return all(
            name not in above and warm is not None and self._reaches(warm, above | {name})
            for name, warm in forms.items()
        )

    def warming(self, name: str) -> Exercise | None:
        """Return the form of `name` that warms up for others: the gentlest without load, else the one of the level."""
        gentle, work = self._gentle.get(name), self._work.get(name)
        return gentle if gentle is not None and not is_loaded(gentle) else work or gentle

    def work(self, name: str) -> Exercise | None:
        """Return the form of `name` that is work."""
        return self._work[name] or self._gentle[name]

    def gentle(self, name: str) -> Exercise | None:
        """Return the form of `name` that beginners do."""
        return self._gentle[name]

    def needs(self, name: str, form: Exercise) -> Iterable[str]:
        """Yield the warm-ups of `form`, and before each what it asks for itself."""
        for warm_up in form.warm_ups:
            if (warm := self.warming(warm_up)) is not None and warm_up != name:
                yield from self.needs(name, warm)
                yield warm_up


def _breath_is_work(form: Exercise, wish: Wish) -> bool:
    return "breath" in wish.focus and "breath" in form.focus and not is_loaded(form)


def _reps(form: Exercise, lasts: Duration, count: Ms) -> tuple[int, int, int]:
    """Return the fewest, the usual and the most reps: within its range, its minutes and what may be held in one go."""
    usual = form.reps.default
    most = most_reps(PlannedExercise(exercise=form, reps=usual), count)
    if form.phases and all(phase.loaded for phase in form.phases):
        rep = sum(phase.length(count) for phase in form.rep_phases())
        most = min(most, max(usual, int((_HELD_SHARE * form.limits.held - lasts.held) // rep)))
    usual = min(usual, most)
    return max(form.reps.min, -(-usual // 2)), usual, max(most, usual)
