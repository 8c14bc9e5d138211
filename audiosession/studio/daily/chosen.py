"""Choose the class of a date: it follows from the date, the name and the project, and from no day before it.

The exercises of a class, in their order, have a number, drawn by digest. A day takes none but a class whose number
leaves the same rest as the day itself, divided by the days within which nothing comes twice. So two days that are less
than that apart never have the same class, whoever makes them, in whatever order, with whatever library; and nobody has
to know what was made on other days.

Days that follow one another should have little in common, too: first it is tried with half of the library for the
work, the half that yesterday had not; then with that half and some of the other, which are drawn by lot; and where the
library is too small even for that, with all of it but what rests by lot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial

from audiosession.digests import digest_of
from audiosession.errors import DefinitionError, NotFoundError
from audiosession.project.languages import read_language
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults, usual_language
from audiosession.studio.daily.dates import DailyDate
from audiosession.studio.sequencing.made import can_hold, no_class, put_together, shelf_of, span_of_text
from audiosession.units import Ms
from audiosession.writing.choices import Choices, choose
from audiosession.writing.exercise import Exercise
from audiosession.writing.sequencing.class_text import class_title
from audiosession.writing.sequencing.entries import ClassEntry
from audiosession.writing.sequencing.offers import is_quiet
from audiosession.writing.sequencing.sequenced import Sequenced, Shelf, sequence_text
from audiosession.writing.sequencing.wish import Wish
from audiosession.writing.words.places import filled

_RESHUFFLED_EVERY = 28
"""After so many days the library is parted into other halves, so that any two exercises meet at last."""
_FIRST = 3
"""So many wishes are tried at the least before it is said that there is no class, or none with half of the library."""
_HALF, _MORE, _ALL = 3, 4, 24
"""How many are tried, for each day within which nothing comes twice: with half of the library, with more, with all."""
_RESTS = (0, 6, 3)
"""By turns one in so many exercises rests by lot, so that other classes come up; with 0 none does."""
_STAGE, _LAST = 1_000, 2_000
"""By so much the numbers of wishes go on from stage to stage; and the first of the last one."""
_PLAIN = 9_000
"""The first wish of those that tell what the whole library allows."""
_COMES_BACK = 3
"""One in so many exercises of the other half comes back."""


@dataclass(frozen=True, kw_only=True)
class DailyText:
    """The class of a date in one language: what it is called, and the text of its file."""

    title: str
    text: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ChosenClass:
    """The class of a date: the names of its exercises, its texts by language, what of the wish is not met."""

    exercises: tuple[str, ...]
    length: Ms
    texts: Mapping[str, DailyText]
    unmet: tuple[str, ...] = ()


def number_of(exercises: tuple[str, ...]) -> int:
    """Return the number of a class, by its exercises in their order."""
    return int(digest_of("/".join(exercises))[:16], 16)


def choose_class(project: Project, day: DailyDate) -> ChosenClass:
    """Return the class of a date.

    Raises:
        DefinitionError: The library has no such class; a class that it should be unlike, or a language, is not there.
    """
    search = _Search(project, day)
    for made in search.tries():
        exercises = tuple(entry.name for entry in made.entries)
        if number_of(exercises) % day.table.nothing_twice_within != search.rest:
            continue
        texts = search.texts(made)
        if texts is not None:
            return ChosenClass(exercises=exercises, length=made.wish.length, texts=texts, unmet=search.unmet)
    days = day.table.nothing_twice_within
    raise DefinitionError(
        f"the library has too few classes for this wish: none was found for {day.date} that is not one of another day "
        f"within {days}",
        hint="wish for more, write more exercises, or have a smaller nothing_twice_within",
    )


class _Search:
    """The search for the class of one date."""

    def __init__(self, project: Project, day: DailyDate) -> None:
        self._project, self._day = project, day
        self._choices = {tag: choose(read_defaults(project), **day.wanted(tag)) for tag in day.languages}
        self._shelves = _shelves(project, day.wish(0), self._choices)
        self.rest = day.date.toordinal() % day.table.nothing_twice_within
        self.unmet: tuple[str, ...] = ()

    @property
    def _shelf(self) -> Shelf:
        return self._shelves[self._day.languages[0]]

    def tries(self) -> Iterator[Sequenced]:
        """Yield classes for the wish, one by one, that keep as much of it as the whole library allows."""
        self.unmet = self._whole().unmet
        half = self._other_half()
        yield from self._stage(0, _HALF, lambda attempt: half | self._by_lot(attempt))
        yield from self._stage(1, _MORE, lambda attempt: half - self._back(attempt))
        yield from self._stage(2, _ALL, self._by_lot)

    def _stage(self, number: int, times: int, resting: Callable[[int], frozenset[str]]) -> Iterator[Sequenced]:
        """Yield the classes of one stage of the search, which is given up where its first tries come to none."""
        found = False
        for attempt in range(times * self._day.table.nothing_twice_within):
            if attempt == _FIRST and not found and number < 2:
                return
            if (made := self._made(_STAGE * number + attempt, resting(attempt))) is not None:
                found = True
                yield made

    def _whole(self) -> Sequenced:
        """Return a class that the whole library allows: how long one can be hangs a little on the lot."""
        for attempt in range(_FIRST):
            if (made := self._put(_PLAIN + attempt, frozenset())) is not None:
                return made
        raise no_class(self._shelf, self._day.wish(_PLAIN))

    def _made(self, attempt: int, resting: frozenset[str]) -> Sequenced | None:
        made = self._put(attempt, resting)
        if made is None:
            return None
        told = sum(entry.name in resting for entry in made.entries)
        return None if len(made.unmet) - told > len(self.unmet) else made

    def _put(self, attempt: int, resting: frozenset[str]) -> Sequenced | None:
        """Return the class of one wish; in the last stage some practices of breath and rest are laid aside by lot.

        A short class has little work, and differs from others by how one arrives and comes down.
        """
        tag = self._day.languages[0]
        date, library = self._day.date.isoformat(), self._shelf.library
        if _LAST <= attempt < _PLAIN:
            library = tuple(
                one for one in library if not is_quiet(one) or self._day.lot("aside", date, attempt, one.name) % 3
            )
        shelf = replace(self._shelf, library=library, known=self._shelf.known | resting)
        found = put_together(self._project, shelf, self._day.wish(attempt), self._choices[tag])
        return None if found is None else found[0]

    def _other_half(self) -> frozenset[str]:
        """Return the half of the library that rests: yesterday and tomorrow it is the other one."""
        ordinal = self._day.date.toordinal()
        half = partial(self._day.lot, "half", ordinal // _RESHUFFLED_EVERY)
        return self._resting(lambda name: (half(name) + ordinal) % 2 == 0)

    def _back(self, attempt: int) -> frozenset[str]:
        """Return exercises that come back although they are of the other half."""
        date = self._day.date.isoformat()
        return self._resting(lambda name: self._day.lot("back", date, attempt, name) % _COMES_BACK == 0)

    def _by_lot(self, attempt: int) -> frozenset[str]:
        share, date = _RESTS[attempt % len(_RESTS)], self._day.date.isoformat()
        return self._resting(lambda name: share > 0 and self._day.lot("rests", date, attempt, name) % share == 0)

    def _resting(self, rests: Callable[[str], bool]) -> frozenset[str]:
        return frozenset(one.name for one in self._shelf.library if rests(one.name)) - self._shelf.known

    def texts(self, made: Sequenced) -> dict[str, DailyText] | None:
        """Return the class in each language; None where its words in one of them can't be so long."""
        texts = {}
        for tag, shelf in self._shelves.items():
            by_name = {one.name: one for one in shelf.library}
            wish = self._titled(made.wish, tag, shelf)
            entries = tuple(_in_words(entry, by_name[entry.name]) for entry in made.entries)
            text = sequence_text(replace(made, wish=wish, entries=entries, unmet=()), shelf, explain=False)
            span = span_of_text(self._project, text, by_name, self._choices[tag], shelf)
            if not can_hold(span, wish.length):
                return None
            texts[tag] = DailyText(title=wish.title, text=text)
        return texts

    def _titled(self, wish: Wish, tag: str, shelf: Shelf) -> Wish:
        """Return the wish with the title of the class, and with its language where that is not the project's."""
        told = self._day.title(tag) or f"{class_title(wish, shelf.own)}, {{date}}"
        title = filled(told, date=_day_in(self._project, tag, self._day.date.isoformat()))
        return replace(wish, title=title, language="" if tag == usual_language(self._project) else tag)


def _shelves(project: Project, wish: Wish, choices: Mapping[str, Choices]) -> dict[str, Shelf]:
    """Return the shelf of each language, with nothing on it but what has words in all of them."""
    shelves = {tag: shelf_of(project, wish, chosen, tag) for tag, chosen in choices.items()}
    known = [{one.name for one in shelf.library} for shelf in shelves.values()]
    everywhere = set.intersection(*known)
    return {
        tag: replace(shelf, library=tuple(one for one in shelf.library if one.name in everywhere))
        for tag, shelf in shelves.items()
    }


def _in_words(entry: ClassEntry, exercise: Exercise) -> ClassEntry:
    """Return an entry with the words of another language."""
    form = exercise.for_level(entry.offer.exercise.level)
    return replace(entry, offer=replace(entry.offer, exercise=form))


def _day_in(project: Project, tag: str, day: str) -> str:
    """Return `day` as a language writes it."""
    with suppress(NotFoundError):
        if (pages := read_language(project, tag).pages) is not None:
            return pages.day(day)
    return day
