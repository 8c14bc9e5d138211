"""Make everything that comes with an episode: its files, its item in the feed, its page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from audiosession.errors import Act, PublishError, Remedy
from audiosession.feed.episode import Episode, Link, file_stem
from audiosession.feed.letters import fit_line
from audiosession.feed.places.target import Upload
from audiosession.feed.rss import Item, write_item
from audiosession.feed.show import Show, url_of
from audiosession.feed.site import SMALL, Files, Site
from audiosession.feed.transcripts import Line, read_vtt, to_json, to_srt
from audiosession.files.disk import write_whole
from audiosession.pictures.artwork import artwork_faults
from audiosession.pictures.drawing import draw_cover, small_copy
from audiosession.project.project import Project
from audiosession.publishing.built import check_audio
from audiosession.publishing.decide import Decided
from audiosession.session import Session

_DRAWING = 1
"""Raise when covers are drawn in another way: what was drawn before is then not used again."""


@dataclass(frozen=True, kw_only=True)
class Material:
    """An episode with all that has to stand at the host before the feed names it."""

    decided: Decided
    item: Item
    media: tuple[Upload, ...]
    page: Upload


@dataclass(frozen=True, kw_only=True)
class Cover:
    """A cover and its small copy."""

    large: Upload
    small: Upload


def page_key(slug: str) -> str:
    """Return where the page of the class `slug` stands; it never moves."""
    return f"episodes/{file_stem(slug)}.html"


@dataclass(frozen=True, kw_only=True)
class _Files:
    """The files of one episode; `lines` is its transcript."""

    audio: Upload
    transcripts: tuple[Upload, ...]
    chapters: Upload
    cover: Cover
    lines: list[Line]

    def media(self) -> tuple[Upload, ...]:
        return (self.audio, *self.transcripts, self.chapters, self.cover.large, self.cover.small)


def make_material(project: Project, show: Show, site: Site, base_url: str, decided: Decided) -> Material:
    """Make all files of the episode `decided`, checking first that its sound is the one that was built.

    Raises:
        PublishError: A file of the class is missing or changed, or its own cover is not fit.
    """
    session = decided.session
    files = _files(project, show, decided)
    own, is_html = _own_notes(project, session.slug)
    key = page_key(session.slug)
    notes, summary = site.notes(session, own, is_html=is_html, page=url_of(base_url, key))
    item = write_item(_episode(show, base_url, decided, files, notes=notes, summary=summary))
    others = [(name, f"../{one.key}") for name, one in zip(("WebVTT", "SRT", "JSON"), files.transcripts, strict=True)]
    links = Files(audio=f"../{files.audio.key}", others=others)
    page_notes, _ = site.notes(session, own, is_html=is_html)
    page = Upload(key=key, content=site.episode(item, session, files.lines, links, page_notes))
    return Material(decided=decided, item=item, media=files.media(), page=page)


def _files(project: Project, show: Show, decided: Decided) -> _Files:
    session = decided.session
    stem = file_stem(session.slug)
    sound = check_audio(project.output, session)
    captions = _beside(project, session, ".vtt")
    lines = read_vtt(captions.decode("utf-8", "replace"), str(project.output / f"{session.slug}.vtt"))
    return _Files(
        audio=_stamped("media", stem, ".mp3", sound, session.audio.sha256),
        transcripts=(
            _stamped("media", stem, ".vtt", captions),
            _stamped("media", stem, ".srt", to_srt(lines).encode()),
            _stamped("media", stem, ".transcript.json", to_json(lines).encode()),
        ),
        chapters=_stamped("media", stem, ".chapters.json", _beside(project, session, ".chapters.json")),
        cover=episode_cover(project, show, session.slug, decided.title),
        lines=lines,
    )


def _episode(show: Show, base_url: str, decided: Decided, files: _Files, *, notes: str, summary: str) -> Episode:
    session, facts = decided.session, decided.facts

    def link(upload: Upload) -> Link:
        return Link(url=url_of(base_url, upload.key), type=upload.type, length=upload.size)

    return Episode(
        slug=session.slug,
        guid=facts.guid,
        title=fit_line(decided.title) or session.slug,
        published=facts.date,
        page=url_of(base_url, page_key(session.slug)),
        audio=link(files.audio),
        duration_s=max(1, round(session.audio.duration)),
        notes_html=notes,
        summary_html=summary,
        cover=url_of(base_url, files.cover.large.key),
        language=session.settings.language,
        transcripts=tuple(link(one) for one in files.transcripts),
        chapters=link(files.chapters),
        kind=facts.kind,
        season=facts.season,
        number=facts.number,
        explicit=show.explicit,
        license=show.license,
        license_url=show.license_url,
    )


def _beside(project: Project, session: Session, ending: str) -> bytes:
    path = project.output / f"{session.slug}{ending}"
    try:
        return path.read_bytes()
    except OSError as error:
        remedy = Remedy(act=Act.BUILD, to=session.slug)
        raise PublishError(f"can't be read: {error.strerror}", path=path, remedy=remedy) from error


def _own_notes(project: Project, slug: str) -> tuple[str, bool]:
    for ending in (".html", ".txt", ".md"):
        path = notes_path(project, slug, ending)
        if path.is_file():
            return path.read_text(encoding="utf-8", errors="replace"), ending == ".html"
    return "", False


def notes_path(project: Project, slug: str, ending: str) -> Path:
    """Return where the user's own notes on a class stand."""
    return project.scripts / "notes" / f"{file_stem(slug)}{ending}"


