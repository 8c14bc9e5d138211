"""Names of files: plain where they can be, ASCII always, and never one for two sources."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from audiosession.errors import DefinitionError
from audiosession.naming import MOST_NAME, file_slug, meant_language, within_name
from audiosession.writing.choices import Defaults
from audiosession.writing.words.tags import read_language_tag


@pytest.mark.parametrize(
    ("source", "slug"),
    [
        ("single-leg-kick", "single-leg-kick"),
        ("Morning Class (2)", "morning-class-2"),
        ("espeak:en-us+f4", "espeak-en-us-f4"),
        ("rain_v1.2", "rain-v1.2"),
        (".hidden.", "hidden"),
        ("console", "console"),
        ("com10", "com10"),
    ],
)
def test_plain_ascii_is_itself_in_small_letters(source: str, slug: str) -> None:
    assert file_slug(source) == slug


@pytest.mark.parametrize(
    ("source", "begins"),
    [("утро", "utro-"), ("Übung", "ubung-"), ("朝", "chao-"), ("🌊", "ocean-"), ("!!!", "x-"), ("\u200b", "x-")],
)
def test_other_letters_are_read_into_ascii_and_marked(source: str, begins: str) -> None:
    assert file_slug(source).startswith(begins)
    assert len(file_slug(source)) == len(begins) + 8


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("утро", "вечер"), ("Übung", "Ubung"), ("Übung", "übung"), ("!!!", "???"), ("早上", "早尚"), ("naïve", "naive"),
        ("Дождь", "Дожд"), ("\udcff", "\udcfe"), ("ru-utro", "ру-утро"),
    ],
)  # fmt: skip
def test_what_would_sound_alike_is_told_apart(one: str, other: str) -> None:
    assert file_slug(one) != file_slug(other)


@given(st.text(max_size=40))
def test_a_name_is_ascii_and_the_same_for_the_same_letters_however_they_are_typed(source: str) -> None:
    slug = file_slug(source)

    assert slug.isascii()
    assert slug == slug.lower()
    assert slug.strip(".- ") == slug != ""
    assert not set(slug) & set('/\\:*?"<>| ')
    assert len(slug) <= MOST_NAME
    assert file_slug(unicodedata.normalize("NFD", source)) == slug
    assert file_slug(slug) == slug


@pytest.mark.parametrize("device", ["con", "PRN", "aux", "NUL", "com1", "LPT9", "con.morning", "com¹"])
def test_no_name_is_one_of_windows_s_devices(device: str) -> None:
    first = file_slug(device).partition(".")[0]

    assert first != device.lower().partition(".")[0]
    assert first.startswith(device[:3].lower())


def test_a_name_that_is_too_long_is_cut_and_marked() -> None:
    long, longer = "y" * 300, "y" * 301

    assert len(file_slug(long)) == len(within_name(f"{long}.slow")) == MOST_NAME
    assert len({file_slug(long), file_slug(longer), within_name(f"{long}.slow")}) == 3
    assert file_slug("y" * MOST_NAME) == "y" * MOST_NAME


def test_a_name_leaves_room_for_the_longest_that_stands_beside_it() -> None:
    suffixes = {".mp3", ".flac", ".opus", ".session.json", ".chapters.json", ".vtt"}

    # 255 bytes are what disks take (NAME_MAX); a name is ASCII.
    assert max(len(within_name("x" * 400) + suffix) for suffix in suffixes) == 255


@pytest.mark.parametrize("most", range(12, 30))
def test_a_cut_leaves_no_dash_or_point_before_the_mark(most: int) -> None:
    name = "rain-v1.2--and-so.on-it-goes"
    cut = within_name(name, most)

    begin, dash, mark = cut.rpartition("-")
    assert (dash, len(mark)) == ("-", 8) if most < len(name) else cut == name
    assert len(cut) <= most
    if most < len(name):
        assert name.startswith(begin)
        assert begin[-1:] not in "-."


@pytest.mark.parametrize(
    ("name", "tag"),
    [
        ("Deutsch", "de"),
        ("GERMAN", "de"),
        ("Español", "es"),
        ("Franc\u0327ais", "fr"),
        ("ger", "de"),
        ("de", ""),
        ("x", ""),
    ],
)
def test_the_name_of_a_language_leads_to_its_tag(name: str, tag: str) -> None:
    assert meant_language(name) == (f'did you mean "{tag}"?' if tag else "")
    if tag:
        with pytest.raises(DefinitionError) as caught:
            read_language_tag(name)
        assert caught.value.hint == meant_language(name)
        with pytest.raises(ValidationError, match="is no language tag"):
            Defaults.model_validate({"language": name})
