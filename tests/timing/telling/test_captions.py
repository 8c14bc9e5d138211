"""Captions: what is said and when, in pieces that people can read, as any reader of WebVTT finds them."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.timing.telling.caption_text import COLUMNS, in_one_line, two_lines, width
from audiosession.timing.telling.captions import LEAST, LONGEST, Caption, captions, timeline_captions, timestamp, webvtt
from audiosession.timing.timeline import Clip, Kind, Timeline, Track
from audiosession.units import Ms

CUE = re.compile(r"(\d+)\n([\d:.]+) --> ([\d:.]+)\n(.+)", re.S)
END = Ms(10_000_000)


def said(text: str, start: int, end: int) -> Caption:
    return Caption(start=Ms(start), end=Ms(end), text=text)


def shown(
    parts: list[Caption], *phases: tuple[int, int], language: str = "en", end: int = END
) -> list[tuple[int, int, str]]:
    found = captions(parts, [(Ms(a), Ms(b)) for a, b in phases], end=Ms(end), language=language)
    return [(one.start, one.end, one.text) for one in found]


def ms(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(1000 * float(seconds))


KICK = [said("Left", 1_000, 1_400), said("kick", 2_000, 2_400), said("lower.", 3_000, 3_400)]


def test_the_parts_of_a_phase_are_one_caption_from_the_first_syllable_to_the_last() -> None:
    assert shown(KICK, (1_000, 4_000)) == [(1_000, 3_400, "Left, kick, lower.")]


def test_two_words_that_are_far_apart_are_two_captions_and_so_are_two_that_are_too_long() -> None:
    apart = [said("Left", 1_000, 1_400), said("kick.", 20_000, 20_400)]
    endless = "x" * 2 * COLUMNS

    assert [text for _, _, text in shown(apart, (1_000, 21_000))] == ["Left,", "kick."]
    assert [text for _, _, text in shown([said(f"{endless} {endless}", 0, 4_000)])] == [endless, endless]


def test_a_long_text_without_marks_is_parted_near_its_middle() -> None:
    found = shown([said(" ".join(["aaaa"] * 24), 0, 8_000)])

    assert [len(text.split()) for _, _, text in found] == [12, 12]


@pytest.mark.parametrize("place", [2, 22])
def test_a_mark_near_the_edge_cuts_off_no_caption_of_a_word_or_two(place: int) -> None:
    words = ["aaaa"] * 24
    words[place - 1] += "."

    assert min(len(text.split()) for _, _, text in shown([said(" ".join(words), 0, 8_000)])) > 6


def test_each_side_of_a_rep_is_a_caption_of_its_own() -> None:
    other = [said("Right", 4_000, 4_400), said("kick.", 5_000, 5_400)]

    assert shown([*KICK, *other], (1_000, 4_000), (4_000, 7_000)) == [
        (1_000, 4_000, "Left, kick, lower."),
        (4_000, 5_400, "Right, kick."),
    ]


def test_what_is_said_outside_of_phases_stays_apart_and_as_it_was_written() -> None:
    lines = [said("lie down.", 0, 2_000), said("and rest", 4_000, 6_000)]

    assert [text for _, _, text in shown(lines)] == ["lie down.", "and rest"]


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["Left", "kick", "lower."], "Left, kick, lower."),
        (["Kick left", "and kick", "lower."], "Kick left, and kick, lower."),
        (["Breathe in, grow long.", "and out."], "Breathe in, grow long. And out."),
        (["In,", "two;", "three"], "In, two; three"),
        (["Now …", "and hold"], "Now … and hold"),
        (["Wait...", "and hold"], "Wait... and hold"),
        (["“Down.”", "up"], "“Down.” Up"),
        (["Links", "Ferse", "tief."], "Links, Ferse, tief."),
        (["吸って", "吐く。", "休む"], "吸って、吐く。休む"),
        (["왼쪽", "차고"], "왼쪽, 차고"),
        (["شهيق", "زفير"], "شهيق، زفير"),
    ],
)
def test_parts_are_joined_as_a_person_would_write_them(parts: list[str], text: str) -> None:
    assert in_one_line(parts) == text
    takes = [said(part, 1_000 * n, 1_000 * n + 400) for n, part in enumerate(parts, 1)]
    assert [one for _, _, one in shown(takes, (1_000, 9_000))] == [text]


def test_a_sentence_begins_with_a_capital_unless_the_one_before_goes_on() -> None:
    parts = [said("kick", 0, 500), said("lower", 1_000, 1_500), said("left", 4_000, 4_500), said("kick", 5_000, 5_500)]
    phases = ((0, 4_000), (4_000, 8_000))

    assert [text for _, _, text in shown(parts, *phases)] == ["Kick, lower", "left, kick"]
    assert [
        text for _, _, text in shown([said("in", 0, 500), said("out.", 1_000, 1_500)], (0, 2_000), language="tr")
    ] == ["İn, out."]


def test_a_short_word_stands_for_a_second_where_nothing_else_is_said() -> None:
    assert shown([said("Three.", 5_000, 5_300)]) == [(5_000, 6_000, "Three.")]


def test_many_words_said_fast_stand_three_tenths_of_a_second_each_but_do_not_hang_on() -> None:
    assert shown([said("one two three four five", 0, 800)]) == [(0, 1_500, "one two three four five")]
    assert shown([said("one two three four five six seven eight nine ten", 0, 900)])[0][1] == 2_400


def test_a_caption_never_reaches_into_the_next_nor_behind_the_end() -> None:
    lines = [said("Three.", 0, 300), said("Breathe in and grow.", 900, 2_000), said("Rest.", 9_700, 9_800)]

    assert [end for _, end, _ in shown(lines, end=10_000)] == [900, 2_100, 10_000]


def test_a_gap_shorter_than_a_second_is_none() -> None:
    lines = [said("Breathe in and grow.", 0, 1_500), said("Breathe out.", 2_400, 4_000), said("Rest.", 5_100, 6_200)]

    assert [(start, end) for start, end, _ in shown(lines)] == [(0, 2_400), (2_400, 4_000), (5_100, 6_200)]


def test_what_would_be_gone_before_it_is_read_is_one_caption_with_the_next() -> None:
    parts = [said("In.", 0, 300), said("Out.", 600, 900), said("In.", 1_200, 1_500)]
    phases = [(0, 600), (600, 1_200), (1_200, 1_800)]

    assert shown(parts, *phases) == [(0, 1_200, "In. Out."), (1_200, 2_200, "In.")]


def test_parts_far_apart_are_parted_at_the_longest_silence() -> None:
    parts = [said("Breathe in", 0, 900), said("and in.", 2_000, 2_800), said("And out.", 9_000, 9_900)]

    assert shown(parts, (0, 10_000)) == [(0, 2_800, "Breathe in, and in."), (9_000, 10_000, "And out.")]


def test_a_long_line_is_parted_at_the_end_of_a_sentence_and_its_time_as_its_letters_are() -> None:
    text = "Practise it only when you are truly warm. The Saw prepares you well, then the Spine Twist, then the Swan."

    first, second = shown([said(text, 0, 10_500)])

    assert first == (0, 41 * 10_500 // 105, "Practise it only when you are truly warm.")
    assert second == (4_100, 10_500, "The Saw prepares you well,\nthen the Spine Twist, then the Swan.")


def test_a_long_line_without_a_sentence_is_parted_at_a_comma_and_without_that_between_words() -> None:
    text = (
        "And as you breathe out the left heel kicks in to the centre of the left buttock, and the other one stays long"
    )
    assert shown([said(text, 0, 9_000)])[0][2].endswith("left buttock,")

    plain = shown([said("slowly " * 30, 0, 9_000)])
    assert " ".join(text.replace("\n", " ") for _, _, text in plain) == ("slowly " * 30).strip()


def test_scripts_without_spaces_are_broken_between_letters() -> None:
    lines = shown([said("ゆっくりと息を吸って、背骨を長く伸ばします。" * 3, 0, 9_000)])

    assert len(lines) > 1
    assert all(width(row) <= COLUMNS for _, _, text in lines for row in text.split("\n"))
    assert "".join(text.replace("\n", "") for _, _, text in lines) == "ゆっくりと息を吸って、背骨を長く伸ばします。" * 3


WORDS = st.text("abc é.,!ü吸、", min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
TAKES = st.lists(st.tuples(st.integers(0, 3_000), st.integers(50, 6_000), WORDS, st.booleans()), max_size=12)


@given(TAKES)
def test_captions_are_in_order_apart_readable_and_lose_no_word(takes: list[tuple[int, int, str, bool]]) -> None:
    parts, phases, at, begun = [], [], 0, 0
    for rest, length, text, opens in takes:
        if opens and at > begun:
            phases.append((begun, at))
            begun = at
        parts.append(said(text, at + rest, at + rest + length))
        at += rest + length

    found = captions(parts, [(Ms(a), Ms(b)) for a, b in phases], end=Ms(at + 5_000))

    assert all(one.start <= one.end for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    assert [one.start for one in found][:1] == [part.start for part in parts][:1]
    for one in found:
        rows = one.text.split("\n")
        assert len(rows) <= 2
        assert all(width(row) <= COLUMNS or " " not in row for row in rows)
    letters = "".join(one.text for one in found).casefold()
    assert _bare(letters) == _bare("".join(part.text for part in parts).casefold())


def _bare(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


@given(st.lists(st.text("ab ,.", min_size=1, max_size=20), min_size=1, max_size=12))
def test_two_lines_say_what_one_says_or_are_none(words: list[str]) -> None:
    text = " ".join(" ".join(words).split())
    found = two_lines(text)
    if found is not None:
        assert found.replace("\n", " ") == text
        assert all(width(row) <= COLUMNS for row in found.split("\n"))
    else:
        assert width(text) > COLUMNS


def test_the_guides_numbers_are_as_cited() -> None:
    assert COLUMNS == 42
    assert (Ms(round(1000 * 5 / 6)), Ms(7_000)) == (LEAST, LONGEST)


def test_a_timeline_has_the_captions_of_its_voice_in_its_breaths() -> None:
    voice = tuple(Clip(kind=Kind.SPEECH, start=one.start, end=one.end, text=one.text) for one in KICK)
    breath = (Clip(kind=Kind.EXHALE, start=Ms(1_000), end=Ms(4_000), counts=3),)
    tracks = (Track(name="voice", clips=voice), Track(name="breath", clips=breath))

    found = timeline_captions(Timeline(length=Ms(9_000), tracks=tracks, sections=()))

    assert found == [said("Left, kick, lower.", 1_000, 3_400)]


@given(st.lists(st.tuples(st.integers(1, 5_000), st.integers(0, 9_000), st.text("abc é&<>-.'\"", min_size=1))))
def test_webvtt_holds_every_caption_with_its_time_and_its_words(lines: list[tuple[int, int, str]]) -> None:
    found, at = [], 0
    for length, rest, text in lines:
        found.append(said(text, at + rest, at + rest + length))
        at += rest + length

    head, *cues = webvtt(found).removesuffix("\n").split("\n\n")

    assert head == "WEBVTT\nLanguage: en"
    read = [CUE.fullmatch(cue) for cue in cues]
    assert [(int(cue[1]), ms(cue[2]), ms(cue[3]), html.unescape(cue[4])) for cue in read if cue] == [
        (number, one.start, one.end, one.text) for number, one in enumerate(found, 1)
    ]


def test_what_would_read_as_markup_is_escaped_and_quotes_stay() -> None:
    text = webvtt([said("Knees & <hips>, “so” --> 'there'.", 0, 1_000)])

    assert text.splitlines()[-1] == "Knees &amp; &lt;hips&gt;, “so” --&gt; 'there'."


def test_the_language_is_told() -> None:
    assert webvtt([], language="de-at") == "WEBVTT\nLanguage: de-at\n"


@pytest.mark.parametrize(
    ("position", "text"),
    [(0, "00:00:00.000"), (999, "00:00:00.999"), (59_999, "00:00:59.999"), (60_000, "00:01:00.000"),
     (3_600_000, "01:00:00.000"), (359_999_999, "99:59:59.999")],
)  # fmt: skip
def test_a_time_has_hours_and_milliseconds(position: int, text: str) -> None:
    assert timestamp(Ms(position)) == text
