"""The variants that a catalogue names: every class with every choice on its axes, as far as its rules have them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import product
from typing import cast

from audiosession.building.write import is_text
from audiosession.definitions import KeyPath
from audiosession.errors import Fault, FaultsError, near_miss
from audiosession.formats import USUAL
from audiosession.project.catalogue.found import CatalogueFile, asked, meaning
from audiosession.project.catalogue.rows import OF_CLASSES, AxisValue, CatalogueClasses
from audiosession.project.library import is_breath
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults
from audiosession.writing.choices import Defaults, choose, variant
from audiosession.writing.wanted import Wanted

_GLOB = frozenset("*?[")


@dataclass(frozen=True, kw_only=True)
class Variant:
    """A class as a catalogue names it: its `name`, what is `asked` of it, its format; `line` is where it is told."""

    name: str
    asked: Mapping[str, AxisValue] = field(hash=False)
    form: str = USUAL.name
    line: int = field(default=0, compare=False)

    @property
    def key(self) -> str:
        """What tells it from all others, as people read it.

        >>> Variant(name="saw", asked={"pace": "slow", "language": "de"}, form="flac").key
        'saw (pace slow, language de, flac)'
        """
        told = [f"{name} {value}" for name, value in self.asked.items()]
        told += [] if self.form == USUAL.name else [self.form]
        return f"{self.name} ({', '.join(told)})" if told else self.name

    @property
    def wanted(self) -> Wanted:
        """Its choices, as a build takes them."""
        return cast(Wanted, dict(self.asked))  # `asked` gave each the type that `Wanted` has


def variants_of(project: Project, file: CatalogueFile) -> tuple[Variant, ...]:
    """Return all variants that the catalogue names, in its order.

    Raises:
        FaultsError: Names that nothing carries, rules that leave nothing, and variants that become the same file as
            another one, each with its line.
    """
    faults: list[Fault] = []
    found: list[Variant] = []
    for number, table in enumerate(file.catalogue.classes):
        at: KeyPath = ("classes", number)
        names = _names(project, file, at, table, faults)
        mine = list(_in(table, names, file.line((*at, "names"))))
        if names and not mine:
            faults.append(file.fault(at, "its rules leave nothing of these classes", "loosen only or except"))
        found += mine
    faults += _the_same(file, found, read_defaults(project))
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.line))
    return tuple(found)


def _names(
    project: Project, file: CatalogueFile, at: KeyPath, table: CatalogueClasses, faults: list[Fault]
) -> list[str]:
    """Return the names that a table means, each once; what nothing carries is added to `faults`."""
    own, found = project.own_names("classes"), list[str]()
    known = {*project.names("exercises"), *project.names("classes")}
    for name in table.names:
        if _GLOB & set(name) and not is_breath(name):
            meant = [one for one in own if fnmatchcase(one, name)]
            if not meant:
                faults.append(file.fault((*at, "names"), f'no class of the project is called "{name}"'))
            found += meant
        elif name in known or is_breath(name) or is_text(name):
            found.append(name)
        else:
            hint = near_miss(name, known)
            faults.append(file.fault((*at, "names"), f'no exercise or class is called "{name}"', hint))
    return list(dict.fromkeys(found))


def _in(table: CatalogueClasses, names: Sequence[str], line: int) -> Iterator[Variant]:
    """Yield the variants of classes called `names` that the rules of a table have."""
    values = [[asked(axis, value) for value in each] for axis, each in table.axes.items()]
    for name in names:
        for chosen in product(*values):
            taken = dict(zip(table.axes, chosen, strict=True))
            if table.only and not any(_matches(rule, name, taken) for rule in table.only):
                continue
            if any(_matches(rule, name, taken) for rule in table.without):
                continue
            told = {axis: value for axis, value in taken.items() if value is not None}
            for form in dict.fromkeys(table.formats):
                yield Variant(name=name, asked=told, form=form, line=line)


def _matches(rule: Mapping[str, Sequence[AxisValue]], name: str, taken: Mapping[str, AxisValue | None]) -> bool:
    for axis, values in rule.items():
        if axis == OF_CLASSES:
            if not any(fnmatchcase(name, str(pattern)) for pattern in values):
                return False
        elif meaning(axis, taken[axis]) not in [meaning(axis, asked(axis, value)) for value in values]:
            return False
    return True


def _the_same(file: CatalogueFile, found: Sequence[Variant], defaults: Defaults) -> Iterator[Fault]:
    """Yield those that become the same file as one before them, by what they ask for alone.

    What only the class itself tells, such as its own language, is found out where it is gathered.
    """
    first: dict[tuple[str, str, str | None, str], Variant] = {}
    for one in found:
        choices = choose(defaults, **one.wanted)
        other = first.setdefault((one.name, variant(choices, defaults), choices.language, one.form), one)
        if other is not one:
            yield same_file(file, one, other)


def same_file(file: CatalogueFile, one: Variant, other: Variant) -> Fault:
    """Return that `one` becomes the file that `other` is, with the places of both."""
    message = f"{one.key} becomes the same file as {other.key} of line {other.line}"
    hint = "keep one of them: leave it out by a rule in except"
    return Fault(path=file.path, line=one.line, message=message, hint=hint)
