"""Files that nobody reads, since they stand in another folder or under another name than they should."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from audiosession.beds.recordings import SOUND_SUFFIXES
from audiosession.errors import AudioSessionError, Fault, near_miss
from audiosession.naming import plain_name
from audiosession.project.project import Project, read_text, translation_of
from audiosession.project.sounds.found import FOLDER, LEDGER
from audiosession.project.takes.found import FOLDER as TAKES
from audiosession.project.takes.found import chosen_takes
from audiosession.spelling import composed

EXERCISES, CLASSES = "exercises", "classes"
_MOST_FILES = 2_000
_MARKS = {
    EXERCISES: frozenset({"phase", "reps", "position", "set_up", "ready", "release"}),
    CLASSES: frozenset({"exercise", "opening", "closing"}),
    "show.toml": frozenset({"show", "defaults", "voices"}),
}
"""Keys by which people and we tell what a file is meant to be."""
_HEAD = re.compile(r"^\s*\[{0,2}\s*\"?([A-Za-z_]+)\"?\s*[\].=:]", re.MULTILINE)
_LEFT_ALONE = re.compile(
    r"^[.#~]|~$|^(?:readme|licen[cs]e|copying|changelog)\b|\.(?:bak|orig|rej|sw[a-p]|tmp|part)$", re.I
)
_SPOILT = re.compile(r"\.(?:toml|tml|tom|ya?ml|ini|cfg|conf)(?:[\s._-]*(?:txt|text|toml|rtf|docx?))*[\s.]*$", re.I)
"""How names end that were meant to end in .toml; what hides endings or adds its own makes ``x.toml.txt``."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
"""A language's tag, as its file is named."""
_FOLDERS_APART = frozenset({"output", "recordings", "node_modules", "__pycache__"})


@dataclass(frozen=True, kw_only=True)
class Stray:
    """A file that is not read. `name` is what it would be called where it belongs; it may be left alone or not."""

    fault: Fault
    name: str = ""
    sure: bool = True
    """Whether it is surely meant to be read; else there may well be another reason for it to lie there."""


def kind_of(text: str) -> str:
    """Return what TOML `text`, whole or not, is meant to be: exercises, classes or show.toml; empty where none.

    >>> kind_of("[[exercise]]\\nuse = 1"), kind_of("title = 1\\nreps = 2"), kind_of("a = 1")
    ('classes', 'exercises', '')
    """
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines) if line.lstrip().startswith("[")), len(lines))
    tables = [line for line in lines[first:] if line.lstrip().startswith("[")]
    heads = set(_HEAD.findall("\n".join([*lines[:first], *tables])))
    counts = {kind: len(heads & marks) for kind, marks in _MARKS.items()}
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else ""


def misplaced(text: str, path: Path, kind: str) -> Fault | None:
    """Return that the file at `path`, read as one of `kind`, is one of the other kind; None where it is not."""
    other, meant = (CLASSES if kind == EXERCISES else EXERCISES), kind_of(text)
    if meant != other or path.parent.name != kind:
        return None
    words = {EXERCISES: "an exercise", CLASSES: "a class"}
    message = f"is {words[other]}, not {words[kind]}"
    return Fault(path=path, message=message, hint=f"move it to scripts/{other}/{path.name}")


def strays(project: Project) -> list[Stray]:
    """Return the files of a project that are not read, and should be or look as if they should."""
    found: list[Stray] = []
    for kind in (EXERCISES, CLASSES):
        found += [one for path in _files(project.scripts / kind) if (one := _definition(project, path, kind))]
    for path in _files(project.scripts, deep=False):
        found += _loose(project, path, in_scripts=True)
    for path in _files(project.root, deep=False):
        found += _loose(project, path, in_scripts=False)
    for kind in (EXERCISES, CLASSES):
        for path in (*_files(project.root / kind), *_files(project.root / "scripts" / "new" / kind)):
            found += _loose(project, path, in_scripts=False)
    found += [one for path in _files(project.music) if (one := _music(project, path))]
    found += [one for path in _files(project.scripts / "covers") if (one := _cover(path))]
    found += [one for path in _files(project.scripts / "languages") if (one := _language(project, path))]
    found += _recordings(project)
    found += [one for path in _files(project.scripts / "templates") if (one := _template(path))]
    found += [_sound(path) for path in _files(project.scripts / "music") if _is_sound(path)]
    return sorted(found, key=lambda one: str(one.fault.path))


