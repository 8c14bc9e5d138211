"""The pages beside the feed: an index, and a page for each episode. Plain HTML that works without its script."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

from audiosession.digests import digest_of, digest_of_everything
from audiosession.errors import DefinitionError, PublishError
from audiosession.feed.clean import plain_text, safe_html, text_to_html
from audiosession.feed.entry import Entry
from audiosession.feed.letters import fit_line, fit_text
from audiosession.feed.rss import Channel
from audiosession.feed.show_notes import ShowNotes
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.session import Event, SessionSection
from audiosession.timing.telling.captions import Caption
from audiosession.units import clock, to_ms
from audiosession.writing.templating.filters import FOR_HTML, Filter
from audiosession.writing.templating.rendering import Templates

PACKAGED = Path(__file__).parent / "templates"
SMALL = "-600.jpg"
"""How the name of a cover's small copy ends, where the large one ends in .jpg."""
_STANDS_BEFORE = "a template in scripts/templates/site stands before the one that comes with the program"


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    """What the page of a class shows; addresses of files are relative to it, `notes` are HTML that is safe already."""

    entry: Entry
    audio: str
    files: Sequence[tuple[str, str]]
    chapters: Sequence[SessionSection]
    captions: Sequence[Caption]
    breath: Sequence[Event]
    notes: str


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """An episode as the templates see it; its addresses are relative to the page where they can be.

    `published` is a date and time in the form of ISO 8601.
    """

    guid: str
    title: str
    page: str
    cover: str
    published: str
    duration_s: int
    summary: str
    kind: str
    season: str
    number: str


class Site:
    """Templates and the channel, from which pages are made; templates in `own` come before ours.

    Raises:
        PublishError: A template of `own` can't be drawn; from every method.
    """

    def __init__(self, channel: Channel, base_url: str, own: Path | None = None) -> None:
        self._channel = channel
        self._base = base_url.rstrip("/") + "/"
        self._own = own
        self._templates = _templates(own)
        self.assets = {f"assets/{_stamped(name, content)}": content for name, content in self._sources()}

    @property
    def digest(self) -> str:
        """The digest of all that decides how pages look: the channel, and the templates and files of the user's own."""
        own = sorted(path for path in self._own.rglob("*") if path.is_file()) if self._own else []
        files = [(path.relative_to(self._own or path).as_posix(), digest_of(path.read_bytes())) for path in own]
        channel = self._channel
        named = [channel.guid, channel.feed_url, channel.home, channel.cover]
        return digest_of_everything([channel.show.model_dump(mode="json"), named, self._base, files, list(self.assets)])

    def _sources(self) -> list[tuple[str, bytes]]:
        folders = [folder for folder in (self._own, PACKAGED) if folder]
        found = []
        for name in ("site.css", "player.js"):
            path = next(folder / name for folder in folders if (folder / name).is_file())
            found.append((name, path.read_bytes()))
        return found

    def index(self, entries: Iterable[Entry]) -> bytes:
        """Return the page of the show, with all `entries`, the newest first."""
        newest_first = sorted(entries, key=lambda entry: entry.age, reverse=True)
        return self._draw("index.html.j2", "", entries=[asdict(self._shown(entry, "")) for entry in newest_first])

    def episode(self, page: ClassPage) -> bytes:
        """Return the page of a class."""
        return self._draw(
            "episode.html.j2",
            "../",
            entry=asdict(self._shown(page.entry, "../")),
            audio=page.audio,
            files=[{"name": name, "url": url} for name, url in page.files],
            chapters=[_section(one) for one in page.chapters],
            lines=[asdict(one) for one in page.captions],
            notes=Markup(page.notes),
            breath=[_row(event) for event in page.breath],
        )

    def gone(self) -> bytes:
        """Return the page that stands where the page of an episode was that has been taken out."""
        return self._draw("gone.html.j2", "../")

    def notes(self, notes: ShowNotes, page: str = "") -> tuple[str, str]:
        """Return show notes: long, and short for `description`; both safe HTML.

        With `page`, the long ones end in a link to it.
        """
        words = {name: _fit(getattr(notes, name)) for name in ("purpose", "position", "cautions", "music")}
        words["sections"] = [_section(one) for one in notes.sections]
        words["page"] = _fit(page)
        long = self._render("notes.html.j2", {**words, "own_notes": Markup(notes.own_html)})
        short = self._render("notes.txt.j2", {**words, "own_text": plain_text(notes.own_html)})
        return safe_html(_without_blank_lines(long)), text_to_html(short)

    def _shown(self, entry: Entry, root: str) -> ShownEntry:
        cover = self._channel.cover if entry.cover is None else entry.cover
        return ShownEntry(
            guid=entry.guid,
            title=fit_line(entry.title or "Untitled"),
            page=self._relative(entry.page, root),
            cover=self._small(cover, root),
            published=entry.published.isoformat(),
            duration_s=entry.duration_s,
            summary=fit_line(plain_text(entry.summary_html).partition("\n")[0]),
            kind=entry.kind,
            season=entry.season,
            number=entry.number,
        )

    def _relative(self, url: str, root: str) -> str:
        if url.startswith(self._base):
            return root + url.removeprefix(self._base)
        return url if urlsplit(url).scheme in ("http", "https") else ""

    def _small(self, url: str, root: str) -> str:
        """Covers of ours stand in art/ with a small copy beside each."""
        address = self._relative(url, root)
        ours = url.startswith(f"{self._base}art/") and not url.endswith(SMALL)
        return address.rsplit(".", 1)[0] + SMALL if ours else address

    def _draw(self, name: str, root: str, **words: Any) -> bytes:
        feed = self._channel.feed_url
        cover = self._small(self._channel.cover, root)
        common = {
            "show": self._channel.show.model_dump(mode="json"),
            "root": root,
            "feed_url": feed,
            "feed_host_path": feed.split("://", 1)[-1],
            "cover_small": cover,
            "style": next(key for key in self.assets if key.endswith(".css")),
            "script": next(key for key in self.assets if key.endswith(".js")),
            "origins": _origins(cover, words),
        }
        return (_without_blank_lines(self._render(name, {**common, **words})) + "\n").encode("utf-8")

    def _render(self, name: str, words: Mapping[str, Any]) -> str:
        try:
            return fit_text(self._templates.render(name, words))
        except DefinitionError as error:
            raise PublishError(
                f"can't be drawn: {error.message}", path=error.path, line=error.line, hint=error.hint or _STANDS_BEFORE
            ) from error


