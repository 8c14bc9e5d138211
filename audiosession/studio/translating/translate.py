"""Write what a definition says in another language: the file to fill in, a model's draft, or that it is done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from audiosession.errors import Act, DefinitionError, Fault, NotFoundError, OutputError, Remedy
from audiosession.files.whole import write_whole
from audiosession.naming import meant_language
from audiosession.progress import Teller, untold
from audiosession.project.editing.texts import changing, content_of, refuse_stale
from audiosession.project.languages import KIND
from audiosession.project.library import NO_PROJECT, not_found
from audiosession.project.project import Project, read_text
from audiosession.project.reading.definitions import read_either, written_in
from audiosession.project.reading.translations import TranslationFile, translation_path
from audiosession.studio.models.model import LanguageModel
from audiosession.studio.translating.drafting import drafted
from audiosession.studio.translating.facts import facts_of
from audiosession.value_words import KeyPath
from audiosession.voices.languages import plain_tag
from audiosession.writing.classes import ClassDefinition
from audiosession.writing.exercise import Exercise
from audiosession.writing.translating.following import Followed, followed
from audiosession.writing.translating.lines import SECTIONS, digest_of_words, told_place
from audiosession.writing.translating.translation import Translation
from audiosession.writing.translating.written import done as done_text
from audiosession.writing.translating.written import written

_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_KINDS = {"exercises": "exercise", "classes": "class"}
_HEAD = """\
#:schema ../.schemas/{kind}-words.json
#. What is said in "{title}", in the language "{tag}". Each line is written in the "" below the one that it stands for,
#. as you would teach it, about as long. Lines that begin like this one are notes, which go when all is done.
"""


@dataclass(frozen=True, kw_only=True)
class Translated:
    """What was written: how many lines the original has, which have no words yet, and which have changed since.

    `filled` counts the lines that a model drafted, `refused` tells those of its lines that can't stand, with their
    places; `left_over` are words that stand for nothing any more. `is_changed` is whether the file was written at all.
    """

    path: Path
    language: str
    n_lines: int
    missing: tuple[Fault, ...]
    stale: tuple[Fault, ...]
    refused: tuple[Fault, ...] = ()
    left_over: tuple[str, ...] = ()
    n_filled: int = 0
    n_undigested: int = 0
    is_draft: bool = False
    is_changed: bool = True


@dataclass(frozen=True, kw_only=True)
class _Opened:
    """A definition and the file that is to say in another language what it does."""

    project: Project
    definition: Exercise | ClassDefinition
    kind: str
    tag: str
    path: Path
    original: Path
    text: str
    content: bytes | None

    def read(self, text: str) -> TranslationFile:
        return TranslationFile.read(text, self.path, read_text(self.original), self.original, self.tag)


def translate(
    project: Project,
    name: str,
    tag: str,
    *,
    done: bool = False,
    model: LanguageModel | None = None,
    tell: Teller = untold,
) -> Translated:
    """Write the file in which the exercise or class called `name` has its words in the language `tag`.

    Where it is there, its words stay, each with the line that it was made from; what the original says since, or
    otherwise, is added and told. Where nothing is new, nothing is written.

    Args:
        project: Where it is written: into the project itself, though the definition may come with the program.
        name: The exercise or class.
        tag: The language, as BCP 47 has it.
        done: Have all that stands in it be the translation of what the original says now, and no draft.
        model: What drafts the lines that are still to be written; nothing is sent anywhere without one.
        tell: Told to which host lines are sent, before they are.

    Raises:
        NotFoundError: Nothing is called `name`, or there is no project to write into.
        DefinitionError: The tag is none, or the definition's own; one of the files is at fault.
        ModelError: The model can't be asked.
        ConflictError: Another program wrote the file meanwhile.
        OutputError: The file can't be written.
    """
    opened = _open(project, name, tag)
    before = opened.read(opened.text).translation if opened.text else None
    found = followed(before or _nothing(opened))
    facts = facts_of(project, opened.definition, found.translation)
    text = written(opened.text or _head(opened), found, facts)
    refused: list[tuple[KeyPath, str]] = []
    n_filled = 0
    if model is not None and found.missing:
        draft = drafted(project, opened.read(text), opened.definition, model, facts, tell)
        n_filled, refused = draft.n_filled, draft.refused
        text = draft.text if n_filled else text
    if done:
        text = done_text(text, _all_current(followed(opened.read(text).translation)))
    is_changed = not opened.path.is_file() or text != opened.text
    if is_changed:
        _write(opened, text)
    return _told(opened.read(text), refused, found, n_filled=n_filled, is_changed=is_changed)


def _write(opened: _Opened, text: str) -> None:
    """Write the file, unless another program wrote it while a model was asked.

    Raises:
        ConflictError: One did.
    """
    with changing(opened.project):
        now = content_of(opened.path)
        if now != opened.content:
            refuse_stale(opened.project, opened.path, now, text)
        write_whole(opened.path, text.encode())


def _open(project: Project, name: str, tag: str) -> _Opened:
    if not project.is_own:
        raise NotFoundError(NO_PROJECT, remedy=Remedy(act=Act.NEW_PROJECT, to="my-classes"))
    kind = next((kind for kind in ("classes", "exercises") if project.find(kind, name)), None)
    if kind is None:
        raise not_found(project, name)
    plain = plain_tag(tag)
    meant = meant_language(tag[:40])
    if meant or not _TAG.fullmatch(plain):
        raise DefinitionError(f'"{tag[:40]}" is no tag of a language', hint=meant or _known(project))
    definition = read_either(project, kind, name)
    if plain_tag(written_in(project, definition)) == plain:
        what = f"the {_KINDS[kind]} {name}"
        raise DefinitionError(
            f'{what} is written in "{plain}" itself', hint="name the language that it is to speak, too"
        )
    path = project.scripts / kind / f"{name}.{plain}.toml"
    there = translation_path(project, kind, name, plain)
    if there is None and path.exists():
        raise OutputError("is no file", path=path, hint="move it away")
    return _Opened(
        project=project,
        definition=definition,
        kind=kind,
        tag=plain,
        path=path,
        original=project.definition(kind, name),
        text=read_text(there) if there else "",
        content=content_of(path),
    )


def _known(project: Project) -> str:
    return "write it as BCP 47 has it: " + ", ".join(project.names(KIND))


def _nothing(opened: _Opened) -> Translation:
    return opened.read("").translation


def _head(opened: _Opened) -> str:
    return _HEAD.format(kind=_KINDS[opened.kind], title=opened.definition.title, tag=opened.tag)


def _all_current(found: Followed) -> Followed:
    """Return `found` as if each of its words stood for what the original says now."""
    missing = set(found.missing)
    now = {keys: digest_of_words(words) for keys, words in found.translation.said.items()}
    kept = {keys: digest for keys, digest in now.items() if keys not in missing and keys[0] != SECTIONS}
    return Followed(translation=found.translation, words=found.words, kept=kept, left_over=found.left_over)


def _told(
    file: TranslationFile,
    refused: list[tuple[KeyPath, str]],
    found: Followed,
    *,
    n_filled: int,
    is_changed: bool,
) -> Translated:
    now = file.translation

    def faults(lacks: Iterator[Any] | list[Any]) -> tuple[Fault, ...]:
        return tuple(file.fault(one) for one in lacks)

    return Translated(
        path=file.path,
        language=file.language,
        n_lines=len(now.said),
        missing=faults(now.missing()),
        stale=faults(now.stale()),
        refused=tuple(file.placed(keys, f"{told_place(keys)} is left empty: {why}") for keys, why in refused),
        left_over=tuple(f"{place}: {words}" for place, words in found.left_over),
        n_filled=n_filled,
        n_undigested=now.n_undigested,
        is_draft=now.is_draft,
        is_changed=is_changed,
    )
