"""What stands at the foot of each page: whom to write to, who answers for the show, how privacy is kept."""

from __future__ import annotations

from dataclasses import dataclass

from audiosession.feed.clean import linked
from audiosession.feed.show import Show, is_address, is_email
from audiosession.writing.words.pages import PageWords

_NAMES = ("contact", "imprint", "privacy")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One of them: `text` stands at the foot itself, `href` leads on; `label` says what it is.

    `html` is what stands on a page of its own called `name`; it is safe, and empty where a line is enough.
    """

    name: str
    label: str
    href: str = ""
    text: str = ""
    html: str = ""


def notices(show: Show, words: PageWords) -> tuple[Notice, ...]:
    """Return what `show` says at the foot of its pages, with labels in the `words` of a page's language."""
    said = ((name, getattr(words, name), getattr(show, name)) for name in _NAMES)
    return tuple(_notice(name, label, text) for name, label, text in said if text)


def _notice(name: str, label: str, text: str) -> Notice:
    if is_email(text):
        return Notice(name=name, label=label, href=f"mailto:{text}", text=text)
    if is_address(text):
        return Notice(name=name, label=label, href=text)
    if "\n" not in text:
        return Notice(name=name, label=label, text=text)
    return Notice(name=name, label=label, html=_lines(text))


def _lines(text: str) -> str:
    """Return `text` as HTML: its lines stay lines, as in a postal address; those with nothing between part blocks."""
    blocks, block = [], []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            block.append(linked(line.strip()))
        elif block:
            blocks.append(f"<p>{'<br>'.join(block)}</p>")
            block = []
    return "\n".join(blocks)
