"""The pages beside the feed: an index, and a page for each episode. Plain HTML that works without its script."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from audiosession.digests import digest_of, digest_of_everything
from audiosession.errors import DefinitionError, PublishError
from audiosession.feed.clean import plain_text, safe_html, text_to_html
from audiosession.feed.entry import Entry
from audiosession.feed.letters import fit_line, fit_text
from audiosession.feed.page_filters import page_filters
from audiosession.feed.pages.narrowing import Traits, chip_groups
from audiosession.feed.pages.notices import Notice, notices
from audiosession.feed.rss import Channel
from audiosession.feed.show_notes import ShowNotes
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.session import Event, SessionSection
from audiosession.timing.telling.captions import Caption
from audiosession.voices.languages import is_language, plain_tag, primary
from audiosession.writing.templating.rendering import Templates
from audiosession.writing.words.pages import PageWords

PACKAGED = Path(__file__).parent / "templates"
SMALL = "-600.jpg"
"""How the name of a cover's small copy ends, where the large one ends in .jpg."""
WordsByTag = Callable[[str], PageWords]
"""Tells the words of pages in the language of a tag (BCP 47)."""
_ASSETS = {
    "site.css": ("palette.css", "site.css"),
    "player.js": ("breath.js", "player.js"),
    "index.js": ("index.js",),
}
"""The files that pages load, each joined of files in the folder of templates, of which a project may have its own."""
_STANDS_BEFORE = "a template in scripts/templates/site stands before the one that comes with the program"


