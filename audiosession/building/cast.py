"""Cast a class: give its lines to who says them: one voice or two, in takes that were chosen, or a recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from audiosession.errors import VoiceError
from audiosession.voices.chosen.another import OwnRecording, another_take
from audiosession.voices.chosen.rows import USUAL, ChosenTake, ChosenTakes, Way
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.voice import BorrowingVoice, Voice
from audiosession.writing.lexicon import Lexicon
from audiosession.writing.phases.voices import SECOND, said_by


@dataclass(frozen=True, kw_only=True)
class Role:
    """Lines that one voice says in one way: the text of each. `respell` returns what it is given for a text."""

    voice: Voice
    lines: Mapping[str, str]
    respell: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What lines are said by: the second voice if there is one, the takes that were chosen, and the lexicon."""

    chosen: ChosenTakes
    lexicon: Lexicon
    second: Voice | None = None

    def who_says(self, line: str, voice: Voice) -> Voice:
        """Return who says `line` where `voice` is the first of the class."""
        return self.second if self.second is not None and said_by(line).voice == SECOND else voice

    def way(self, line: str, voice: Voice) -> Way:
        """Return how `line` is said where `voice` is the first of the class."""
        return self.chosen.way(said_by(line).text, self.who_says(line, voice).name)

    def roles(self, lines: Iterable[str], voice: Voice) -> Iterator[Role]:
        """Yield the roles for `lines`, where `voice` is the first of the class.

        Raises:
            VoiceError: A take was chosen that there is not.
        """
        roles: dict[tuple[bool, Way], dict[str, str]] = {}
        for line in lines:
            own = self.who_says(line, voice) is voice
            roles.setdefault((own, self.way(line, voice)), {})[line] = said_by(line).text
        for (own, way), said in roles.items():
            speaker = voice if own or self.second is None else self.second
            if isinstance(way, int):
                taken = speaker if way == USUAL else self._another(speaker, way, next(iter(said.values())))
                yield Role(voice=taken, lines=said, respell=respelling(self.lexicon, speaker))
            else:
                yield Role(voice=OwnRecording(path=way), lines=said, respell=str)

    def is_recorded(self, line: str, voice: Voice) -> bool:
        """Tell whether a recording stands for `line` where `voice` is the first of the class."""
        return not isinstance(self.way(line, voice), int)

    def otherwise(self, lines: Iterable[str], voice: Voice) -> dict[str, ChosenTake]:
        """Return those of `lines` that are not said as usual, each with what was chosen."""
        found = {line: self.chosen.of(said_by(line).text, self.who_says(line, voice).name) for line in lines}
        return {line: row for line, row in found.items() if row is not None and row.way != USUAL}

    def _another(self, voice: Voice, number: int, text: str) -> Voice:
        try:
            return another_take(voice, number)
        except VoiceError as error:
            row = self.chosen.of(text, voice.name)
            raise error.at(row.path, row.line) if row else error from None


def respelling(lexicon: Lexicon, voice: Voice) -> Callable[[str], str]:
    """Return what gives each line to `voice` as the lexicon has it; recordings are found by the line itself."""
    if isinstance(voice, RecordedVoice):
        return lambda line: line
    if isinstance(voice, BorrowingVoice) and voice.borrows:
        return lexicon.respelling(voice.name, voice.borrows, voice.borrowed)
    return lexicon.respelling(voice.name)
