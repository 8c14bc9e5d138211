"""One try at a class on one route: rests and an arrival, work while there is time for it, warm-ups before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audiosession.writing.levels import harder_by
from audiosession.writing.sequencing.entries import A_WAY, ClassEntry, Duty, Frame, parted, usual_of
from audiosession.writing.sequencing.offers import Offer, Offers
from audiosession.writing.sequencing.ordering import ordered
from audiosession.writing.sequencing.routes import Placeable, drawn
from audiosession.writing.sequencing.rules import MOST_APART, MOST_IN_A_ROW, imbalance, is_for
from audiosession.writing.sequencing.wish import Wish

_OVER = 0.03
"""By so much of the length a class may be longer than wished before its reps are fitted."""
_LONGEST_ARRIVAL, _LONGEST_REST = 0.12, 0.32
"""Which share of a class its arrival has, and its rests have at the most."""
_AT_EASE_MS = 7 * 60_000
"""No practice is longer than this as long as another one can follow it."""

_MOST_WARM_UPS = 8
FOCUS, BALANCE = "focus", "balance"
"""The rules that a try may have to leave: that half of the work is for the focus, that its bends balance."""
BOTH = frozenset({FOCUS, BALANCE})


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What a try is made in. It keeps to the rules that are `kept`; `turn` tells tries apart."""

    offers: Offers
    wish: Wish
    frame: Frame
    place: Placeable
    turn: int
    kept: frozenset[str] = BOTH

    def chance(self, *key: object) -> float:
        """Return a number from 0 to 1 for `key` in this try."""
        return drawn(self.wish.seed, self.turn, *self.place.route, *key)


def tried(setting: Setting) -> tuple[ClassEntry, ...] | None:
    """Return the exercises of a class in their order and parts, with reps as usual; None where the try fails."""
    filling = _Filling(setting)
    filling.rest()
    filling.arrive()
    filling.warm()
    filling.work()
    return filling.warmed()


