"""Make everything that comes with an episode: its files, what the feed tells of it, its page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import get_args

from audiosession.digests import digest_of
from audiosession.errors import Act, Fault, PublishError, Remedy
from audiosession.feed.entry import Entry, entry_of
from audiosession.feed.episode import Episode, Link, file_stem
from audiosession.feed.letters import fit_line
from audiosession.feed.places.target import Content, Upload
from audiosession.feed.show import Show, url_of
from audiosession.feed.show_notes import session_chapters, show_notes
from audiosession.feed.site import SMALL, ClassPage, Site
from audiosession.feed.transcripts import session_captions, spoken_parts, subrip, transcript_json
from audiosession.files.digests import digest_of_file
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.project.covers import (
    LARGE_PIXELS,
    PART_NAME,
    SMALL_PIXELS,
    CoverDesign,
    Covers,
    kept_cover,
    large_cover,
    own_design,
    small_cover,
)
from audiosession.project.project import Project
from audiosession.project.sessions import read_session, session_path
from audiosession.publishing.built import check_audio
from audiosession.publishing.decide import Decided
from audiosession.publishing.own_notes import own_notes
from audiosession.session import Session, SessionHead, SessionSection
from audiosession.timing.telling.captions import Caption
from audiosession.timing.timeline import BREATHS, Kind
from audiosession.writing.exercise import Position

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Material:
    """An episode with all that has to stand at the host before the feed names it.

    `address` is the hash of all that it was made from; empty where that is not remembered.
    """

    decided: Decided
    episode: Episode
    media: tuple[Upload, ...]
    page: Upload
    notices: tuple[Fault, ...] = ()
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class CoverUploads:
    """The two sizes of a cover."""

    large: Upload
    small: Upload


def page_key(slug: str) -> str:
    """Return where the page of the class `slug` stands; it never moves."""
    return f"episodes/{file_stem(slug)}.html"


@dataclass(frozen=True, kw_only=True)
class _Files:
    """The files of one episode; `captions` are its transcript."""

    audio: Upload
    transcripts: tuple[Upload, ...]
    chapters: Upload
    cover: CoverUploads
    captions: Sequence[Caption]

    def media(self) -> tuple[Upload, ...]:
        return (self.audio, *self.transcripts, self.chapters, self.cover.large, self.cover.small)


@dataclass(frozen=True, kw_only=True)
class Workshop:
    """What the files of all episodes of a publish are made with; `digest_of` tells the digest of a file on disk.

    In a `rehearsal` no cover is drawn: what is not drawn yet is foretold.
    """

    project: Project
    show: Show
    site: Site
    base_url: str
    covers: Covers
    digest_of: Callable[[Path], str] = digest_of_file
    rehearsal: bool = False

    def sound(self, decided: Decided) -> Upload:
        """Return the sound of an episode, checking first that it is the one that was built.

        Raises:
            PublishError: It is missing, cut short or changed.
        """
        audio, stem = decided.session.audio, file_stem(decided.session.slug)
        path = check_audio(self.project.output, decided.session, self.digest_of)
        return Upload(
            key=_key("media", stem, ".mp3", audio.sha256), content=path, sha256=audio.sha256, size=audio.bytes
        )


def make_material(shop: Workshop, decided: Decided) -> Material:
    """Make all files of the episode `decided`, checking first that its sound is the one that was built.

    Raises:
        PublishError: A file of the class is missing or changed.
        DefinitionError: Its own cover is not fit.
    """
    sound, session = shop.sound(decided), _whole(shop.project, decided.session)
    design = shop.covers.of(session.slug, session.title)
    files = _files(shop, sound, session, design)
    site, page = shop.site, url_of(shop.base_url, page_key(session.slug))
    language = site.language_of(session.settings.language)
    told = show_notes(session, *own_notes(shop.project, session.slug), site.words(language))
    episode = _episode(shop, decided, session, files, site.notes(told, language, page))
    return Material(
        decided=decided,
        episode=episode,
        media=files.media(),
        page=_page(site, session, files, entry_of(episode), site.notes(replace(told, sections=()), language)[0]),
        notices=of_another_design(session) if _is_of_another_design(session, design) else (),
    )


def session_file(project: Project, head: SessionHead) -> Path:
    """Return where the session of a built class stands."""
    return session_path(project.output / head.audio.file)


def _whole(project: Project, head: SessionHead) -> Session:
    path = session_file(project, head)
    session = read_session(path)
    if (session.slug, session.title, session.audio) != (head.slug, head.title, head.audio):
        raise PublishError("was built again while it was published", path=path, hint="publish again")
    return session


def _is_of_another_design(session: SessionHead, design: CoverDesign) -> bool:
    return session.made_from.get(PART_NAME, design.digest) != design.digest


def of_another_design(session: SessionHead) -> tuple[Fault, ...]:
    """Say that the sound file still carries the picture of an earlier design."""
    message = f"{session.slug}: its sound file carries an earlier cover than the one in the feed"
    as_it_was = Remedy(act=Act.BUILD_AS_IT_WAS, to=session_path(Path("output", session.audio.file)).as_posix())
    return (
        Fault(message=message, remedy=as_it_was if "." in session.slug else Remedy(act=Act.BUILD, to=session.slug)),
    )


def _page(site: Site, session: Session, files: _Files, entry: Entry, notes: str) -> Upload:
    names = zip(("WebVTT", "SRT", "JSON"), files.transcripts, strict=True)
    page = ClassPage(
        entry=entry,
        language=site.language_of(session.settings.language),
        audio=f"../{files.audio.key}",
        files=tuple((name, f"../{one.key}") for name, one in names),
        chapters=_chapters(site, session),
        captions=files.captions,
        breath=tuple(event for event in session.events if event.kind in (*BREATHS, Kind.PULSE)),
        notes=notes,
    )
    return Upload(key=page_key(session.slug), content=site.episode(page))


def _files(shop: Workshop, sound: Upload, session: Session, design: CoverDesign) -> _Files:
    project, stem, lines = shop.project, file_stem(session.slug), session_captions(session)
    return _Files(
        audio=sound,
        transcripts=(
            _stamped("media", stem, ".vtt", _webvtt(project, session)),
            _stamped("media", stem, ".srt", subrip(lines).encode()),
            _stamped("media", stem, ".transcript.json", transcript_json(spoken_parts(session.events)).encode()),
        ),
        chapters=_stamped("media", stem, ".chapters.json", _beside(project, session, ".chapters.json")),
        cover=cover_uploads(project, design, stem, rehearsal=shop.rehearsal),
        captions=lines,
    )


def _episode(shop: Workshop, decided: Decided, session: Session, files: _Files, notes: tuple[str, str]) -> Episode:
    """Return the episode that the feed tells of; `notes` are its show notes, long and short."""
    show, base_url = shop.show, shop.base_url
    facts = decided.facts

    def link(upload: Upload) -> Link:
        return Link(url=url_of(base_url, upload.key), type=upload.type, length=upload.size)

    return Episode(
        slug=session.slug,
        guid=facts.guid,
        title=fit_line(decided.title) or session.slug,
        published=facts.date.replace(microsecond=0),  # as exact as a feed tells it
        page=url_of(base_url, page_key(session.slug)),
        audio=link(files.audio),
        duration_s=max(1, round(session.audio.duration)),
        notes_html=notes[0],
        summary_html=notes[1],
        cover=url_of(base_url, files.cover.large.key),
        language=session.settings.language,
        transcripts=tuple(link(one) for one in files.transcripts),
        chapters=link(files.chapters),
        marks=_chapters(shop.site, session),
        positions=tuple(one for one in session.position.split(", ") if one in get_args(Position)),
        kind=facts.kind,
        season=facts.season,
        number=facts.number,
        explicit=show.explicit,
        license=show.license,
        license_url=show.license_url,
    )


def _chapters(site: Site, session: Session) -> tuple[SessionSection, ...]:
    return session_chapters(session, site.words(site.language_of(session.settings.language)))


def _webvtt(project: Project, session: Session) -> bytes:
    """Return the captions that the build wrote: they say what the session's events say, as `session_captions` does."""
    content = _beside(project, session, ".vtt")
    if not content.removeprefix(_BOM).startswith(b"WEBVTT"):
        path, remedy = project.output / f"{session.slug}.vtt", Remedy(act=Act.BUILD_ANEW, to=session.slug)
        raise PublishError("is no WebVTT file", path=path, remedy=remedy)
    return content


