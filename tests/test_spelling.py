"""One word, however it is typed: kept in NFC, compared alike, spoken alike."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiosession.spelling import alike, composed, sounded, spoken_letters


@pytest.mark.parametrize("typed", ["don’t", "Donʼt", "DON'T", "don‘t", "don´t", "don`t", "don＇t"])
def test_apostrophes_and_case_do_not_count(typed: str) -> None:
    assert alike(typed) == "don't"


@pytest.mark.parametrize("hyphen", "-‐‑‒–−－﹣")
def test_hyphens_do_not_count(hyphen: str) -> None:
    assert alike(f"side{hyphen}lying") == "side-lying"


@given(st.text(max_size=40))
def test_what_is_compared_is_as_long_as_what_is_kept(text: str) -> None:
    assert len(alike(text)) == len(composed(text))
    assert alike(unicodedata.normalize("NFD", text)) == alike(text)
    assert len(alike(sounded(text))) == len(sounded(text))


@pytest.mark.parametrize(
    ("written", "given_to_a_voice"),
    [
        ("Don\u02bct hold.", "Don't hold."),
        ("l\u02bceau", "l'eau"),
        ("well\u2011known", "well-known"),
        ("\uff17\uff17", "77"),
        ("\u0667\u0667", "77"),
        ("\u2163", "IV"),
        ("\u2461", "2"),
        ("\ufb01rst", "first"),
    ],
)
def test_what_voices_would_spell_out_is_in_plain_letters(written: str, given_to_a_voice: str) -> None:
    assert sounded(written) == given_to_a_voice


@pytest.mark.parametrize(
    "line",
    ["Don't hold.", "Don’t hold — “rest”…", "In für Rücken, plié.", "77, 1½, 5², 50 %, № 5, −5", "Вдох и выдох."],
)
def test_an_ordinary_line_is_given_as_it_is(line: str) -> None:
    assert sounded(line) == line


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("Breathe in, and “grow” — long…", (30, 30)),
        ("Für den Rücken.", (15, 15)),
        ("77", (2, 30)),
        ("3 kg", (4, 32)),
        ("µ", (1, 8)),
        ("👏", (0, 25)),
        ("WWW", (3, 24)),
        ("呼吸", (2, 14)),
        ("", (0, 0)),
    ],
)
def test_numbers_signs_and_initials_count_as_what_is_spoken(text: str, letters: tuple[int, int]) -> None:
    assert spoken_letters(text) == letters
