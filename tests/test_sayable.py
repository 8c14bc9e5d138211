"""What can't be said is told: what nobody sees, markup, a line without words."""

from __future__ import annotations

import pytest

from audiosession.sayable import hidden_letter, markup, unsayable, wordless

HIDDEN = "\x07\x0b\x0c\x1c\x7f\x85\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202e\u2060\u2066\ufeff\ufffd\ufffc"


@pytest.mark.parametrize("letter", HIDDEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_what_nobody_sees_is_named_with_its_place(letter: str) -> None:
    wrong = hidden_letter(f"Breathe in{letter} slowly.")

    assert wrong is not None
    assert f"U+{ord(letter):04X}" in wrong.message
    assert wrong.message.endswith('before "slowly."')


@pytest.mark.parametrize("text", ["Tab\there.", "می\u200cخواهم", "क्\u200dष", "👩\u200d🏫 ❤\ufe0f", "une\u00a0minute"])
def test_what_a_script_needs_is_not_hidden(text: str) -> None:
    assert hidden_letter(text) is None


@pytest.mark.parametrize(
    "line",
    [
        "*Inhale* slowly.", "**Hold**", "_Rest_ now.", "__Rest__", "~~no~~", "`code`", '<break time="2s"/>Now rest.',
        "</emphasis>", "<!-- x -->", "[[h@l'oU]] there", "Now [pause 2] rest.", "See [this](http://example.org).",
        "Salt &amp; water", "&#8217;", "{{ name }}", "{% if x %}", "Now # hold", "> A quote", "5 * 3",
    ],
)  # fmt: skip
def test_markup_is_told(line: str) -> None:
    wrong = markup(line)

    assert wrong is not None
    assert wrong.message.startswith("markup that would be read aloud: ")


@pytest.mark.parametrize(
    "line",
    [
        "Breathe in, and grow long.", "Number #1.", "1 < 2 > 1", "Left & right; then rest.", "snake_case", "don`t",
        "Don't / and hold", "50 % + 5 €", "Inhale (nose), exhale — mouth…", "R&B; soul",
    ],
)  # fmt: skip
def test_words_and_signs_are_no_markup(line: str) -> None:
    assert unsayable(line) is None


def test_phonemes_are_no_markup_where_they_are_meant() -> None:
    assert markup("[[kl'oUz]] your", phonemes=True) is None
    assert markup("[[kl'oUz]] *your*", phonemes=True) is not None


@pytest.mark.parametrize("line", ["...", "…", "—", "-", "👏", "❤️ 🌊", "====", "•", "?!", "ʼ", "( )", "“”"])
def test_a_line_without_words_has_nothing_to_say(line: str) -> None:
    assert wordless(line) is not None


@pytest.mark.parametrize("line", ["77", "½", "²", "Ⅳ", "７７", "٧٧", "&", "€", "50%", "In", "да", "呼吸", "1️⃣", "C♯"])
def test_words_numbers_and_signs_with_names_are_said(line: str) -> None:
    assert wordless(line) is None


@pytest.mark.parametrize(
    ("line", "why"), [("In\u2028out.", "U+2028"), ("*In*.", "markup"), ("…", "nothing to say"), ("*\u2028*", "U+2028")]
)
def test_a_line_is_unsayable_for_any_one_reason(line: str, why: str) -> None:
    wrong = unsayable(line)

    assert wrong is not None
    assert why in wrong.message


def test_the_place_of_what_nobody_sees_is_the_word_behind_it_or_the_end() -> None:
    def place(text: str) -> str:
        wrong = hidden_letter(text)
        assert wrong is not None
        return wrong.message.partition("), ")[2]

    assert place("Sit.\u200b\u200b  Breathe in.") == 'before "Breathe"'
    assert place("Sit.\u200b") == "at the end"
    assert place("Sit.\u200b" + "o" * 300) == f'before "{"o" * 20}"', "a word without end is cut"
