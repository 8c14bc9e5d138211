"""Names of files made from what people call things: ASCII, as long as a disk takes, and unlike for unlike sources."""

from __future__ import annotations

import re

from audiosession.spelling import composed

MOST_NAME = 255 - len(".chapters.json")
"""How long a name may be before what follows it: disks take 255 bytes in all."""
_MARK = 8
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
"""What Windows takes for a device, whatever follows the first point (Naming Files, Paths, and Namespaces)."""


def file_slug(source: str) -> str:
    """Return `source` as a part of a file's name: lower-case letters, digits, points and hyphens.

    Plain ASCII is itself in small letters, with a hyphen for whatever else stands in it. What other letters would lose
    is made up for by a hash of the source, so that a name follows from its source alone and two sources never share
    one; so it is with signs alone, with names that Windows keeps for devices, and with those that are too long.

    >>> file_slug("Morning Class"), file_slug("утро"), file_slug("Übung"), file_slug("con")
    ('morning-class', 'utro-9208235e', 'ubung-c9ebdab8', 'con-1143da2b')
    """
    source = composed(source)
    slug = _letters(source)
    if slug.partition(".")[0] in _DEVICES:
        return _marked(slug.replace(".", "-"), source)
    return within_name(slug) if source.isascii() and slug else _marked(slug or "x", source)


def plain_name(source: str) -> str:
    """Return `source` as the name of an exercise, a class or a bed: small letters, digits and hyphens; may be empty.

    What stands behind the name of a file is none of it. Unlike `file_slug`, it is for people to write.

    >>> plain_name("My Own"), plain_name("single_leg_kick"), plain_name("Übung"), plain_name("plank.toml.txt")
    ('my-own', 'single-leg-kick', 'ubung', 'plank')
    """
    stem = re.sub(r"(?i)(?:\.(?:toml|tml|tom|txt|text|ya?ml|json|rtf|docx?|md|ini|cfg|conf))+\s*$", "", source)
    return re.sub(r"[^a-z0-9]+", "-", ascii_letters(composed(stem)).lower()).strip("-")


def within_name(name: str, most: int = MOST_NAME) -> str:
    """Return `name`, cut and marked with its hash where it is longer than `most`.

    >>> within_name("breathe-" * 5, 20)
    'breathe-bre-9822f0f7'
    """
    return name if len(name) <= most else _marked(name, name, most)


def ascii_letters(text: str) -> str:
    """Return `text` in the letters of ASCII, as it is read: "Дождь" is "Dozhd'"."""
    if text.isascii():
        return text
    from anyascii import anyascii  # 2 MB of tables, for those who need them

    return str(anyascii(text))


def _letters(source: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", ascii_letters(source).lower()).strip("-.")


def _marked(slug: str, source: str, most: int = MOST_NAME) -> str:
    from audiosession.digests import digest_of  # hashlib, for the few names that need a mark

    mark = digest_of(source.encode("utf-8", "surrogatepass"))[:_MARK]
    return slug[: most - len(mark) - 1].rstrip("-.") + "-" + mark


_LANGUAGES = {
    "de": ("deutsch", "german", "aleman", "allemand", "ger"),
    "en": ("english", "englisch", "ingles", "anglais"),
    "es": ("espanol", "spanish", "spanisch", "espagnol", "castellano"),
    "fr": ("francais", "french", "franzosisch", "frances", "fre"),
    "it": ("italiano", "italian", "italienisch", "italien"),
    "pt": ("portugues", "portuguese", "portugiesisch", "portugais"),
    "nl": ("nederlands", "dutch", "niederlandisch"),
}


def tag_of_language(name: str) -> str:
    """Return the tag of the language that people call `name`; empty where it is not known.

    >>> tag_of_language("Deutsch"), tag_of_language("Español"), tag_of_language("xyz")
    ('de', 'es', '')
    """
    plain = plain_name(name)
    return next((tag for tag, names in _LANGUAGES.items() if plain in names), "")


def meant_language(name: str) -> str:
    """Return the hint for who writes a language's name in place of its tag; empty where it is none.

    >>> meant_language("French")
    'did you mean "fr"?'
    """
    tag = tag_of_language(name)
    return f'did you mean "{tag}"?' if tag else ""
