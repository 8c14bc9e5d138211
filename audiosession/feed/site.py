"""The pages beside the feed: an index, and a page for each episode. Plain HTML that works without its script."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2
from markupsafe import Markup

from audiosession.errors import PublishError
from audiosession.feed.clean import plain_text, safe_html, text_to_html
from audiosession.feed.letters import fit_line, fit_text
from audiosession.feed.rss import ITUNES, Channel, Item, guid_of, published
from audiosession.feed.transcripts import Line
from audiosession.session import Event, Session, SessionSection
from audiosession.units import clock, to_ms

PACKAGED = Path(__file__).parent / "templates"
BREATH = ("inhale", "exhale", "hold", "pulse")
SMALL = "-600.jpg"
"""How the name of a cover's small copy ends, where the large one ends in .jpg."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An episode as its item in the feed tells it; the addresses are relative to the page where they can be."""

    guid: str
    title: str
    page: str
    cover: str
    published: datetime
    duration_s: int
    summary: str
    kind: str
    season: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Files:
    """The addresses, relative to the page, of what the page of an episode offers."""

    audio: str
    others: Sequence[tuple[str, str]]


class Site:
    """Templates and the channel, from which pages are made; templates in `own` come before ours.

    Raises:
        PublishError: A template of `own` can't be drawn; from every method.
    """

    def __init__(self, channel: Channel, base_url: str, own: Path | None = None) -> None:
        self._channel = channel
        self._base = base_url.rstrip("/") + "/"
        self._own = own
        self._templates = _environment(own)
        self.assets = {f"assets/{_stamped(name, content)}": content for name, content in self._sources()}

    def _sources(self) -> list[tuple[str, bytes]]:
        folders = [folder for folder in (self._own, PACKAGED) if folder]
        found = []
        for name in ("site.css", "player.js"):
            path = next(folder / name for folder in folders if (folder / name).is_file())
            found.append((name, path.read_bytes()))
        return found

    def index(self, items: Sequence[Item]) -> bytes:
        """Return the page of the show, with all `items`, the newest first."""
        ordered = sorted(items, key=lambda item: (published(item), guid_of(item)), reverse=True)
        return self._draw("index.html.j2", "", entries=[self._entry(item, "") for item in ordered])

    def episode(self, item: Item, session: Session, lines: Sequence[Line], files: Files, notes: str) -> bytes:
        """Return the page of the episode in `item`; `notes` is HTML that is safe already."""
        breath = [_row(event) for event in session.events if event.kind in BREATH]
        return self._draw(
            "episode.html.j2",
            "../",
            entry=self._entry(item, "../"),
            audio=files.audio,
            files=[{"name": name, "url": url} for name, url in files.others],
            chapters=timed_sections(session),
            lines=lines,
            notes=Markup(notes),
            breath=breath,
        )

    def gone(self) -> bytes:
        """Return the page that stands where the page of an episode was that has been taken out."""
        return self._draw("gone.html.j2", "../")

    def notes(self, session: Session, own: str, *, is_html: bool, page: str = "") -> tuple[str, str]:
        """Return the show notes of `session`: long, and short for `description`; both safe HTML.

        With `page`, the long ones end in a link to it. `own` is what the user wrote about the episode: plain
        text or HTML.
        """
        facts = {
            "purpose": _if_any(session.description),
            "position": _if_any(session.position),
            "cautions": session.cautions,
            "music": _music(session),
            "sections": timed_sections(session),
            "page": page,
        }
        own_html = safe_html(own) if is_html else text_to_html(own)
        own_text = plain_text(own_html)
        facts = {name: _fit(value) for name, value in facts.items()}
        long = self._render("notes.html.j2", {**facts, "own_notes": Markup(own_html)})
        short = self._render("notes.txt.j2", {**facts, "own_text": own_text})
        return safe_html(_without_blank_lines(long)), text_to_html(short)

    def _entry(self, item: Item, root: str) -> Entry:
        cover = item.find(f"{{{ITUNES}}}image")
        address = cover.get("href", "") if cover is not None else self._channel.cover
        summary = item.findtext("description") or ""
        duration = item.findtext(f"{{{ITUNES}}}duration") or ""
        return Entry(
            guid=guid_of(item),
            title=fit_line(item.findtext("title") or "Untitled"),
            page=self._relative(item.findtext("link") or "", root),
            cover=self._small(address, root),
            published=published(item),
            duration_s=int(duration) if duration.isascii() and duration.isdigit() else 0,
            summary=fit_line(plain_text(summary).partition("\n")[0]),
            kind=item.findtext(f"{{{ITUNES}}}episodeType") or "full",
            season=item.findtext(f"{{{ITUNES}}}season") or "",
            number=item.findtext(f"{{{ITUNES}}}episode") or "",
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
            "show": self._channel.show,
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
            return fit_text(self._templates.get_template(name).render(words))
        except jinja2.TemplateError as error:
            line = getattr(error, "lineno", None)
            path = (self._own or PACKAGED) / name
            hint = "a template in scripts/templates/site stands before the one that comes with the program"
            raise PublishError(f"can't be drawn: {error.message}", path=path, line=line, hint=hint) from error


def timed_sections(session: Session) -> list[SessionSection]:
    """Return the sections that people can find again: those that last."""
    return [section for section in session.sections if section.end > section.start]


def _if_any(text: str) -> list[str]:
    return [text] if text else []


def _row(event: Event) -> dict[str, Any]:
    row = {"kind": event.kind, "start": event.start, "end": event.end}
    return {**row, "counts": event.counts} if event.counts else row


def _music(session: Session) -> list[str]:
    credit = session.music_credit
    licence = session.music_licence
    title = session.music_title
    if not (credit or licence or title):
        return []
    words = f"Music: {title}" + (" by " if title and credit else "") + credit
    return [words + (f" ({licence})" if licence else "") + "."]


def _fit(value: Any) -> Any:
    if isinstance(value, str):
        return fit_line(value)
    return [fit_line(one) if isinstance(one, str) else one for one in value]


def _origins(cover: str, words: Mapping[str, Any]) -> str:
    """Return where pictures and sound of a page come from: from beside it, but for episodes of other hosts."""
    entries = [*words.get("entries", []), *([words["entry"]] if "entry" in words else [])]
    found = {urlsplit(url) for url in (cover, words.get("audio", ""), *(entry.cover for entry in entries))}
    others = sorted({f"{one.scheme}://{one.netloc}" for one in found if re.fullmatch(r"[\w.:\[\]-]+", one.netloc)})
    return " ".join(["'self'", *others])


def _stamped(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


def _without_blank_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _environment(own: Path | None) -> jinja2.Environment:
    folders = [str(folder) for folder in (own, PACKAGED) if folder]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=lambda name: bool(name and name.endswith(".html.j2")),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "clock": lambda seconds: clock(to_ms(seconds)),
        "day": lambda date: f"{date.day} {date:%B %Y}",
        "minutes": _minutes,
        "shorten": _shorten,
    }
    environment.policies["json.dumps_kwargs"] = {"separators": (",", ":"), "sort_keys": False}
    environment.policies["json.dumps_function"] = json.dumps
    return environment


def _minutes(seconds: int) -> str:
    return f"{seconds} s" if seconds < 60 else f"{round(seconds / 60)} min"


def _shorten(text: str, length: int) -> str:
    line = fit_line(text)
    return line if len(line) <= length else line[:length].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
