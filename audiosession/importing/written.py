"""An outline as the text of a definition, each line with its source, and what is left to a person at its end."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

from audiosession.definitions import read_definition
from audiosession.errors import FaultsError
from audiosession.importing.article import Sentence
from audiosession.importing.book import Book
from audiosession.importing.draft import Draft, Sourced
from audiosession.importing.finding import words_of_text
from audiosession.importing.outline import DraftItem, DraftOutline, PhaseOutline
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike
from audiosession.importing.understanding.wording import cut_within, going_on
from audiosession.writing.exercise import Exercise

_HEAD = "#:schema ../.schemas/exercise.json"
_BLANK = "…"
_ABOVE = ("purpose", "warm_up_note", "caution", "set_up", "modification", "preparation", "tip", "into_place")
_USUAL_COUNTS, _USUAL_REPS = 4, 5
_MOST_COUNTS = {"inhale": 5, "exhale": 7}
"""How long a breath is guessed at the most, so that what is done in it can be said."""
_WORDS_A_COUNT = 2.2
"""What is said at an easy tempo while one counts, in words."""
_LONG_WORD = 4
_BREATHS = {"inhale": ("breathe_in", "in_word"), "exhale": ("breathe_out", "out_word"), "hold": ("hold", "hold_word")}


@dataclass
class _Text:
    """The text while it is written, with the source of each line."""

    lines: list[str] = field(default_factory=list)
    sourced: list[Sourced] = field(default_factory=list)

    def add(self, line: str = "", sentences: Sequence[int] = (), guessed: str = "", place: str = "") -> None:
        told = [f"guessed: {guessed}"] if guessed else []
        told += [f"from: {place}"] if place and (sentences or not guessed) else []
        mark = f"  # {'; '.join(told)}" if told else ""
        self.lines.append(f"{line}{mark}" if line else "")
        if sentences or guessed:
            self.sourced.append(Sourced(line=len(self.lines), sentences=tuple(sentences), guessed=guessed))


def draft_text(outline: DraftOutline, name: str, sentences: Mapping[int, Sentence], book: Book) -> Draft:
    """Return the definition called `name` that `outline` becomes, and what it lacks."""
    writer = _Writer(outline, sentences, book)
    text = writer.whole()
    return Draft(
        name=name,
        title=outline.title,
        language=outline.language,
        text=text,
        sourced=tuple(writer.text.sourced),
        unplaced=outline.unplaced,
        missing=tuple(_missing(text, name)),
    )


def _missing(text: str, name: str) -> Iterator[str]:
    """Yield what the definition lacks, as whoever checks it says it."""
    try:
        read_definition(text, f"{name}.toml", Exercise, name=name)
    except FaultsError as error:
        for fault in error.faults:
            yield f"{fault.message}: {fault.hint}" if fault.hint else fault.message


class _Writer:
    def __init__(self, outline: DraftOutline, sentences: Mapping[int, Sentence], book: Book) -> None:
        self.outline, self.sentences, self.book = outline, sentences, book
        self.text = _Text()
        said = [] if outline.keeps_words else list(sentences.values())
        self.source = SourceWords([*dict.fromkeys(one.heading for one in said), *(one.text for one in said)])

    def whole(self) -> str:
        self._head()
        for key in _ABOVE:
            self._lines(key)
        if self.outline.values("sides") and (line := next(iter(self.outline.values("change_sides")), None)):
            self.text.add()
            self.text.add("[change_sides]")
            self.text.add(f"say = {self._said_as(line.value)}", line.sentences, "", self._place(line.sentences))
        self._lines("practice")
        for phase in self.outline.phases:
            self._phase(phase)
        self._lines("release")
        self._unplaced()
        return "\n".join([*self.text.lines, ""])

    def _place(self, sentences: Sequence[int]) -> str:
        return ", ".join(dict.fromkeys(self.sentences[n].place for n in sentences if n in self.sentences))

    def _title_place(self) -> str:
        return self._place(self.outline.title_from) or "the title"

    def _key(self, key: str, value: object, item: DraftItem | None = None, guessed: str = "") -> None:
        sentences = item.sentences if item else ()
        guessed = guessed or (item.guessed if item else "")
        place = self._place(sentences) or ("" if item is None else "the title")
        self.text.add(f"{key} = {_toml(value)}", sentences, guessed, place)

    def _head(self) -> None:
        outline = self.outline
        self.text.add(_HEAD)
        title = outline.title or _BLANK
        guessed = "" if outline.title else "the article has no title"
        self.text.add(f"title = {_toml(title)}", outline.title_from, guessed, self._title_place())
        self.text.add(f'written_in = "{outline.language}"')
        for key, usual in (("position", ""), ("ends_in", None), ("level", "beginner")):
            found = next(iter(outline.values(key)), None)
            if found is not None:
                self._key(key, found.value, found)
            elif usual is not None:
                self._key(
                    key,
                    usual or _BLANK,
                    guessed="the article does not say" if usual else "write it: the article does not say",
                )
        self._list("focus")
        if spine := next(iter(outline.values("spine")), None):
            self._key("spine", spine.value, spine)
        if needs := next(iter(outline.values("equipment")), None):
            self._key("equipment", needs.value, needs)
        self._list("warm_ups")
        self._list("avoid")
        if (sides := next(iter(outline.values("sides")), None)) and outline.phases:
            self._key("sides", sides.value, sides)
        self._reps()

    def _list(self, key: str) -> None:
        if found := self.outline.values(key):
            numbers = tuple(dict.fromkeys(number for one in found for number in one.sentences))
            doubtful = [f"{one.value} {one.guessed}" for one in found if one.guessed]
            value = _toml([one.value for one in found])
            self.text.add(f"{key} = {value}", numbers, ", ".join(doubtful), self._place(numbers) or "the title")

    def _reps(self) -> None:
        found = {one.field.partition(".")[2]: one for one in self.outline.items if one.field.startswith("reps.")}
        values = {key: int(one.value) for key, one in found.items()}
        least, most = values.get("min", 0), values.get("max", 0)
        usual = values.get("default", 0) or most or least or (1 if self.outline.values("practice") else _USUAL_REPS)
        most = max(most or usual, usual)
        self.text.add()
        self.text.add("[reps]")
        rows = [("default", usual)] + ([("min", min(least, usual))] if least else []) + [("max", most)]
        for key, value in rows:
            item = found.get(key)
            why = "" if item else "as often as it is told" if found else "the article does not say"
            self._key(key, value, item, why)

    def _lines(self, key: str) -> None:
        rows = self.outline.values(key)
        if key == "purpose" and self.outline.title:
            said = self.book.wording.this_is.format(title=self.outline.title)
            rows = [DraftItem(field=key, value=said, sentences=self.outline.title_from), *rows]
        if key == "preparation" and not self.outline.values("practice"):
            rows = [*rows, *self._told_before()]
        if not rows and (key in ("set_up", "purpose") or (key == "caution" and self._breathes())):
            rows = [DraftItem(field=key, value=_BLANK, guessed="write it: the article does not say")]
        for one in rows:
            self.text.add()
            self.text.add(f"[[{key}]]")
            place = self._place(one.sentences) or self._title_place()
            self.text.add(f"say = {self._said_as(one.value)}", one.sentences, one.guessed, place)

    def _said_as(self, line: object) -> str:
        """Return a line as TOML; a word in it that may be a side or not is marked as one where sides are mirrored."""
        words = self.book.wording.doubtful_sides
        if not words or not any(one.side or self._side(one) for one in self.outline.phases):
            return _toml(line)
        marked = re.sub(rf"(?i)(?<![\w{{])(?:{'|'.join(words)})(?!\w)", lambda found: f"{{side {found[0]}}}", str(line))
        return _toml(marked)

    def _breathes(self) -> bool:
        return any(one.breath != "free" for one in self.outline.phases)

    def _told_before(self) -> list[DraftItem]:
        """Return the movement of all phases in words, as it is told while the body rests."""
        made = []
        for phase in self.outline.phases:
            for number, cue in enumerate(phase.cues):
                said = str(cue.value)
                if number == 0 and phase.breath in ("inhale", "exhale") and not self.outline.keeps_words:
                    with_breath = self.book.wording.in_with if phase.breath == "inhale" else self.book.wording.out_with
                    said = with_breath.format(cue=going_on(said, self.book))
                for line in unlike(said, self.source, self.book):
                    made.append(replace(cue, field="preparation", value=line))
        return made

    def _phase(self, phase: PhaseOutline) -> None:
        place = self._place(phase.sentences)
        self.text.add()
        self.text.add("[[phase]]")
        self.text.add(f'breath = "{phase.breath}"', phase.sentences, phase.guessed, place)
        sided = phase.side or self._side(phase)
        if sided is not None:
            self._key("side", sided.value, sided)
        counts = self._length(phase)
        n_pulses = int(phase.pulses.value) if phase.pulses else 0
        if phase.switch_at:
            self.text.add(f"switch = [{counts // 2 + 1}]", phase.sentences, "", place)
        if n_pulses and n_pulses <= (counts // 2 if phase.switch_at else counts):
            beats = [*range(1, n_pulses + 1)]
            beats += [counts // 2 + one for one in beats] if phase.switch_at else []
            self._key("pulses", beats, phase.pulses)
        self._said(phase, counts, place)

    def _side(self, phase: PhaseOutline) -> DraftItem | None:
        """Return the side of a phase that names none, where others do or the article says that there are two.

        A rep comes to the other side as a whole, its breaths in between too.
        """
        named = next((one.side for one in self.outline.phases if one.side), None)
        if not self.outline.values("sides"):
            return None
        if named is None:
            return DraftItem(field="side", value="left", guessed="the article names no side")
        return DraftItem(field="side", value=named.value, guessed="the whole rep is of one side")

    def _length(self, phase: PhaseOutline) -> int:
        if phase.seconds is not None:
            self._key("seconds", int(phase.seconds.value), phase.seconds)
            return int(phase.seconds.value)
        if phase.counts is not None:
            self._key("counts", int(phase.counts.value), phase.counts)
            return int(phase.counts.value)
        n_pulses = int(phase.pulses.value) if phase.pulses else 0
        n_words = sum(len(str(cue.value).split()) for cue in phase.cues) + 2
        most = _USUAL_COUNTS if self._goes_over(phase) else _MOST_COUNTS.get(phase.breath, _USUAL_COUNTS)
        said = min(most, ceil(n_words / _WORDS_A_COUNT))
        counts = max(_USUAL_COUNTS, n_pulses + 1, said)
        if phase.switch_at:
            counts = 2 * max(n_pulses + 1, 2)
        self._key("counts", counts, guessed="the article does not say how long")
        return counts

    def _goes_over(self, phase: PhaseOutline) -> bool:
        """Tell whether the breath of a phase goes on over the end of a rep into the next one: it is one breath then."""
        first, last = self.outline.phases[0], self.outline.phases[-1]
        return first is not last and first.breath == last.breath and phase in (first, last)

    def _said(self, phase: PhaseOutline, counts: int, place: str) -> None:
        """Write what is said in a phase: as many of its cues as fit into it, and its breath in a word."""
        lead, word = (getattr(self.book.wording, one) for one in _BREATHS.get(phase.breath, ("free", "free")))
        room = max(3, int(counts * _WORDS_A_COUNT))
        head = [] if phase.breath == "free" or self.outline.keeps_words else [lead]
        lines = [self._switching(phase, counts)] if phase.switch_at else list(self._rounds(head, phase.cues, room))
        told = [(line, used) for line, used in lines if line and self.source.run(line) < 0]
        if told:
            used = tuple(dict.fromkeys(number for _, numbers in told for number in numbers))
            lines_said = [self._said_as(line) for line, _ in told]
            written = lines_said[0] if len(told) == 1 else f"[{', '.join(lines_said)}]"
            self.text.add(f"full = {written}", used or phase.sentences, "", self._place(used) or place)
        if phase.breath == "free":
            said = cut_within(str(phase.cues[0].value), _LONG_WORD, self.book) if phase.cues else lead
            self.text.add(f"short = {self._said_as(said)}", phase.sentences, "", place)
            self.text.add(f"bare = {_toml(self.book.wording.hold_word)}", phase.sentences, "", place)
        else:
            short = self._in_short(phase, word, counts) or lead
            self.text.add(f"short = {self._said_as(short)}", phase.sentences, "", place)
            self.text.add(f"bare = {_toml(word)}", phase.sentences, "", place)

    def _in_short(self, phase: PhaseOutline, word: str, counts: int) -> str:
        """Return the breath in a word and its first cue; empty where that can't be said in so many counts."""
        if not phase.cues or phase.switch_at or self.outline.keeps_words:
            return ""
        cue = cut_within(str(phase.cues[0].value), max(_LONG_WORD, counts), self.book)
        if len(cue.split()) > counts + 1:
            return ""
        lines = unlike(f"{word} {cue}", self.source, self.book)
        return lines[0] if len(lines) == 1 else ""

    def _rounds(self, head: list[str], cues: Sequence[DraftItem], room: int) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield what is said in one round after the other: what does not fit into the first comes in the next ones."""
        if not cues:
            yield self._fitting(head, cues, room)
        while cues:
            n_used = self._n_fitting(head, cues, room)
            yield self._fitting(head, cues[:n_used], room)
            cues = cues[n_used:]

    @staticmethod
    def _n_fitting(head: list[str], cues: Sequence[DraftItem], room: int) -> int:
        n_words = sum(len(one.split()) for one in head)
        for number, cue in enumerate(cues):
            n_words += len(str(cue.value).split())
            if number and n_words > room:
                return number
        return len(cues)

    def _fitting(self, head: list[str], cues: Sequence[DraftItem], room: int) -> tuple[str, tuple[int, ...]]:
        """Return as many of `cues` behind `head` as `room` words hold, the first in any case, with their sentences."""
        said, used, n_words = list(head), list[int](), sum(len(one.split()) for one in head)
        for number, cue in enumerate(cues):
            text = str(cue.value) if number else cut_within(str(cue.value), room - n_words, self.book)
            size = len(text.split())
            if number and n_words + size > room:
                break
            said.append(text)
            used += cue.sentences
            n_words += size
        lines = unlike(" ".join(said), self.source, self.book)
        return (lines[0] if lines else ""), tuple(dict.fromkeys(used))

    def _switching(self, phase: PhaseOutline, counts: int) -> tuple[str, tuple[int, ...]]:
        """Return the line of a phase in which the sides change: the first cue of each on its count."""
        second = phase.cues[phase.switch_at]
        first = max(phase.cues[: phase.switch_at], key=lambda cue: _alike(cue, second))
        room = int(counts * _WORDS_A_COUNT / 2)
        said, other = (cut_within(str(one.value), room, self.book) for one in (first, second))
        beats = [said.rstrip("."), *["-"] * (counts // 2 - 1), other]
        line = " / ".join(beats)
        return ("" if self.source.run(line) >= 0 else line), (*first.sentences, *second.sentences)

    def _unplaced(self) -> None:
        """Write what no line holds, as comments: where it stands and how it begins, so that it can be found."""
        if not self.outline.unplaced:
            return
        self.text.add()
        self.text.add("# Not placed, or not in full; the article has it at:")
        for number in self.outline.unplaced:
            one = self.sentences[number]
            words = one.text.split()
            shown = words[:MOST_IN_A_ROW]
            while len(words_of_text(" ".join(shown))) > MOST_IN_A_ROW:  # “2–3” is two of them
                shown.pop()
            begun = " ".join(shown) + (" …" if len(words) > len(shown) else "")
            self.text.lines.append(f"# {one.place}: {_printable(begun)}")
            self.text.sourced.append(Sourced(line=len(self.text.lines), sentences=(number,)))


def _alike(one: DraftItem, other: DraftItem) -> int:
    """Return how many words of two cues begin alike."""
    heads = {word[:4] for word in words_of_text(str(other.value)) if len(word) >= _LONG_WORD}
    return len(heads & {word[:4] for word in words_of_text(str(one.value)) if len(word) >= _LONG_WORD})


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f\u2028\u2029\ud800-\udfff]", " ", text)


def _toml(value: object) -> str:
    return json.dumps(_printable(value) if isinstance(value, str) else value, ensure_ascii=False)
