"""Make everything that comes with an episode: its files, what the feed tells of it, its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from audiosession.errors import Act, Fault, PublishError, Remedy
from audiosession.feed.entry import Entry, entry_of
from audiosession.feed.episode import Episode, Link, file_stem
from audiosession.feed.letters import fit_line
from audiosession.feed.places.target import Upload
from audiosession.feed.show import Show, url_of
from audiosession.feed.show_notes import session_chapters, show_notes
from audiosession.feed.site import SMALL, ClassPage, Site
from audiosession.feed.transcripts import session_captions, spoken_parts, subrip, transcript_json
from audiosession.files.reading import DOCUMENT_BYTES, TEXT_BYTES, read_at_most
from audiosession.project.covers import PART_NAME, CoverDesign, class_cover, large_cover, small_cover
from audiosession.project.project import Project
from audiosession.publishing.built import check_audio
from audiosession.publishing.decide import Decided
from audiosession.session import Session
from audiosession.spelling import composed
from audiosession.timing.captions import Caption

_BREATH = ("inhale", "exhale", "hold", "pulse")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, kw_only=True)
class Material:
    """An episode with all that has to stand at the host before the feed names it."""

    decided: Decided
    episode: Episode
    media: tuple[Upload, ...]
    page: Upload
    notices: tuple[Fault, ...] = ()


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


def make_material(project: Project, show: Show, site: Site, base_url: str, decided: Decided) -> Material:
    """Make all files of the episode `decided`, checking first that its sound is the one that was built.

    Raises:
        PublishError: A file of the class is missing or changed.
        DefinitionError: Its own cover is not fit.
    """
    session = decided.session
    design = class_cover(project, show.look, session.slug, session.title)
    files = _files(project, session, design)
    words = show_notes(session, *_own_notes(project, session.slug))
    episode = _episode(show, base_url, decided, files, site.notes(words, url_of(base_url, page_key(session.slug))))
    return Material(
        decided=decided,
        episode=episode,
        media=files.media(),
        page=_page(site, session, files, entry_of(episode), site.notes(replace(words, sections=()))[0]),
        notices=_of_another_design(session, design),
    )


def _of_another_design(session: Session, design: CoverDesign) -> tuple[Fault, ...]:
    """Say where the sound file still carries the picture of an earlier design, as far as its session tells."""
    if session.made_from.get(PART_NAME, design.digest) == design.digest:
        return ()
    message = f"{session.slug}: its sound file carries an earlier cover than the one in the feed"
    return (Fault(message=message, remedy=Remedy(act=Act.BUILD, to=session.slug)),)


def _page(site: Site, session: Session, files: _Files, entry: Entry, notes: str) -> Upload:
    names = zip(("WebVTT", "SRT", "JSON"), files.transcripts, strict=True)
    page = ClassPage(
        entry=entry,
        audio=f"../{files.audio.key}",
        files=tuple((name, f"../{one.key}") for name, one in names),
        chapters=session_chapters(session),
        captions=files.captions,
        breath=tuple(event for event in session.events if event.kind in _BREATH),
        notes=notes,
    )
    return Upload(key=page_key(session.slug), content=site.episode(page))


def _files(project: Project, session: Session, design: CoverDesign) -> _Files:
    stem = file_stem(session.slug)
    sound = check_audio(project.output, session)
    lines = session_captions(session)
    return _Files(
        audio=_stamped("media", stem, ".mp3", sound, session.audio.sha256),
        transcripts=(
            _stamped("media", stem, ".vtt", _webvtt(project, session)),
            _stamped("media", stem, ".srt", subrip(lines).encode()),
            _stamped("media", stem, ".transcript.json", transcript_json(spoken_parts(session.events)).encode()),
        ),
        chapters=_stamped("media", stem, ".chapters.json", _beside(project, session, ".chapters.json")),
        cover=cover_uploads(project, design, stem),
        captions=lines,
    )


def _episode(show: Show, base_url: str, decided: Decided, files: _Files, notes: tuple[str, str]) -> Episode:
    """Return the episode that the feed tells of; `notes` are its show notes, long and short."""
    session, facts = decided.session, decided.facts

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
        marks=session_chapters(session),
        kind=facts.kind,
        season=facts.season,
        number=facts.number,
        explicit=show.explicit,
        license=show.license,
        license_url=show.license_url,
    )


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


def _own_notes(project: Project, slug: str) -> tuple[str, bool]:
    for ending in (".html", ".txt", ".md"):
        path = notes_path(project, slug, ending)
        if path.is_file():
            try:
                return composed(read_at_most(path, TEXT_BYTES).decode("utf-8", "replace")), ending == ".html"
            except OSError as error:
                raise PublishError(f"can't be read: {error.strerror or error}", path=path) from error
    return "", False


def notes_path(project: Project, slug: str, ending: str) -> Path:
    """Return where the user's own notes on a class stand."""
    return project.scripts / "notes" / f"{file_stem(slug)}{ending}"


def _stamped(folder: str, stem: str, ending: str, content: bytes | Path, sha256: str = "") -> Upload:
    """Name a file by its content, so that a changed one never stands under the name of another."""
    digest = sha256 or Upload(key="", content=content).sha256
    return Upload(key=f"{folder}/{stem}-{digest[:12]}{ending}", content=content, sha256=digest)


def cover_uploads(project: Project, design: CoverDesign, stem: str) -> CoverUploads:
    """Return the pictures of `design`, named after `stem` and what is in the large one.

    Raises:
        DefinitionError: It is the user's own and not fit, or the show names no such colour or motif.
    """
    large = _stamped("art", stem, design.ending, large_cover(project, design))
    small = Upload(key=large.key.rsplit(".", 1)[0] + SMALL, content=small_cover(project, design))
    return CoverUploads(large=large, small=small)


def asset_uploads(site: Site) -> list[Upload]:
    """Return the style and the script of the pages."""
    return [Upload(key=key, content=content) for key, content in site.assets.items()]
