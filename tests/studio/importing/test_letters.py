"""Bytes as letters: the encoding that a text says, and what is no text."""

from __future__ import annotations

import random

import pytest

from audiosession.errors import DefinitionError
from audiosession.studio.importing.letters import letters_of


def test_a_page_is_read_as_browsers_do() -> None:
    assert letters_of(b"caf\xe9 \x93bend\x94", "latin1", is_html=True) == "café “bend”"
    assert letters_of("ü".encode() + b"\xff" + b"a" * 100, is_html=True).startswith("ü a")


@pytest.mark.parametrize("charset", ["", "none", "hex", "rot13", "idna", "unicode_escape", "utf-7", "x" * 300, "\x00"])
def test_an_encoding_of_no_letters_is_utf8(charset: str) -> None:
    assert letters_of("Rücken \\n+AD0-".encode(), charset) == "Rücken \\n+AD0-"


def test_any_bytes_are_text_or_refused() -> None:
    chance = random.Random(5)
    for _ in range(300):
        content = chance.randbytes(chance.randint(1, 400))
        for is_html in (False, True):
            try:
                text = letters_of(content, chance.choice(["", "utf-16", "shift_jis", "big5"]), is_html=is_html)
            except DefinitionError:
                continue
            assert "\x00" not in text
