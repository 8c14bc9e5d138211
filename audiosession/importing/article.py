"""An article as it is read: its title, and its sentences in order, each with its place and what stands above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of an article is."""

    HEADING = "heading"
    STEP = "step"
    """An item of a numbered list."""
    BULLET = "bullet"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, kw_only=True)
class ArticleBlock:
    """A heading, an item of a list or a paragraph: its text in one line.

    `number` is the number that a step has in the article; `depth` is how deep a heading stands, 1 for the title.
    """

    kind: BlockKind
    text: str
    number: int = 0
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Page:
    """What was read of a file or an address, before anything in it is understood.

    `tools` is what it says in its markup that one needs. `title` is what the page itself is called, empty where it does
    not say. `refused` is why it can be no exercise: that it says itself that it is something else.
    """

    blocks: tuple[ArticleBlock, ...]
    title: str = ""
    tools: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """One sentence of an article.

    `number` counts all sentences of the page from 0. `place` says where it stands, as a person finds it there:
    ``step 5``, ``bullet 2``, ``paragraph 1``, ``heading 3``. `heading` is the text that it stands below, be it a
    label in its line; `above` is the heading of its section.
    """

    number: int
    text: str
    place: str
    kind: BlockKind
    heading: str = ""
    above: str = ""
    step: int = 0


@dataclass(frozen=True, kw_only=True)
class Article:
    """One exercise of a page: what it is called, and its sentences, those that hold for the whole page among them."""

    title: str
    sentences: Sequence[Sentence]
    tools: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    """What stands at its head: its title, and the headings and short lines before anything is told."""
