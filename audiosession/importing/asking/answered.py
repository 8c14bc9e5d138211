"""A language model's answer about an article: how it is read, and which of its facts can stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from audiosession.importing.article import Article
from audiosession.importing.asking.asked import CHOICES, LINES, SEVERAL
from audiosession.importing.asking.grounded import Grounds
from audiosession.importing.outline import DraftItem, DraftOutline, PhaseOutline
from audiosession.importing.understanding.titles import article_title
from audiosession.json_text import read_json
from audiosession.writing.phases.cue import Breath
from audiosession.writing.values import Side

_CONCLUDED = "a model concluded it"
_OTHER_WORDS = "a model takes the article's words for it"
_ONE_SIDE = "the article does not say which side begins"
_TURNED = 'one of the article and this line says "not", the other does not'
_MOST_ANSWER = 400_000
"""How many characters of an answer are read."""
_MOST_EXERCISES, _MOST_ITEMS, _MOST_REPS, _MOST_COUNTS, _MOST_SECONDS = 12, 40, 100, 240, 600
_BEGINNINGS = 20
"""How often a "{" is tried as the answer's first: an answer may talk before it."""
_DEEPEST = 60
_TOKEN = re.compile(r'"(?:\\.|[^"\\])*"|["{}\[\]]')
_CLOSED = {"{": "}", "[": "]"}


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One exercise of an answer: what of it can stand, and what can't, each as a sentence that tells why."""

    outline: DraftOutline
    refused: tuple[str, ...]


def answered(text: str, grounds: Grounds) -> list[Answered] | None:
    """Return the exercises of the answer `text`, in its order; None where it is no answer at all.

    An answer that is fenced or talks around is read all the same; of one that breaks off what is whole is kept.
    """
    exercises = _exercises(text[:_MOST_ANSWER])
    if exercises is None:
        return None
    return [_Reading(grounds=grounds).read(one) for one in exercises[:_MOST_EXERCISES] if isinstance(one, dict)]


def _exercises(text: str) -> list[Any] | None:
    begins = [found.start() for found in re.finditer(r"\{", text)]
    for start in begins[:_BEGINNINGS]:
        try:
            table = read_json(_whole(text, start))
        except ValueError:
            continue
        if isinstance(table, dict) and isinstance(exercises := table.get("exercises"), list):
            return exercises
    return None


def _whole(text: str, start: int) -> str:
    """Return the JSON that begins at `start`: up to its end, or up to the last table in it that is whole.

    >>> _whole('So: {"a": [{"b": 1}, {"b": 2', 4)
    '{"a": [{"b": 1}]}'
    """
    opened: list[str] = []
    end, closing = start, ""
    for token in _TOKEN.finditer(text, start):
        sign = token[0]
        if sign in _CLOSED:
            opened.append(_CLOSED[sign])
        elif sign in ("}", "]"):
            if not opened or opened.pop() != sign:
                break
            if not opened:
                return text[start : token.end()]
            if sign == "}":
                end, closing = token.end(), "".join(reversed(opened))
        elif sign == '"':
            break
        if len(opened) > _DEEPEST:
            break
    return text[start:end] + closing


