"""The reference of keys, made from the models: one row a key, with what the docstring beneath the key says of it."""

from __future__ import annotations

import types
from collections.abc import Iterator
from datetime import date
from enum import Enum
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

import annotated_types
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from audiosession.beds.bed import Bed
from audiosession.beds.sound import SoundEntry
from audiosession.feed.show import Person, Show
from audiosession.files.sharing.opening import StoreTable
from audiosession.project.catalogue.daily import ByLanguage, DailyClass, DailyTheme
from audiosession.project.catalogue.rows import Catalogue, CatalogueClasses, VoicePrice
from audiosession.project.limits import Limits
from audiosession.project.schemas import GIVEN, field_docs
from audiosession.voices.chosen.rows import TakeRow
from audiosession.voices.command import CommandSettings
from audiosession.voices.espeak import EspeakSettings
from audiosession.voices.google import GoogleSettings
from audiosession.voices.openai import OpenAISettings
from audiosession.voices.piper.settings import PiperSettings
from audiosession.voices.recorded import RecordedSettings
from audiosession.writing.choices import Defaults
from audiosession.writing.classes import ClassDefinition, ClassExercise
from audiosession.writing.exercise import Caution, Exercise, Name, Named, Quiet, Reps, Safety
from audiosession.writing.language import (
    BreathPart,
    BreathWords,
    ClassWords,
    Counted,
    Language,
    LanguageTempo,
    Rhythms,
    Sections,
    Ways,
)
from audiosession.writing.levels import Overlay
from audiosession.writing.mirroring import SideWords
from audiosession.writing.phases.phase import CallOut, Phase
from audiosession.writing.sounds.ring import Ring, SoundName
from audiosession.writing.spoken import Rest, Say, SetUpLine, SpokenLine, Variants, VoicedLine
from audiosession.writing.words.files import FileWords, PaceWords
from audiosession.writing.words.pages import BreathRead, IndexRead, NumberRead, PageWords, PlayerRead

KEYS: dict[str, dict[str, type[BaseModel]]] = {
    "scripts/README.md": {
        "exercise keys": Exercise,
        "line keys": Say,
        "set-up keys": SetUpLine,
        "rest keys": Rest,
        "phase keys": Phase,
        "call-out keys": CallOut,
        "reps keys": Reps,
        "caution keys": Caution,
        "quiet keys": Quiet,
        "sound keys": Ring,
        "safety keys": Safety,
        "class keys": ClassDefinition,
        "class exercise keys": ClassExercise,
        "language keys": Language,
        "side keys": SideWords,
        "number keys": Counted,
        "part keys": Sections,
        "way keys": Ways,
        "tempo keys": LanguageTempo,
        "breath keys": BreathWords,
        "rhythm keys": Rhythms,
        "breath part keys": BreathPart,
        "class words keys": ClassWords,
        "file words keys": FileWords,
        "pace words keys": PaceWords,
        "page words keys": PageWords,
        "read number keys": NumberRead,
        "read breath keys": BreathRead,
        "read player keys": PlayerRead,
        "read index keys": IndexRead,
        "defaults keys": Defaults,
        "show keys": Show,
        "store keys": StoreTable,
        "person keys": Person,
        "espeak keys": EspeakSettings,
        "gtts keys": GoogleSettings,
        "piper keys": PiperSettings,
        "openai keys": OpenAISettings,
        "command keys": CommandSettings,
        "recorded keys": RecordedSettings,
        "take keys": TakeRow,
        "catalogue keys": Catalogue,
        "catalogue class keys": CatalogueClasses,
        "daily keys": DailyClass,
        "daily theme keys": DailyTheme,
        "voice price keys": VoicePrice,
        "limits keys": Limits,
    },
    "music/README.md": {"bed keys": Bed, "sound keys": SoundEntry},
}
"""Document → the name of a table in it → the model that it is made from."""

