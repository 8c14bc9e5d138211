"""A draft: the definition that an article became, each line with its source, and what is left to a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A line of a draft's text, from 1, and where it is from: sentences of the article by number, or a guess."""

    line: int
    sentences: tuple[int, ...] = ()
    guessed: str = ""


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A definition that was drafted from an article, as the text of its file.

    Attributes:
        name: What it is called, as a file's name.
        title: What people hear and see.
        language: The tag of its words.
        text: The text of the file, comments and all.
        sourced: Which of its lines came from where.
        unplaced: The sentences that no line holds, or none in full, by number; they stand at its end as comments.
        missing: What it lacks so that it could be built, each as a sentence; empty where it lacks nothing.
    """

    name: str
    title: str
    language: str
    text: str
    sourced: tuple[Sourced, ...]
    unplaced: tuple[int, ...]
    missing: tuple[str, ...]
