"""Each rule for a feed is broken once, in an otherwise good feed, and the check says so, and says nothing else."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import av
import mutagen.id3
import numpy as np
import pytest
from PIL import Image
from support.built_classes import make_project, picture
from typer.testing import CliRunner

from audiosession.cli.app import app
from audiosession.codecs.mp3 import encode_window
from audiosession.codecs.mp3_file import Chunk, music_crc, write_mp3
from audiosession.codecs.tags import ChapterMark, Tags, id3_tag
from audiosession.feed.checks.reader import check_feed
from audiosession.feed.checks.rules import RULES
from audiosession.feed.places.server import Host, _Visitor
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL
from audiosession.units import Ms

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = make_project(tmp_path_factory.mktemp("check") / "studio", "saw", "swan")
    publish(project, ALL, Destination(to=str(project.root / "site")), Wishes(season=1), NOW)
    return project.root / "site"


@pytest.fixture
def site(published: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(published, tmp_path / "site"))


def broken(site: Path, **options: bool) -> set[str]:
    return {one.rule for one in check_feed(str(site / "feed.xml"), **options).findings}


def test_a_feed_of_ours_breaks_no_rule(site: Path) -> None:
    assert check_feed(str(site / "feed.xml")).findings == ()


ITEM = "<item>"
TEXT: list[tuple[str, str, str]] = [
    ("xml-declaration", r"^<\?xml[^>]*\?>\n", ""),
    ("encoding", r"UTF-8", "ISO-8859-1"),
    ("well-formed", r"</channel>", ""),
    ("no-doctype", r"<rss", "<!DOCTYPE rss>\n<rss"),
    ("rss-version", r'version="2.0"', 'version="0.91"'),
    ("namespaces", r"https://podcastindex.org/namespace/1.0", "https://podcastindex.org/namespace/1.0/"),
    ("itunes-namespace", r"http://www.itunes.com/dtds/podcast-1.0.dtd", "https://www.itunes.com/dtds/podcast-1.0.dtd"),
    ("namespaces", r"http://podlove.org/simple-chapters", "https://podlove.org/simple-chapters/"),
    ("self-link", r'rel="self"', 'rel="alternate"'),
    ("self-link", r' type="application/rss\+xml"/>', "/>"),
    ("control-characters", r"<title>Saw", "<title>Sa\x85w\x9f"),
    ("notes-html", r"CDATA\[<p>", "CDATA[<script>x()</script><p>"),
    ("notes-html", r"CDATA\[<p>", "CDATA[<p onclick='x()'>"),
    ("byte-stable", r"<lastBuildDate>Sun, 22", "<lastBuildDate>Mon, 23"),
    ("title", r"<title>Breath &amp; Line</title>", "<title/>"),
    ("link", r"<link>https://adas.studio/classes/index.html</link>", "<link>index</link>"),
    ("description-length", r"<description>Slow.*?</description>", "<description>" + "ä" * 2001 + "</description>"),
    ("description", r"<description>Slow.*?</description>", ""),
    ("language", r"<language>en-gb", "<language>English"),
    ("image", r'<itunes:image href="[^"]*cover[^"]*"/>', ""),
    ("category", r'text="Health &amp; Fitness"', 'text="health &amp; fitness"'),
    ("category", r"<itunes:category text=[\s\S]*</itunes:category>", ""),
    ("subcategory", r'text="Fitness"', 'text="Pilates"'),
    ("subcategory", r"</itunes:category>", '</itunes:category><itunes:category text="Pilates"/>'),
    ("explicit-words", r"<itunes:explicit>false(?=[\s\S]*?itunes:author)", "<itunes:explicit>no"),
    ("explicit", r"<itunes:explicit>false(?=[\s\S]*?itunes:author)", "<itunes:explicit>perhaps"),
    ("author", r"<itunes:author>.*?</itunes:author>", ""),
    ("owner", r"ada@adas.studio</itunes:email>", "nobody</itunes:email>"),
    ("type", r"episodic", "weekly"),
    ("serial", r"episodic", "serial"),
    ("podcast-guid", r"<podcast:guid>.*?<", "<podcast:guid>917393e3-1b1e-4cef-ace4-edaa54e1f810<"),
    ("locked", r">yes</podcast:locked>", ">true</podcast:locked>"),
    ("medium", r">podcast</podcast:medium>", ">pod</podcast:medium>"),
    ("person", r"<podcast:person.*?</podcast:person>", ""),
    ("copyright", r"<copyright>.*?</copyright>", ""),
    ("no-rss-image", r"<language>", "<image><url>https://example.org/a.jpg</url></image><language>"),
    ("plain-title", r"<title>Saw", "<title>Breath &amp; Line: Saw"),
    ("plain-title", r"<title>Saw", "<title>Episode 3: Saw"),
    ("item-title", r"<title>Saw", "<title>"),
    ("enclosure", r"<enclosure [^>]*saw[^>]*/>", ""),
    ("enclosure-url", r'url="https://adas.studio/classes/media/saw-(\w+).mp3"', r'url="media/saw-\1.mp3"'),
    ("enclosure-ascii", r'url="https://adas.studio/classes/media/saw', 'url="https://adas.studio/classes/media/säw'),
    ("enclosure-unique", r'url="[^"]*saw[^"]*mp3"(?=[\s\S]*url="([^"]*mp3)")|(?!)', ""),
    ("enclosure-length", r'length="(\d)', r'length="about \1'),
    ("enclosure-size", r'length="(\d)', r'length="1\1'),
    ("enclosure-size", r'length="\d+', 'length="0'),
    ("enclosure-type", r'type="audio/mpeg"', 'type="audio/ogg"'),
    ("enclosure-type", r' type="audio/mpeg"', ""),
    ("enclosure-name", r'type="audio/mpeg"', 'type="audio/mp3"'),
    ("guid", r' isPermaLink="false"', ""),
    ("guid", r"<guid [^>]*>.*?</guid>", ""),
    ("guid", r"(<guid [^>]*>).*?<", r"\1https://example.org/saw<"),
    ("guid-unique", r"(<guid [^>]*>)(.*?)(<[\s\S]*<guid [^>]*>).*?<", r"\1\2\3\2<"),
    ("pub-date-form", r"<pubDate>Sun, ", "<pubDate>Mon, "),
    ("pub-date-form", r" \+0000</pubDate>", "</pubDate>"),
    ("duration", r"<itunes:duration>3<", "<itunes:duration>an hour<"),
    ("duration-seconds", r"<itunes:duration>3<", "<itunes:duration>0:03<"),
    ("duration-seconds", r"<itunes:duration>3</itunes:duration>", ""),
    ("duration-exact", r"<itunes:duration>3<", "<itunes:duration>9<"),
    ("duration-exact", r"<itunes:duration>3<", "<itunes:duration>0:09<"),
    ("notes", r"<content:encoded>[\s\S]*?</content:encoded>", ""),
    ("season-episode", r"<itunes:season>1<", "<itunes:season>one<"),
    ("season-episode", r"<podcast:season>1<", "<podcast:season>2<"),
    ("episode-type", r">full<", ">Full<"),
    ("item-explicit", r"(<item>[\s\S]*?)<itunes:explicit>false", r"\1<itunes:explicit>clean"),
    ("transcript", r'type="text/vtt"', 'type="text/plain"'),
    ("transcript", r' language="en"/>', "/>"),
    ("chapters", r"<podcast:chapters.*?/>", ""),
    ("chapters", r'type="application/json\+chapters"', 'type="application/json"'),
    ("simple-chapters", r'start="00:00:01.000"', 'start="in a second"'),
    ("simple-chapters", r'start="00:00:01.000"', 'start="00:00:00.000"'),
    ("simple-chapters", r'title="Left side"', 'title=""'),
    ("simple-chapters", r"(<psc:chapters[^>]*>)[\s\S]*?</psc:chapters>", r"\1</psc:chapters>"),
    (
        "simple-chapters",
        r"<psc:chapters",
        '<psc:chapters><psc:chapter start="0" title="a"/></psc:chapters><psc:chapters',
    ),
    ("license", r"(<item>[\s\S]*?)<podcast:license>cc-by-4.0", r"\1<podcast:license>My licence"),
]


@pytest.mark.parametrize(("rule", "pattern", "becomes"), TEXT, ids=[f"{n}-{row[0]}" for n, row in enumerate(TEXT)])
def test_a_broken_line_is_found(site: Path, rule: str, pattern: str, becomes: str) -> None:
    feed = site / "feed.xml"
    text = feed.read_text(encoding="utf-8")
    if rule == "enclosure-unique":  # the sound of another episode
        urls = re.findall(r'<enclosure url="(.*?)"', text)
        changed = text.replace(urls[0], urls[1])
    else:
        changed = re.sub(pattern, becomes, text, count=1)
    assert changed != text
    feed.write_text(changed, encoding="utf-8")

    findings = check_feed(str(feed), media=rule in ("duration-exact", "enclosure-size")).findings
    assert rule in {one.rule for one in findings}
    # A wrong namespace hides all its tags, a time in another form may be wrong as well; nothing else spreads.
    spreads = ("namespaces", "itunes-namespace", "rss-version", "well-formed")
    assert rule in spreads or {one.rule for one in findings} <= {rule, *SPREADS.get(rule, ())}
    if rule not in ("xml-declaration",):
        assert all(0 < one.line <= changed.count("\n") + 1 for one in findings)


def image(form: str = "JPEG", mode: str = "RGB", size: tuple[int, int] = (1500, 1500)) -> bytes:
    file = io.BytesIO()
    Image.new(mode, size).save(file, form)
    return file.getvalue()


def noise_picture() -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(1).integers(0, 255, (1400, 1400, 3), np.uint8)).save(file, "JPEG", quality=90)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [picture(side=1000), image("PNG"), image(mode="L"), image(mode="CMYK"), image(size=(1500, 1600)), noise_picture(),
     image("PNG", "RGBA"), b"GIF89a", image(size=(3200, 3200))],
    ids=["small", "png-as-jpg", "grey", "cmyk", "oblong", "heavy", "alpha", "broken", "large"],
)  # fmt: skip
def test_artwork_that_apps_refuse_is_found(site: Path, content: bytes) -> None:
    next(path for path in (site / "art").glob("cover-*.jpg") if "-600" not in path.name).write_bytes(content)
    assert broken(site) == {"artwork-weight" if len(content) > 512_000 else "artwork"}


def test_the_artwork_of_an_episode_is_only_advice(site: Path) -> None:
    next(path for path in (site / "art").glob("saw-*.jpg") if "-600" not in path.name).write_bytes(image("PNG"))
    checked = check_feed(str(site / "feed.xml"))
    assert {one.rule for one in checked.findings} == {"episode-artwork"}
    assert checked.is_good


def mp3(*, level_db: float = -15.4, rate: float = 1.0, tag: Tags | None = None, seconds: int = 3) -> bytes:
    tone = 10 ** (level_db / 20) * np.sin(2 * np.pi * 440 * rate * np.arange(seconds * 48_000) / 48_000)
    if level_db > -10:  # loud for a moment only, so that the whole is as loud as before
        quiet = 10 ** (-15.4 / 20) / 10 ** (level_db / 20)
        tone[200:] *= quiet
    file = io.BytesIO()
    chunk = encode_window(np.repeat(tone[:, None], 2, axis=1).astype(np.float32), pre_roll=0, n_frames=None)
    marks = (ChapterMark(start=Ms(0), end=Ms(1500), title="a"), ChapterMark(start=Ms(1500), end=Ms(3000), title="b"))
    write_mp3(
        file,
        [Chunk(chunk, music_crc(chunk))],
        n_sound_frames=len(tone),
        tag=id3_tag(tag or Tags(title="Saw", chapters=marks)),
    )
    return file.getvalue()


def put_sound(site: Path, content: bytes) -> None:
    path = next((site / "media").glob("saw-*.mp3"))
    feed = site / "feed.xml"
    text = feed.read_text(encoding="utf-8")
    old = f'{path.name}" length="{path.stat().st_size}"'
    assert old in text
    feed.write_text(text.replace(old, f'{path.name}" length="{len(content)}"'), encoding="utf-8")
    path.write_bytes(content)


def without_tag(content: bytes) -> bytes:
    size = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    return content[size:]


def two_bit_rates(content: bytes) -> bytes:
    """Take the header frame out and double the bit rate of every other frame: VBR that tells no length."""
    head = content[: len(content) - len(without_tag(content))]
    frames = without_tag(content)[384:]
    slow = [frames[at : at + 384] for at in range(0, len(frames), 384)]
    return head + b"".join(b"\xff\xfb\xd4" + one[3:] + bytes(384) if n % 2 else one for n, one in enumerate(slow))


def retagged(content: bytes, change: Callable[[mutagen.id3.ID3], None], version: int = 3) -> bytes:
    file = io.BytesIO(content)
    tag = mutagen.id3.ID3(file, translate=False)
    change(tag)
    file.seek(0)
    tag.save(file, v2_version=version)
    return file.getvalue()


def low_rate() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="mp3") as container:
        stream = container.add_stream("libmp3lame", rate=32_000, layout="mono", bit_rate=48_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 96_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 32_000
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return file.getvalue()


SPREADS = {
    "whole-audio": {"duration-exact", "sound-damage"},
    "mp3-header": {"sound-damage", "loudness", "true-peak", "duration-exact"},
    "mp3-format": {"loudness", "id3"},
    "duration-exact": {"duration-seconds"},
    "xml-declaration": {"encoding"},
}
"""What is broken besides: a file cut short is also shorter than the feed says."""


def no_contents(tag: mutagen.id3.ID3) -> None:
    tag.delall("CTOC")


def unordered_contents(tag: mutagen.id3.ID3) -> None:
    tag.getall("CTOC")[0].flags = 0


def backwards(tag: mutagen.id3.ID3) -> None:
    for mark in tag.getall("CHAP"):
        mark.start_time = 3000 - mark.start_time


def as_it_is(tag: mutagen.id3.ID3) -> None:
    pass


@pytest.mark.parametrize(
    ("rule", "make"),
    [
        ("loudness", lambda: mp3(level_db=-20.0)),
        ("true-peak", lambda: mp3(level_db=0.0)),
        ("whole-audio", lambda: mp3()[: len(mp3()) * 2 // 3]),
        ("whole-audio", lambda: b"\0" * 5000),
        ("id3", lambda: without_tag(mp3())),
        ("id3", lambda: mp3(tag=Tags(title="no chapters"))),
        ("id3", lambda: retagged(mp3(), no_contents)),
        ("id3", lambda: retagged(mp3(), unordered_contents)),
        ("id3", lambda: retagged(mp3(), backwards)),
        ("id3", lambda: retagged(mp3(), as_it_is, version=4)),
        ("mp3-header", lambda: two_bit_rates(mp3())),
        ("mp3-format", low_rate),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_sound_that_apps_show_wrong_is_found(site: Path, rule: str, make: Callable[[], bytes]) -> None:
    put_sound(site, make())
    found = broken(site)
    assert rule in found
    assert found <= {rule, *SPREADS.get(rule, ())}


@pytest.mark.parametrize(
    ("rule", "ending", "content"),
    [
        ("transcript", ".vtt", "1\n00:00:00,000 --> 00:00:01,000\nNo\n"),
        ("transcript", ".vtt", "WEBVTT\n\n"),
        ("transcript", ".srt", "WEBVTT\n\n"),
        ("transcript", ".transcript.json", "[]"),
        ("chapters", ".chapters.json", '{"version": "1.1.0", "chapters": [{"startTime": 0}]}'),
        ("chapters", ".chapters.json", '{"version": "1.2.0", "chapters": [{"startTime": 2}, {"startTime": 1}]}'),
        ("chapters", ".chapters.json", "{"),
    ],
)
def test_captions_and_chapters_that_apps_cannot_read_are_found(
    site: Path, rule: str, ending: str, content: str
) -> None:
    next((site / "media").glob(f"saw-*{ending}")).write_text(content, encoding="utf-8")
    assert broken(site) == {rule}


def test_a_file_that_is_not_there_is_found(site: Path) -> None:
    next((site / "media").glob("saw-*.vtt")).unlink()
    assert broken(site) == {"extras"}
    next((site / "media").glob("saw-*.mp3")).unlink()
    assert broken(site) == {"reachable", "extras"}


def test_a_damaged_spot_in_a_sound_is_found(site: Path) -> None:
    content = bytearray(mp3(seconds=6))
    content[len(content) // 2 : len(content) // 2 + 384 * 20] = bytes(384 * 20)
    put_sound(site, bytes(content))
    assert "sound-damage" in broken(site)


@contextmanager
def hosted(site: Path, visitor: type[_Visitor] = _Visitor) -> Iterator[str]:
    with Host(site, port=0, quiet=True) as server:
        server.RequestHandlerClass = visitor
        feed = site / "feed.xml"
        feed.write_text(feed.read_text(encoding="utf-8").replace("https://adas.studio/classes", server.url), "utf-8")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"{server.url}/feed.xml"
        server.shutdown()


class NoHead(_Visitor):
    def do_HEAD(self) -> None:  # noqa: N802 -- the name that http.server calls
        self.send_error(405)


class NoLength(_Visitor):
    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "Content-Length" or self.command != "HEAD":
            super().send_header(keyword, value)


class Packed(_Visitor):
    """Sends the feed packed, whatever is asked for."""

    def do_GET(self) -> None:  # noqa: N802 -- the name that http.server calls
        path = self.server.file_at(self.path)
        if path is None or path.suffix != ".xml":
            return super().do_GET()
        content = gzip.compress(path.read_bytes(), mtime=0)
        if self.headers.get("If-None-Match") == '"feed"':
            self.send_response(304)
            return self.end_headers()
        self.send_response(200)
        for name, value in (("Content-Type", "application/rss+xml"), ("Content-Encoding", "gzip"), ("ETag", '"feed"')):
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None


class NoRanges(_Visitor):
    def _range(self, size: int, tag: str) -> None:
        return None


class PlainTypes(_Visitor):
    def send_header(self, keyword: str, value: str) -> None:
        super().send_header(keyword, "text/plain" if keyword == "Content-Type" and value == "text/vtt" else value)


class NotShared(_Visitor):
    def _share(self) -> None:
        pass


class NoTag(_Visitor):
    def send_header(self, keyword: str, value: str) -> None:
        if keyword != "ETag":
            super().send_header(keyword, value)


class NeverNotModified(_Visitor):
    def _has_it(self, tag: str) -> bool:
        return False


class Restless(_Visitor):
    count = 0

    def _copy(self, file: object, first: int, end: int) -> None:
        Restless.count += 1
        content = Path(self.server.file_at(self.path) or "").read_bytes()[first:end]
        self.wfile.write(content.replace(b"Slow classes", b"Slow classe%d" % (Restless.count % 10)))


def test_a_good_host_breaks_no_rule(site: Path) -> None:
    with hosted(site) as url:
        assert check_feed(url).findings == ()


@pytest.mark.parametrize(
    ("rule", "visitor"),
    [("host-head", NoHead), ("host-length", NoLength), ("host-ranges", NoRanges), ("packed", Packed),
     ("host-types", PlainTypes), ("host-cors", NotShared),
     ("host-etag", NoTag), ("host-etag", NeverNotModified), ("byte-stable", Restless)],
)  # fmt: skip
def test_a_host_that_lacks_something_is_found(site: Path, rule: str, visitor: type[_Visitor]) -> None:
    with hosted(site, visitor) as url:
        assert {one.rule for one in check_feed(url).findings} == {rule}


def test_a_feed_served_from_elsewhere_than_it_says_is_found(site: Path) -> None:
    with hosted(site) as url:
        feed = site / "feed.xml"
        feed.write_text(feed.read_text(encoding="utf-8").replace(url, "https://example.org/feed.xml"), "utf-8")
        assert {one.rule for one in check_feed(url, media=False).findings} == {"self-link"}


def test_every_rule_has_a_test_that_breaks_it() -> None:
    """The lists above, the tests that stand alone, and those of other people's feeds."""
    text = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [rule for rule in RULES if text.count(f'"{rule}"') == 0] == []


def test_the_command_prints_the_line_and_exits_1(site: Path) -> None:
    feed = site / "feed.xml"
    feed.write_text(feed.read_text(encoding="utf-8").replace("<language>en-gb", "<language>English"), "utf-8")

    result = CliRunner().invoke(app, ["check-feed", str(feed), "--no-media"])

    assert result.exit_code == 1
    assert result.stdout.startswith(f"error: {feed}:8: the language is")
