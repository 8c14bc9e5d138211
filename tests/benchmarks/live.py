"""A class that nobody has built, as somebody works at it: from a click to its sound, from an edit to its mix.

All happens in this one process, which is warm, as that of the studio is.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

from audiosession.studio.live.live import LiveClass
from audiosession.studio.studio import open_studio
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.long_class import edits, narration
from tests.benchmarks.planned import CHOSEN

_SPOTS = 20
_EDITS = 6
_EVERY_EDIT = 12
"""Of three lines the first is said between breaths, where it is always heard."""
_MUSIC = CHOSEN["music"]
_WORDS = "Quite calmly now"


def live(bench: Bench) -> None:
    """Click to sound anywhere in an hour, an edited line to its mix in two voices, and the wave at any zoom."""
    minutes = 2 * bench.minutes
    text = narration(minutes)
    name = str(bench.folder / bench.write("hour.txt", text))
    class_ = _opened(bench, name, CHOSEN["voice"])
    class_.speak()
    class_.timeline()
    _clicks(class_, minutes)
    _waves(class_, minutes)
    for voice in dict.fromkeys((CHOSEN["voice"], bench.piper or CHOSEN["voice"])):
        _edits(bench, name, text, voice, minutes if voice == CHOSEN["voice"] else min(minutes, 10))


def _clicks(class_: LiveClass, minutes: float) -> None:
    draw, length = random.Random(1), class_.timeline().length
    costs = [_cost(lambda: _first_byte(class_, draw.randrange(length - 1000))) for _ in range(_SPOTS)]
    _say(f"{minutes:g} minutes, spoken, no window made: click to the first byte at {_SPOTS} spots", costs, "1 s")
    costs = [_cost(lambda: _first_byte(class_, draw.randrange(length - 1000))) for _ in range(_SPOTS)]
    _say("the same once more, some windows ready", costs, "1 s")


def _waves(class_: LiveClass, minutes: float) -> None:
    length = class_.timeline().length
    first = _cost(lambda: class_.peaks(0, length, 2000))
    costs = [_cost(lambda width=width: class_.peaks(0, width, 2000)) for width in (10, 1_000, 60_000, length)]
    _say(f"{minutes:g} minutes: its wave in 2,000 points for the first time", [first])
    _say("the same from 10 ms to all of it", costs, "0.05 s")


def _edits(bench: Bench, name: str, text: str, voice: str, minutes: float) -> None:
    """Edit lines of a class of which all else is spoken and made, and hear each in the mix."""
    text = text if minutes == 2 * bench.minutes else narration(minutes)
    Path(name).write_text(text)
    class_ = _opened(bench, name, voice)
    class_.speak()
    for _ in class_.sound(0).pieces:
        pass
    costs = []
    for edit in islice(edits(text, _WORDS), 0, _EDITS * _EVERY_EDIT, _EVERY_EDIT):
        Path(name).write_text(edit.text)
        costs.append(_cost(lambda: _heard_edit(bench, name, voice)))
    wanted = "2 s" if voice == CHOSEN["voice"] else "3 s"
    _say(f"{minutes:g} minutes by {voice}: a line edited to the first byte of the mix there", costs, wanted)


def _heard_edit(bench: Bench, name: str, voice: str) -> None:
    """Open the class as it is now, find the line that was edited, and hear it."""
    class_ = _opened(bench, name, voice)
    row = next(one for one in class_.narration().rows if one.text.startswith(_WORDS))
    _first_byte(class_, row.start)


def _opened(bench: Bench, name: str, voice: str) -> LiveClass:
    wanted: dict[str, Any] = {"voice": voice, "music": _MUSIC}
    return open_studio(bench.folder).live(name, **wanted)


def _first_byte(class_: LiveClass, start: int) -> None:
    stream = class_.sound(start)
    assert next(stream.pieces)
    stream.pieces.close()


def _cost(work: Callable[[], object]) -> tuple[float, float]:
    """Return how long `work` takes by the clock, and how much CPU, in seconds."""
    began, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - cpu


def _say(what: str, costs: Sequence[tuple[float, float]], wanted: str = "") -> None:
    clock_s, cpu_s = zip(*costs, strict=True)
    found = f"{median(clock_s):.2f} s, at the worst {max(clock_s):.2f} s; {median(cpu_s):.2f} s of CPU"
    say(what, found, wanted)
