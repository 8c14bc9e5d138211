"""Where the words of a narration stand: the key of a definition, of a language or a template that a line comes from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path

from audiosession.definitions import KeyPath, locate
from audiosession.errors import AudioSessionError
from audiosession.project.languages import KIND, words_of
from audiosession.project.origins import template_place
from audiosession.project.project import Project, read_text, translation_of
from audiosession.project.reading.translations import translation_for
from audiosession.project.settings import usual_language
from audiosession.spelling import composed
from audiosession.toml_text import texts_of, toml_table
from audiosession.voices.languages import plain_tag, primary
from audiosession.writing.levels import FORMS, whole_forms
from audiosession.writing.mirroring import NEXT_REP, Mirror, one_way, without_marks
from audiosession.writing.phases.cue import PhaseCue, form_of, written_form
from audiosession.writing.phases.phase import FORMS_OF_LINE
from audiosession.writing.phases.voices import unmarked
from audiosession.writing.plan import Plan

_PLACE = re.compile(r"\\\{\w+\\\}")
_LEAST_SHARE = 0.5
"""How much of a line must be words of a definition or a language for it to be taken for theirs."""


class SourceKind(StrEnum):
    """What holds words."""

    EXERCISE = "exercise"
    CLASS = "class"
    LANGUAGE = "language"
    TEMPLATE = "template"
    NARRATION = "narration"


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where words stand: in the file at `path`, on `line`, which `keys` lead to; `text` is how they are written there.

    `language` is that of a file which translates the definition called `name`, empty where it is the definition's own.
    They are said `mirrored` where they are written for the other side of the body, `reversed` on the way back.
    """

    kind: SourceKind
    name: str
    path: Path
    line: int
    keys: KeyPath = ()
    text: str = ""
    language: str = ""
    mirrored: bool = False
    reversed: bool = False

    @property
    def form(self) -> str:
        """Which form of a phase's line it is: ``full``, ``short`` or ``bare``; empty where it is none."""
        return next((str(key) for key in self.keys[-2:] if key in FORMS_OF_LINE and self.phase), "")

    @property
    def phase(self) -> KeyPath:
        """The keys to the phase that it belongs to; none where it belongs to none."""
        at = next((n for n, key in enumerate(self.keys[:2]) if key == "phase"), None)
        return () if at is None else self.keys[: at + 2]


@dataclass(frozen=True, kw_only=True)
class _Words:
    """One text in a file, as it is said on one side and one way."""

    source: Source
    said: str


@dataclass(frozen=True, kw_only=True)
class _File:
    """All texts of one file, found by what is said of them."""

    kind: SourceKind
    name: str
    path: Path
    text: str = field(repr=False)
    language: str = ""
    mirror: Mirror | None = field(default=None, repr=False)

    @cached_property
    def by_said(self) -> Mapping[str, list[_Words]]:
        found: defaultdict[str, list[_Words]] = defaultdict(list)
        for one in self.words:
            found[one.said].append(one)
        return found

    @cached_property
    def words(self) -> list[_Words]:
        return [one for keys, value in texts_of(toml_table(self.text, self.path)) for one in self._ways(keys, value)]

    def _ways(self, keys: KeyPath, value: str) -> Iterator[_Words]:
        """Yield a text as it is said on either side and on either way, each once."""
        written, sides = composed(value), [(composed(value), False)]
        if self.mirror is not None:
            sides.append((self.mirror.mirrored(written), True))
        line, said_before = self._line(keys, value), set()
        for side, mirrored in sides:
            for back in (False, True):
                said = side if self.kind is SourceKind.LANGUAGE else _plain(one_way(side, back=back))
                if said and said not in said_before:
                    said_before.add(said)
                    source = Source(
                        kind=self.kind, name=self.name, path=self.path, line=line, keys=keys, text=value,
                        language=self.language, mirrored=mirrored, reversed=back,
                    )  # fmt: skip
                    yield _Words(source=source, said=said)

    def _line(self, keys: KeyPath, value: str) -> int:
        line, lines = locate(self.text, keys), self._lines
        return next((n for n in range(line, len(lines) + 1) if value and value in lines[n - 1]), line)

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")


