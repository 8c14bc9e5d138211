"""One language's own words: every sentence of a class that no definition says, and how its numbers are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, get_args

from pydantic import AfterValidator, Field

from audiosession.definitions import Model
from audiosession.spelling import n_words
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError
from audiosession.writing.exercise import Position
from audiosession.writing.mirroring import Mirror, SideWords
from audiosession.writing.spoken import OneLine, SpokenLine, Variants
from audiosession.writing.values import USUAL_WORDS_PER_MINUTE, Focus, WordsPerMinute
from audiosession.writing.words.files import FileWords
from audiosession.writing.words.pages import PageWords
from audiosession.writing.words.places import filled as filled
from audiosession.writing.words.places import holding as _holding

FEWEST_NUMBERS = 20
"""So many numbers a language calls by words of its own: no phase has more counts."""
_FEWEST_WORDS = 5


def _all_positions(lines: dict[Position, str]) -> dict[Position, str]:
    lacking = [name for name in get_args(Position) if name not in lines]
    if lacking:
        raise RefusedError(f'lacks "{lacking[0]}"', "every position has a way into it")
    return lines


def _numbers_in(key: str) -> range:
    """Return the numbers that `key` means: one, or all from one to another.

    >>> list(_numbers_in("2-4")), list(_numbers_in("21"))
    ([2, 3, 4], [21])
    """
    first, _, last = key.partition("-")
    return range(int(first), int(last or first) + 1)


def _by_number(forms: dict[str, str]) -> dict[str, str]:
    if wrong := next((key for key in forms if not re.fullmatch(r"[1-9]\d{0,3}(-[1-9]\d{0,3})?", key)), None):
        raise RefusedError(f'"{wrong}" is no number', 'write "21", or "2-4" for some of them')
    return forms


class Counted(Model):
    """A sentence with a number in it, in the forms that the number asks for."""

    one: SpokenLine
    """Of one."""
    other: Annotated[SpokenLine, AfterValidator(_holding("number"))]
    """Of any other number, which stands in place of `{number}`."""
    exactly: Annotated[dict[str, SpokenLine], AfterValidator(_by_number)] = Field(default={})
    """Of certain numbers, where a language asks for a form of its own: `{ "2-4" = "…", "21" = "…" }`."""


class Sections(Model):
    """What the parts of an exercise that is built alone are called, as chapters show it."""

    welcome: SpokenLine
    """Greeting, purpose, cautions; the opening of a class."""
    set_up: SpokenLine
    """The way into the place where one listens."""
    preparation: SpokenLine
    """The movement in words."""
    repetitions: SpokenLine
    """The reps."""
    practice: SpokenLine
    """What is practised where there are no reps."""
    release: SpokenLine
    """The way out, and the rest after it."""
    close: SpokenLine
    """The end; the closing of a class."""


class Rhythms(Model):
    """The rhythm of a breath pattern, by what it has; its seconds stand in words in place of `{in}` and the others."""

    in_out: Annotated[SpokenLine, AfterValidator(_holding("in", "out"))]
    """Of one in which nothing is held."""
    in_hold_out: Annotated[SpokenLine, AfterValidator(_holding("in", "hold", "out"))]
    """Of one in which the breath is held in."""
    in_out_wait: Annotated[SpokenLine, AfterValidator(_holding("in", "out", "wait"))]
    """Of one in which it is held out."""
    in_hold_out_wait: Annotated[SpokenLine, AfterValidator(_holding("in", "hold", "out", "wait"))]
    """Of one in which it is held both times."""


class BreathPart(Model):
    """What is said in one part of a breath pattern."""

    count: SpokenLine
    """In place of its first second, where the others are counted aloud behind it; without a full stop."""
    full: SpokenLine
    """A whole sentence, for the second round."""
    short: SpokenLine
    """A short cue, for the third one."""
    bare: SpokenLine
    """A word, for the last one and where nothing longer fits."""


class BreathWords(Model):
    """What is said in a breath pattern of one line; see `audiosession.writing.phases.pattern`."""

    title: Annotated[SpokenLine, AfterValidator(_holding("breath"))]
    """What it is called; the pattern stands in place of `{breath}`."""
    equipment: SpokenLine
    """What one needs for it."""
    purpose: SpokenLine
    """What it is for."""
    caution: SpokenLine
    """When to stop, and what to do instead."""
    caution_held: SpokenLine
    """The same, where the breath is held."""
    set_up: Annotated[Variants, Field(min_length=1)]
    """The way into the seat, line by line."""
    without_holds: SpokenLine
    """That it may be done without holds; where there are some."""
    quiet: SpokenLine
    """That the tone leads alone after three rounds, but in the last one."""
    ready: SpokenLine
    """The last line before the first breath."""
    encouragement: Variants
    """Praise after it; `--seed` picks one of several."""
    release: Annotated[Variants, Field(min_length=1)]
    """The way out, line by line."""
    rhythm: Rhythms
    """The rhythm, before the first breath."""
    inhale: BreathPart
    """What is said as the breath goes in."""
    hold: BreathPart
    """As it is held in."""
    exhale: BreathPart
    """As it goes out."""
    wait: BreathPart
    """As it is held out."""


def _all_focuses(names: dict[Focus, str]) -> dict[Focus, str]:
    if lacking := [name for name in get_args(Focus) if name not in names]:
        raise RefusedError(f'lacks "{lacking[0]}"', "whatever a class may be for has its words")
    return names


class ClassWords(Model):
    """What is said in a class that is put together from a wish, beside what its exercises say."""

    title: Annotated[SpokenLine, AfterValidator(_holding("minutes", "focus"))]
    """What it is called, where nobody says it; what it is for stands in place of `{focus}`."""
    purpose: Annotated[SpokenLine, AfterValidator(_holding("focus"))]
    """What it is for, behind the greeting."""
    care: SpokenLine
    """That one may leave out what does not do one good, behind what one needs."""
    warm_up: SpokenLine
    """What its first part is called, as chapters show it."""
    work: SpokenLine
    """What its middle is called."""
    rest: SpokenLine
    """What its last part is called."""
    both: Annotated[SpokenLine, AfterValidator(_holding("first", "last"))]
    """How two things that it is for are said together."""
    whole: SpokenLine
    """What it is for where no part of the body was wished for."""
    focus: Annotated[dict[Focus, SpokenLine], AfterValidator(_all_focuses)]
    """What each `focus` is called in these sentences."""


class Ways(Model):
    """What is said on the way from one position to another."""

    into: Annotated[dict[Position, SpokenLine], AfterValidator(_all_positions)]
    """The way into each position, from wherever one is."""
    over: dict[Position, dict[Position, SpokenLine]] = Field(default={})
    """Where there is another way: from a position, then the one that it leads to."""

    def words(self, before: Position, after: Position) -> str:
        """Return what is said on the way from `before` to `after`."""
        return self.over.get(before, {}).get(after, self.into[after])


def _long_enough(line: str) -> str:
    if n_words(line) < _FEWEST_WORDS:
        raise RefusedError(f'"{line}" is too short to measure a voice by', "twelve words or more are good")
    return line


class LanguageTempo(Model):
    """How fast the language is spoken where nobody says it, in words a minute: languages count words differently."""

    words_per_minute: WordsPerMinute = USUAL_WORDS_PER_MINUTE
    """What people who move can follow."""
    breath: WordsPerMinute = 125
    """The same, where all that is practised is breath: every exercise has `breath` first in its `focus`."""
    lines: Annotated[tuple[Annotated[SpokenLine, AfterValidator(_long_enough)], ...], Field(max_length=20)] = ()
    """Five or six sentences of twelve words and more, as classes have them, which nobody hears: a voice whose own tempo
    is not known speaks them once, to find out how much slower or quicker it has to be."""


class Language(Model):
    """What is said in one language beside what definitions say."""

    called: ClassVar[Called] = Called("a language", "languages")

    greeting: Annotated[Variants, Field(min_length=1)]
    """The first words of an exercise that is built alone; `--seed` picks one of several."""
    needs: Annotated[SpokenLine, AfterValidator(_holding("equipment"))]
    """What one needs for it; the exercise's `equipment` stands in place of `{equipment}`."""
    equipment: SpokenLine
    """What one needs where the exercise does not say it."""
    tones: SpokenLine
    """What the guide tones are."""
    ticks: SpokenLine
    """What the ticks on pulses are."""
    change_sides: SpokenLine
    """Between the sides where they work in turn, unless the exercise says something else."""
    change_way: SpokenLine
    """Between the ways, forward and back or round and round, where they come in turn."""
    rounds: Counted
    """How many rounds there will be."""
    rounds_a_side: Counted
    """The same, where all of one side come before all of the other."""
    rounds_a_way: Counted
    """The same, where all of one way come before all of the other."""
    rounds_a_side_a_way: Counted
    """The same, where both is so."""
    halfway: SpokenLine
    """In the place of a rep's number, past the middle."""
    last: SpokenLine
    """In the place of the last rep's number."""
    next: Annotated[SpokenLine, AfterValidator(_holding("number"))]
    """What a line calls the next rep, where it says ``{next}``; ``{number}`` is its number."""
    next_last: SpokenLine
    """The same, of the last rep."""
    numbers: Annotated[tuple[SpokenLine, ...], Field(min_length=FEWEST_NUMBERS)]
    """One to twenty, or on, as one counts repetitions aloud, in small letters where a sentence would have them."""
    finished: SpokenLine
    """The end of an exercise that is built alone, and of a class without a closing: that it is over."""
    come_back: SpokenLine
    """Then the way back."""
    thanks: SpokenLine
    """And the last words."""
    sections: Sections
    """What the parts of an exercise are called."""
    ways: Ways
    """The ways from one position to another."""
    voices: tuple[OneLine, ...] = ()
    """Voices that speak it well, the best first, as `--voice` takes them; `list languages` names them."""
    sides: SideWords | None = None
    """Its words for the sides of the body; without them no exercise that has sides can be done in it."""
    files: FileWords | None = None
    """What the tags of sound files say; without it they say nothing of it."""
    tempo: Annotated[LanguageTempo, Field(default_factory=LanguageTempo)]
    """How fast it is spoken."""
    breath: BreathWords | None = None
    """What is said in a breath pattern such as `breath:4-7-8x4`; without it there is none in this language."""
    class_words: ClassWords | None = Field(default=None, alias="class")
    """What is said in a class that is put together from a wish; without it there is none in this language."""
    pages: PageWords | None = None
    """What is read on pages, in show notes and in the feed; without it they have the words of English."""

    def for_templates(self) -> dict[str, Any]:
        """Return what templates are given; the ways come to them as lines of the exercise they lead to."""
        return self.model_dump(exclude={"ways", "breath", "class_words", "tempo", "pages", "sides", "files", "voices"})


