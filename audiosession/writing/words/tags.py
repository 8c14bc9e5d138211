"""The tags of languages, as people write them."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from audiosession.errors import DefinitionError
from audiosession.naming import meant_language
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError


def _no_name(written: object) -> object:
    """Refuse the name of a language where its tag is meant."""
    if isinstance(written, str) and (hint := meant_language(written)):
        raise RefusedError(f'"{written}" is no language tag', hint)
    return written


_TAG, _LONGEST_TAG = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", 35
Tag = Annotated[
    str,
    Field(pattern=f"^{_TAG}$", max_length=_LONGEST_TAG),
    AfterValidator(str.lower),
    Called("a language tag such as en or pt-br", "language tags"),
    BeforeValidator(_no_name),
]
"""A language as BCP 47 writes it, in small letters: ``en-GB`` is ``en-gb``."""


def read_language_tag(text: str) -> str:
    """Return the language that `text` is the tag of, in small letters.

    Raises:
        DefinitionError: It is none.
    """
    tag, meant = text.strip().lower().replace("_", "-"), meant_language(text)
    if meant or not re.fullmatch(_TAG, tag) or len(tag) > _LONGEST_TAG:
        raise DefinitionError(f'"{text}" is no language tag', hint=meant or "write it like en, de or pt-br")
    return tag
