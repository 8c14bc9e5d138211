"""Whatever stands in a file, its reader says what is wrong with it, in errors of ours, and raises nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project
from support.mutations import mutated
from support.piper_model import make_voice

from audiosession.beds.bed import read_beds
from audiosession.definitions import check_table, read_definition, toml_table
from audiosession.errors import AudioSessionError, FaultsError
from audiosession.feed.checks.channel import check_channel
from audiosession.feed.checks.document import check_document, parsed
from audiosession.feed.checks.item import check_items
from audiosession.feed.checks.media import check_chapters, check_sound, check_transcript
from audiosession.feed.checks.reader import measure
from audiosession.feed.dates import as_date, read_date
from audiosession.feed.facts import read_facts
from audiosession.feed.live import read_live
from audiosession.feed.show import Show
from audiosession.feed.transcripts import read_vtt
from audiosession.pictures.artwork import artwork_faults
from audiosession.project.project import starter_folder
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL
from audiosession.session import parse_session
from audiosession.voices.chosen.rows import TakesTable
from audiosession.voices.piper.voice import open_voice
from audiosession.voices.recorded import read_rows
from audiosession.writing.choices import Defaults
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.lexicon import read_lexicon
from audiosession.writing.text.reading import parse

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FEW, MANY = 200, 5_000
Reader = Callable[[bytes], object]


def text_of(content: bytes) -> str:
    """Return what a reader of text is given: what is no UTF-8, or holds NUL, is refused before."""
    return content.decode("utf-8", "replace").replace("\0", "")


def feed(content: bytes) -> None:
    root, _ = parsed(content)
    if root is not None:
        list(check_document(root, None))
        if (channel := root.find("channel")) is not None:
            [*check_channel(channel), *check_items(channel)]
    live = read_live(content)
    sorted(one.entry.age for one in live.episodes.values())


def show(content: bytes) -> None:
    text = text_of(content)
    for name, model in (("show", Show), ("defaults", Defaults)):
        check_table(toml_table(text, "show.toml").get(name, {}), text, "show.toml", model, (name,))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one good file of each kind that a program writes."""
    folder = tmp_path_factory.mktemp("good")
    project = make_project(folder / "studio", "saw", "swan")
    publish(project, ALL, Destination(to=str(folder / "site")), Wishes(season=1), NOW)
    make_voice(folder, "hum")
    return folder


def on_disk(read: Callable[[Path], object]) -> Callable[[Path], Reader]:
    """Return a reader of bytes made of one of files."""

    def of(folder: Path) -> Reader:
        path = folder / "mutated"

        def reader(content: bytes) -> object:
            path.write_bytes(content)
            return read(path)

        return reader

    return of


def sound(path: Path) -> None:
    list(check_sound(path, measure(path), 3))


def voice(folder: Path) -> Reader:
    def reader(content: bytes) -> object:
        (folder / "hum.onnx.json").write_bytes(content)
        return open_voice(str(folder / "hum.onnx"), {"speaker": "0"}).language

    return reader


def plain(read: Reader) -> Callable[[Path], Reader]:
    return lambda folder: read


def text(read: Callable[[str], object]) -> Callable[[Path], Reader]:
    return lambda folder: lambda content: read(text_of(content))


VTT = b"""WEBVTT - a class

NOTE by hand

1
00:00:03.000 --> 00:00:08.080 align:start
<v Ada>Welcome. Lie on &lt;1 mat&gt; &amp; breathe.</v>

01:00:09.500 --> 01:00:12.000
<b>Inhale</b>, <00:00:10.000>and exhale.
"""
SRT = b"1\n00:00:03,000 --> 00:00:08,080\nWelcome.\n\n2\n00:00:09,500 --> 00:00:12,000\nInhale.\n"
TAKES = (
    b'[[take]]\ntext = "Inhale."\nvoice = "piper:joe"\nnumber = 2\n[[take]]\ntext = "Exhale."\nrecording = "out.wav"\n'
)
CSV = b'number,file,text\n1,001-welcome,"Welcome, everybody."\n2,002-inhale,Inhale.\n3,003-ubung,"\xc3\x9cbung"\n'
NARRATION = b"""[class Tiny]
[exercise saw]
[section Set-up]
[music still-water]
[pace 1.3]
Sit tall. [optional] Or not.
[pause 6 from 3 to 12]
[rep 1]
[inhale 4 left pulse 1 3] Lift / kick / - / lower | Lift | Up
[exhale 4 right] And down.
[hold 2]
[optional] Rest here.
"""
DATES = b"Sun, 22 Nov 2026 09:00:00 +0000"
MOMENT = b"2026-12-01T07:00+01:00"


