"""All episodes of a publish with their files: what one came to before is remembered, and its files are not made again.

What an episode comes to hangs on its session, what was decided, the show, the templates, the words of its language,
the user's own notes and picture, and on the program. It is remembered under the hash of all that, as the names, sizes
and digests of its files and what the feed tells of it. So a publish that changes nothing makes nothing, and holds a few
kilobytes an episode. What is new waits on the disk, and a file that the host lacks is made once more when it is put.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from threading import Lock

from lxml import etree
from pydantic import TypeAdapter, ValidationError

import audiosession
from audiosession.digests import digest_of, digest_of_everything
from audiosession.errors import PublishError
from audiosession.feed.episode import Episode
from audiosession.feed.places.target import Upload
from audiosession.files.blobs import BlobStore
from audiosession.machine.side_by_side import in_order
from audiosession.project.covers import large_cover, small_cover
from audiosession.project.stores import published_store
from audiosession.publishing.decide import Decided
from audiosession.publishing.episode_files import (
    Material,
    Workshop,
    make_material,
    of_another_design,
    session_file,
)
from audiosession.publishing.own_notes import ENDINGS, notes_path

_RECENT = 32
"""More episodes than threads put files at once, so that each is made once more and not once for each of its files."""
_BESIDE = (".vtt", ".chapters.json")


@dataclass(frozen=True, kw_only=True)
class _File:
    key: str
    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What an episode came to: its `media` beside the sound, and its page."""

    episode: Episode
    media: tuple[_File, ...]
    page: _File
    other_cover: bool


_KNOWN = TypeAdapter(_Known)


def make_materials(shop: Workshop, due: Sequence[Decided]) -> tuple[Material, ...]:
    """Return the episodes that are `due` with all their files; the sound of each must be the one that was built.

    Covers that are new are drawn on all cores. In a rehearsal nothing is drawn, and nothing remembered.

    Raises:
        PublishError: A file of a class is missing or changed.
        DefinitionError: A cover of the user's own is not fit.
    """
    store, again, spool = published_store(shop.project), _Again(shop), _Spool()
    common = _common(shop)
    addresses = [_address(shop, one, common) for one in due]
    known = [_remembered(store, address) for address in addresses]
    if not shop.rehearsal:
        _draw(shop, [one for one, found in zip(due, known, strict=True) if found is None])
    materials = []
    for one, address, found in zip(due, addresses, known, strict=True):
        if found is None:
            material = make_material(shop, one)
            if not shop.rehearsal:
                store.put(address, _KNOWN.dump_json(_told(material)))
                material = replace(material, address=address)
            materials.append(_spooled(spool, material))
        else:
            materials.append(replace(_material(again, one, found), address=address))
    return tuple(materials)


def _draw(shop: Workshop, new: Sequence[Decided]) -> None:
    """Draw the covers of new episodes, several at once; each is kept in the store of covers."""

    def draw(one: Decided) -> None:
        design = shop.covers.of(one.session.slug, one.session.title)
        large_cover(shop.project, design)
        small_cover(shop.project, design)

    for _ in in_order(new, draw):
        pass


def _common(shop: Workshop) -> str:
    """Return the digest of what all episodes of a publish have in common."""
    site = shop.site
    return digest_of_everything([_program(), shop.show.model_dump(mode="json"), shop.base_url, site.digest])


@cache
def _program() -> str:
    """Return the digest of the program that makes the files: of its text, and of what parses their HTML."""
    package = Path(audiosession.__file__).parent
    texts = sorted(path for path in package.rglob("*") if path.suffix in (".py", ".j2", ".css", ".js"))
    return digest_of_everything([*(digest_of(path.read_bytes()) for path in texts), etree.LXML_VERSION])