def _section(section: SessionSection) -> dict[str, Any]:
    return {"title": section.title, "start": section.start, "end": section.end}


def _row(event: Event) -> dict[str, Any]:
    row = {"kind": event.kind, "start": event.start, "end": event.end}
    return {**row, "counts": event.counts} if event.counts else row


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return fit_line(value)
    return [fit_line(one) if isinstance(one, str) else one for one in value]


def _origins(cover: str, words: Mapping[str, Any]) -> str:
    """Return where pictures and sound of a page come from: from beside it, but for episodes of other hosts."""
    entries = [*words.get("entries", []), *([words["entry"]] if "entry" in words else [])]
    found = {urlsplit(url) for url in (cover, words.get("audio", ""), *(entry["cover"] for entry in entries))}
    others = sorted({f"{one.scheme}://{one.netloc}" for one in found if re.fullmatch(r"[\w.:\[\]-]+", one.netloc)})
    return " ".join(["'self'", *others])


def _stamped(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{digest_of(content)[:10]}.{ending}"


def _without_blank_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _templates(own: Path | None) -> Templates:
    paths = {path.relative_to(PACKAGED).as_posix(): path for path in PACKAGED.glob("*.j2")}
    if own:
        paths |= {path.relative_to(own).as_posix(): path for path in sorted(own.rglob("*.j2"))}
    return Templates({name: _source(path) for name, path in paths.items()}, filters=PAGE_FILTERS, paths=paths)


def _source(path: Path) -> str:
    try:
        content = read_at_most(path, TEXT_BYTES)
    except OSError as error:
        raise PublishError(f"can't be read: {error.strerror or error}", path=path) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise PublishError("is not UTF-8 text", path=path, line=line, hint="save it as UTF-8") from None


def _day(published: str) -> str:
    day = date.fromisoformat(published[:10])
    return f"{day.day} {day:%B %Y}"


def _minutes(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60)} min"


def _shorten(text: str, length: int) -> str:
    line = fit_line(text)
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _timestamp(seconds: float) -> str:
    """Return a time as podcast apps find it in notes (Apple Podcasts 5482); rounded down, so that no word is missed."""
    minutes, rest = divmod(to_ms(seconds) // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}"


PAGE_FILTERS = {
    **FOR_HTML,
    "clock": Filter(function=lambda seconds: clock(to_ms(seconds))),
    "day": Filter(function=_day),
    "lines": Filter(function=lambda text: [line for line in text.splitlines() if line.strip()]),
    "minutes": Filter(function=_minutes),
    "shorten": Filter(function=_shorten),
    "timestamp": Filter(function=_timestamp),
    "urlencode": Filter(function=lambda text: quote(text, safe="/"), growth=16),
}
"""What templates of pages have besides the filters that every template has."""
