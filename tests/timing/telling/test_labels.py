"""Labels as Audacity reads them."""

from __future__ import annotations

from audiosession.timing.telling.labels import audacity_labels
from audiosession.timing.timeline import Clip, Kind, Timeline, TimelineSection, Track
from audiosession.units import Ms

CLIPS = {
    "voice": (Clip(kind=Kind.SPEECH, start=Ms(1_250), end=Ms(2_000), text="Kick,\tand kick."),),
    "breath": (Clip(kind=Kind.EXHALE, start=Ms(1_250), end=Ms(4_250), counts=3, rep=1, side="left"),),
    "pulses": (Clip(kind=Kind.PULSE, start=Ms(1_250), end=Ms(1_350), rep=1, side="left"),),
    "rests": (Clip(kind=Kind.PAUSE, start=Ms(4_250), end=Ms(5_000)),),
    "tones": (Clip(kind=Kind.TONE, start=Ms(1_250), end=Ms(4_250), text="fall"),),
}


def test_sections_breath_pulses_and_lines_are_labelled_in_time_order() -> None:
    timeline = Timeline(
        length=Ms(5_000),
        tracks=tuple(Track(name=name, clips=clips) for name, clips in CLIPS.items()),
        sections=(TimelineSection(title="Übung", exercise="kick", start=Ms(0), end=Ms(5_000)),),
    )

    assert audacity_labels(timeline).splitlines() == [
        "0.000000\t5.000000\t[section Übung]",
        "1.250000\t4.250000\t[exhale 3] rep 1 left",
        "1.250000\t2.000000\tKick, and kick.",
        "1.250000\t1.350000\t[pulse] rep 1 left",
    ]


def test_a_label_is_to_the_millisecond_and_of_what_starts_together_the_longer_comes_first() -> None:
    clips = (
        Clip(kind=Kind.HOLD, start=Ms(59_007), end=Ms(60_000)),
        Clip(kind=Kind.SPEECH, start=Ms(59_007), end=Ms(61_040), text="Hold."),
        Clip(kind=Kind.PAUSE, start=Ms(61_040), end=Ms(62_000)),
    )
    timeline = Timeline(length=Ms(62_000), tracks=(Track(name="voice", clips=clips),), sections=())

    assert audacity_labels(timeline).splitlines() == ["59.007000\t61.040000\tHold.", "59.007000\t60.000000\t[hold]"]
