"""What a song's own tags say of it, in every kind of file that people have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mutagen
import pytest
from support.encoded import encoded
from support.mutations import mutated
from support.signals import sine

from audiosession.beds.song_tags import SongTags, read_song_tags

KINDS = {
    "song.mp3": ("mp3", "libmp3lame"),
    "song.flac": ("flac", "flac"),
    "song.opus": ("ogg", "libopus"),
    "song.m4a": ("mp4", "aac"),
    "song.wav": ("wav", "pcm_s16le"),
    "song.aiff": ("aiff", "pcm_s16be"),
}
SAID = SongTags(title="Müde Füße", artist="Jörg & Die Träumer")


def tagged(folder: Path, name: str, tags: SongTags = SAID) -> Path:
    """Return a song whose tags say so, each as its kind holds them."""
    path = folder / name
    path.write_bytes(encoded(sine(0.5, hz=300), *KINDS[name]))
    file: Any = mutagen.File(path)
    if file.tags is None:
        file.add_tags()
    names = {"MP4Tags": ("\xa9nam", "\xa9ART")}.get(type(file.tags).__name__)
    for key, frame, text in zip(names or ("title", "artist"), ("TIT2", "TPE1"), (tags.title, tags.artist), strict=True):
        if hasattr(file.tags, "getall"):
            file.tags.add(getattr(mutagen.id3, frame)(encoding=3, text=[text]))
        else:
            file.tags[key] = [text]
    file.save()
    return path


@pytest.mark.parametrize("name", KINDS)
def test_title_and_artist_are_read(tmp_path: Path, name: str) -> None:
    assert read_song_tags(tagged(tmp_path, name)) == SAID


def test_a_file_without_tags_or_that_is_no_sound_says_nothing(tmp_path: Path) -> None:
    bare, none = tmp_path / "bare.wav", tmp_path / "none.mp3"
    bare.write_bytes(encoded(sine(0.5, hz=300), "wav", "pcm_s16le"))
    none.write_bytes(b"no sound at all")

    for path in (bare, none, tmp_path / "lost.mp3", tmp_path):
        assert read_song_tags(path) == SongTags()


def test_what_is_said_is_one_line_that_people_can_read(tmp_path: Path) -> None:
    tags = SongTags(title="One\nTwo\u200b \x07Three", artist="A" * 900)

    read = read_song_tags(tagged(tmp_path, "song.flac", tags))

    assert read.title == "One Two Three"
    assert (len(read.artist), read.artist[-1]) == (200, "…")


@pytest.mark.parametrize("name", KINDS)
def test_damaged_tags_break_nothing(tmp_path: Path, name: str) -> None:
    whole = tagged(tmp_path, name).read_bytes()
    path = tmp_path / f"damaged-{name}"
    for content in mutated(whole, 40, 7):
        path.write_bytes(content)
        assert len(read_song_tags(path).title) <= 200
