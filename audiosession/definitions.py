"""TOML text into a model: every fault of a file at once, each with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, TypeVar, cast

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails

from audiosession.errors import MOST_FAULTS, Fault, FaultsError, Where, near_miss, nearest
from audiosession.toml_places import locate
from audiosession.toml_text import read_toml, toml_table
from audiosession.value_kinds import TABLE, Called, alternatives, within
from audiosession.value_words import KeyPath, Wrong, name_words, owner_of, shortened, value_words

__all__ = [
    "KeyPath", "Model", "check_table", "check_tables", "locate", "read_definition", "read_laid_over", "toml_table"
]  # fmt: skip

_MOST_READ = 5_000
"""Faults of one file that are looked at; what goes beyond is only counted."""
_LONGEST_LIST = 200
"""Lines that a list is looked through for the one of its values that is at fault."""


class Model(BaseModel):
    """What a person writes in a file: unknown keys are faults, and nothing changes once read."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, defer_build=True, allow_inf_nan=False
    )  # a narration needs none

    called: ClassVar[Called] = TABLE
    """What people call one, and how it is written."""
    shorthand: ClassVar[tuple[Mapping[str, Any], ...]] = ()
    """What else may be written in place of the whole table: JSON Schemas, each of another type."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """Tell editors of the shorthand too, so that they can say which key of the table is wrong: not by `anyOf`."""
        told = handler(core_schema)
        return one_of_types(*cls.shorthand, handler.resolve_ref_schema(told)) if cls.shorthand else told

    @classmethod
    def forms_in(cls, table: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
        """Return other forms that a file's `table` holds of itself, whole, by the key of what is laid over for each."""
        return {}


M = TypeVar("M", bound=BaseModel)


def one_of_types(*schemas: Mapping[str, Any]) -> JsonSchemaValue:
    """Return the JSON Schema of what may be of several types: each keyword holds for values of its own type alone.

    >>> one_of_types({"type": "string", "maxLength": 3}, {"type": "number", "maximum": 1})
    {'type': ['string', 'number'], 'maxLength': 3, 'maximum': 1}
    """
    merged = {keyword: value for one in schemas for keyword, value in one.items()}
    return {**merged, "type": [one["type"] for one in schemas]}


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What was read: a text, or what stands under `prefix` in it, to be a `model`.

    `given` are keys that stand in no text, `slips` lines of which is told already. `stands_at` tells the keys that lead
    to a value in the text.
    """

    text: str
    path: Where
    model: type[BaseModel]
    prefix: KeyPath = ()
    given: frozenset[str] = frozenset()
    slips: frozenset[int] = frozenset()
    stands_at: Callable[[KeyPath], KeyPath] = tuple

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, parted once for all faults in it."""
        return self.text.split("\n")


def read_definition(text: str, path: Where, model: type[M], **given: object) -> M:
    """Return `text` as a `model`, with `given` added to what the file says.

    Raises:
        FaultsError: All that is wrong with the file, in the order of its lines.
    """
    found = read_toml(text, path)
    faults = list(found.faults)
    if found.table is None:
        raise FaultsError(faults)
    slips = frozenset(fault.line for fault in faults)
    source = _Source(text=text, path=path, model=model, given=frozenset(given), slips=slips)
    return cast(M, _in_all_forms(found.table, source, given, faults))


def read_laid_over(
    table: Mapping[str, Any],
    text: str,
    path: Where,
    model: type[M],
    stands_at: Callable[[KeyPath], KeyPath] = tuple,
    **given: object,
) -> M:
    """Return `table`, what the file's `text` makes of another definition, as a `model`; see `read_definition`.

    `stands_at` returns the keys that lead, in the text, to what others lead to in the table.
    """
    source = _Source(text=text, path=path, model=model, given=frozenset(given), stands_at=stands_at)
    return cast(M, _in_all_forms(table, source, given, ()))


