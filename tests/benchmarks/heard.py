"""What is heard of each class: how far voice, tones and music stand from each other, measured from its stems."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audiosession.project.beds import beds
from audiosession.project.project import Project
from audiosession.sound.ducking import ATTACK, BRIDGE, LONG, RELEASE
from audiosession.sound.leading import tone_over_bed_db
from audiosession.sound.loudness import K_PRE_ROLL, weighted_hops
from audiosession.sound.mixing import HEADROOM_DB
from audiosession.sound.stems import STEM_BITS, STEMS, stems
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms, db_to_gain, to_frames
from audiosession.writing.values import Tones
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.planned import Planned, plan

CLEAR_DB = 20.0
"""How far a voice is over all else where everybody understands it (WCAG 1.4.7)."""
Energies = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Levels:
    """What a class measures: LUFS of lanes, decibels between them, swells of its music a minute.

    Of the music there is the level under words, in gaps, in silences over `LONG`, before the first word and after the
    last; None where there is no such stretch.
    """

    speech: float
    under: float
    gaps: float | None
    silences: float | None
    before: float | None
    after: float | None
    nearest: float
    clear_lines: float
    least_line: float
    swells: float
    tone: float


def heard(bench: Bench) -> None:
    """Measure every class and exercise with its usual bed, and a class of breath with each bed and kind of tones."""
    project = Project(bench.folder)
    said = {"voice": bench.piper or "espeak"}
    for name in [*project.names("exercises"), *project.names("classes")]:
        _say(name, levels_of(plan(bench.folder, name, **said)))
    for music in ["still-water"] if bench.quick else sorted(beds(project)):
        for tones in Tones:
            found = levels_of(plan(bench.folder, "breathing", music=music, tones=tones, **said))
            _say(f"breathing, {music}, tones {tones}", found)


def levels_of(planned: Planned) -> Levels:
    """Return what the class `planned` measures."""
    lanes, timeline = _lanes(planned), planned.placed.timeline
    lines = timeline.spans("voice")
    clear = [_line_over_all_db(lanes, start, end) for start, end in lines]
    spoken = _where(timeline.length, lines)
    gaps = _gaps(timeline)
    last_bed, last = timeline.beds[-1], max(end for _, end in (*lines, *timeline.spans("tones")))

    def music(*spans: tuple[int, int]) -> float | None:
        heard = lanes["bed"][_where(timeline.length, spans)]
        return _lufs(heard) if heard.size else None

    def risen(least: Ms, most: Ms) -> float | None:
        return music(*((a + RELEASE, b - ATTACK) for a, b in gaps if least < b - a <= most))

    return Levels(
        speech=_lufs(lanes["voice"][spoken]),
        under=_lufs(lanes["bed"][spoken]),
        gaps=risen(BRIDGE, LONG),
        silences=risen(LONG, timeline.length),
        before=music((timeline.beds[0].start + timeline.beds[0].fade_in, lines[0][0] - ATTACK)),
        after=music((last + RELEASE, last_bed.end - last_bed.fade_out)),
        nearest=float(np.max(_short_term(lanes["bed"]))),
        clear_lines=float(np.mean([one >= CLEAR_DB for one in clear])),
        least_line=min(clear),
        swells=len([1 for a, b in gaps if b - a > BRIDGE]) / (timeline.length / 60_000),
        tone=min(tone_over_bed_db(recipe, planned.sources) for recipe in planned.recipes),
    )


def _lanes(planned: Planned) -> Mapping[str, Energies]:
    """Return the K-weighted energy of each millisecond of each stem, at its true level, channels summed."""
    scale = db_to_gain(HEADROOM_DB) / 2 ** (STEM_BITS - 1)
    found: dict[str, list[Energies]] = {name: [] for name in STEMS}
    before = {name: np.zeros((to_frames(K_PRE_ROLL), 2), np.float32) for name in STEMS}
    for recipe in planned.recipes:
        for name, steps in stems(recipe, planned.sources).items():
            sound = np.concatenate([before[name], (steps * scale).astype(np.float32)])
            found[name].append(weighted_hops(sound, Ms(1))[K_PRE_ROLL:].astype(np.float64))
            before[name] = sound[-to_frames(K_PRE_ROLL) :]
    return {name: np.concatenate(parts) for name, parts in found.items()}


def _gaps(timeline: Timeline) -> list[tuple[Ms, Ms]]:
    """Return where nobody speaks and no tone sounds, between such as do."""
    found, over = [], Ms(0)
    for start, end in sorted((*timeline.spans("voice"), *timeline.spans("tones"))):
        if over and start > over:
            found.append((over, start))
        over = max(over, end)
    return found


def _where(length: Ms, spans: Iterable[tuple[int, int]]) -> NDArray[np.bool_]:
    inside = np.zeros(length, np.bool_)
    for start, end in spans:
        inside[start:end] = True
    return inside


def _lufs(energies: Energies) -> float:
    """Return the loudness of what is not gated (ITU-R BS.1770-4, equation 2)."""
    return float(-0.691 + 10 * np.log10(np.mean(energies) + 1e-12))


def _line_over_all_db(lanes: Mapping[str, Energies], start: Ms, end: Ms) -> float:
    voice, *others = (np.sum(lanes[name][start:end]) for name in ("voice", "bed", "tones", "sounds"))
    return float(10 * np.log10(voice / (sum(others) + 1e-12)))


def _short_term(energies: Energies) -> Energies:
    """Return the loudness of each 3 s, in steps of a second."""
    seconds = energies[: len(energies) // 1_000 * 1_000].reshape(-1, 1_000).mean(axis=1)
    sums = np.convolve(seconds, np.ones(3) / 3, "valid")
    return np.asarray(-0.691 + 10 * np.log10(sums + 1e-12))


def _say(name: str, found: Levels) -> None:
    levels = (found.under, found.gaps, found.silences, found.before, found.after)
    told = " / ".join("–" if one is None else f"{one - found.speech:.1f}" for one in levels)
    music = f"music {told} LU, nearest {found.nearest - found.speech:.1f}"
    lines = f"{100 * found.clear_lines:.0f} % of lines ≥ 20 dB, least {found.least_line:.1f}"
    say(name, f"{music}; {lines}; {found.swells:.1f} swells/min; tone ≥ {found.tone:.1f} dB", "")