_TOLD_ELSEWHERE = {(SetUpLine, name) for name in Say.model_fields}
_TOLD_ELSEWHERE |= {(DailyClass, name) for name in DailyTheme.model_fields}
"""Keys that stand in the table of another model."""
_NAMED: dict[Any, tuple[str, str]] = {
    SpokenLine: ("line", "lines"),
    VoicedLine: ("line", "lines"),
    Variants: ("line or lines", "lines"),
    Say: ("line or [table](#lines)", "[lines](#lines)"),
    SetUpLine: ("line or [table](#lines-of-a-set-up)", "[lines](#lines-of-a-set-up)"),
    Name: ("name", "names"),
    Named: ("name", "names"),
    Rest: ("number or [rest](#rests)", "rests"),
    Phase: ("[phase](#phases)", "[phases](#phases)"),
    Reps: ("[number or table](#reps)", "numbers or tables"),
    CallOut: ("[call-out](#call-outs)", "[call-outs](#call-outs)"),
    Overlay: ("[table](#easier-and-harder)", ""),
    Safety: ("[table](#limits)", "tables"),
    Caution: ("[caution](#cautions)", "[cautions](#cautions)"),
    Quiet: ("[table](#quiet-rounds)", "tables"),
    Ring: ("[sound](#sounds)", "[sounds](#sounds)"),
    SoundName: ("name", "names"),
    ClassExercise: ("[exercise](#an-exercise-in-a-class)", "[exercises](#an-exercise-in-a-class)"),
    SideWords: ("[table](#sides)", ""),
    Counted: ("[forms](#sentences-with-a-number)", ""),
    Sections: ("[table](#parts-of-an-exercise)", ""),
    Ways: ("[table](#ways)", ""),
    LanguageTempo: ("[table](#tempo)", ""),
    BreathWords: ("[table](#breath-patterns)", ""),
    Rhythms: ("[table](#breath-patterns)", ""),
    BreathPart: ("[table](#breath-patterns)", ""),
    ClassWords: ("[table](#classes-from-a-wish)", ""),
    FileWords: ("[table](#words-in-sound-files)", ""),
    PaceWords: ("[table](#words-in-sound-files)", ""),
    PageWords: ("[table](#words-of-pages)", ""),
    NumberRead: ("[forms](#words-of-pages)", ""),
    BreathRead: ("[table](#words-of-pages)", ""),
    PlayerRead: ("[table](#words-of-pages)", ""),
    IndexRead: ("[table](#words-of-pages)", ""),
    Person: ("[person](#people)", "[people](#people)"),
    CatalogueClasses: ("[table](#catalogues)", "[tables](#catalogues)"),
    DailyClass: ("[table](#classes-a-day)", "[tables](#classes-a-day)"),
    DailyTheme: ("[table](#classes-a-day)", "[tables](#classes-a-day)"),
    ByLanguage: ("text, or a text for each language", "texts"),
    VoicePrice: ("[table](#catalogues)", "[tables](#catalogues)"),
    date: ("date", "dates"),
    SecretStr: ("text, never shown", "texts"),
    str: ("text", "texts"),
    int: ("whole number", "whole numbers"),
    float: ("number", "numbers"),
    bool: ("`true` or `false`", ""),
}
"""What a person calls a type: one of it, several of it."""
_AS_WRITTEN = {
    (CatalogueClasses, "axes"): "table: a value or a list for each option",
    (CatalogueClasses, "only"): "list of tables",
    (CatalogueClasses, "without"): "list of tables",
    (DailyTheme, "length"): "length, `5m` to `90m`",
    (DailyTheme, "choices"): "table: a value for each option",
    (DailyTheme, "focus"): "text or list of texts",
    (DailyTheme, "avoid"): "text or list of texts",
    (DailyTheme, "unlike"): "name or list of names",
    (DailyClass, "languages"): "text or list of texts",
    (DailyClass, "at"): "time of day",
    (Counted, "exactly"): "lines by number",
    (Ways, "into"): "lines by position",
    (Ways, "over"): "lines by two positions",
    (ClassDefinition, "length"): "length",
    (ClassDefinition, "fade_out"): "length, 10 s to 30 minutes",
    (ClassWords, "focus"): "table: a line for each `focus`",
    (SideWords, "pairs"): "pairs of words",
    (PageWords, "positions"): "table: a text for each position",
    (Ring, "every"): "length, 15 s to an hour",
    (ClassExercise, "pace"): "text or number",
    (TakeRow, "voice"): "text",
    (TakeRow, "recording"): "name of a file",
}
"""Keys whose type in the file is not the one in the model."""