@dataclass
class _Filling:
    """A class while it is being filled."""

    setting: Setting
    entries: list[ClassEntry] = field(default_factory=list)

    def rest(self) -> None:
        """Put rests at the end, as few as make up the last part."""
        setting, last = self.setting, len(self.setting.place.route) - 1
        wanted = setting.frame.edge - setting.frame.closing.usual
        most = _LONGEST_REST * setting.frame.length
        for at_most in (_AT_EASE_MS, most):
            chosen: list[ClassEntry] = []
            for offer in self._quiet(last, "rest"):
                left = wanted - usual_of(chosen)
                if left <= 0:
                    break
                if usual_of(chosen) + offer.usual_ms(offer.least) <= most:
                    reps = _reps_for(offer, min(left, at_most))
                    chosen.append(ClassEntry(offer=offer, duty=Duty.REST, block=last, reps=reps))
            if usual_of(chosen) >= wanted:
                break
        self.entries += chosen

    def arrive(self) -> None:
        """Put a practice of breath at the beginning, where there is time for one."""
        most = _LONGEST_ARRIVAL * self.setting.frame.length
        for offer in self._quiet(0, "arrive"):
            if offer.exercise.is_breath_practice and offer.usual_ms(offer.least) <= 1.6 * most:
                reps = _reps_for(offer, min(most, offer.usual_ms(offer.usual)))
                self.entries.insert(0, ClassEntry(offer=offer, duty=Duty.ARRIVE, block=0, reps=reps))
                return

    def warm(self) -> None:
        """Add warm-ups behind the arrival, those first that most work asks for, until the first part is long enough."""
        frame = self.setting.frame
        for _ in range(_MOST_WARM_UPS):
            lead = frame.opening.usual + usual_of(one for one in self.entries if one.warms_gently)
            fitting = self._warm_ups(0) if lead < frame.edge else []
            if not fitting or not self._added([min(fitting, key=self._worth_warming)]):
                return

    def work(self) -> None:
        """Add work, with all that it asks for, while there is time."""
        refused: set[str] = set()
        while targets := [one for one in self._targets() if one[-1].name not in refused]:
            added = min(targets, key=self._worth)
            if not self._added(added):
                refused.add(added[-1].name)

    def _added(self, added: Sequence[ClassEntry]) -> bool:
        """Add exercises, and tell whether all of them still have an order without too many of one kind in a row."""
        every, turn = [*self.entries, *added], self.setting.turn
        bends = Counter(one.offer.exercise.spine for one in every)
        in_row = max((n for spine, n in bends.items() if spine not in (None, "neutral")), default=0) > MOST_IN_A_ROW
        if in_row and ordered(every, self.setting.wish.seed, turn) is None:
            return False
        self.entries = every
        return True

    def warmed(self) -> tuple[ClassEntry, ...] | None:
        """Add warm-ups before the work until they are long enough; None where they can't be, or nothing is work."""
        setting = self.setting
        if not any(one.duty is Duty.WORK for one in self.entries):
            return None
        for _ in range(_MOST_WARM_UPS):
            found = ordered(self.entries, setting.wish.seed, setting.turn)
            if found is None:
                return None
            found = parted(found)
            lead = [one for one in found[: _first_work(found)] if one.duty is not Duty.REST]
            lacking = setting.frame.edge - setting.frame.opening.usual - usual_of(lead)
            if lacking <= 0:
                return found
            if not self._warm_more(_first_work(found), found, lacking):
                return None
        return None

    def _targets(self) -> Iterator[list[ClassEntry]]:
        """Yield what may be added: an exercise as work, behind those of its warm-ups that are not there yet."""
        offers, place = self.setting.offers, self.setting.place
        there = {one.name for one in self.entries}
        for name, block in place.work.items():
            if name not in there:
                chain = [self._warming(one, Duty.WARM_UP) for one in offers.work[name].needs if one not in there]
                work = ClassEntry(offer=offers.work[name], duty=Duty.WORK, block=block, reps=offers.work[name].usual)
                added = [*chain, work]
                if self._has_time(added) and self._keeps_rules(added):
                    yield added

    def _warming(self, name: str, duty: Duty) -> ClassEntry:
        offer = self.setting.offers.warming(name)
        if offer is None:
            raise ValueError(f"{name} warms up for nothing")
        return ClassEntry(offer=offer, duty=duty, block=self.setting.place.warming[name], reps=offer.usual)

    def _has_time(self, added: Sequence[ClassEntry]) -> bool:
        """Tell whether there is time for `added` besides what warms up, which has its own share of the class."""
        frame, every = self.setting.frame, [*self.entries, *added]
        rests = usual_of(one for one in every if one.duty is Duty.REST)
        gentle = usual_of(one for one in every if one.warms_gently)
        rest = usual_of(every) - rests - gentle
        warm = max(frame.edge, frame.opening.usual + gentle)
        ways = A_WAY.usual * len({one.block for one in every})
        return warm + rest + rests + ways + frame.closing.usual <= (1 + _OVER) * frame.length

    def _keeps_rules(self, added: Sequence[ClassEntry]) -> bool:
        every, focus, kept = [*self.entries, *added], self.setting.wish.focus, self.setting.kept
        if BALANCE in kept and imbalance(_offers(every)) > MOST_APART:
            return False
        if FOCUS not in kept or not focus or is_for(added[-1].offer.exercise, focus):
            return True
        work = [one.offer.exercise for one in every if one.duty is not Duty.REST and not one.warms_gently]
        return 2 * sum(is_for(one, focus) for one in work) >= len(work)

    def _worth(self, added: Sequence[ClassEntry]) -> float:
        """Return what speaks against adding `added` next: off the focus, out of balance, long led up to; and chance."""
        exercise, setting = added[-1].offer.exercise, self.setting
        off_focus = 0.0 if not setting.wish.focus or is_for(exercise, setting.wish.focus) else 1.0
        before = imbalance(_offers(self.entries))
        leaning = imbalance(_offers([*self.entries, *added])) - before
        easy = 0.4 * harder_by(setting.wish.level, exercise.level)
        held = 0.0 if added[-1].offer.is_loaded else 0.2
        heed = 0.4 if BALANCE in setting.kept else 2.0  # where they may lean, they do so as little as can be
        return (
            off_focus + heed * leaning + 0.15 * (len(added) - 1) + held + easy + setting.chance("work", exercise.name)
        )

    def _warm_more(self, at: int, found: Sequence[ClassEntry], lacking: float) -> bool:
        """Add one more warm-up before the work that begins `at`, else let one arrive for longer; tell whether."""
        if fitting := self._warm_ups(found[at].block):
            self.entries.append(min(fitting, key=self._worth_warming))
            return True
        for index, entry in enumerate(self.entries):
            more = min(-(-int(lacking) // max(1, entry.offer.duration.rep)), entry.offer.most - entry.reps)
            if entry.duty is Duty.ARRIVE and more > 0 and entry.offer.duration.rep:
                self.entries[index] = replace(entry, reps=entry.reps + more)
                return True
        return False

    def _warm_ups(self, block: int) -> list[ClassEntry]:
        """Return what may still warm up, in the blocks up to the one that is numbered `block`."""
        setting, there = self.setting, {one.name for one in self.entries}
        gentle = setting.offers.gentle
        names = [
            name
            for name, at in setting.place.warming.items()
            if at <= block and name in gentle and name not in there | setting.offers.known
            if there.issuperset(gentle[name].needs)
        ]
        return [entry for entry in (self._warming(name, Duty.WARM_UP) for name in names) if self._may_warm(entry)]

    def _worth_warming(self, entry: ClassEntry) -> float:
        """Return what speaks against warming up with `entry`: it is the work wished for, little asks for it."""
        offers, work = self.setting.offers, self.setting.place.work
        n_asking = sum(entry.name in offers.work[name].needs for name in work)
        leaning = imbalance(_offers([*self.entries, entry])) - imbalance(_offers(self.entries))
        wished = 0.5 * is_for(entry.offer.exercise, self.setting.wish.focus)
        return wished + 0.2 * leaning - n_asking / (2 + n_asking) + self.setting.chance("warm", entry.name)

    def _may_warm(self, entry: ClassEntry) -> bool:
        apart = imbalance(_offers([*self.entries, entry])) <= MOST_APART or BALANCE not in self.setting.kept
        total = usual_of([*self.entries, entry]) + self.setting.frame.opening.usual + self.setting.frame.closing.usual
        return apart and total <= 1.15 * self.setting.frame.length

    def _quiet(self, block: int, key: str) -> list[Offer]:
        """Return the practices that may stand in a block, those that nobody knows from other classes first."""
        setting, there = self.setting, {one.name for one in self.entries}
        found = [
            one
            for name, one in setting.offers.quiet.items()
            if one.exercise.position == setting.place.route[block] and name not in there and not one.needs
        ]
        return sorted(found, key=lambda one: (one.name in setting.offers.known, setting.chance(key, one.name)))


def _first_work(entries: Sequence[ClassEntry]) -> int:
    """Return where in `entries` the part that warms up ends."""
    return next((at for at, one in enumerate(entries) if not one.warms_gently), len(entries))


def _reps_for(offer: Offer, wanted_ms: float) -> int:
    """Return the reps with which `offer` lasts as long as is wanted, as near as it can."""
    if not offer.duration.rep:
        return offer.usual
    reps = -(-int(wanted_ms - offer.duration.words.usual) // offer.duration.rep)
    return min(max(reps, offer.least), offer.most)


def _offers(entries: Sequence[ClassEntry]) -> list[Offer]:
    return [one.offer for one in entries]
