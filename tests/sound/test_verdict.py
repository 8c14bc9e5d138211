"""The verdict: each broken promise is one line, and a kept one none."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from support.signals import joined, silence, sine

from audiosession.sound.hearing import Heard, hear
from audiosession.sound.verdict import STRUCK, Figures, faults, figures, remarks, spoken_alone
from audiosession.units import Ms, to_frames
from audiosession.writing.values import Loudness

GOOD = Figures(
    length=Ms(60_000), lufs=-18.2, true_peak_dbtp=-1.3, clipped=0, dead_air=((Ms(3_000), Ms(4_200)),), onset_p95_ms=0.4,
    speech_lufs=-16.2,
)  # fmt: skip


def found(music: tuple[Ms, Ms] | None = None, loudness: Loudness = Loudness.SPEECH, **changed: object) -> list[str]:
    return faults(replace(GOOD, **changed), length=Ms(60_000), music=music, loudness=loudness)  # type: ignore[arg-type]


def test_a_programme_that_keeps_its_promises_has_no_fault() -> None:
    assert found() == []
    assert found(speech_lufs=-15.5, true_peak_dbtp=-0.7, onset_p95_ms=30.0, length=Ms(60_024)) == []
    assert found(onset_p95_ms=None, lufs=float("-inf"), speech_lufs=float("-inf")) == []


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"length": Ms(60_025)}, "lasts 60.025 s where 60.000 s were planned"),
        ({"speech_lufs": -16.6}, "speaks at -16.6 LUFS, not -16 ± 0.5"),
        ({"speech_lufs": -15.4}, "speaks at -15.4 LUFS, not -16 ± 0.5"),
        ({"lufs": -13.9}, "is at -13.9 LUFS in all, over -14"),
        ({"true_peak_dbtp": -0.6}, "peaks at -0.6 dBTP, over -0.7"),
        ({"clipped": 3}, "has 3 clipped samples"),
        ({"onset_p95_ms": 31.0}, "has lines heard 31 ms from their place"),
    ],
)
def test_a_broken_promise_is_one_line(changed: dict[str, object], fault: str) -> None:
    assert found(**changed) == [fault]


def told(loudness: Loudness = Loudness.SPEECH, **changed: object) -> list[str]:
    return remarks(replace(GOOD, **changed), loudness=loudness)  # type: ignore[arg-type]


def test_a_programme_in_which_little_is_said_is_told_and_no_fault() -> None:
    assert found(lufs=-22.4) == told() == told(lufs=-20.0) == []
    assert [line.split(":")[0] for line in told(lufs=-22.4)] == ["-22.4 LUFS in all, under -20"]
    assert told(Loudness.PROGRAMME, lufs=-22.4) == told(lufs=-22.4, speech_lufs=-math.inf) == []


@pytest.mark.parametrize("lufs", [-16.6, -15.4])
def test_a_show_may_ask_for_the_loudness_of_the_whole_programme(lufs: float) -> None:
    assert found(loudness=Loudness.PROGRAMME, lufs=lufs) == [f"is at {lufs} LUFS, not -16 ± 0.5"]
    assert found(loudness=Loudness.PROGRAMME, lufs=-16.2, speech_lufs=-13.0) == []


@pytest.mark.parametrize("offset_ms", [0, 13, 50, 99])
@pytest.mark.parametrize("lasts_ms", [250, 430, 2_000])
def test_speech_is_measured_by_itself_however_long_the_music_around_it(offset_ms: int, lasts_ms: int) -> None:
    n_lines = -(-5_000 // lasts_ms)
    line, bed = sine(lasts_ms / 1000, level_db=-16.0), sine(4.0 + 3.0 * n_lines, level_db=-30.0)
    places = [Ms(1_000 + 3_000 * number + offset_ms) for number in range(n_lines)]
    for at in places:
        bed[to_frames(at, 48_000) :][: len(line)] = line

    measured = figures([hear(bed)], [(at, Ms(at + lasts_ms)) for at in places])

    # A hop that a line fills in part holds some of the bed: at the most three quarters of it, 14 dB below the line.
    assert measured.speech_lufs == pytest.approx(-16.0, abs=0.3)
    assert measured.lufs < -16.3


def test_speech_is_measured_across_the_edges_of_windows() -> None:
    sound = joined(silence(1.0), sine(5.0, level_db=-20.0), silence(2.0))
    cuts = [0, 1_176, 2_400, 8_000]  # of whole milliseconds, and no multiples of 100
    parts = [hear(sound[48 * a : 48 * b]) for a, b in pairwise(cuts)]

    measured = figures(parts, [(Ms(1_000), Ms(6_000))])

    assert measured.speech_lufs == pytest.approx(-20.0, abs=0.2)


def test_where_nobody_speaks_or_only_a_few_words_are_said_there_is_no_loudness_of_speech() -> None:
    heard = [hear(sine(6.0, level_db=-30.0))]

    assert figures(heard).speech_lufs == -math.inf
    assert figures(heard, [(Ms(0), Ms(4_999))]).speech_lufs == -math.inf
    assert figures(heard, [(Ms(0), Ms(4_000)), (Ms(4_500), Ms(5_500))]).speech_lufs == pytest.approx(-30.0, abs=0.2)


def test_silence_is_a_fault_only_under_music() -> None:
    assert found(music=(Ms(0), Ms(60_000))) == ["is silent from 0:03 to 0:04 in spite of its music"]
    assert found(music=(Ms(3_200), Ms(60_000))) == ["is silent from 0:03 to 0:04 in spite of its music"]
    assert found(music=(Ms(0), Ms(4_000))) == ["is silent from 0:03 to 0:04 in spite of its music"]


def test_silence_before_the_music_and_in_its_last_fade_is_none() -> None:
    assert found(music=(Ms(3_300), Ms(60_000))) == []  # less than a second of it is the music's
    assert found(music=(Ms(0), Ms(3_900))) == []
    assert found(music=(Ms(5_000), Ms(60_000))) == found(music=(Ms(0), Ms(2_000))) == []


def test_what_is_said_with_a_struck_sound_is_not_measured_as_speech() -> None:
    speech = [(Ms(0), Ms(1_000)), (Ms(1_500), Ms(2_500)), (Ms(3_000), Ms(9_000)), (Ms(9_500), Ms(9_600))]
    sounds = [(Ms(500), Ms(1_600)), (Ms(4_000), Ms(30_000)), (Ms(5_000), Ms(5_100)), (Ms(9_400), Ms(9_900))]

    assert spoken_alone(speech, []) == speech
    assert spoken_alone(speech, sounds) == [
        (0, 500),
        (1_600, 2_500),
        (3_000, 4_000),
        (4_000 + STRUCK, 9_000),
    ]


def test_most_lines_must_be_on_time_and_one_in_twenty_may_be_misheard() -> None:
    lines = (0.2,) * 19 + (-58.0,)
    heard = Heard(n_frames=48_000, hops=(0.01,) * 10, peak=0.5, clipped=0, quiet=(False,) * 20, onsets=lines)

    assert figures([heard]).onset_p95_ms == pytest.approx(3.1, abs=0.1)  # between the 19th and the 20th of 20
    assert figures([replace(heard, onsets=(*lines[1:], -58.0))]).onset_p95_ms == 58.0


def heard_at(level: float, n_hops: int = 10) -> Heard:
    return Heard(n_frames=4_800 * n_hops, hops=(level,) * n_hops, peak=level, clipped=1, quiet=(False,) * 2 * n_hops)


def test_figures_are_those_of_all_windows_together() -> None:
    whole = figures([heard_at(0.02), heard_at(0.03, 20), heard_at(0.01)])

    assert whole.length == 4_000
    assert whole.clipped == 3
    assert whole.true_peak_dbtp == pytest.approx(20 * math.log10(0.03), abs=0.005)
    assert whole.onset_p95_ms is None
    assert (figures([]).length, figures([]).true_peak_dbtp, figures([]).dead_air) == (0, -math.inf, ())


def test_figures_are_told_to_the_hundredth_of_a_decibel_and_lateness_to_the_tenth_of_a_millisecond() -> None:
    for level in (0.0234, 0.0235, 0.0236):
        one = figures([replace(heard_at(level), onsets=(level,))])
        # BS.1770-4: −0.691 + 10 log10 of the mean square.
        assert one.lufs == pytest.approx(-0.691 + 10 * math.log10(level), abs=0.0051)
        assert one.true_peak_dbtp == pytest.approx(20 * math.log10(level), abs=0.0051)
        assert one.lufs == round(one.lufs, 2)
        assert one.onset_p95_ms == 0.0
    assert figures([replace(heard_at(0.1), onsets=(2.26, -2.26))]).onset_p95_ms == 2.3


@pytest.mark.parametrize(("loudness", "key"), [(Loudness.SPEECH, "speech_lufs"), (Loudness.PROGRAMME, "lufs")])
@pytest.mark.parametrize(("near", "far"), [(-15.5, -15.49), (-16.5, -16.51)])
def test_half_a_unit_of_loudness_is_near_enough_and_a_frame_of_length(
    loudness: Loudness, key: str, near: float, far: float
) -> None:
    assert found(loudness=loudness, length=Ms(60_000 - 24), true_peak_dbtp=-0.7, **{key: near}) == []
    assert len(found(loudness=loudness, length=Ms(60_000 - 25), **{key: far})) == 2


def test_a_line_counts_for_as_long_as_it_lasts_wherever_in_its_hops_it_begins() -> None:
    quiet, loud = 1e-9, 0.1
    # The line begins 76 ms into its first hop and ends 25 ms into its last, and each holds as much of its energy.
    hops = [quiet] * 5 + [0.24 * loud] + [loud] * 50 + [0.25 * loud] + [quiet] * 5
    heard = replace(heard_at(quiet, len(hops)), hops=tuple(hops))

    spoken = figures([heard], [(Ms(576), Ms(5_625))])

    assert spoken.speech_lufs == pytest.approx(-0.691 + 10 * math.log10(loud), abs=0.0051)
    assert figures([heard]).speech_lufs == -math.inf
    assert figures([heard], [(Ms(2_000), Ms(2_050))]).speech_lufs == -math.inf


@pytest.mark.parametrize("offset", [0, 1, 37, 50, 99])
def test_a_loud_word_and_a_soft_one_weigh_by_their_length_and_not_by_the_hops_they_touch(offset: int) -> None:
    lines = [(Ms(at + offset), Ms(at + offset + length)) for at, length in ((0, 850), (1_000, 250), (2_000, 4_400))]
    energy = np.zeros(70 * 100)
    for (start, end), level in zip(lines, (0.1, 0.2, 0.1), strict=True):
        energy[start:end] = level  # of each millisecond
    hops = energy.reshape(-1, 100).mean(axis=1)
    heard = replace(heard_at(0.1, len(hops)), hops=tuple(hops.tolist()))

    mean = (0.2 * 250 + 0.1 * 850 + 0.1 * 4_400) / 5_500

    # Blocks begin each 100 ms of speech: of 55, three reach over each end and are none, 6 % of what is soft.
    found = figures([heard], lines).speech_lufs
    assert found == pytest.approx(-0.691 + 10 * math.log10(mean), abs=0.02)


@pytest.mark.parametrize("lines", [[(400, 5_400)], [(at, at + 100) for at in range(200, 10_200, 200)]])
def test_lines_that_fill_their_hops_are_as_loud_as_those_are(lines: list[tuple[int, int]]) -> None:
    quiet, loud = 0.001, 0.1
    hops = [loud if any(a <= 100 * n < b for a, b in lines) else quiet for n in range(110)]
    heard = replace(heard_at(quiet, len(hops)), hops=tuple(hops))

    spoken = figures([heard], [(Ms(a), Ms(b)) for a, b in lines])

    assert spoken.speech_lufs == pytest.approx(-0.691 + 10 * math.log10(loud), abs=0.0051)


@pytest.mark.parametrize(
    ("pauses", "dead"),
    [
        ((), ["0:03 to 0:09"]),
        (((2_000, 10_000),), []),
        (((3_500, 8_400),), []),
        (((4_000, 9_000),), ["0:03 to 0:04"]),
        (((3_500, 5_000), (6_000, 9_000)), ["0:05 to 0:06"]),
        (((1_000, 2_000), (12_000, 13_000)), ["0:03 to 0:09"]),
    ],
)
def test_a_pause_that_the_music_makes_itself_is_no_dead_air(pauses: tuple[tuple[Ms, Ms], ...], dead: list[str]) -> None:
    measured = replace(GOOD, dead_air=((Ms(3_000), Ms(9_000)),))

    told = faults(measured, length=Ms(60_000), music=(Ms(0), Ms(60_000)), pauses=pauses)

    assert told == [f"is silent from {one} in spite of its music" for one in dead]
