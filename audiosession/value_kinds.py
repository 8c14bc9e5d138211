"""Types as people call them: what may be written for a key, one of it or several, and between which bounds."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin

from pydantic import BaseModel, RootModel, SecretStr
from pydantic.fields import FieldInfo


@dataclass(frozen=True)
class Called:
    """What a type is called by people: one of it, several of it, and one as it is written.

    It stands among the metadata of an ``Annotated`` type, or in a model as `called`.
    """

    one: str
    several: str
    example: str = ""


TABLE = Called("a table", "tables")
NAME = Called("a name", "names")


def wanted(hint: Any, *, several: bool = False) -> str:
    """Return what a person may write for a key of the type `hint`, or for several.

    >>> wanted(int | None), wanted(tuple[str, ...]), wanted(Literal["up", "down"]), wanted(Literal["up"])
    ('a whole number', 'a list of texts', 'up or down', 'up')
    """
    if called := called_by(hint):
        return called.several if several else called.one
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        return wanted(hint.__supertype__, several=several)
    if origin is Annotated:
        return wanted(arguments[0], several=several)
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(wanted(one, several=several) for one in arguments if one is not type(None)))
    if origin in (tuple, list):
        return f"{'lists' if several else 'a list'} of {wanted(arguments[0], several=True)}"
    if names := list(options(hint)):
        return ", ".join(names[:-1]) + f" or {names[-1]}" if len(names) > 1 else names[0]
    return _PLAIN.get(hint, TABLE).several if several else _PLAIN.get(hint, TABLE).one


_PLAIN: dict[Any, Called] = {
    str: Called("a text", "texts"),
    SecretStr: Called("a text", "texts"),
    int: Called("a whole number", "whole numbers"),
    float: Called("a number", "numbers"),
    bool: Called("true or false", "true or false"),
    object: Called("what may stand here", "what may stand here"),
}


def field_hint(field: FieldInfo) -> Any:
    """Return the type of a field with all that bounds it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def within(hint: Any, part: int | str) -> Any:
    """Return the type of what `part`, a key or a position, leads to from the type `hint`; None where it leads nowhere.

    Pydantic tells of a type with alternatives by adding its name to the way; such parts lead nowhere.
    """
    for one in alternatives(hint):
        origin, arguments = get_origin(one), get_args(one)
        if isinstance(part, int):
            if origin in (tuple, list):
                return arguments[0]
        elif origin is dict:
            return arguments[1]
        elif isinstance(one, type) and issubclass(one, BaseModel):
            found = next((f for name, f in one.model_fields.items() if part in (name, f.alias)), None)
            if found is not None:
                return field_hint(found)
    return None


def alternatives(hint: Any) -> Iterator[Any]:
    """Yield the types that `hint` may be, without what bounds them."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, NewType):
        yield from alternatives(hint.__supertype__)
    elif origin is Annotated:
        yield from alternatives(arguments[0])
    elif origin in (Union, types.UnionType):
        for one in arguments:
            yield from alternatives(one)
    elif isinstance(hint, type) and issubclass(hint, RootModel):
        yield from alternatives(hint.model_fields["root"].annotation)
    elif hint is not type(None):
        yield hint


def called_by(hint: Any) -> Called | None:
    """Return what people call the type `hint`, where it says so."""
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        return getattr(hint, "called", TABLE)
    if get_origin(hint) is Annotated:
        own = next((one for one in hint.__metadata__ if isinstance(one, Called)), None)
        return own or called_by(get_args(hint)[0])
    if get_origin(hint) in (Union, types.UnionType):
        others = [one for one in get_args(hint) if one is not type(None)]
        return called_by(others[0]) if len(others) == 1 else None
    return None


def options(hint: Any) -> Iterator[str]:
    """Yield what a key of the type `hint` may be, where that is a list."""
    for one in alternatives(hint):
        if get_origin(one) is Literal:
            yield from map(str, get_args(one))
        elif isinstance(one, type) and issubclass(one, Enum):
            yield from map(str, one)


def bounds_of(hint: Any) -> dict[str, Any]:
    """Return between which numbers a value of the type `hint` lies: ``ge``, ``gt``, ``le``, ``lt``."""
    found: dict[str, Any] = {}
    if get_origin(hint) is Annotated:
        for one in hint.__metadata__:
            for bound in one.metadata if isinstance(one, FieldInfo) else [one]:
                found |= {name: getattr(bound, name) for name in ("ge", "gt", "le", "lt") if hasattr(bound, name)}
    for part in get_args(hint):
        found |= bounds_of(part)
    return found


def is_model(one: Any) -> bool:
    """Tell whether the type `one` is a table."""
    return isinstance(one, type) and issubclass(one, BaseModel)