def key_table(model: type[BaseModel]) -> str:
    """Return the keys of `model` as a table in Markdown."""
    hints = get_type_hints(model, include_extras=True)
    says = descriptions(model)
    rows = ["| key | what it is | if left out | what it does |", "| --- | --- | --- | --- |"]
    for name, field in model.model_fields.items():
        if (model, name) not in GIVEN | _TOLD_ELSEWHERE:
            kind = _AS_WRITTEN.get((model, name)) or words(hints[name]) + _limits(hints[name], field)
            cells = (f"`{field.alias or name}`", kind, _left_out(field), says.get(name, ""))
            rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Return what the docstrings beneath the fields of `model` say, by field, as it stands in a table in Markdown."""
    return {name: text.replace("|", r"\|") for name, text in field_docs(model).items()}


def models_within(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """Yield `model` and each model that stands in it, however deep."""
    yield model
    for hint in get_type_hints(model, include_extras=True).values():
        for part in _parts(hint):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from models_within(part)


def _parts(hint: Any) -> Iterator[Any]:
    yield hint
    for part in get_args(hint):
        yield from _parts(part)


def words(hint: Any, *, several: bool = False) -> str:
    """Return what a person may write for a key of the type `hint`."""
    if hint in _NAMED:
        return _NAMED[hint][several]
    if isinstance(hint, NewType):
        return words(hint.__supertype__, several=several)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return words(arguments[0], several=several)
    if origin in (Union, types.UnionType):
        return " or ".join(words(one) for one in arguments if one is not type(None))
    if origin is tuple:
        return f"list of {words(arguments[0], several=True)}"
    if origin is Literal:
        return _one_of(arguments)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _one_of([str(one) for one in hint])
    raise TypeError(f"say in _NAMED what a person calls {hint}")


def _one_of(values: Any) -> str:
    shown = [f"`{value}`" for value in values]
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _limits(hint: Any, field: FieldInfo) -> str:
    """Return what bounds a key: ``, 1 to 20``; nothing where the type has a name of its own, which tells it."""
    if hint in _NAMED and hint not in (str, int, float):
        return ""
    bounds: dict[type, Any] = {type(bound): bound for bound in (*field.metadata, *_bounds_within(hint))}
    text = ""
    least = bounds.get(annotated_types.Ge) or bounds.get(annotated_types.Gt)
    if least is not None:
        over, number = ("over ", least.gt) if isinstance(least, annotated_types.Gt) else ("", least.ge)
        most = bounds.get(annotated_types.Le)
        text += f", {over}{number:,}" + (f" to {most.le:,}" if most else "" if over else " or more")
    is_text = hint is str
    if annotated_types.MinLen in bounds:
        fewest = bounds[annotated_types.MinLen].min_length
        text += ", not empty" if is_text else f", at least {'one' if fewest == 1 else fewest}"
    if annotated_types.MaxLen in bounds:
        text += f", at most {bounds[annotated_types.MaxLen].max_length:,}" + " characters" * is_text
    return text


def _bounds_within(hint: Any) -> Iterator[Any]:
    """Yield the bounds of a type that may be left out, which pydantic keeps inside of it: ``Annotated[...] | None``."""
    for part in get_args(hint) if get_origin(hint) in (Union, types.UnionType) else ():
        if get_origin(part) is Annotated and part not in _NAMED:
            for one in part.__metadata__:
                yield from one.metadata if isinstance(one, FieldInfo) else [one]


def _left_out(field: FieldInfo) -> str:
    """Return what holds where the key is not written."""
    if field.is_required():
        return "**needed**"
    if field.default_factory is not None:
        return ""
    match field.default:
        case None | () | "":
            return ""
        case bool(value):
            return f"`{str(value).lower()}`"
        case Rest(least=least, usual=usual, most=most):
            return f"`[{least:g}, {usual:g}, {most:g}]`"
        case Say(say=line):
            return f"`{line}`"
        case SecretStr():
            return ""
        case value:
            return f"`{value}`"
