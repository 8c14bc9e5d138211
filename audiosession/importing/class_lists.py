"""A list of exercises, a line each, as people keep the plan of a class: which of a library each line means."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from audiosession.errors import nearest

_MOST_LINES = 400
_LONGEST = 90
"""How long a line may be that names an exercise, its number and what is done of it among it."""
_LEAST_KNOWN = 2
_MARKS = re.compile(r"\s*(?:[•◦▪‣·∙●○■□✓✔➤►→»*+–—-]\s*(?:\[[ xX]?\]\s*)?|\(?\d{1,3}\s*[.):]\s+|\d{1,3}\s+[-–—]\s+)")
_HEADING = re.compile(r"\s*#{1,6}\s+(.+?)\s*#*\s*$")
_TIMES = r"(?:[x×]|times|reps?|rounds?|mal|veces|wiederholungen|repeticiones)"
_BEFORE = re.compile(rf"(\d{{1,3}})\s*{_TIMES}\s+(?P<rest>\S.*)", re.I)
_BEHIND = re.compile(
    rf"(?P<rest>.*?\S)[\s,;:(\[–—-]*(?:\b(\d{{1,3}})\s*{_TIMES}|(?<![^\W\d_])[x×]\s*(\d{{1,3}}))"
    r"(?:\s+(?:(?:on|for)\s+)?(?:each|per|every)\s+(?:side|leg|arm))?\s*[)\].]*",
    re.I,
)
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")
_WORDS = re.compile(r"[^\w]+")
_FIRST = re.compile(r"^(?:the|a|an|der|die|das|el|la|los|las) ")


@dataclass(frozen=True, kw_only=True)
class ListedLine:
    """A line that names an exercise: `use` is its name in the library, empty where none is called so.

    `line` counts from 1; `reps` is how often it is done, 0 where the line does not say; `section` is what it stands
    below; `hint` tells the nearest name where none is known.
    """

    line: int
    text: str
    use: str = ""
    reps: int = 0
    section: str = ""
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class ClassList:
    """The plan of a class: what it is called, empty where the list has no heading, and its lines in order."""

    title: str
    lines: tuple[ListedLine, ...]


def read_class_list(text: str, titles: Mapping[str, str]) -> ClassList | None:
    """Return the class that `text` lists; None where it is something else.

    It is a list where at least two lines, and most of those that are no headings, name exercises of the library, whose
    names stand in `titles` by what they are called, in any language.

    >>> listed = read_class_list("Monday:\\n1. The Saw x 5\\n2. swan", {"Saw": "saw", "Swan": "swan"})
    >>> [(one.use, one.reps) for one in listed.lines], listed.title
    ([('saw', 5), ('swan', 0)], 'Monday')
    """
    known = {_plain(called): name for called, name in titles.items()}
    known |= {_plain(name): name for name in titles.values()}
    rows = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if not rows or len(rows) > _MOST_LINES:
        return None
    title = section = ""
    lines: list[ListedLine] = []
    for number, row in rows:
        listed = _listed(number, row, known)
        heading = "" if listed.use else _heading(row)
        if heading and not lines and not title:
            title = heading
        elif heading:
            section = heading
        else:
            lines.append(replace(listed, section=section))
    if len(lines) > 1 and not lines[0].use and not title and not _MARKS.match(rows[0][1]):
        title, lines = rows[0][1][:_LONGEST], lines[1:]
    n_known = sum(bool(one.use) for one in lines)
    if n_known < _LEAST_KNOWN or 2 * n_known <= len(lines):
        return None
    return ClassList(title=title, lines=tuple(_hinted(lines, known)))


def listed_class_text(listed: ClassList, title: str, head: str = "") -> tuple[str, tuple[tuple[int, ListedLine], ...]]:
    """Return the text of the class called `title` that `listed` becomes, and which of its lines are from which row.

    What no exercise is called stands as a comment in its place. `head` are lines that stand below the title.
    """
    rows = ["#:schema ../.schemas/class.json", f"title = {_quoted(title)}", *head.splitlines()]
    found = []
    for one in listed.lines:
        if not one.use:
            hint = f"; {one.hint}" if one.hint else ""
            rows += ["", f"# line {one.line}: no exercise is called {_quoted(one.text)}{hint}"]
            continue
        rows += ["", "[[exercise]]", f'use = "{one.use}"  # from: line {one.line}']
        found.append((len(rows), one))
        if one.section:
            rows.append(f"section = {_quoted(one.section)}")
        if one.reps:
            rows.append(f"reps = {one.reps}  # from: line {one.line}")
            found.append((len(rows), one))
    return "\n".join([*rows, ""]), tuple(found)


def _hinted(lines: Sequence[ListedLine], known: Mapping[str, str]) -> Iterator[ListedLine]:
    for one in lines:
        yield one if one.use else replace(one, hint=nearest(_name(one.text)[0], known.values()))


def _listed(number: int, row: str, known: Mapping[str, str]) -> ListedLine:
    text = row if len(row) <= _LONGEST else row[: _LONGEST - 1] + "…"
    if len(row) > _LONGEST:
        return ListedLine(line=number, text=text)
    name, reps = _name(row)
    for called in (name, _ASIDE.sub("", name), re.split(r"\s[–—-]\s|[:,;]\s", name)[0]):
        if use := known.get(_plain(called), ""):
            return ListedLine(line=number, text=text, use=use, reps=reps)
    return ListedLine(line=number, text=text, reps=reps)


def _name(row: str) -> tuple[str, int]:
    """Return what a line calls an exercise, and how often it is done, 0 where it does not say."""
    name = row.replace("**", "").replace("`", "")
    if heading := _HEADING.fullmatch(name):
        name = heading[1]
    if (times := _BEFORE.fullmatch(name)) is None:
        mark = _MARKS.match(name)
        name = name[mark.end() :] if mark else name
        times = _BEFORE.fullmatch(name) or _BEHIND.fullmatch(name)
    if times is None:
        return name.strip(" .:,;"), 0
    reps = next(int(number) for number in times.groups() if number and number.isdecimal())
    return times["rest"].strip(" .:,;-–—"), reps


def _heading(row: str) -> str:
    """Return the heading that a line is; empty where it is none."""
    if found := _HEADING.fullmatch(row):
        return found[1].strip(" :*")[:_LONGEST]
    plain = row.strip("*_ ")
    return plain.rstrip(" :")[:_LONGEST] if plain.endswith(":") and not _MARKS.match(row) else ""


def _plain(called: str) -> str:
    return _FIRST.sub("", _WORDS.sub(" ", called.replace("_", " ")).strip().casefold())


def _quoted(text: str) -> str:
    """Return `text` as a string of TOML in one line, without what a person does not see."""
    return json.dumps("".join(letter if letter.isprintable() else " " for letter in text), ensure_ascii=False)