def _files(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    """Yield the files in `folder`, those that people keep beside their work left out."""
    number = 0
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if deep and not f.startswith(".") and f not in _FOLDERS_APART)
        for name in sorted(names):
            number += 1
            if number > _MOST_FILES:
                return
            if not _LEFT_ALONE.search(name):
                yield Path(here) / name


def _definition(project: Project, path: Path, kind: str) -> Stray | None:
    """Look at a file in the folder of exercises or classes."""
    folder = project.scripts / kind
    if path.parent == folder and path.suffix == ".toml":
        return _of_nothing(project, path, kind)
    if _is_sound(path):
        return _sound(path)
    meant = _meant(path)
    if path.suffix == ".toml":
        place = f"move it to scripts/{meant or kind}/{path.name}"
        return _stray(path, "is not read in a folder of its own", place, composed(path.stem))
    spoilt = _SPOILT.search(path.name)
    if spoilt or meant in (EXERCISES, CLASSES):
        stem = path.name[: spoilt.start()] if spoilt else path.name.split(".")[0]
        name = plain_name(stem) or "my-exercise"
        moved = "" if path.parent == folder and meant in ("", kind) else f" and move it to scripts/{meant or kind}"
        return _stray(path, "is not read: its name does not end in .toml", f"rename it {name}.toml{moved}", name)
    hint = f"only files that end in .toml are read in scripts/{kind}"
    return Stray(fault=Fault(path=path, message="is not read", hint=hint), sure=False)


def _of_nothing(project: Project, path: Path, kind: str) -> Stray | None:
    """Return that the file at `path` translates what is not there, or is not found; None where all is well."""
    meant = translation_of(path)
    if meant is not None and composed(path.name) != (name := f"{meant[0]}.{meant[1]}.toml"):
        return _stray(path, "is not read: the tag of its language is in small letters", f"rename it {name}")
    if meant is None or project.find(kind, meant[0]) is not None:
        return None
    what = "exercise" if kind == EXERCISES else "class"
    hint = near_miss(meant[0], project.names(kind), "it is called as what it translates, with the tag of its language")
    return _stray(path, f'translates nothing: no {what} is called "{meant[0]}"', hint)


def _loose(project: Project, path: Path, *, in_scripts: bool) -> list[Stray]:
    """Look at a file in scripts/ itself, or at the project's root, where other things may lie, too."""
    name = composed(path.name)
    if _is_sound(path):
        built = path.with_name(f"{path.stem}.session.json").exists()
        return [_sound(path)] if in_scripts or (project.is_own and not built) else []
    known = {"show.toml", "lexicon.toml", "takes.toml", "catalogue.toml"}
    if in_scripts and name in known:
        return []
    if path.suffix.lower() == ".j2":
        return [_stray(path, "is a template that nobody finds", f"move it to scripts/templates/{name}")]
    if not (path.suffix == ".toml" or _SPOILT.search(name)):
        return []
    if (near := plain_name(path.name) + ".toml") in (*known, "beds.toml"):
        place = f"music/{near}" if near == "beds.toml" else f"scripts/{near}"
        return (
            [_stray(path, "is not read", f"move it to {place}")]
            if name == near
            else [_stray(path, "is not read under this name", f"rename it {place}")]
            if in_scripts
            else []
        )
    meant = _meant(path)
    if meant in (EXERCISES, CLASSES):
        what = "an exercise" if meant == EXERCISES else "a class"
        called = plain_name(path.name) or "my-exercise"
        hint = f"move it to scripts/{meant}/{called}.toml"
        return [_stray(path, f"is {what} where none is read", hint, called)]
    if meant:
        return [_stray(path, "is not read", f"move it to scripts/{meant}")]
    return (
        [
            Stray(
                fault=Fault(
                    path=path,
                    message="is not read",
                    hint="scripts/ itself holds show.toml, lexicon.toml, takes.toml and catalogue.toml",
                ),
                sure=False,
            )
        ]
        if in_scripts
        else []
    )


