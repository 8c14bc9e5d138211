"""The cover of a class or of the show: designed once, and the same in the file, in the feed and on the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.definitions import KeyPath
from audiosession.digests import digest_of
from audiosession.errors import CodecError, DefinitionError, Fault, FaultsError
from audiosession.feed.letters import fit_line
from audiosession.feed.look import Look
from audiosession.files.links import lost_link, told_link
from audiosession.files.named import on_disk
from audiosession.naming import file_slug
from audiosession.project.project import Project
from audiosession.project.settings import read_look, settings_fault
from audiosession.project.stores import cover_store

if TYPE_CHECKING:
    from audiosession.feed.show import Show
    from audiosession.files.blobs import BlobStore

SMALL_PIXELS, LARGE_PIXELS = 600, 3000
SMALL_BYTES, LARGE_BYTES = 150_000, 512_000
"""The most bytes of a drawn cover: a file carries the small one; podcast apps take the large one under 512 KB."""
PART_NAME = "the cover"
"""What a session calls it among all that the class was made from."""
_DRAWING = 2
"""Raise when covers are drawn in another way: what was drawn before is then not used again."""
_JPEG = b"\xff\xd8\xff"
_ENDINGS = (".jpg", ".png")
_FIT = "square, 1400 to 3000 pixels, JPEG or PNG, RGB, under 512 KB"


@dataclass(frozen=True, kw_only=True)
class OwnPicture:
    """A picture of the user's own."""

    path: Path
    content: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class CoverDesign:
    """What a cover shows: a picture of the user's own, or words on a drawing.

    `colour` and `motif` are None where the title chooses.
    """

    title: str = ""
    subtitle: str = ""
    colour: str | None = None
    motif: str | None = None
    own: OwnPicture | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of all that decides how it looks."""
        words = (_DRAWING, self.title, self.subtitle, self.colour, self.motif, self.ending)
        return digest_of(repr(words).encode() + (self.own.content if self.own else b""))

    @property
    def ending(self) -> str:
        """How the name of the large picture ends."""
        return self.own.path.suffix.lower() if self.own else ".jpg"


@dataclass(frozen=True, kw_only=True)
class Covers:
    """The covers of all classes: how the show looks, and the pictures of its classes by the names of their files."""

    look: Look
    pictures: Mapping[str, Path]

    def picture_of(self, slug: str) -> Path | None:
        """Return the picture of the user's own for the class that is built as `slug`."""
        names = (slug, slug.partition(".")[0])
        return next((self.pictures[name] for name in names if name in self.pictures), None)

    def of(self, slug: str, title: str) -> CoverDesign:
        """Return the design for the class that is built as `slug`; see `class_cover`."""
        path = self.picture_of(slug)
        return _words(self.look, title, self.look.title) if path is None else own_design(path)


def own_design(path: Path) -> CoverDesign:
    """Return the design that is the picture at `path`.

    Raises:
        DefinitionError: It can't be read.
    """
    return CoverDesign(own=_read(path))


def class_covers(project: Project, look: Look) -> Covers:
    """Return the covers of all classes, looking into the folder of pictures once."""
    return Covers(look=look, pictures=_pictures(project))


def class_cover(project: Project, look: Look, slug: str, title: str) -> CoverDesign:
    """Return the design for the class that is built as `slug`.

    It is the picture ``scripts/covers/NAME.jpg`` or ``.png`` where there is one, NAME being `slug` or, for a variant
    such as ``saw.slow``, the class's own name; a picture that is called as a text is, in any letters, is that text's
    own. Else `title` is drawn, with the show's own over it.

    Raises:
        DefinitionError: The picture can't be read.
    """
    return class_covers(project, look).of(slug, title)


def show_cover(project: Project, show: Show) -> CoverDesign:
    """Return the design for the show: the picture that it names, or its title under its author's name.

    Raises:
        DefinitionError: The picture is missing or can't be read.
    """
    if show.cover is None:
        return _words(show.look, show.title, show.author)
    return CoverDesign(own=_read(_named(project, show.cover)))


def small_cover(project: Project, design: CoverDesign) -> bytes:
    """Return the picture that a file carries and pages show: a JPEG, 600 pixels wide.

    Raises:
        DefinitionError: The user's own is not what podcast apps take, or the show names no such colour or motif.
    """

    def make() -> bytes:
        return _smaller(design.own) if design.own else _draw(project, design, SMALL_PIXELS, SMALL_BYTES)

    return _kept(project, design, SMALL_PIXELS, make)


def large_cover(project: Project, design: CoverDesign) -> bytes:
    """Return the picture that podcast apps fetch: the user's own as it is, or a JPEG, 3,000 pixels wide.

    Raises:
        DefinitionError: The user's own is not what podcast apps take, or the show names no such colour or motif.
    """
    if design.own:
        _refuse_unfit(design.own)
        return design.own.content
    return _kept(project, design, LARGE_PIXELS, lambda: _draw(project, design, LARGE_PIXELS, LARGE_BYTES))


def kept_cover(project: Project, design: CoverDesign, size: int) -> bytes | None:
    """Return the picture that was drawn before, `SMALL_PIXELS` or `LARGE_PIXELS` wide; None where none was."""
    if design.own and size == LARGE_PIXELS:
        return large_cover(project, design)
    return _known(cover_store(project), design, size)


