"""The words of a language: a project's own file before the one that comes with the program, key by key."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from audiosession.definitions import check_table, toml_table
from audiosession.errors import AudioSessionError, NotFoundError, near_miss
from audiosession.project.project import Project, read_text
from audiosession.toml_text import laid_over
from audiosession.voices.languages import plain_tag, primary
from audiosession.voices.tempos.tempo import Tempo
from audiosession.writing.choices import Choices, Defaults
from audiosession.writing.language import Language, LanguageTempo, LanguageWords
from audiosession.writing.mirroring import Mirror, SideWords
from audiosession.writing.plan import Plan

KIND = "languages"


def words_of(project: Project, tag: str) -> LanguageWords:
    """Return the words of the language that `tag` names (BCP 47), with numbers as Unicode's rules spell them.

    Raises:
        NotFoundError: Nobody has written them.
        DefinitionError: They are at fault.
    """
    language = read_language(project, tag)
    mirror = Mirror(words=language.sides, foreign=_foreign(project, language.sides)) if language.sides else None
    return LanguageWords(language=language, tag=tag.lower(), spell=_speller(tag), mirror=mirror)


def _foreign(project: Project, own: SideWords) -> frozenset[str]:
    """Return the words for sides that other languages of the project have, and this one has not.

    A project's own file of a language may say nothing of sides, and that one's words for them are as they were.
    """
    every = dict.fromkeys(folder / f"{tag}.toml" for tag in project.names(KIND) for folder in _folders(project))
    return _sides_of(tuple((path, read_text(path)) for path in every if path.is_file())) - own.all_words


def _folders(project: Project) -> tuple[Path, Path]:
    """Return where languages stand: what is in the second stands before what is in the first."""
    return project.starter / "scripts" / KIND, project.scripts / KIND


@lru_cache(maxsize=4)
def _sides_of(texts: tuple[tuple[Path, str], ...]) -> frozenset[str]:
    found: set[str] = set()
    for path, text in texts:
        with suppress(AudioSessionError, ValidationError):  # told where languages are checked
            found |= SideWords.model_validate(toml_table(text, path).get("sides")).all_words
    return frozenset(found)


def read_language(project: Project, tag: str) -> Language:
    """Return what is said in the language that `tag` names: ``en-gb`` is ``en`` but for the keys that it has itself.

    A project's own file needs only what it says otherwise than the one that comes with the program.

    Raises:
        NotFoundError: Nobody has written it.
        FaultsError: A key is missing, unknown or at fault; the file is the one to mend.
    """
    name = tag.lower()
    named = dict.fromkeys((name.partition("-")[0], name))
    layers = [path for one in named for folder in _folders(project) if (path := folder / f"{one}.toml").is_file()]
    if not layers:
        layers = [project.definition(KIND, name)]
    return _read(tuple((path, read_text(path)) for path in dict.fromkeys(layers)))


@lru_cache(maxsize=8)
def _read(layers: tuple[tuple[Path, str], ...]) -> Language:
    """Return what `layers`, the files of a language with their texts, say together: each stands before the last.

    Each is checked with what it stands on, so that a fault is told in the file that has it.
    """
    table: Mapping[str, Any] = {}
    for path, text in layers:
        table = laid_over(table, toml_table(text, path))
        language = check_table(table, text, path, Language)
    return language


def refuse_unwritten(project: Project, tag: str) -> None:
    """Refuse a language of which nobody has written the words.

    Raises:
        NotFoundError: There is no file for it; the hint names those that are.
    """
    if not any(project.find(KIND, one) for one in (plain_tag(tag), primary(tag))):
        known = near_miss(tag, project.names(KIND))
        hint = f"{known}; one of your own is scripts/{KIND}/{plain_tag(tag)}.toml"
        raise NotFoundError(f'there are no words in the language "{tag}"', hint=hint)


def tempo_of(project: Project, defaults: Defaults, plan: Plan | None = None, choices: Choices | None = None) -> Tempo:
    """Return how fast the class that `plan` is for is to be spoken, None being a narration made by hand, or any line.

    What is chosen for a build goes before all else. What `defaults` say holds for all classes that say nothing
    themselves, those of breath too.

    Raises:
        DefinitionError: The words of its language are at fault.
    """
    language = (plan.language if plan else None) or (choices.language if choices else None) or defaults.language
    try:
        tempo = read_language(project, language).tempo
    except NotFoundError:  # a narration made by hand needs no words but its own
        tempo = LanguageTempo()
    usual = tempo.breath if plan and plan.is_breath_practice else tempo.words_per_minute
    return Tempo(
        usual=defaults.words_per_minute or usual,
        asked=(choices.words_per_minute if choices else None) or (plan.asked_words_per_minute if plan else None),
        lines=tempo.lines,
    )


@lru_cache(maxsize=64)
def _speller(tag: str) -> Callable[[int], str]:
    """Return what spells numbers in the language that `tag` names; its rules are read once, by the first of them."""
    engines: list[Any] = []

    @lru_cache(maxsize=512)
    def spell(number: int) -> str:
        from unicode_rbnf import RbnfEngine  # its rules are read where a number is beyond a language's own list

        try:
            engines.extend([] if engines else [RbnfEngine.for_language(re.split(r"[-_]", tag.lower())[0])])
        except ValueError:
            return str(number)  # a language without rules: voices read digits in their own
        return str(engines[0].format_number(number).text).replace("\N{SOFT HYPHEN}", "")

    return spell
