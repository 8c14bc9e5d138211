"""Which languages there are, how much of each is written, and which voices speak it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import floor

from audiosession.definitions import toml_table
from audiosession.errors import AudioSessionError
from audiosession.project.languages import KIND, read_language
from audiosession.project.project import TRANSLATED, Project, read_text
from audiosession.project.reading.translations import TranslationFile, translated_into, translation_path
from audiosession.project.settings import usual_language
from audiosession.studio.listing import ListRow
from audiosession.voices.languages import plain_tag, primary
from audiosession.voices.registry import engine_facts
from audiosession.writing.language import Language
from audiosession.writing.translating.lines import lines_in


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How much of all exercises, or of all classes, has words in a language; what is a draft still counts apart."""

    n_all: int = 0
    n_done: int = 0
    n_drafts: int = 0
    n_lines: int = 0
    n_lines_done: int = 0
    n_lines_drafted: int = 0

    @property
    def percent(self) -> int:
        """How many of a hundred lines have words that are no draft; 100 only where all have."""
        return floor(100 * self.n_lines_done / self.n_lines) if self.n_lines else 100

    def plus(self, other: Coverage) -> Coverage:
        """Return both together."""
        return Coverage(**{name: value + getattr(other, name) for name, value in vars(self).items()})

    def told(self) -> str:
        """Return it in words: ``97 % (2 of 3 done, 1 draft)``."""
        drafts = f", {self.n_drafts} draft{'s' * (self.n_drafts != 1)}" if self.n_drafts else ""
        return f"{self.percent} %" + ("" if self.n_done == self.n_all else f" ({self.n_done} of {self.n_all}{drafts})")


@dataclass(frozen=True, kw_only=True)
class LanguageRow(ListRow):
    """A language: whether there are words of the program's own in it, which keys of them it lacks, and what is said.

    `voices` are the engines of this machine that speak it, as far as they tell without being asked for a line;
    `good_voices` those that its file names.
    """

    has_words: bool
    lacking: tuple[str, ...]
    exercises: Coverage
    classes: Coverage
    voices: tuple[str, ...]
    good_voices: tuple[str, ...]


def languages(project: Project) -> tuple[LanguageRow, ...]:
    """Return every language that has words of the program, or translations, in the order of their tags."""
    written = set(project.names(KIND))
    tags = sorted(written | {tag for kind in TRANSLATED for tag in _tags(project, kind)})
    covered = {tag: dict.fromkeys(TRANSLATED, Coverage()) for tag in tags}
    for kind in TRANSLATED:
        for name in project.names(kind):
            into = translated_into(project, kind, name)
            for tag in tags:  # one after the other: the definition is read once for all
                covered[tag][kind] = covered[tag][kind].plus(_covered(project, kind, name, tag, into))
    engines = {name: facts for name, facts in engine_facts().items() if not facts.cure}
    spoken = {name: {primary(one) for one in facts.languages} for name, facts in engines.items()}
    return tuple(_row(project, tag, covered[tag], spoken) for tag in tags)


def _tags(project: Project, kind: str) -> set[str]:
    return {tag for name in project.names(kind) for tag in translated_into(project, kind, name)}


def _row(project: Project, tag: str, covered: dict[str, Coverage], spoken: dict[str, set[str]]) -> LanguageRow:
    has_words = any(project.find(KIND, one) for one in (tag, primary(tag)))
    lacking = tuple(_lacking(project, tag))
    voices = tuple(name for name, into in spoken.items() if primary(tag) in into)
    parts = [f"{kind} {found.told()}" for kind, found in covered.items()]
    if not has_words:
        parts.append("no words of the program")
    elif lacking:
        parts.append(f"lacks {', '.join(f'[{key}]' for key in lacking)}")
    parts.append(f"voices: {', '.join(voices) or 'none'}")
    if good := _good_voices(project, tag):
        parts.append(f"good ones: {', '.join(good)}")
    return LanguageRow(
        name=tag,
        summary="; ".join(parts),
        has_words=has_words,
        lacking=lacking,
        exercises=covered["exercises"],
        classes=covered["classes"],
        voices=voices,
        good_voices=good,
    )


def _good_voices(project: Project, tag: str) -> tuple[str, ...]:
    try:
        return read_language(project, tag).voices
    except AudioSessionError:  # told where languages are checked
        return ()


def _lacking(project: Project, tag: str) -> Iterator[str]:
    """Yield the tables that a language may lack, and does."""
    try:
        language = read_language(project, tag)
    except AudioSessionError:  # told where languages are checked
        return
    for name, field in Language.model_fields.items():
        if not field.is_required() and getattr(language, name) is None:
            yield field.alias or name


def _covered(project: Project, kind: str, name: str, tag: str, into: list[str]) -> Coverage:
    """Return how much of one definition has words in the language `tag`; what can't be read has none."""
    try:
        text = read_text(original := project.definition(kind, name))
        table = toml_table(text, original)
        lines = lines_in(table)
        none = Coverage(n_all=1, n_lines=len(lines))
        own = plain_tag(str(table.get("written_in") or table.get("language") or usual_language(project)))
        nearest = next((one for one in (tag, primary(tag)) if one in into), None)
        if nearest is None:
            return replace(none, n_done=1, n_lines_done=len(lines)) if primary(own) == primary(tag) else none
        path = translation_path(project, kind, name, nearest)
        if path is None:
            return none
        found = TranslationFile.read(read_text(path), path, text, original, nearest).translation
    except AudioSessionError:  # told where definitions are checked
        return Coverage(n_all=1)
    if found.is_draft:
        return replace(none, n_drafts=1, n_lines_drafted=found.n_done)
    return replace(none, n_done=int(found.n_done == len(lines)), n_lines_done=found.n_done)
