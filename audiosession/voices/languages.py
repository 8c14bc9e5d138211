"""Language tags as people write them and as engines know them."""

from __future__ import annotations

import re

from audiosession.errors import Act, Remedy, VoiceError


def plain_tag(tag: str) -> str:
    """Return a language tag as all engines compare it.

    >>> plain_tag("en_US")
    'en-us'
    """
    return tag.lower().replace("_", "-")


def primary(tag: str) -> str:
    """Return the language that a tag is a kind of.

    >>> primary("en-GB")
    'en'
    """
    return plain_tag(tag).partition("-")[0]


def speaks(voice: str, language: str) -> bool:
    """Tell whether a voice of the language `voice` can speak `language`, or may; an empty tag is any language.

    >>> speaks("en-us", "en"), speaks("en_US", "en-GB"), speaks("en", "de"), speaks("", "de")
    (True, True, False, True)
    """
    return not voice or not language or primary(voice) == primary(language)


def is_language(text: str) -> bool:
    """Tell whether `text` looks like an ISO 639 code, with a region where it has one (RSS 2.0, RFC 5646)."""
    return re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?", text) is not None


def unspoken(engine: str, language: str, hint: str) -> VoiceError:
    """Return the refusal of a language that `engine` does not speak; without a `hint` it leads to all that are."""
    remedy = None if hint else Remedy(act=Act.LIST_LANGUAGES)
    return VoiceError(f'{engine} speaks no language "{language}"', hint=hint, remedy=remedy)