def bytes_of(name: str) -> Callable[[Path], bytes]:
    """Return what reads the first file of that name in the folder of good ones."""
    return lambda folder: sorted(folder.glob(name))[0].read_bytes()


def always(content: bytes) -> Callable[[Path], bytes]:
    return lambda folder: content


def in_starter(path: str) -> Callable[[Path], bytes]:
    return always((starter_folder() / path).read_bytes())


KINDS: dict[str, tuple[Callable[[Path], bytes], Callable[[Path], Reader]]] = {
    "feed": (bytes_of("site/feed.xml"), plain(feed)),
    "session": (bytes_of("studio/output/saw.session.json"), plain(lambda content: parse_session(content, "x"))),
    "facts": (bytes_of("studio/scripts/feed.json"), on_disk(read_facts)),
    "chapters": (bytes_of("site/media/saw*.chapters.json"), plain(check_chapters)),
    "transcript": (
        bytes_of("site/media/saw*.transcript.json"),
        plain(lambda content: check_transcript(content, "application/json")),
    ),
    "srt": (always(SRT), plain(lambda content: check_transcript(content, "application/x-subrip"))),
    "vtt": (always(VTT), text(read_vtt)),
    "checked vtt": (always(VTT), plain(lambda content: check_transcript(content, "text/vtt"))),
    "exercise": (
        in_starter("scripts/exercises/single-leg-kick.toml"),
        text(lambda words: read_definition(words, "x.toml", Exercise, name="x")),
    ),
    "class": (
        in_starter("scripts/classes/back-body.toml"),
        text(lambda words: read_definition(words, "x.toml", ClassDefinition, name="x")),
    ),
    "show": (always((SHOW + '[defaults]\npace = "slow"\nvoice = "espeak"\n').encode()), plain(show)),
    "beds": (in_starter("music/beds.toml"), text(lambda words: read_beds(words, "beds.toml"))),
    "lexicon": (in_starter("scripts/lexicon.toml"), text(lambda words: read_lexicon(words, "lexicon.toml"))),
    "takes": (always(TAKES), text(lambda words: read_definition(words, "takes.toml", TakesTable))),
    "narration": (always(NARRATION), text(lambda words: parse(words, "x.txt"))),
    "recording list": (always(CSV), on_disk(read_rows)),
    "voice of Piper": (bytes_of("hum.onnx.json"), voice),
    "dates of feeds": (always(DATES), text(read_date)),
    "dates of people": (always(MOMENT), text(lambda words: as_date(words, NOW))),
    "artwork": (bytes_of("studio/cover.jpg"), plain(lambda content: artwork_faults(content, "cover.jpg"))),
    "sound": (bytes_of("studio/output/saw.mp3"), on_disk(sound)),
}
SLOW = {"sound": 20, "artwork": 4, "feed": 3}
"""Where a file takes milliseconds, so many fewer are tried in the quick suite."""


def survives(kind: str, folder: Path, n: int) -> int:
    """Let `n` files be read; return how many were refused, each in one line."""
    good, reader = (make(folder) for make in KINDS[kind])
    refused = 0
    for content in mutated(good, n, seed=len(kind)):
        try:
            reader(content)
        except AudioSessionError as error:
            refused += 1
            told = error.faults if isinstance(error, FaultsError) else (error.as_fault(),)
            assert len(told) <= 21
            assert all("\n" not in str(one) and len(str(one)) < 1_000 for one in told), content
    return refused


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_nobody_meant_is_read_or_refused(kind: str, folder: Path) -> None:
    survives(kind, folder, FEW // SLOW.get(kind, 1))


@pytest.mark.peers
@pytest.mark.parametrize("kind", KINDS)
def test_so_are_thousands(kind: str, folder: Path) -> None:
    survives(kind, folder, MANY)