def _in_all_forms(
    table: Mapping[str, Any], source: _Source, given: Mapping[str, object], known: Sequence[Fault]
) -> Any:
    """Return `table` as the model of its `source`, every form of it checked; `known` faults are told with its own."""
    faults, errors = list(known), []
    try:
        whole = source.model.model_validate({**table, **given})
    except ValidationError as error:
        errors = error.errors(include_url=False)
        faults += _faults(errors, source)
    if issubclass(source.model, Model):
        for key, form in source.model.forms_in(table).items():
            faults += _form_faults(form, replace(source, prefix=(key,)), table[key], errors, given)
    if faults:
        raise FaultsError(sorted(faults, key=lambda fault: fault.line)) from None
    return whole


def check_table(table: Mapping[str, Any], text: str, path: Where, model: type[M], prefix: KeyPath = ()) -> M:
    """Return `table`, found under `prefix` in the file's `text`, as a `model`; see `read_definition`."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        source = _Source(text=text, path=path, model=model, prefix=prefix)
        raise FaultsError(_faults(error.errors(include_url=False), source)) from None


def check_tables(text: str, path: Where, model: type[M]) -> dict[str, M]:
    """Return each table that the file's `text` consists of as a `model`, by its name.

    Raises:
        FaultsError: All that is wrong with the file.
    """
    found: dict[str, M] = {}
    faults: list[Fault] = []
    for name, table in toml_table(text, path).items():
        try:
            found[name] = check_table(table, text, path, model, prefix=(name,))
        except FaultsError as error:
            faults += error.faults
    if faults:
        raise FaultsError(faults)
    return found


def told_values(errors: Sequence[ErrorDetails], model: type[BaseModel]) -> list[Wrong]:
    """Return what pydantic tells of a `model` as a person sees it: each wrong value once, and a fault once.

    A list counts as too short, too, where what stands in it is at fault; and a key that is misspelled is not missing.
    """
    found: dict[KeyPath, Wrong] = {}
    for error in errors:
        wrong = _placed(error, model)
        before = found.get(wrong.keys)
        if before is None or wrong.kind in _OWN:
            found[(*wrong.keys, len(found)) if before else wrong.keys] = wrong
        else:
            found[wrong.keys] = replace(before, kind="one_of_several")
    inside = {one.keys[:depth] for one in found.values() for depth in range(len(one.keys))}
    meant = _meant([one for one in found.values() if one.kind == "extra_forbidden"][:MOST_FAULTS], model)
    return [
        one
        for one in found.values()
        if not (one.kind == "too_short" and one.keys in inside) and not (one.kind == "missing" and one.keys in meant)
    ]


_OWN = frozenset({"value_error", "refused"})


def _placed(error: ErrorDetails, model: type[BaseModel]) -> Wrong:
    """Return an error with the keys that a person wrote, and the type of what they lead to."""
    hint: Any = model
    keys: list[int | str] = []
    for number, part in enumerate(error["loc"], 1):
        inner = within(hint, part)
        if inner is not None:
            hint = inner
            keys.append(part)
        elif number == len(error["loc"]) and error["type"] in ("missing", "extra_forbidden"):
            keys.append(part)
    return Wrong(
        kind=error["type"], keys=tuple(keys), hint=hint, given=error.get("input"), facts=error.get("ctx") or {}
    )


def _meant(unknown: Sequence[Wrong], model: type[BaseModel]) -> set[KeyPath]:
    """Return the keys that are there under a name of which they are the near miss, or in the wrong table."""
    found: set[KeyPath] = set()
    for one in unknown:
        key, known = str(one.keys[-1]), known_keys(model, one.keys[:-1])
        found |= {(*one.keys[:-1], name) for name in known if f'"{name}"' in nearest(key, known)}
        found |= {(key,)} if key in known_keys(model, ()) else set()
    return found


def _faults(errors: Sequence[ErrorDetails], source: _Source) -> Sequence[Fault]:
    """Return what is wrong, in the order of the file's lines; all but the first few are only counted."""
    placed = [(_line(one, source), one) for one in told_values(errors[:_MOST_READ], source.model)]
    rows = sorted(
        (row for row in placed if row[0] not in source.slips or row[1].kind == "missing"), key=lambda row: row[0]
    )
    faults = []
    for line, one in rows[:MOST_FAULTS]:
        message, hint = _words(one, line, source)
        at = tuple(source.stands_at(source.prefix + one.keys))
        faults.append(Fault(path=source.path, line=line, message=message, hint=hint, at=at))
    counted = len(rows[MOST_FAULTS:]) + len(errors[_MOST_READ:])
    return [*faults, *[Fault(path=source.path, line=rows[-1][0] if rows else 0, message="")] * counted]


