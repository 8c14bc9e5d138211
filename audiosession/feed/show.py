"""The show: what stands under `[show]` in show.toml."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal
from urllib.parse import quote

from pydantic import AfterValidator, Field, StrictBool, ValidationInfo, WithJsonSchema

from audiosession.definitions import Model
from audiosession.errors import PublishError, near_miss
from audiosession.feed.categories import CATEGORIES
from audiosession.feed.letters import fit_text
from audiosession.feed.look import Line, Look
from audiosession.files.addresses import split_address
from audiosession.naming import meant_language
from audiosession.value_words import RefusedError
from audiosession.voices.languages import is_language

_EMAIL = re.compile(r"[^\s@<>()[\]\\,;:\"]+@([^\W_]([\w-]*[^\W_])?\.)+[^\W_][\w-]*[^\W_]")
DESCRIPTION_BYTES = 4000
NOTICE_BYTES = 100_000
"""The most of what stands on a page of its own, such as a statement on privacy."""
MEDIUMS = ("podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "course")


def _web_address(text: str) -> str:
    parts = split_address(text)
    if parts.query or parts.fragment:
        raise ValueError(f'"{text}" has a query or a fragment, to which no file name can be added')
    return text.rstrip("/")


def _email(text: str) -> str:
    if not _EMAIL.fullmatch(text):
        raise RefusedError(f'"{text}" is no e-mail address', "write the address alone, such as ada@my-studio.com")
    return text


def is_email(text: str) -> bool:
    """Tell whether `text` is the address of a mailbox and nothing else."""
    return _EMAIL.fullmatch(text) is not None


def is_address(text: str) -> bool:
    """Tell whether `text` is one word that begins as web addresses do."""
    return re.fullmatch(r"https?://\S+", text, re.I) is not None


def _notice(text: str, key: ValidationInfo) -> str:
    """Let an address through, or lines of text; one word that is nearly an address is a slip."""
    fit = fit_text(text).strip()
    n_bytes = len(fit.encode("utf-8", "replace"))
    if not fit:
        raise ValueError(f"{key.field_name} is empty")
    if n_bytes > NOTICE_BYTES:
        raise ValueError(f"{key.field_name} is {n_bytes:,} bytes long; at most {NOTICE_BYTES:,} are shown")
    if is_address(fit):
        split_address(fit)
    elif re.fullmatch(r"www\.\S+", fit, re.I):
        raise RefusedError(f'"{fit[:100]}" is no web address', f"write https://{fit[:100]}")
    elif "@" in fit and not re.search(r"\s", fit):
        _email(fit)
    return fit


def _language(text: str) -> str:
    if not is_language(text):
        raise RefusedError(f'"{text}" is no language code such as "en" or "en-gb"', meant_language(text))
    return text.lower()


def _category(text: str) -> str:
    if text not in CATEGORIES:
        raise RefusedError(f'"{text}" is none of Apple\'s categories', near_miss(text, CATEGORIES))
    return text


def _subcategory(text: str, so_far: ValidationInfo) -> str:
    category = so_far.data.get("category")  # missing where that is at fault itself
    known = CATEGORIES[category] if category else tuple(one for inner in CATEGORIES.values() for one in inner)
    if text not in known:
        of = f'under "{category}"' if category else "one of Apple's"
        raise RefusedError(f'subcategory "{text}" is not {of}', near_miss(text, known))
    return text


def _description(text: str) -> str:
    n_bytes = len(text.encode("utf-8", "replace"))
    if n_bytes > DESCRIPTION_BYTES:
        raise ValueError(f"description is {n_bytes:,} bytes long; apps take {DESCRIPTION_BYTES:,}")
    if not fit_text(text).strip():
        raise ValueError("description is empty")
    return fit_text(text).strip()


def _text_like(pattern: str, **more: Any) -> WithJsonSchema:
    """Return how editors are told of a text that a validator reads more closely."""
    return WithJsonSchema({"type": "string", "pattern": pattern, **more})


WebAddress = Annotated[str, AfterValidator(_web_address), _text_like(r"^[Hh][Tt][Tt][Pp][Ss]?://[!-~]+$")]
_Description = Annotated[str, AfterValidator(_description), _text_like(r"\S", maxLength=DESCRIPTION_BYTES)]
_Email = Annotated[str, AfterValidator(_email), _text_like(r"^[^\s@]+@[^\s@]+\.[^\s@]+$")]
_Notice = Annotated[str, AfterValidator(_notice), _text_like(r"\S", maxLength=NOTICE_BYTES)]
_Language = Annotated[
    str,
    AfterValidator(_language),
    _text_like(r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?$"),
]
_Category = Annotated[str, AfterValidator(_category), WithJsonSchema({"enum": list(CATEGORIES)})]
_Subcategory = Annotated[
    str,
    AfterValidator(_subcategory),
    WithJsonSchema({"enum": sorted({one for inner in CATEGORIES.values() for one in inner})}),
]


class Person(Model):
    """Somebody who makes the show, as `podcast:person` has it."""

    name: Line
    """The name."""
    role: Line = "host"
    """What they do, such as `host` or `guest`."""
    group: Line = "cast"
    """The group that the role belongs to, such as `cast` or `audio production`."""
    href: WebAddress | None = None
    """Their page on the web."""
    img: WebAddress | None = None
    """The address of their picture."""


class Show(Model):
    """What a podcast app tells about the show.

    `base_url` is the public address of the folder in which feed.xml stands, without a slash at its end.
    `cover` is a picture in the project; without one, a cover is drawn from the title, `colour` and `motif`.
    """

    title: Line
    """The name of the show."""
    description: _Description
    """What it is about: plain text of at most 4,000 bytes."""
    author: Line
    """Who makes it."""
    email: _Email
    """Where directories write to, to make sure that the show is yours. It stands in the feed for all to read."""
    language: _Language = "en"
    """The language that is spoken, such as `en` or `en-gb`."""
    category: _Category = "Health & Fitness"
    """One of Apple's categories, spelled as Apple does."""
    subcategory: _Subcategory | None = None
    """One of the category's own, such as `Fitness`."""
    explicit: StrictBool = False
    """Whether it holds what is not for children."""
    type: Literal["episodic", "serial"] = "episodic"
    """Whether the newest comes first, or episodes are to be taken in order; each then needs a number."""
    base_url: WebAddress | None = None
    """The public address of the folder in which `feed.xml` stands; needed to publish, here or as `--base-url`."""
    link: WebAddress | None = None
    """The web page of the show; the published index where nothing is said."""
    cover: str | None = None
    """A square picture of 1,400 to 3,000 pixels, from the project's folder; where there is none, one is drawn."""
    colour: str | None = None
    """The colour of drawn covers: `tide`, `dusk`, `moss`, `clay`, `night`, `plum`, `sand`, `mist`, or such as
    `#204080`."""
    motif: str | None = None
    """What is drawn on covers: `ripples`, `lotus`, `hills`, `strands` or `horizon`."""
    medium: Literal[*MEDIUMS] = "podcast"  # type: ignore[valid-type]
    """What kind of thing it is, in the words of Podcasting 2.0."""
    locked: StrictBool = True
    """Whether other hosts are asked not to take the show over."""
    copyright: Line | None = None
    """Whose it is, such as `2026 Ada Müller`."""
    license: Line | None = None
    """The licence of the recordings, such as `CC-BY-4.0`."""
    license_url: WebAddress | None = None
    """Where that licence can be read."""
    contact: _Notice | None = None
    """Whom listeners write to: an e-mail address, a web address or text. At the foot of every page, as the next two."""
    imprint: _Notice | None = None
    """Who answers for the show, where the law wants it: a web address or text, which may have several lines."""
    privacy: _Notice | None = None
    """What becomes of listeners' data, likewise. More than a line of text has a page of its own."""
    person: tuple[Person, ...] = Field(default=())
    """Who takes part."""

    @property
    def look(self) -> Look:
        """What it says of covers."""
        return Look(title=self.title, cover=self.cover, colour=self.colour, motif=self.motif)


def web_address(text: str) -> str:
    """Return `text` as the address of a folder on the web.

    Raises:
        PublishError: It is none.
    """
    try:
        return _web_address(text)
    except ValueError as error:
        raise PublishError(str(error), hint="write it like https://example.org/classes") from None


def url_of(base_url: str, key: str) -> str:
    """Return the public address of the file `key`, in ASCII.

    >>> url_of("https://example.org/feed", "media/swan.mp3")
    'https://example.org/feed/media/swan.mp3'
    """
    return f"{base_url.rstrip('/')}/{quote(key)}"