def _music(project: Project, path: Path) -> Stray | None:
    """Look at a file in the folder of beds, or of sounds in it."""
    if path.parent == project.music / FOLDER and (_is_sound(path) or path.name == LEDGER):
        return None
    if _is_sound(path):
        if path.parent == project.music:
            return None
        return _stray(path, "is not found in a folder of its own", f"move it to music/{path.name}")
    if path.name == "beds.toml" and path.parent == project.music:
        return None
    if path.suffix == ".toml" or _SPOILT.search(path.name):
        return _stray(path, "is not read", "rename it music/beds.toml, or put what it says there")
    if sound := re.search(r"(?i)(\.(?:mp3|wav|flac|ogg|opus|m4a|aac|aiff?))[\s._-]*(?:txt|download)?\s*$", path.name):
        return _stray(path, "is not found under this name", f"rename it {path.name[: sound.end(1)]}")
    return None


def _cover(path: Path) -> Stray | None:
    if path.suffix in (".jpg", ".png"):
        return None
    if (ending := path.suffix.lower()) in (".jpg", ".jpeg", ".png"):
        name = path.stem + (".png" if ending == ".png" else ".jpg")
        return _stray(path, "is not found under this name", f"rename it {name}")
    hint = "a cover is a JPEG or PNG whose name ends in .jpg or .png"
    return Stray(fault=Fault(path=path, message="is not read", hint=hint), sure=False)


def _language(project: Project, path: Path) -> Stray | None:
    if path.suffix == ".toml" and _TAG.fullmatch(path.stem) and path.parent == project.scripts / "languages":
        return None
    tag = path.name.split(".")[0].lower().replace("_", "-")
    hint = f"rename it scripts/languages/{tag}.toml" if _TAG.fullmatch(tag) else "a language is called en.toml, de.toml"
    return _stray(path, "is not read: no language is called so", hint)


def _recordings(project: Project) -> Iterator[Stray]:
    """Look at the folder of recordings of single lines: takes.toml names each that is heard."""
    paths = list(_files(project.scripts / TAKES))
    if not paths:
        return
    try:
        named = {row.way for row in chosen_takes(project).rows}
    except AudioSessionError:
        return  # told where the file is read
    for path in paths:
        if path not in named:
            hint = f'name it in scripts/takes.toml: recording = "{composed(path.name)}", with the text of its line'
            fault = Fault(path=path, message="is not heard: no line has it", hint=hint)
            yield Stray(fault=fault, sure=False)


def _template(path: Path) -> Stray | None:
    if path.suffix == ".j2":
        return None
    if found := re.search(r"(?i)\.(?:j2|jinja2?)(?:[\s._-]*txt)?\s*$", path.name):
        return _stray(path, "is not found under this name", f"rename it {path.name[: found.start()]}.j2")
    return None


def _meant(path: Path) -> str:
    """Return what the text of a file is meant to be; empty where it is none, or can't be told."""
    try:
        return kind_of(read_text(path))
    except AudioSessionError:
        return ""


def _stray(path: Path, message: str, hint: str, name: str = "") -> Stray:
    return Stray(fault=Fault(path=path, message=message, hint=hint), name=name)


def _is_sound(path: Path) -> bool:
    return path.suffix.lower() in SOUND_SUFFIXES


def _sound(path: Path) -> Stray:
    fault = Fault(
        path=path, message="is a sound that is not found by its name here", hint=f"move a bed to music/{path.name}"
    )
    return Stray(fault=fault, sure=False)
