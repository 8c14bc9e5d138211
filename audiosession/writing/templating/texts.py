"""Texts as they are printed and put together. A text that is HTML already (`Markup`) makes its neighbours HTML too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from markupsafe import Markup, escape

from audiosession.writing.templating.budget import Budget, TemplateFaultError
from audiosession.writing.templating.plain import kind


def printed(value: Any) -> str:
    """Return the text that is printed for `value`.

    Raises:
        TemplateFaultError: It is no text and no number.
    """
    if isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return str(value)
    raise TemplateFaultError(f"prints {kind(value)}; print a text or a number")


def as_html(budget: Budget, text: str) -> Markup:
    """Return `text` as it stands in HTML; what that makes it longer by is paid for."""
    if isinstance(text, Markup):
        return text
    html = escape(text)
    budget.pay(len(html) - len(text))
    return html


def joined(budget: Budget, parts: Sequence[str], between: str = "") -> str:
    """Return `parts` as one text.

    Raises:
        TemplateFaultError: It is too long.
    """
    if isinstance(between, Markup) or any(isinstance(part, Markup) for part in parts):
        parts = [as_html(budget, part) for part in parts]
        between = as_html(budget, between)
        budget.pay(sum(map(len, parts)) + len(between) * len(parts))
        return Markup(str.join(between, parts))
    budget.pay(sum(map(len, parts)) + len(between) * len(parts))
    return between.join(parts)
