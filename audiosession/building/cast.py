"""Cast a class: give its lines to who says them, since of some another take is heard, or a recording."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from audiosession.errors import VoiceError
from audiosession.voices.chosen.another import OwnRecording, another_take
from audiosession.voices.chosen.rows import USUAL, ChosenTake, ChosenTakes, Way
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.voice import BorrowingVoice, Voice
from audiosession.writing.lexicon import Lexicon


@dataclass(frozen=True, kw_only=True)
class Role:
    """Lines that one voice says in one way; `respell` returns what it is given for each."""

    voice: Voice
    lines: tuple[str, ...]
    respell: Callable[[str], str]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """What lines are said by: the takes that were chosen of them, and the lexicon."""

    chosen: ChosenTakes
    lexicon: Lexicon

    def roles(self, lines: Iterable[str], voice: Voice) -> Iterator[Role]:
        """Yield the roles for `lines`, which `voice` says but for those of which there is a recording.

        Raises:
            VoiceError: A take was chosen that it does not have.
        """
        ways: dict[Way, list[str]] = {}
        for line in lines:
            ways.setdefault(self.chosen.way(line, voice.name), []).append(line)
        for way, said in ways.items():
            if isinstance(way, int):
                speaker = voice if way == USUAL else self._another(voice, way, said[0])
                yield Role(voice=speaker, lines=tuple(said), respell=respelling(self.lexicon, voice))
            else:
                yield Role(voice=OwnRecording(path=way), lines=tuple(said), respell=str)

    def is_recorded(self, line: str, voice: Voice) -> bool:
        """Tell whether a recording stands for `line` where `voice` speaks."""
        return not isinstance(self.chosen.way(line, voice.name), int)

    def otherwise(self, lines: Iterable[str], voice: Voice) -> dict[str, ChosenTake]:
        """Return those of `lines` that `voice` does not say as usual, each with what was chosen."""
        found = {line: self.chosen.of(line, voice.name) for line in lines}
        return {line: row for line, row in found.items() if row is not None and row.way != USUAL}

    def _another(self, voice: Voice, number: int, line: str) -> Voice:
        try:
            return another_take(voice, number)
        except VoiceError as error:
            row = self.chosen.of(line, voice.name)
            raise error.at(row.path, row.line) if row else error from None


def respelling(lexicon: Lexicon, voice: Voice) -> Callable[[str], str]:
    """Return what gives each line to `voice` as the lexicon has it; recordings are found by the line itself."""
    if isinstance(voice, RecordedVoice):
        return lambda line: line
    if isinstance(voice, BorrowingVoice) and voice.borrows:
        return lexicon.respelling(voice.name, voice.borrows, voice.borrowed)
    return lexicon.respelling(voice.name)
