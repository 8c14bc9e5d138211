"""What catalogue.toml says, with every axis, value, rule and format held against what there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from audiosession.definitions import KeyPath, locate, read_definition
from audiosession.errors import DefinitionError, Fault, FaultsError, NotFoundError, near_miss
from audiosession.formats import FORMATS
from audiosession.project.catalogue.daily_faults import daily_faults, voice_faults
from audiosession.project.catalogue.rows import OF_CLASSES, UNCHOSEN, AxisValue, Catalogue, CatalogueClasses
from audiosession.project.project import Project, read_text
from audiosession.writing.wanted import CHOICES, Wanted

FILE = "catalogue.toml"
_EXAMPLE = (
    'write scripts/catalogue.toml, such as [[classes]] with names = ["*"] and axes = { pace = ["usual", "slow"] }'
)


@dataclass(frozen=True, kw_only=True)
class CatalogueFile:
    """A catalogue.toml, of which every key is good."""

    path: Path
    text: str = field(repr=False)
    catalogue: Catalogue

    def fault(self, keys: KeyPath, message: str, hint: str = "") -> Fault:
        """Return a fault at `keys` of it, with its line."""
        return Fault(path=self.path, line=locate(self.text, keys), message=message, hint=hint)

    def line(self, keys: KeyPath) -> int:
        """Return the line on which `keys` stand."""
        return locate(self.text, keys)


def read_catalogue(project: Project) -> CatalogueFile:
    """Return the catalogue of the project.

    Raises:
        NotFoundError: It has none.
        FaultsError: All that is wrong with it, each with its line.
    """
    path = project.scripts / FILE
    if not path.is_file():
        raise NotFoundError("there is no catalogue", path=path, hint=_EXAMPLE)
    return catalogue_in(read_text(path), path)


def has_catalogue(project: Project) -> bool:
    """Tell whether the project has a catalogue."""
    return (project.scripts / FILE).is_file()


def daily_names(project: Project) -> tuple[str, ...]:
    """Return what the classes a day of the project are called; none where it has no catalogue.

    Raises:
        FaultsError: The catalogue is at fault.
    """
    return tuple(one.name for one in read_catalogue(project).catalogue.daily) if has_catalogue(project) else ()


def catalogue_in(text: str, path: Path) -> CatalogueFile:
    """Return what `text`, the catalogue.toml at `path`, says; see `read_catalogue`."""
    file = CatalogueFile(path=path, text=text, catalogue=read_definition(text, path, Catalogue))
    faults = [
        fault
        for number, table in enumerate(file.catalogue.classes)
        for fault in _faults_of(file, ("classes", number), table)
    ]
    faults += [file.fault(*wrong) for wrong in daily_faults(file.catalogue.daily, asked)]
    if not file.catalogue.classes and not file.catalogue.daily and not faults:
        faults = [
            file.fault((), "names no class", "write [[classes]] with names, or [[daily]] with a name and a length")
        ]
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.line))
    return file


def asked(name: str, value: AxisValue) -> AxisValue | None:
    """Return a `value` of the axis called `name` as `Wanted` has it; None for `UNCHOSEN`.

    Raises:
        DefinitionError: No such choice, or it has no such value.
    """
    if name not in CHOICES:
        raise DefinitionError(f'nothing that can be chosen is called "{name}"', hint=near_miss(name, CHOICES))
    if value == UNCHOSEN:
        return None
    kinds, given = _kinds(name), type(value)
    if given not in kinds and given in (int, float):
        value = float(value) if float in kinds else f"{value:g}" if str in kinds else value
    if type(value) not in kinds:
        written = CHOICES[name].written or "true or false"
        raise DefinitionError(f"{name} can't be {_shown(value)}", hint=f"write {written}, as text or number")
    CHOICES[name].read(value)
    return value


def meaning(name: str, value: AxisValue | None) -> object:
    """Return what a value that was `asked` for stands for, so that two ways to write one thing are the same."""
    return None if value is None else CHOICES[name].read(value)


@cache
def _hints() -> Mapping[str, Any]:
    return get_type_hints(Wanted)


def _kinds(name: str) -> tuple[type, ...]:
    """Return the types that a choice may be written in."""
    hint = _hints()[name]
    return tuple(one for one in get_args(hint) or (hint,) if one is not NoneType)


def _shown(value: AxisValue) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def _faults_of(file: CatalogueFile, at: KeyPath, table: CatalogueClasses) -> Iterator[Fault]:
    """Yield all that is wrong in one of its tables."""
    for name, values in table.axes.items():
        yield from _axis_faults(file, (*at, "axes", name), name, values)
    for key, rules in (("only", table.only), ("except", table.without)):
        for number, rule in enumerate(rules):
            yield from _rule_faults(file, (*at, key, number), rule, table)
    for name in table.formats:
        if name not in FORMATS:
            yield file.fault((*at, "formats"), f'no format is called "{name}"', near_miss(name, FORMATS))


def _axis_faults(file: CatalogueFile, at: KeyPath, name: str, values: Sequence[AxisValue]) -> Iterator[Fault]:
    seen: dict[object, AxisValue] = {}
    for value in values:
        try:
            means = meaning(name, asked(name, value))
        except DefinitionError as error:
            yield file.fault(at, error.message, error.hint)
            if name not in CHOICES:
                return
            continue
        if isinstance(value, str) and value not in (UNCHOSEN, "none") and name in ("voice", "count_voice"):
            yield from (file.fault(at, *wrong) for wrong in voice_faults(value))
        if means in seen:
            yield file.fault(at, f"{name} is {_shown(value)} twice", "keep one of the two")
        seen[means] = value


def _rule_faults(
    file: CatalogueFile, at: KeyPath, rule: Mapping[str, Sequence[AxisValue]], table: CatalogueClasses
) -> Iterator[Fault]:
    """Yield what a rule matches nothing by: an axis that its table has not, a value that is not on it."""
    if not rule:
        yield file.fault(at, "the rule is empty, so that it matches everything", "name an axis and a value in it")
    for name, values in rule.items():
        if name == OF_CLASSES:
            continue
        if name not in table.axes:
            known = near_miss(name, [OF_CLASSES, *table.axes])
            yield file.fault((*at, name), f'the rule names "{name}", which is no axis of its table', known)
            continue
        for value in values:
            if not _is_on(name, value, table.axes[name]):
                there = ", ".join(_shown(one) for one in table.axes[name])
                yield file.fault((*at, name), f"the rule names {name} {_shown(value)}", f"the axis has {there}")


def _is_on(name: str, value: AxisValue, axis: Sequence[AxisValue]) -> bool:
    try:
        means = meaning(name, asked(name, value))
        return any(meaning(name, asked(name, one)) == means for one in axis)
    except DefinitionError:
        return False