_file = lru_cache(maxsize=96)(_File)
"""A file is read anew when its text is another one."""


@lru_cache(maxsize=96)
def _form_key(text: str, path: Path, level: str) -> str:
    """Return the key of the form of a definition that has a `level`; empty where that is the one that is written."""
    table = toml_table(text, path)
    if level == table.get("level"):
        return ""
    return next((key for key, form in whole_forms(table).items() if form.get("level") == level), "")


class WordSources:
    """The places of all words that the class of one plan can say. Files are read once, when they are asked for."""

    def __init__(self, project: Project, plan: Plan) -> None:
        self._project = project
        self._plan = plan
        self._language = plan.language or usual_language(project)
        self._exercises = {item.exercise.name: item.exercise for item in plan.exercises}
        self._files: dict[tuple[str, str], tuple[_File, ...]] = {}
        self._form_keys: dict[str, str] = {}

    def said(self, text: str, exercise: str) -> Source:
        """Return where a line at leisure stands that is said in `exercise`, empty for none: a template at the last."""
        plain = _plain(text)
        files = [*self._of_exercise(exercise), *self._of_class()]
        found = self._exactly(plain, files, self._form_key(exercise)) or self._exactly(plain, self._of_language(), "")
        return found or self._mostly(plain, [*files, *self._of_language()]) or self._template(text)

    def in_phase(self, form: str, cue: PhaseCue, exercise: str, after: KeyPath = ()) -> Source:
        """Return where `form`, one way to say the line of the phase `cue` or what is called out in it, stands.

        Of several phases with the same words the one is meant that is as long, and comes `after` another.
        """
        plain, files = _plain(form), self._of_exercise(exercise)
        for file in files:
            found = [one for said in _behind_a_count(plain) for one in file.by_said.get(said, ())]
            found = found or [one for one in file.words if NEXT_REP in one.said and _with_next(one.said, plain)]
            in_phases = [one.source for one in found if one.source.phase]
            if in_phases:
                return min(in_phases, key=lambda one: self._unlike(one, cue, exercise, after))
        return self._mostly(plain, [*files, *self._of_language()]) or self._template(form)

    def forms(self, phase: KeyPath, exercise: str) -> list[Source]:
        """Return where all forms of a phase's line stand, the longest first, as they are written for its own side."""
        for file in self._of_exercise(exercise):
            own = [one.source for one in file.words if one.source.phase == phase and one.source.form]
            first = {one.keys: one for one in reversed(own)}
            if first:
                return sorted(first.values(), key=lambda one: (FORMS_OF_LINE.index(one.form), one.keys))
        return []

    def as_said(self, source: Source, *, mirrored: bool, back: bool) -> str:
        """Return the words of `source` as they are said on the other side, or on the way `back`."""
        mirror, text = self._mirror, composed(source.text)
        return _plain(one_way(mirror.mirrored(text) if mirrored and mirror else text, back=back))

    def is_own(self, path: Path) -> bool:
        """Tell whether a file belongs to the project, and does not come with the program."""
        return path.is_relative_to(self._project.root)

    def _unlike(self, one: Source, cue: PhaseCue, exercise: str, after: KeyPath) -> tuple[object, ...]:
        """Return how far a phase is from being the one that is meant; the least is."""
        index, form_key = int(one.phase[-1]), self._form_key(exercise)
        definition = self._exercises.get(exercise)
        phases = definition.phases if definition else ()
        phase = phases[index] if index < len(phases) else None
        other_breath = phase is None or phase.breath != cue.breath
        rep = cue.rep or 1
        other_length = phase is None or phase.size(rep) != (cue.counts, cue.fixed)
        other_side = phase is not None and phase.side is not None and one.mirrored is (phase.side is cue.side)
        of_form = len(one.phase) == 3
        wrong_form = of_form is not bool(form_key) or (of_form and one.phase[0] != form_key)
        earlier = bool(after) and index <= int(after[-1])
        return wrong_form, other_breath, other_length, other_side, earlier, one.reversed is not cue.reversed, index

    def _form_key(self, exercise: str) -> str:
        """Return the key of the form in which `exercise` is done, ``easier`` or ``harder``; empty where as written."""
        if exercise not in self._form_keys:
            self._form_keys[exercise] = self._found_form_key(exercise)
        return self._form_keys[exercise]

    def _found_form_key(self, exercise: str) -> str:
        definition, path = self._exercises.get(exercise), self._project.find("exercises", exercise)
        return "" if definition is None or path is None else _form_key(read_text(path), path, definition.level)

    def _exactly(self, plain: str, files: Iterable[_File], form_key: str) -> Source | None:
        """Return the first text that is `plain`, of several that of the form that is done."""
        for file in files:
            if found := file.by_said.get(plain):
                own = [one for one in found if (one.source.keys[0] if one.source.keys[0] in FORMS else "") == form_key]
                return (own or found)[0].source
        return None

    @staticmethod
    def _mostly(plain: str, files: Iterable[_File]) -> Source | None:
        """Return the text that most of `plain` is, with values in its places; None where less than half is."""
        best, weight = None, _LEAST_SHARE * len(plain)
        for file in files:
            for one in file.words:
                fixed = len(re.sub(r"\{\w+\}", "", one.said))
                if fixed >= weight and _holds(plain, one.said):
                    best, weight = one.source, fixed + 1
        return best

    def _template(self, text: str) -> Source:
        path, line = template_place(self._project, text)
        return Source(kind=SourceKind.TEMPLATE, name=path.name, path=path, line=line)

    def _of_exercise(self, name: str) -> tuple[_File, ...]:
        return self._definition(SourceKind.EXERCISE, "exercises", name) if name else ()

    def _of_class(self) -> tuple[_File, ...]:
        return self._definition(SourceKind.CLASS, "classes", self._plan.name) if self._plan.is_class else ()

    def _definition(self, kind: SourceKind, folder: str, name: str) -> tuple[_File, ...]:
        """Return the files that hold the words of a definition: what translates it, and its own."""
        key = (folder, name)
        if key not in self._files:
            paths = (translation_for(self._project, folder, name, self._language), self._project.find(folder, name))
            mirror = self._mirror if folder == "exercises" else None
            self._files[key] = tuple(
                _file(kind=kind, name=name, path=path, text=read_text(path), language=_language_of(path), mirror=mirror)
                for path in dict.fromkeys(paths)
                if path is not None
            )
        return self._files[key]

    def _of_language(self) -> tuple[_File, ...]:
        key = (KIND, self._language)
        if key not in self._files:
            tags = dict.fromkeys((plain_tag(self._language), primary(self._language)))
            folders = dict.fromkeys((self._project.scripts / KIND, self._project.starter / "scripts" / KIND))
            paths = [(tag, folder / f"{tag}.toml") for tag in tags for folder in folders]
            self._files[key] = tuple(
                _file(kind=SourceKind.LANGUAGE, name=tag, path=path, text=read_text(path))
                for tag, path in paths
                if path.is_file()
            )
        return self._files[key]

    @cached_property
    def _mirror(self) -> Mirror | None:
        try:
            return words_of(self._project, self._language).mirror
        except AudioSessionError:  # told where languages are checked
            return None


def _language_of(path: Path) -> str:
    meant = translation_of(path)
    return meant[1] if meant else ""


def _plain(text: str) -> str:
    """Return words, as written or as said, in the one way in which they are compared."""
    said = unmarked(without_marks(text)).strip()
    return written_form(form_of(said)) if "/" in said else said


def _behind_a_count(plain: str) -> Iterator[str]:
    """Yield a line, and what of it stands behind a count that goes before it: ``Three. In, grow long.``"""
    yield plain
    for mark in re.finditer(r"[.!?。]\s+", plain):
        yield plain[mark.end() :]


def _with_next(said: str, plain: str) -> bool:
    return re.search(re.escape(said).replace(re.escape(NEXT_REP), ".+?") + "$", plain) is not None


def _holds(plain: str, said: str) -> bool:
    if "{" not in said:
        return said in plain
    return re.search(_PLACE.sub(".+?", re.escape(said)), plain) is not None
