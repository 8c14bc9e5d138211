"""Easier and harder: the forms of one exercise, each written as what it has in place of the exercise's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from audiosession.toml_text import laid_over
from audiosession.value_kinds import Called
from audiosession.value_words import KeyPath, RefusedError, refuse
from audiosession.writing.values import LEVELS

FORMS = {"easier": -1, "harder": 1}
"""The keys that hold another form, and how many levels harder that is where it does not say."""


def _a_form(overlay: dict[str, Any]) -> dict[str, Any]:
    """Refuse what no form has; all else in it is checked in the whole exercise that it makes."""
    refuse(
        [
            ((key,), RefusedError(f'a form has no "{key}" of its own', "leave it out"))
            for key in (*FORMS, "name")
            if key in overlay
        ]
    )
    return overlay


Overlay = Annotated[dict[str, Any], AfterValidator(_a_form), Called("a table of keys of an exercise", "tables")]
"""What a form has in place of the exercise's own keys."""


def whole_forms(table: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Return the forms that are written in `table`, each laid over all that is written of the exercise itself.

    Tables are laid over key by key, but for what is said: a line stands for the whole line, with its rest.

    >>> whole_forms({"level": "intermediate", "reps": 5, "easier": {"reps": 3}})
    {'easier': {'level': 'beginner', 'reps': 3}}
    """
    found = {}
    own = {key: value for key, value in table.items() if key not in FORMS}
    for key, step in FORMS.items():
        if isinstance(overlay := table.get(key), Mapping):
            level = _level_of(overlay, str(table.get("level")), step)
            of_form = {name: value for name, value in overlay.items() if name not in FORMS}
            lines = {name for name, value in of_form.items() if isinstance(value, Mapping) and "say" in value}
            below = {name: value for name, value in own.items() if name not in lines}
            found[key] = laid_over(below, of_form | ({} if level is None else {"level": level}))
    return found


def as_written_under(model: BaseModel, overlay: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was written of `model` as a table that `overlay` can be laid over: only as deep as that reaches.

    All else in it are the values that were read, which are not read a second time.
    """
    found: dict[str, Any] = {}
    for name in sorted(model.model_fields_set - FORMS.keys()):
        key, value = type(model).model_fields[name].alias or name, getattr(model, name)
        if isinstance(value, BaseModel) and isinstance(above := overlay.get(key), Mapping):
            value = as_written_under(value, above)
        found[key] = value
    return found


def out_of_order(level: str, forms: Mapping[str, Mapping[str, Any] | None]) -> Iterator[tuple[KeyPath, RefusedError]]:
    """Yield which `forms` of an exercise of `level` are not easier or harder than that, as their keys say."""
    for key, overlay in forms.items():
        if overlay is None:
            continue
        of_form, step = _level_of(overlay, level, FORMS[key]), FORMS[key]
        if of_form is None:
            yield (key,), RefusedError(f"no level is {key} than {level}", "give the exercise itself another level")
        elif of_form in LEVELS and step * harder_by(of_form, level) <= 0:
            said = f"{of_form} is not {key} than {level}, the level of the exercise"
            yield (key, "level"), RefusedError(said, "write another level for one of them")


def harder_by(level: str, other: str) -> int:
    """Return how many levels harder `level` is than `other`; below 0 where it is easier.

    >>> harder_by("advanced", "beginner"), harder_by("beginner", "intermediate")
    (2, -1)
    """
    names = [str(one) for one in LEVELS]
    return names.index(level) - names.index(other)


def _level_of(overlay: Mapping[str, Any], level: str, step: int) -> str | None:
    """Return the level of a form: its own, else the one that many levels from `level`; None where there is none."""
    names = [str(one) for one in LEVELS]
    if "level" in overlay:
        return str(overlay["level"])
    at = names.index(level) + step if level in names else -1
    return names[at] if 0 <= at < len(names) else None