def _address(shop: Workshop, one: Decided, common: str) -> str:
    """Return the hash of all that decides what an episode comes to."""
    project, head = shop.project, one.session
    beside = [project.output / f"{head.slug}{ending}" for ending in _BESIDE]
    notes = [notes_path(project, head.slug, ending) for ending in ENDINGS]
    picture = shop.covers.picture_of(head.slug)
    paths = [session_file(project, head), *beside, *notes, *([picture] if picture else [])]
    design = str(picture) if picture else shop.covers.of(head.slug, head.title).digest
    digests = [_digest(shop, path) for path in paths]
    decided = one.facts.model_dump(mode="json", exclude={"sound"})
    words = shop.site.words(shop.site.language_of(head.settings.language)).model_dump(mode="json")
    return digest_of_everything([common, one.title, decided, head.slug, design, digests, words])


def _digest(shop: Workshop, path: Path) -> str:
    """Return the digest of a file, nothing where it can't be read: whoever makes the files tells what that means."""
    try:
        return shop.digest_of(path)
    except OSError:
        return ""


def _remembered(store: BlobStore, address: str) -> _Known | None:
    stored = store.get(address)
    if stored is None:
        return None
    try:
        return _KNOWN.validate_json(stored)
    except ValidationError:
        return None


def _told(material: Material) -> _Known:
    def file(upload: Upload) -> _File:
        return _File(key=upload.key, sha256=upload.sha256, size=upload.size)

    return _Known(
        episode=material.episode,
        media=tuple(file(upload) for upload in material.media[1:]),
        page=file(material.page),
        other_cover=bool(material.notices),
    )


def _material(again: _Again, one: Decided, found: _Known) -> Material:
    """Return an episode as it was remembered, after a look at its sound."""

    def upload(file: _File) -> Upload:
        return Upload(key=file.key, content=partial(again.content, one, file.key), sha256=file.sha256, size=file.size)

    return Material(
        decided=one,
        episode=found.episode,
        media=(again.shop.sound(one), *map(upload, found.media)),
        page=upload(found.page),
        notices=of_another_design(one.session) if found.other_cover else (),
    )


def _spooled(spool: _Spool, material: Material) -> Material:
    """Return `material` with what is in memory moved to the disk."""

    def lighter(upload: Upload) -> Upload:
        content = upload.content
        return replace(upload, content=spool.put(content)) if isinstance(content, bytes) else upload

    return replace(material, media=tuple(map(lighter, material.media)), page=lighter(material.page))


class _Spool:
    """A file without a name, in which new files wait until they are put; it goes with the process however that ends."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(buffering=0)  # noqa: SIM115 - closed with the spool
        self._lock = Lock()
        weakref.finalize(self, self._file.close)

    def put(self, content: bytes) -> Callable[[], bytes]:
        """Write `content` down, and return what reads it."""
        with self._lock:
            at = self._file.seek(0, os.SEEK_END)
            rest = memoryview(content)
            while rest:
                rest = rest[self._file.write(rest) :]
        return partial(self._read, at, len(content))

    def _read(self, at: int, size: int) -> bytes:
        with self._lock:
            self._file.seek(at)
            content = bytearray()
            while len(content) < size and (piece := self._file.read(size - len(content))):
                content += piece
        return bytes(content)


class _Again:
    """Makes the files of an episode once more; those of the last few are at hand, since they are put in a row."""

    def __init__(self, shop: Workshop) -> None:
        self.shop = shop
        self._recent: OrderedDict[str, dict[str, Upload]] = OrderedDict()
        self._lock = Lock()

    def content(self, one: Decided, key: str) -> bytes:
        """Return the bytes of the file under `key`.

        Raises:
            AudioSessionError: As `make_material`.
        """
        slug = one.session.slug
        with self._lock:
            if slug not in self._recent:
                made = make_material(self.shop, one)
                self._recent[slug] = {upload.key: upload for upload in (*made.media, made.page)}
                while len(self._recent) > _RECENT:
                    self._recent.popitem(last=False)
            found = self._recent[slug].get(key)
        if found is None:
            raise PublishError(f"{key} is not what it was when the publish began", hint="publish again")
        return found.read()
