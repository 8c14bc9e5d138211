"""What a catalogue would take in time, room, traffic and money, from what was measured here or, before that, usual.

The usual figures are those of `python -m tests.benchmarks --only catalogue`. What nobody measured, such as the time
of a server's voice or a price, is told as unknown and never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from audiosession.codecs.encode import ENCODINGS
from audiosession.codecs.lame import BIT_RATE
from audiosession.fleet.reckoned import Reckoned, WindowsNeeded
from audiosession.formats import USUAL
from audiosession.machine.side_by_side import n_cores
from audiosession.project.catalogue.costs import Costs
from audiosession.project.catalogue.rows import VoicePrice
from audiosession.sound.recipes import WINDOW
from audiosession.units import Ms
from audiosession.voices.registry import facts_of_engine

USUAL_CHARACTER_S: Mapping[str, float] = {"espeak": 0.0008, "piper": 0.013}
"""Seconds of a processor for a character, by engine: spoken, trimmed, levelled and kept."""
USUAL_WINDOW_S = 0.26
"""Seconds of a processor for a window of the usual length: mixed, mastered, encoded and heard again."""
USUAL_CLASS_S = 0.4
"""Seconds of a processor for a class beside its windows: read, placed, joined and written."""
USUAL_EFFICIENCY = 0.9
"""How much of all processors a build keeps busy: what is read and placed is done by one."""
TAG_BYTES = 41_000
"""Beside its sound, a file holds a cover and chapters."""
EPISODE_BYTES = 450_000
"""Beside its file, an episode has a page, captions, chapters and a cover of its own at the host."""
_BYTES_A_SECOND = {
    USUAL.name: BIT_RATE / 8,
    **{name: one.bit_rate / 8 for name, one in ENCODINGS.items() if one.bit_rate},
    "flac": 115_000.0,  # as much as it takes; measured
    "wav": 192_000.0,
}


@dataclass(frozen=True, kw_only=True)
class PlannedVoice:
    """What a voice has to speak anew: how many lines and characters, what it costs, and who hears the text.

    `cpu_s` and `clock_s` are None where it was never measured. `price` is what a person wrote for it; without one,
    `cost` is what its engine tells.
    """

    name: str
    lines: int
    characters: int
    cpu_s: float | None
    clock_s: float | None
    is_measured: bool
    price: VoicePrice | None
    cost: str
    privacy: str

    @property
    def money(self) -> float | None:
        """What its lines cost, in the currency of `price`."""
        return None if self.price is None else self.characters * self.price.per_million / 1e6


@dataclass(frozen=True, kw_only=True)
class PlannedTime:
    """Seconds of all processors together, and by the clock on this machine.

    It is `is_measured` where what windows cost was measured here. What is `unknown`, the voices of these names, is
    left out.
    """

    cpu_s: float
    clock_s: float
    is_measured: bool
    unknown: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlannedBytes:
    """Room and traffic: files by format, what goes to the host of the show, and to and from the shared store.

    `published` is what all MP3s that are to be built come to at the host, with pages and covers.
    """

    formats: Mapping[str, int]
    published: int
    store_up: int
    store_down: int

    @property
    def files(self) -> int:
        """What all files take."""
        return sum(self.formats.values())


def planned_voices(reckoned: Reckoned, costs: Costs, prices: Sequence[VoicePrice]) -> tuple[PlannedVoice, ...]:
    """Return what each voice that has anything new to say would take, the one with the most first."""
    lines: dict[str, list[int]] = {}
    for take in reckoned.new_takes.values():
        lines.setdefault(take.voice, []).append(take.characters)
    voices = [_voice(name, each, costs, prices) for name, each in lines.items()]
    return tuple(sorted(voices, key=lambda one: -one.characters))


def _voice(name: str, lines: Sequence[int], costs: Costs, prices: Sequence[VoicePrice]) -> PlannedVoice:
    engine, characters = name.partition(":")[0], sum(lines)
    measured, usual = costs.of_voice(name), USUAL_CHARACTER_S.get(engine)
    facts = facts_of_engine(engine)
    return PlannedVoice(
        name=name,
        lines=len(lines),
        characters=characters,
        cpu_s=characters * measured.cpu_s if measured else characters * usual if usual else None,
        clock_s=characters * measured.clock_s if measured else characters * usual / n_cores() if usual else None,
        is_measured=measured is not None,
        price=next((one for one in prices if one.voice == engine or fnmatchcase(name, one.voice)), None),
        cost=facts.cost if facts else "",
        privacy=facts.privacy if facts else "",
    )


def planned_time(voices: Sequence[PlannedVoice], windows: WindowsNeeded, n_classes: int, costs: Costs) -> PlannedTime:
    """Return how long it takes to speak and to build; windows that are short count as what they are."""
    measured = costs.of_window(USUAL_CLASS_S)
    window_s, class_s = measured or (USUAL_WINDOW_S, USUAL_CLASS_S)
    n = windows.new if measured else windows.streamed + windows.new_length / WINDOW
    made_s = n * window_s + n_classes * class_s
    return PlannedTime(
        cpu_s=made_s + sum(one.cpu_s or 0.0 for one in voices),
        clock_s=made_s / (n_cores() * USUAL_EFFICIENCY) + sum(one.clock_s or 0.0 for one in voices),
        is_measured=measured is not None,
        unknown=tuple(one.name for one in voices if one.clock_s is None),
    )


def planned_bytes(reckoned: Reckoned, windows: WindowsNeeded, *, shares: bool) -> PlannedBytes:
    """Return what the files take; and the traffic of a shared store, if the project `shares`."""
    formats = {name: _bytes(name, Ms(length), reckoned.files[name]) for name, length in reckoned.lengths.items()}
    up, down = reckoned.take_bytes() if shares else (0, 0)
    if shares:
        up += round(windows.new_length / 1000 * _BYTES_A_SECOND[USUAL.name])
        down += round(windows.fetched_length / 1000 * _BYTES_A_SECOND[USUAL.name])
    published = formats.get(USUAL.name, 0) + EPISODE_BYTES * reckoned.files[USUAL.name]
    return PlannedBytes(formats=formats, published=published, store_up=up, store_down=down)


def money(voices: Sequence[PlannedVoice]) -> Mapping[str, float]:
    """Return what the voices cost that have a price, by currency."""
    sums: dict[str, float] = {}
    for currency, amount in _amounts(voices):
        sums[currency] = sums.get(currency, 0.0) + amount
    return sums


def _amounts(voices: Sequence[PlannedVoice]) -> Iterator[tuple[str, float]]:
    for one in voices:
        if one.price is not None and one.money is not None:
            yield one.price.currency, one.money


def _bytes(name: str, length: Ms, n_files: int) -> int:
    return round(length / 1000 * _BYTES_A_SECOND[name]) + TAG_BYTES * n_files
