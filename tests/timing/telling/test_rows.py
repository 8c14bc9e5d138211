"""Each line of a narration has its row: where it is heard, in which form, and where it is not."""

from __future__ import annotations

from collections.abc import Mapping

from audiosession.timing.layout import lay_out
from audiosession.timing.schedule import WITHOUT_MUSIC, place
from audiosession.timing.telling.rows import NarrationRow, RowKind, rows_of
from audiosession.units import Ms
from audiosession.writing.text.reading import parse

TEXT = """\
[class Kicks]
[exercise kick]
[section Kick]
Lie down.
[pause 2]
[optional] Breathe easily.
[rep 1]
[inhale 4] Breathe in, grow long, longer. | In, grow long. | In.
[exhale 4 left pulse 1 count one / two / three / four] Kick. / - / kick.
[call -1] And lower it slowly. | Lower.
[rep 2]
[exhale 4] Out.
[exhale 4]
"""


def rows(text: str = TEXT, lasts: Mapping[str, int] | None = None, **how: object) -> tuple[NarrationRow, ...]:
    narration = parse(text, "a test")
    takes = {line: Ms((lasts or {}).get(line, 100 * len(line.split()))) for line in narration.lines()}
    layout = lay_out(narration, takes, count=Ms(1_000), **how)  # type: ignore[arg-type]
    return rows_of(narration, place(layout, edges=WITHOUT_MUSIC))


def test_every_line_has_a_row_at_its_place_in_the_order_of_the_narration() -> None:
    found = rows()

    assert [row.text for row in found] == [
        "Lie down.",
        "Breathe easily.",
        "Breathe in, grow long, longer.",
        "Kick. / - / kick.",
        "And lower it slowly.",
        "Out.",
    ]
    assert [row.kind for row in found[1:5]] == [RowKind.SAY, RowKind.PHASE, RowKind.PHASE, RowKind.CALL]
    assert [row.line for row in found] == [4, 6, 8, 9, 10, 12]
    assert all(row.start == row.clips[0].start and row.end == row.clips[-1].end for row in found if row.clips)


def test_the_longest_form_that_fits_is_told_and_a_line_that_fits_in_none_is_unsaid() -> None:
    long = {"Breathe in, grow long, longer.": 5_000, "In, grow long.": 3_000, "Out.": 9_000}
    found = rows(lasts=long)

    said, unsaid = found[2], found[5]
    assert said.text == "In, grow long."
    assert said.forms == ("Breathe in, grow long, longer.", "In, grow long.", "In.")
    assert unsaid.unsaid
    assert unsaid.phase is not None
    assert (unsaid.text, unsaid.start, unsaid.end) == ("Out.", unsaid.phase.start, unsaid.phase.end)


def test_parts_begin_on_their_beats_and_counts_are_told_apart() -> None:
    kick = rows()[3]

    assert kick.phase is not None
    assert [(clip.text, clip.start - kick.phase.start) for clip in kick.clips] == [("Kick.", 0), ("kick.", 2_000)]
    assert [(clip.text, clip.start - kick.phase.start) for clip in kick.counts] == [("two", 1_000)]


def test_a_call_that_does_not_fit_is_unsaid_at_its_moment() -> None:
    found = rows(lasts={"And lower it slowly.": 2_000, "Lower.": 1_500})

    call = found[4]
    assert call.unsaid
    assert call.phase is not None
    assert call.start == call.phase.end - 1_000


def test_an_optional_line_that_is_left_out_stays_a_row() -> None:
    left_out = rows(without={0})[1]

    assert left_out.unsaid
    assert left_out.is_optional


def test_what_two_voices_say_in_one_line_is_one_row() -> None:
    text = "[class A]\nLie down. [voice 2] Now.\n[exhale 4] [voice 2] Three. [voice 1] Out. / - / kick.\n"
    said, phase = rows(text)

    assert [clip.voice for clip in said.clips] == [None, 2]
    assert [clip.text for clip in phase.clips] == ["Three.", "Out.", "kick."]