def _stamped(folder: str, stem: str, ending: str, content: bytes | Path, sha256: str = "") -> Upload:
    """Name a file by its content, so that a changed one never stands under the name of another."""
    digest = sha256 or Upload(key="", content=content).sha256
    return Upload(key=f"{folder}/{stem}-{digest[:12]}{ending}", content=content, sha256=digest)


def show_cover(project: Project, show: Show) -> Cover:
    """Return the cover of the show: the user's own, or one that is drawn.

    Raises:
        PublishError: The user's own is missing or is not what podcast apps take.
    """
    if show.cover is None:
        return _drawn(project, "cover", show.title, show.author, show)
    path = next((p for p in (project.root / show.cover, project.scripts / show.cover) if p.is_file()), None)
    if path is None:
        hint = "write the path from the project's folder, or leave cover out to have one drawn"
        raise PublishError(f'the cover "{show.cover}" is missing', path=project.scripts / "show.toml", hint=hint)
    return _own_cover(project, path, "cover")


def episode_cover(project: Project, show: Show, slug: str, title: str) -> Cover:
    """Return the cover of a class: `scripts/covers/<name>.jpg` or `.png` where the user has one, else a drawn one."""
    stem = file_stem(slug)
    for ending in (".jpg", ".png"):
        path = project.scripts / "covers" / f"{slug}{ending}"
        if path.is_file():
            return _own_cover(project, path, stem)
    return _drawn(project, stem, title, show.title, show)


def _own_cover(project: Project, path: Path, stem: str) -> Cover:
    content = path.read_bytes()
    if faults := artwork_faults(content, path.name):
        hint = "square, 1400 to 3000 pixels, JPEG or PNG, RGB, under 512 KB"
        raise PublishError("; ".join(faults), path=path, hint=hint)
    small = _kept(project, f"{hashlib.sha256(content).hexdigest()[:24]}-600", lambda: small_copy(content))
    return _cover(stem, path.suffix.lower(), content, small)


def _drawn(project: Project, stem: str, title: str, subtitle: str, show: Show) -> Cover:
    words = (_DRAWING, fit_line(title), fit_line(subtitle), show.colour, show.motif)
    address = hashlib.sha256(repr(words).encode()).hexdigest()[:24]

    def draw(size: int) -> bytes:
        return draw_cover(words[1], subtitle=words[2], colour=show.colour, motif=show.motif, size=size)

    large, small = (_kept(project, f"{address}-{size}", partial(draw, size)) for size in (3000, 600))
    return _cover(stem, ".jpg", large, small)


def _kept(project: Project, name: str, make: Callable[[], bytes]) -> bytes:
    """Return a picture that was made before, from a hidden folder beside the built classes, or make it."""
    path = project.output / ".covers" / f"{name}.jpg"
    if not path.is_file():
        write_whole(path, make())
    return path.read_bytes()


def _cover(stem: str, ending: str, large: bytes, small: bytes) -> Cover:
    upload = _stamped("art", stem, ending, large)
    key = upload.key.rsplit(".", 1)[0] + SMALL
    return Cover(large=upload, small=Upload(key=key, content=small))


def asset_uploads(site: Site) -> list[Upload]:
    """Return the style and the script of the pages."""
    return [Upload(key=key, content=content) for key, content in site.assets.items()]
