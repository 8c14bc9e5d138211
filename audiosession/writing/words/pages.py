"""The words of pages, show notes and feeds: all that a listener reads beside what the makers of a class wrote."""

from __future__ import annotations

from typing import Annotated, get_args

from pydantic import AfterValidator, Field, WithJsonSchema

from audiosession.definitions import Model
from audiosession.value_words import RefusedError
from audiosession.writing.exercise import Position
from audiosession.writing.spoken import OneLine
from audiosession.writing.words.places import filled, holding

_MONTHS = 12


def _not_empty(text: str) -> str:
    if not text.strip():
        raise RefusedError("is empty", "write what is to be read there")
    return text.strip()


_Read = Annotated[OneLine, AfterValidator(_not_empty), WithJsonSchema({"type": "string", "pattern": r"\S"})]
_Plain = Annotated[_Read, AfterValidator(holding())]
_OfNumber = Annotated[_Read, AfterValidator(holding("number"))]


def _all_positions(names: dict[Position, str]) -> dict[Position, str]:
    if lacking := [name for name in get_args(Position) if name not in names]:
        raise RefusedError(f'lacks "{lacking[0]}"', "every position has its word")
    return names


class NumberRead(Model):
    """Words with a number among them, in the forms that the number asks for."""

    one: _Plain
    """Of one, the number with it."""
    other: _OfNumber
    """Of any other number, which stands in place of `{number}`."""


class BreathRead(Model):
    """What stands in the circle that breathes with a class."""

    inhale: _Plain
    """As the breath goes in."""
    exhale: _Plain
    """As it goes out."""
    hold: _Plain
    """As it is held."""
    free: _Plain
    """As one breathes as one likes."""


class PlayerRead(Model):
    """What stands on the controls of the player, and what they are called for who does not see them."""

    name: _Plain
    """What all of it is called."""
    play: _Plain
    """The button that begins, or goes on."""
    pause: _Plain
    """The same, while it plays."""
    back: _Plain
    """The button that goes 15 seconds back."""
    forward: _Plain
    """The button that goes 15 seconds forward."""
    previous: _Plain
    """The button that goes to the chapter before."""
    next: _Plain
    """The button that goes to the chapter after."""
    place: _Plain
    """The slider that goes to any place."""
    speed: _Plain
    """How fast it plays."""
    sleep: _Plain
    """When it ends by itself."""
    sleep_off: _Plain
    """That it does not."""
    sleep_chapter: _Plain
    """That it does at the end of the chapter."""
    mat: _Plain
    """The button that shows the circle alone, large enough to be seen from the mat."""
    mat_close: _Plain
    """The same, to get back."""
    awake: _Plain
    """That the screen stays on meanwhile."""
    resume: Annotated[_Read, AfterValidator(holding("time"))]
    """The button that goes on where one was the last time."""


class IndexRead(Model):
    """What stands on the page of the show beside its classes: what they are narrowed by, and the feed's address."""

    search: _Plain
    """The field in which one searches."""
    lengths: _Plain
    """What the choice by length is called, for who does not see it."""
    up_to: _OfNumber
    """The choice of those that last so many minutes at most."""
    languages: _Plain
    """What the choice by language is called, for who does not see it."""
    seasons: _Plain
    """What the choice by season is called, for who does not see it."""
    season: _OfNumber
    """The choice of those in one season."""
    positions: _Plain
    """What the choice by position is called, for who does not see it."""
    nothing: _Plain
    """That no class is like that."""
    address: _Plain
    """The field with the address of the feed."""
    copy_it: _Plain
    """The button that copies it."""
    copied: _Plain
    """That it is copied."""


class PageWords(Model):
    """What is read on the pages of classes, in show notes and in feeds."""

    language: _Plain
    """What the language calls itself, where a page leads to the classes in it."""
    date: Annotated[_Read, AfterValidator(holding("day", "month", "year"))]
    """How a date is written."""
    months: Annotated[tuple[_Plain, ...], Field(min_length=_MONTHS, max_length=_MONTHS)]
    """The months from January on, as they stand in a date."""
    first_day: _Plain = "1"
    """The first day of a month, as it stands in a date."""
    seconds: _OfNumber
    """How long a class is that lasts less than a minute."""
    minutes: _OfNumber
    """The same, of any other."""
    classes: NumberRead
    """How many classes a show has."""
    none_yet: _Plain
    """That it has none yet."""
    untitled: _Plain
    """What an episode is called that has no title."""
    trailer: _Plain
    """What an episode is that is a trailer."""
    bonus: _Plain
    """What one is that comes on top."""
    numbered: _OfNumber
    """Which number an episode has."""
    numbered_in_season: Annotated[_Read, AfterValidator(holding("season", "number"))]
    """The same, in its season."""
    skip: _Plain
    """The link that leads past the head of a page, for who does not see it."""
    subscribe: _Plain
    """What the row of podcast apps is called, for who does not see it."""
    languages: _Plain
    """What the row of the show's other languages is called, for who does not see it."""
    calendar: _Plain
    """The link to the calendar of its classes a day."""
    download: _Plain
    """The button that fetches the sound file."""
    chapters: _Plain
    """The heading over chapters."""
    part: _OfNumber
    """What a chapter is called that has no title."""
    transcript: _Plain
    """The heading over what is said."""
    about: _Plain
    """The heading over the show notes of a class."""
    breath: BreathRead
    """What stands in the circle that breathes with a class."""
    gone: _Plain
    """The heading of a page whose class was taken out."""
    all_classes: _Plain
    """The link from there to all others."""
    position: _Plain
    """What stands before the positions of a class, with its colon."""
    positions: Annotated[dict[Position, _Plain], AfterValidator(_all_positions)]
    """What each position is called."""
    contents: _Plain
    """What stands over the chapters in show notes."""
    care: _Plain
    """What stands over cautions."""
    care_line: _Plain
    """What stands before cautions on one line, with its colon."""
    music: Annotated[_Read, AfterValidator(holding("music"))]
    """Whose music is heard."""
    sounds: Annotated[_Read, AfterValidator(holding("sounds"))]
    """Whose bells and other sounds are."""
    voice: Annotated[_Read, AfterValidator(holding("voice"))]
    """Whose voice it is."""
    by: Annotated[_Read, AfterValidator(holding("title", "maker"))]
    """What a piece of music is called, and by whom it is."""
    no_licence: _Plain
    """That nobody says under which licence it is."""
    play: _Plain
    """The link from show notes to the page of a class."""
    player: PlayerRead
    """What stands on the controls of the player."""
    index: IndexRead
    """What stands on the page of the show beside its classes."""
    contact: _Plain
    """What leads to whom to write to, at the foot of each page."""
    imprint: _Plain
    """What leads to who answers for the show, at the foot of each page."""
    privacy: _Plain
    """What leads to how the privacy of listeners is kept, at the foot of each page."""

    def day(self, date: str) -> str:
        """Return the day of `date`, which is in the form of ISO 8601, as the language writes it."""
        year, month, day = map(int, date[:10].split("-"))
        return filled(self.date, day=self.first_day if day == 1 else day, month=self.months[month - 1], year=year)

    def lasting(self, seconds: int) -> str:
        """Return how long something is that lasts so many seconds, in whole minutes from one on."""
        return (
            filled(self.seconds, number=seconds) if seconds < 60 else filled(self.minutes, number=round(seconds / 60))
        )

    def in_positions(self, names: str) -> str:
        """Return the positions that stand in `names`, parted by commas; what is none stays as it is."""
        known = {str(name): word for name, word in self.positions.items()}
        return ", ".join(known.get(name, name) for name in names.split(", "))