@dataclass(frozen=True, kw_only=True)
class ClassPage:
    """What the page of a class shows, in its `language`.

    Addresses of files are relative to it, `notes` are HTML that is safe already.
    """

    entry: Entry
    language: str
    audio: str
    files: Sequence[tuple[str, str]]
    chapters: Sequence[SessionSection]
    captions: Sequence[Caption]
    breath: Sequence[Event]
    notes: str


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    """An episode as the templates see it; its addresses are relative to the page where they can be.

    `published` is a date and time in the form of ISO 8601; `lang` is its language where that is not the page's.
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
    lang: str


@dataclass(frozen=True, kw_only=True)
class OtherShow:
    """The same show in another language: its tag, and the public address of its index."""

    language: str
    home: str


class Site:
    """Templates, words and the channel, from which pages are made; templates in `own` come before ours.

    What is said on a page is in the page's language, by the `words` of it. The index leads to the `others`.

    Raises:
        PublishError: A template of `own` can't be drawn; from every method.
    """

    def __init__(
        self,
        channel: Channel,
        base_url: str,
        words: WordsByTag,
        own: Path | None = None,
        others: Sequence[OtherShow] = (),
    ) -> None:
        self._channel = channel
        self.words = words
        self._others = others
        self._base = base_url.rstrip("/") + "/"
        self._own = own
        self._paths = _template_paths(own)
        self._texts = {name: _source(path) for name, path in self._paths.items()}
        self._templates: dict[str, Templates] = {}
        files = {name: _joined(name, own) for name in _ASSETS}
        self._keys = {name: f"assets/{_stamped(name, content)}" for name, content in files.items()}
        self.assets = {self._keys[name]: content for name, content in files.items()}

    @property
    def digest(self) -> str:
        """The digest of all that decides how pages look, but their words: the channel, and the user's own files."""
        own = sorted(path for path in self._own.rglob("*") if path.is_file()) if self._own else []
        files = [(path.relative_to(self._own or path).as_posix(), digest_of(path.read_bytes())) for path in own]
        channel = self._channel
        named = [channel.guid, channel.feed_url, channel.home, channel.cover]
        return digest_of_everything([channel.show.model_dump(mode="json"), named, self._base, files, list(self.assets)])

    def index(self, entries: Iterable[Entry], *, calendar: str = "") -> bytes:
        """Return the page of the show, with all `entries`, the newest first; it leads to its `calendar`, if any."""
        newest_first = sorted(entries, key=lambda entry: entry.age, reverse=True)
        language = self._channel.show.language
        traits = [self._traits(entry) for entry in newest_first]
        return self._draw(
            "index.html.j2",
            "",
            language,
            script=self._keys["index.js"],
            entries=[
                {**asdict(self._shown(entry, "", language)), **asdict(told)}
                for entry, told in zip(newest_first, traits, strict=True)
            ],
            choices=[asdict(group) for group in chip_groups(traits, self.words(language))],
            others=[self._other(one) for one in self._others],
            calendar=calendar,
        )

    def episode(self, page: ClassPage) -> bytes:
        """Return the page of a class."""
        return self._draw(
            "episode.html.j2",
            "../",
            page.language,
            entry=asdict(self._shown(page.entry, "../", page.language)),
            audio=page.audio,
            files=[{"name": name, "url": url} for name, url in page.files],
            chapters=[_section(one) for one in page.chapters],
            lines=[asdict(one) for one in page.captions],
            notes=Markup(page.notes),
            breath=[_row(event) for event in page.breath],
        )

    def gone(self) -> bytes:
        """Return the page that stands where the page of an episode was that has been taken out."""
        return self._draw("gone.html.j2", "../", self._channel.show.language)

    def notice_pages(self) -> dict[str, bytes]:
        """Return the pages of what is too long for the foot of a page, by their names in the feed's folder."""
        language = self._channel.show.language
        return {
            self._notice_key(one): self._draw(
                "notice.html.j2", "", language, notice={**asdict(one), "html": Markup(one.html)}
            )
            for one in notices(self._channel.show, self.words(language))
            if one.html
        }

    def notes(self, notes: ShowNotes, language: str, page: str = "") -> tuple[str, str]:
        """Return show notes in `language`: long, and short for `description`; both safe HTML.

        With `page`, the long ones end in a link to it.
        """
        words: dict[str, Any] = {
            name: _fit(getattr(notes, name)) for name in ("purpose", "position", "cautions", "music")
        }
        words["sections"] = [_section(one) for one in notes.sections]
        words |= {"page": _fit(page), "language": language, "words": self.words(language).model_dump(mode="json")}
        long = self._render("notes.html.j2", language, {**words, "own_notes": Markup(notes.own_html)})
        short = self._render("notes.txt.j2", language, {**words, "own_text": plain_text(notes.own_html)})
        return safe_html(_without_blank_lines(long)), text_to_html(short)

    def language_of(self, tag: str) -> str:
        """Return the language of the page of a class that is spoken in `tag`: the show's own tag where that is of it.

        A class without one that can be told is in the show's.
        """
        show, plain = self._channel.show.language, plain_tag(tag)
        return plain if is_language(plain) and primary(plain) != primary(show) else show

    def _other(self, other: OtherShow) -> dict[str, str]:
        name = self.words(other.language).language
        home = self._relative(other.home, "")
        return {"language": other.language, "name": name, "home": home, "home_url": other.home}

    def _shown(self, entry: Entry, root: str, language: str) -> ShownEntry:
        cover = self._channel.cover if entry.cover is None else entry.cover
        return ShownEntry(
            guid=entry.guid,
            title=fit_line(entry.title) or self.words(language).untitled,
            page=self._relative(entry.page, root),
            cover=self._small(cover, root),
            published=entry.published.isoformat(),
            duration_s=entry.duration_s,
            summary=fit_line(plain_text(entry.summary_html).partition("\n")[0]),
            kind=entry.kind,
            season=entry.season,
            number=entry.number,
            lang=self._foreign(self.language_of(entry.language), language),
        )

    def _traits(self, entry: Entry) -> Traits:
        minutes, language = max(1, round(entry.duration_s / 60)), primary(self.language_of(entry.language))
        return Traits(minutes=minutes, season=entry.season, language=language, positions=entry.positions)

    def _notice_key(self, notice: Notice) -> str:
        """Return how the page of `notice` is called: with what the index has in its name, such as a language."""
        return f"{notice.name}{self._channel.home.rpartition('/')[2].removeprefix('index') or '.html'}"

    def _at_the_foot(self, one: Notice, root: str) -> dict[str, str]:
        return {"label": one.label, "text": one.text, "href": root + self._notice_key(one) if one.html else one.href}

    def _foreign(self, tag: str, language: str) -> str:
        """Return `tag` where a page in `language` has to say that something is in it; else nothing."""
        return "" if primary(tag) == primary(language) else tag

    def _relative(self, url: str, root: str) -> str:
        if url.startswith(self._base):
            return root + url.removeprefix(self._base)
        return url if urlsplit(url).scheme in ("http", "https") else ""

    def _small(self, url: str, root: str) -> str:
        """Covers of ours stand in art/ with a small copy beside each."""
        address = self._relative(url, root)
        ours = url.startswith(f"{self._base}art/") and not url.endswith(SMALL)
        return address.rsplit(".", 1)[0] + SMALL if ours else address

    def _draw(self, name: str, root: str, language: str, **values: Any) -> bytes:
        show, feed = self._channel.show, self._channel.feed_url
        cover = self._small(self._channel.cover, root)
        common = {
            "show": show.model_dump(mode="json"),
            "show_lang": self._foreign(show.language, language),
            "language": language,
            "words": self.words(language).model_dump(mode="json"),
            "root": root,
            "home": self._relative(self._channel.home, root),
            "home_url": self._channel.home,
            "feed": self._relative(feed, root),
            "feed_url": feed,
            "feed_host_path": feed.split("://", 1)[-1],
            "cover_small": cover,
            "style": self._keys["site.css"],
            "script": self._keys["player.js"],
            "notices": [self._at_the_foot(one, root) for one in notices(show, self.words(language))],
            "origins": _origins(cover, values),
        }
        return (_without_blank_lines(self._render(name, language, {**common, **values})) + "\n").encode("utf-8")

    def _render(self, name: str, language: str, values: Mapping[str, Any]) -> str:
        if language not in self._templates:
            filters = page_filters(self.words(language))
            self._templates[language] = Templates(self._texts, filters=filters, paths=self._paths)
        try:
            return fit_text(self._templates[language].render(name, values))
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