@dataclass(kw_only=True)
class _Reading:
    """One exercise as it is read: what stands so far, and what was refused."""

    grounds: Grounds
    items: list[DraftItem] = field(default_factory=list)
    phases: list[PhaseOutline] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def read(self, table: Mapping[str, Any]) -> Answered:
        title = self._title(table)
        for key in ("equipment", *LINES):
            for place, entry, sentences in self._entries(table, key):
                self._line(key, place, entry, sentences)
        for place, entry, sentences in self._entries(table, "warm_ups"):
            self._warm_up(place, entry, sentences)
        for key, known in CHOICES.items():
            for place, entry, sentences in self._entries(table, key, most=1):
                self._value(key, place, entry, sentences, known)
        for key, known in SEVERAL.items():
            for place, entry, sentences in self._entries(table, key):
                self._value(key, place, entry, sentences, known)
        for place, entry, sentences in self._entries(table, "reps", most=1):
            self._reps(place, entry, sentences)
        for place, entry, sentences in self._entries(table, "phases"):
            self._phase(place, entry, sentences)
        outline = DraftOutline(
            title=title[0],
            title_from=title[1],
            language=self.grounds.book.language,
            items=tuple(self.items),
            phases=tuple(self.phases),
        )
        return Answered(outline=outline, refused=tuple(self.refused))

    def _title(self, table: Mapping[str, Any]) -> tuple[str, tuple[int, ...]]:
        """Return what the exercise is called, and which sentences say it; both empty where no name can stand."""
        entries = table.get("title")
        for entry in entries[:_MOST_ITEMS] if isinstance(entries, list) else ():
            text = entry.get("text") if isinstance(entry, dict) else None
            if isinstance(text, str) and self.grounds.is_title(text) and not self.grounds.unsayable(text):
                return self._called(text)
        for place, entry, sentences in self._entries(table, "title"):
            if line := self._standing(entry.get("text"), place, sentences):
                return self._called(line)[0], sentences[:1]
        return "", ()

    def _called(self, text: str) -> tuple[str, tuple[int, ...]]:
        return article_title(Article(title=text, sentences=()), [], self.grounds.book)

    def _entries(
        self, table: Mapping[str, Any], key: str, *, most: int = _MOST_ITEMS
    ) -> Iterator[tuple[str, Mapping[str, Any], tuple[int, ...]]]:
        """Yield the items of `key` that name a sentence of the article: what each is called, itself, its sentences."""
        entries = table.get(key)
        if not isinstance(entries, list):
            if entries is not None:
                self._refuse(key, "it is no list")
            return
        if len(entries) > most:
            self._refuse(key, f"{len(entries)} of them, and {most} are read")
        for number, entry in enumerate(entries[:most], 1):
            place = key if most == 1 else f"{key} {number}"
            named = entry.get("from") if isinstance(entry, dict) else None
            if not isinstance(named, list):
                self._refuse(place, "it does not say which sentences it is from")
            elif not (sentences := self.grounds.known(one for one in named if type(one) is int)):
                self._refuse(place, "none of the article's sentences is its source")
            else:
                yield place, entry, sentences

    def _line(self, key: str, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...]) -> None:
        line = self._standing(entry.get("text"), place, sentences)
        if line:
            self._keep(key, line, entry, sentences, self._turned(line, sentences))

    def _warm_up(self, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...]) -> None:
        text = entry.get("text")
        name = self.grounds.in_library(text, sentences) if isinstance(text, str) else ""
        if name:
            self._keep("warm_ups", name, entry, sentences)
        else:
            self._refuse(place, "no exercise of the library is called so in its source")

    def _standing(self, text: object, place: str, sentences: tuple[int, ...]) -> str:
        """Return `text` as a line where it can stand; else refuse it."""
        line = self.grounds.in_other_words(" ".join(text.split())) if isinstance(text, str) else ""
        if not line:
            self._refuse(place, "it holds no text")
        elif wrong := self.grounds.why_not(line, sentences):
            self._refuse(place, wrong)
        else:
            return line
        return ""

    def _value(
        self, key: str, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...], known: Sequence[str]
    ) -> None:
        value = entry.get("value")
        if not isinstance(value, str) or value not in known:
            self._refuse(place, "it is none of the values that it can have")
            return
        said = value in self._said(key, self.grounds.source(sentences))
        if not said and key in SEVERAL:
            self._refuse(place, f'"{value}" is not in its source')
        elif not any((item.field, item.value) == (key, value) for item in self.items):
            self._keep(key, value, entry, sentences, "" if said else _OTHER_WORDS)

    def _said(self, key: str, source: str) -> tuple[str, ...]:
        """Return which values of `key` the phrase book finds in `source`."""
        book = self.grounds.book
        if key == "sides":
            return tuple(one.replace("_", "-") for one in book.found_changes.keys_in(source))
        found = {
            "position": book.found_positions,
            "ends_in": book.found_ends,
            "level": book.found_levels,
            "spine": book.found_spine,
            "focus": book.found_focus,
            "avoid": book.found_conditions,
            "breath": book.found_breath,
        }
        return found[key].keys_in(source)

    def _reps(self, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...]) -> None:
        for key in ("default", "min", "max"):
            number = self._number(entry.get(key), f"{place}.{key}", sentences, _MOST_REPS)
            if number is not None:
                self._keep(f"reps.{key}", number, entry, sentences)

    def _phase(self, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...]) -> None:
        breath, side, lines = entry.get("breath"), entry.get("side"), entry.get("lines")
        if breath not in tuple(Breath):
            self._refuse(place, "it does not say what the breath does")
            return
        cues = self._cues(lines, f"{place}, line", sentences)
        others = self._cues(entry.get("lines_of_other_side"), f"{place}, other side, line", sentences)
        source = self.grounds.source(sentences)
        told = PhaseOutline(
            breath=str(breath),
            cues=(*cues, *others),
            counts=self._amount("counts", place, entry, sentences),
            seconds=self._amount("seconds", place, entry, sentences),
            side=self._side(side, sentences),
            pulses=self._amount("pulses", place, entry, sentences),
            switch_at=len(cues) if others else 0,
            sentences=sentences,
            guessed=_doubt(entry, "" if breath in self._said("breath", source) else _OTHER_WORDS),
        )
        self.phases.append(told)

    def _cues(self, lines: object, place: str, sentences: tuple[int, ...]) -> tuple[DraftItem, ...]:
        texts = lines[:_MOST_ITEMS] if isinstance(lines, list) else []
        standing = [self._standing(one, f"{place} {number}", sentences) for number, one in enumerate(texts, 1)]
        return tuple(
            DraftItem(field="phase", value=line, sentences=sentences, guessed=self._turned(line, sentences))
            for line in standing
            if line
        )

    def _side(self, side: object, sentences: tuple[int, ...]) -> DraftItem | None:
        if not isinstance(side, str) or side not in tuple(Side):
            return None
        said = side in self.grounds.book.found_sides.keys_in(self.grounds.source(sentences))
        return DraftItem(field="side", value=side, sentences=sentences, guessed="" if said else _ONE_SIDE)

    def _amount(self, key: str, place: str, entry: Mapping[str, Any], sentences: tuple[int, ...]) -> DraftItem | None:
        most = _MOST_SECONDS if key == "seconds" else _MOST_COUNTS
        number = self._number(entry.get(key) or None, f"{place}, {key}", sentences, most)
        return None if number is None else DraftItem(field=key, value=number, sentences=sentences)

    def _turned(self, line: str, sentences: tuple[int, ...]) -> str:
        return _TURNED if self.grounds.turned(line, sentences) else ""

    def _number(self, value: object, place: str, sentences: tuple[int, ...], most: int) -> int | None:
        """Return `value` where it is a number that its sentences name; None where it is none, and else refuse it."""
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not (0 < value <= most and value % 1 == 0):
            self._refuse(place, f"it is no whole number from 1 to {most}")
        elif not self.grounds.says_number(value, sentences):
            self._refuse(place, f"the number {value} is not in its source")
        else:
            return int(value)
        return None

    def _keep(
        self, key: str, value: str | int, entry: Mapping[str, Any], sentences: tuple[int, ...], doubt: str = ""
    ) -> None:
        self.items.append(DraftItem(field=key, value=value, sentences=sentences, guessed=_doubt(entry, doubt)))

    def _refuse(self, place: str, reason: str) -> None:
        self.refused.append(f"{place} is left out: {reason}")


def _doubt(entry: Mapping[str, Any], doubt: str) -> str:
    return doubt or (_CONCLUDED if entry.get("guessed") is True else "")
