"""What is known of the lines of a catalogue: how long their takes last, by their names in the store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from audiosession.building.cast import Role
from audiosession.building.gather import Inputs
from audiosession.building.speak import Speaker
from audiosession.digests import digest_of_everything
from audiosession.files.sharing.many import asked_at_once
from audiosession.files.sharing.shared import SharedStore
from audiosession.fleet.cluster.orders import SpeakOrder, away_voice
from audiosession.progress import unwatched
from audiosession.project.editing.secrets import is_secret
from audiosession.project.project import Project
from audiosession.units import FRAMES_PER_MS, Ms
from audiosession.voices.chosen.rows import Way
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import choosing_once
from audiosession.voices.store import take_digest
from audiosession.voices.tempos.tempo import Tempo

_BYTES_PER_MS = 2 * FRAMES_PER_MS
LINES_A_TASK = 64


@dataclass(frozen=True, kw_only=True)
class _Says:
    """Who says lines, and how: what those of one task have in common."""

    voice: str
    language: str
    tempo: Tempo
    way: Way
    address: str


class Ledger:
    """The lines of many classes, each noted once, with voices that are opened once."""

    def __init__(self, project: Project, shared: SharedStore) -> None:
        self.lengths: dict[str, Ms] = {}
        self.asked: set[str] = set()
        self.spoken_here = 0
        self._project = project
        self._shared = shared
        self._choose = choosing_once()
        self._waiting: dict[_Says, list[tuple[str, str]]] = {}

    def speaker(self, inputs: Inputs) -> Speaker:
        """Return who speaks a class.

        Raises:
            VoiceError: The voice can't be had.
        """
        return Speaker(self._project, inputs, unwatched, self._choose)

    def orders(self, inputs: Inputs, speaker: Speaker, lines: Sequence[str], *, at_once: bool) -> Iterator[SpeakOrder]:
        """Yield the tasks that speak those of `lines` that nobody spoke or was asked for before.

        What only this machine can say, it says: lines that were recorded, and those of a server whose key stands in
        show.toml. Tasks are yielded as they fill up, all that wait `at_once`, or by `rest`.

        Raises:
            VoiceError, FaultsError: This machine could not say a line.
        """
        digests = speaker.digests(dict.fromkeys(lines))
        new = {line: name for line, name in digests.items() if name not in self.lengths}
        lacking = self._lacking({line: name for line, name in new.items() if at_once or name not in self.asked})
        if lacking and self._is_ours(inputs, speaker, lacking):
            self._say(speaker, lacking, digests)
            return
        self.asked -= {digests[line] for line in lacking} if at_once else set()
        for role in speaker.cast.roles(lacking, speaker.voice):
            self._ask(inputs, speaker, role)
        yield from self._full(1 if at_once else LINES_A_TASK)

    def rest(self) -> Iterator[SpeakOrder]:
        """Yield the tasks for all lines that wait still."""
        yield from self._full(1)

    def _say(self, speaker: Speaker, lines: Sequence[str], digests: Mapping[str, str]) -> None:
        self.spoken_here += len({digests[line] for line in speaker.missing(lines)})
        takes = speaker.speak(lines).takes
        self.lengths |= {digests[line]: takes[line].duration for line in lines}
        self._shared.flush()

    def _ask(self, inputs: Inputs, speaker: Speaker, role: Role) -> None:
        first = next(iter(role.lines))
        is_first = speaker.cast.who_says(first, speaker.voice) is speaker.voice
        says = _Says(
            voice=away_voice(spec_of(inputs, speaker, is_first), self._project),
            language=inputs.language,
            tempo=inputs.tempo,
            way=speaker.cast.way(first, speaker.voice),
            address=role.voice.address,
        )
        waiting = self._waiting.setdefault(says, [])
        for text in role.lines.values():
            spoken = role.respell(text)
            digest = take_digest(spoken=spoken, address=says.address)
            if digest not in self.asked:
                self.asked.add(digest)
                waiting.append((text, spoken))

    def _full(self, least: int) -> Iterator[SpeakOrder]:
        for says, waiting in self._waiting.items():
            while waiting and len(waiting) >= least:
                lines = tuple(waiting[:LINES_A_TASK])
                del waiting[:LINES_A_TASK]
                yield SpeakOrder(lines=lines, **vars(says))

    def _lacking(self, digests: Mapping[str, str]) -> list[str]:
        """Return the lines of which nothing is in the shared store; how long the others last is noted."""
        lines = list(digests)
        actions = asked_at_once(lambda line: self._shared.action("take", digests[line]), lines)
        found = {digests[line]: action for line, action in zip(lines, actions, strict=True) if action is not None}
        self.lengths |= {digest: Ms(action.size // _BYTES_PER_MS) for digest, action in found.items()}
        return [line for line in lines if digests[line] not in found]

    def _is_ours(self, inputs: Inputs, speaker: Speaker, lines: Sequence[str]) -> bool:
        specs = [one.name for one in speaker.voices]
        tables = [inputs.voices.get(spec.partition(":")[0]) for spec in specs]
        keys = any(is_secret(key) for table in tables if isinstance(table, Mapping) for key in table)
        recorded = any(speaker.cast.is_recorded(line, speaker.voice) for line in lines)
        return keys or recorded or isinstance(speaker.voice, RecordedVoice)


def spec_of(inputs: Inputs, speaker: Speaker, first: bool) -> str:
    """Return the spec by which a worker opens the first voice of a class, or its second; never ``auto``."""
    spec = inputs.voice if first else inputs.count_voice or ""
    if spec.strip() != "auto":
        return spec
    second = speaker.cast.second
    return speaker.voice.name if first or second is None else second.name


def speakers_of(speaker: Speaker) -> tuple[str, ...]:
    """Return the digests of the addresses of the voices of a class."""
    return tuple(digest_of_everything(one.address) for one in speaker.voices)