def _digits(number: int) -> str:
    return str(number)


@dataclass(frozen=True, kw_only=True)
class LanguageWords:
    """A language as narrations use it; `spell` calls the numbers that its list lacks, by their digits if need be.

    `tag` is the language's own, `mirror` what makes words of one side those of the other, None where it has none.
    """

    language: Language
    tag: str = ""
    spell: Callable[[int], str] = _digits
    mirror: Mirror | None = None

    def number(self, number: int) -> str:
        """Return what `number` is called."""
        listed = self.language.numbers
        return listed[number - 1] if 1 <= number <= len(listed) else self.spell(number)

    def counts_in(self, line: str) -> bool:
        """Tell whether `line`, a form of a phase's line, says the number of one of its counts on that count."""
        parts = enumerate(re.split(r"(?<!\S)/(?!\S)", line), 1)
        said = ((beat, re.sub(r"\W+$", "", part.strip()).lower()) for beat, part in parts)
        return any(beat > 1 and part == self.number(beat).lower() for beat, part in said)

    def counted(self, sentence: Mapping[str, Any], number: int) -> str:
        """Return the form of `sentence`, one of those that depend on a number, for `number`, which it tells.

        A sentence that begins with the number begins with a capital.
        """
        exactly = (said for key, said in sentence.get("exactly", {}).items() if number in _numbers_in(key))
        form = next(exactly, sentence["one" if number == 1 else "other"])
        said = filled(form, number=self.number(number))
        return said[:1].upper() + said[1:]