def _origins(cover: str, values: Mapping[str, Any]) -> str:
    """Return where pictures and sound of a page come from: from beside it, but for episodes of other hosts."""
    entries = [*values.get("entries", []), *([values["entry"]] if "entry" in values else [])]
    found = {urlsplit(url) for url in (cover, values.get("audio", ""), *(entry["cover"] for entry in entries))}
    others = sorted({f"{one.scheme}://{one.netloc}" for one in found if re.fullmatch(r"[\w.:\[\]-]+", one.netloc)})
    return " ".join(["'self'", *others])


def _joined(name: str, own: Path | None) -> bytes:
    """Return the file `name` that pages load; each part of it is the project's own where it has one."""
    folders = [folder for folder in (own, PACKAGED) if folder]
    paths = (next(folder / part for folder in folders if (folder / part).is_file()) for part in _ASSETS[name])
    joint = b"\n;\n" if name.endswith(".js") else b"\n"  # a script may end without the sign that ends a statement
    return joint.join(path.read_bytes().rstrip(b"\n") for path in paths) + b"\n"


def _stamped(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{digest_of(content)[:10]}.{ending}"


def _without_blank_lines(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _template_paths(own: Path | None) -> dict[str, Path]:
    """Return where each template stands, by name."""
    paths = {path.relative_to(PACKAGED).as_posix(): path for path in PACKAGED.glob("*.j2")}
    if own:
        paths |= {path.relative_to(own).as_posix(): path for path in sorted(own.rglob("*.j2"))}
    return paths


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