def unlettered(design: CoverDesign) -> str:
    """Return what a cover lacks since no font that comes with the program draws it; empty where it has all.

    No font of the machine is asked: the same class has the same cover wherever it is built.
    """
    words = design.title + design.subtitle
    if design.own or words.isascii():
        return ""
    from audiosession.pictures.lettering import undrawn

    if not (lost := undrawn(design.title) + undrawn(design.subtitle)):
        return ""
    letters = "".join(dict.fromkeys(lost))
    has_title = len(undrawn(design.title)) < len(design.title.replace(" ", ""))
    what = f"the letters {letters}" if has_title or not design.title else f"its title, {design.title}"
    return f"the cover lacks {what}, which no font that comes with the program draws"


def check_covers(project: Project) -> None:
    """Check that all pictures of the user's own are there and fit, and that the show's colour and motif are known.

    Raises:
        FaultsError: All that is wrong with them.
    """
    faults = look_faults(project, read_look(project))
    faults += _refused([partial(_check_own, path) for path in sorted(_listed(project.scripts / "covers"))])
    if faults:
        raise FaultsError(dict.fromkeys(faults))


def look_faults(project: Project, look: Look, within: KeyPath = ("show",)) -> list[Fault]:
    """Return what is wrong with what a show says of covers: its picture, and the names of colour and motif.

    `within` is the table that says it.
    """
    name = look.cover
    works: list[Callable[[], object]] = [] if name is None else [lambda: _check_own(_named(project, name, within))]
    works.append(lambda: _refuse_unknown(project, look.colour, None, within))
    works.append(lambda: _refuse_unknown(project, None, look.motif, within))
    return _refused(works)


def _refused(works: Iterable[Callable[[], object]]) -> list[Fault]:
    """Return what `works` raise, each done whatever the others find."""
    faults = []
    for work in works:
        try:
            work()
        except DefinitionError as error:
            faults.append(error.as_fault())
    return faults


def _pictures(project: Project) -> dict[str, Path]:
    """Return the pictures of classes by the names of their files; of two with one name, the one called just so."""
    found: dict[str, Path] = {}
    for path in _listed(project.scripts / "covers"):
        if path.stem == file_slug(path.stem) or file_slug(path.stem) not in found:
            found[file_slug(path.stem)] = path
    return found


def _listed(folder: Path) -> list[Path]:
    """Return the pictures in `folder`, the JPEGs last, which go before."""
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for ending in reversed(_ENDINGS) for path in paths if path.suffix == ending]


def _words(look: Look, title: str, subtitle: str) -> CoverDesign:
    return CoverDesign(title=fit_line(title), subtitle=fit_line(subtitle), colour=look.colour, motif=look.motif)


def _named(project: Project, name: str, within: KeyPath = ("show",)) -> Path:
    places = (on_disk(project.root / name), on_disk(project.scripts / name))
    path = next((place for place in places if place.is_file()), None)
    if path is None:
        hint = "write the path from the project's folder, or leave cover out to have one drawn"
        raise FaultsError([settings_fault(project, (*within, "cover"), f'the cover "{name}" is missing', hint)])
    return path


def _read(path: Path) -> OwnPicture:
    try:
        return OwnPicture(path=path, content=path.read_bytes())
    except OSError as error:
        link = lost_link(path)
        trouble = told_link(link) if link else f"can't be read: {error.strerror or error}"
        hint = "a cover of your own is a JPEG or PNG; remove it to have one drawn"
        raise DefinitionError(trouble, path=path, hint=hint) from error


def _check_own(path: Path) -> None:
    _refuse_unfit(_read(path))


def _refuse_unfit(own: OwnPicture) -> None:
    from audiosession.pictures.artwork import artwork_faults

    if faults := artwork_faults(own.content, own.path.name):
        raise DefinitionError("; ".join(faults), path=own.path, hint=_FIT)


def _smaller(own: OwnPicture) -> bytes:
    from audiosession.pictures.drawing import small_copy

    _refuse_unfit(own)
    try:
        return small_copy(own.content, SMALL_PIXELS)
    except CodecError as error:
        raise DefinitionError(error.message, path=own.path, hint=error.hint) from error


def _draw(project: Project, design: CoverDesign, size: int, limit: int) -> bytes:
    from audiosession.pictures.drawing import draw_cover  # Pillow is loaded for a new cover only

    colour, motif = design.colour, design.motif
    _refuse_unknown(project, colour, motif)
    return draw_cover(design.title, subtitle=design.subtitle, colour=colour, motif=motif, size=size, limit=limit)


def _refuse_unknown(project: Project, colour: str | None, motif: str | None, within: KeyPath = ("show",)) -> None:
    if colour is None and motif is None:
        return  # the title chooses
    from audiosession.pictures.drawing import motif_named, palette_named

    known: dict[str, Callable[[str], object]] = {"colour": palette_named, "motif": motif_named}
    for key, name in (("colour", colour), ("motif", motif)):
        try:
            if name is not None:
                known[key](name)
        except CodecError as error:
            raise FaultsError([settings_fault(project, (*within, key), error.message, error.hint)]) from None


def _kept(project: Project, design: CoverDesign, size: int, make: Callable[[], bytes]) -> bytes:
    """Return a picture that was made before, or make it and keep it."""
    store = cover_store(project)
    picture = _known(store, design, size)
    if picture is None:
        picture = make()
        store.put(_address(design, size), picture)
    return picture


def _known(store: BlobStore, design: CoverDesign, size: int) -> bytes | None:
    picture = store.get(_address(design, size))
    return picture if picture is not None and picture.startswith(_JPEG) else None


def _address(design: CoverDesign, size: int) -> str:
    return digest_of(f"{design.digest} {size}")