def _form_faults(
    form: Mapping[str, Any],
    source: _Source,
    overlay: Mapping[str, Any],
    known: Sequence[ErrorDetails],
    given: Mapping[str, object],
) -> list[Fault]:
    """Return what is wrong with another form of a definition, but for what is wrong with that itself.

    Each fault stands where the value is in what is laid over; where only both together are wrong, at its beginning.
    """
    try:
        source.model.model_validate({**form, **given})
    except ValidationError as error:
        seen = {(one["loc"], one["type"]) for one in known}
        errors = [
            one
            for one in error.errors(include_url=False)
            if (one["loc"], one["type"]) not in seen or (one["loc"] and one["loc"][0] in overlay)
        ]
        told = f"in [{source.prefix[0]}]: "
        return [
            fault if fault.is_count else replace(fault, message=told + fault.message)
            for fault in _faults(errors, source)
        ]
    return []


def _line(wrong: Wrong, source: _Source) -> int:
    """Return the line of a value; of one among several in a list, the line on which it is written."""
    if wrong.keys and wrong.keys[0] in source.given:
        return 0
    line = locate(source.text, source.stands_at(source.prefix + wrong.keys))
    if isinstance(wrong.given, str) and wrong.given and any(isinstance(key, int) for key in wrong.keys):
        for number in range(line, min(line + _LONGEST_LIST, len(source.lines) + 1)):
            if wrong.given in source.lines[number - 1]:
                return number
    return line


def _words(wrong: Wrong, line: int, source: _Source) -> tuple[str, str]:
    """Return what is wrong and what to do, in our own words."""
    keys, model = wrong.keys, source.model
    owner, key = shortened(owner_of(keys)), shortened(str(keys[-1]) if keys else "")
    if keys and keys[0] in source.given:
        return name_words(str(wrong.given))
    if wrong.kind == "missing":
        table = f"[{'.'.join(map(str, source.prefix))}]" if source.prefix else "the file"
        return f'{owner or table} lacks "{key}"', _how(wrong.hint, keys, model)
    if wrong.kind == "extra_forbidden":
        above = f"it belongs to the file itself: write it above the first line in brackets, line {_first(source)}"
        misplaced = not source.prefix and key in known_keys(model, ())
        hint = above if misplaced else near_miss(key, known_keys(model, keys[:-1]))
        return f'{f"{owner} has " if owner else ""}unknown key "{key}"', hint
    written = source.lines[line - 1 : line]
    in_header = bool(written) and written[0].lstrip().startswith("[")
    return value_words(replace(wrong, keys=keys or source.prefix[-1:], in_header=in_header))


def _how(hint: Any, keys: KeyPath, model: type[BaseModel]) -> str:
    """Return how a table that is missing is written, where its model tells."""
    inner = hint
    for part in keys[-1:]:
        inner = within(hint, part) if within(hint, part) is not None else hint
    for one in alternatives(inner):
        listed = within(one, 0)
        called = getattr(listed if listed is not None else one, "called", None)
        if isinstance(called, Called) and called.example:
            return f"write {keys[-1]} = " + (f"[{called.example}]" if listed is not None else called.example)
    return ""


def _first(source: _Source) -> int:
    """Return the first line that begins a table."""
    return next((number for number, line in enumerate(source.lines, 1) if line.lstrip().startswith("[")), 1)


def known_keys(model: type[BaseModel], keys: KeyPath) -> list[str]:
    """Return the keys that the table at `keys` may hold, by aliases where it has them."""
    hint: Any = model
    for part in keys:
        hint = within(hint, part)
    inner = next((one for one in alternatives(hint) if isinstance(one, type) and issubclass(one, BaseModel)), None)
    return [field.alias or name for name, field in inner.model_fields.items()] if inner else []