def _beside(project: Project, session: Session, ending: str) -> bytes:
    path = project.output / f"{session.slug}{ending}"
    try:
        return read_at_most(path, DOCUMENT_BYTES)
    except OSError as error:
        remedy = Remedy(act=Act.BUILD, to=session.slug)
        raise PublishError(f"can't be read: {error.strerror}", path=path, remedy=remedy) from error


def _stamped(folder: str, stem: str, ending: str, content: bytes) -> Upload:
    """Name a file by its content, so that a changed one never stands under the name of another."""
    digest = digest_of(content)
    return Upload(key=_key(folder, stem, ending, digest), content=content, sha256=digest)


def _key(folder: str, stem: str, ending: str, sha256: str) -> str:
    return f"{folder}/{stem}-{sha256[:12]}{ending}"


def cover_uploads(project: Project, design: CoverDesign, stem: str, *, rehearsal: bool = False) -> CoverUploads:
    """Return the pictures of `design`, named after `stem` and what is in the large one.

    They are read again when they are put. In a `rehearsal`, those that were never drawn are foretold.

    Raises:
        DefinitionError: It is the user's own and not fit, or the show names no such colour or motif.
    """
    large = kept_cover(project, design, LARGE_PIXELS) if rehearsal else large_cover(project, design)
    small = kept_cover(project, design, SMALL_PIXELS) if rehearsal else small_cover(project, design)
    key = f"art/{stem}-…{design.ending}" if large is None else _key("art", stem, design.ending, digest_of(large))
    own = design.own.path if design.own else None
    return CoverUploads(
        large=_picture(key, own or partial(large_cover, project, design), large),
        small=_picture(key.rsplit(".", 1)[0] + SMALL, partial(_small_again, project, own or design), small),
    )


def _small_again(project: Project, design: CoverDesign | Path) -> bytes:
    """Return a small cover once more; a picture of the user's own is not held in memory until then."""
    return small_cover(project, own_design(design) if isinstance(design, Path) else design)


def _picture(key: str, again: Content, content: bytes | None) -> Upload:
    if content is None:
        return Upload(key=key, content=again, size=0, foretold=True)
    return Upload(key=key, content=again, sha256=digest_of(content), size=len(content))


def asset_uploads(site: Site) -> list[Upload]:
    """Return the style and the script of the pages."""
    return [Upload(key=key, content=content) for key, content in site.assets.items()]
