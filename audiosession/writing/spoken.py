"""What is said in definitions: the types of texts, each with its own checks, and a line with the rest after it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, Strict, WithJsonSchema, model_validator

from audiosession.definitions import Model, one_of_types
from audiosession.sayable import hidden_letter, unsayable
from audiosession.spelling import composed
from audiosession.value_kinds import Called
from audiosession.value_words import RefusedError
from audiosession.writing.mirroring import has_ways
from audiosession.writing.phases.voices import MARK
from audiosession.writing.values import MAX_PAUSE_S, usual_most

MOST_CHARACTERS = 300
"""How long a spoken line may be."""


def _one_line(text: str) -> str:
    if any(ord(c) < 32 for c in text):
        raise RefusedError("a spoken line is one line, without line breaks or control characters")
    if hidden := hidden_letter(text):
        raise RefusedError(hidden.message, hidden.hint)
    return composed(text)


def _spoken(text: str) -> str:
    if not text.strip():
        raise RefusedError("a spoken line is not empty", "give it words, or take it out")
    if text != text.strip():
        raise RefusedError("a spoken line is not padded with spaces", f'write "{text.strip()[:60]}"')
    if text[0] in "[#":
        raise RefusedError(f'a spoken line can\'t begin with "{text[0]}": directions and comments do')
    if len(text) > MOST_CHARACTERS:
        raise RefusedError(f"a spoken line of {len(text)} characters; break it up at {MOST_CHARACTERS}")
    return text


def _sayable(text: str) -> str:
    if wrong := unsayable(text):
        raise RefusedError(wrong.message, wrong.hint)
    return text


def _sayable_by_counts(text: str) -> str:
    """Check a phase's line: of its parts, each on a count of its own, ``-`` is a silent one."""
    for part in re.split(r"(?<!\S)/(?!\S)", text):
        if part.strip() not in ("", "-"):
            _sayable(part.strip())
    return text


def _no_alternatives(text: str) -> str:
    if re.search(r"(?<!\S)\|(?!\S)", text):
        raise RefusedError('a spoken line can\'t hold " | ": it parts the forms of a line')
    return text


def _behind_mark(check: Callable[[str], str]) -> Callable[[str], str]:
    """Return what checks a line without the mark of the second voice that may stand before it."""

    def checked(text: str) -> str:
        mark = MARK if text.startswith(MARK) else ""
        return mark + check(text.removeprefix(mark))

    return checked


def _as_many(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


_LINE_PATTERN = r"[^\s\[#]([^\x00-\x1f]*\S)?$"
LINE_SCHEMA: dict[str, Any] = {
    "type": "string",
    "minLength": 1,
    "maxLength": MOST_CHARACTERS,
    "pattern": f"^{_LINE_PATTERN}",
    "not": {"type": "string", "pattern": r"(^|\s)\|(\s|$)"},
}
"""A spoken line as editors are told of it: all that JSON Schema can say of one."""
VOICED_SCHEMA = LINE_SCHEMA | {"pattern": rf"^(\[voice 2\] )?{_LINE_PATTERN}"}
"""A line that either voice says, the second one behind its mark."""
_AS_MANY = WithJsonSchema(one_of_types(VOICED_SCHEMA, {"type": "array", "items": VOICED_SCHEMA}))

OneLine = Annotated[str, AfterValidator(_one_line), WithJsonSchema({"type": "string", "pattern": r"^[^\x00-\x1f]*$"})]
"""Text in NFC, without line breaks or anything else that nobody sees."""
_Line = Annotated[OneLine, AfterValidator(_spoken), AfterValidator(_no_alternatives), WithJsonSchema(LINE_SCHEMA)]
SpokenLine = Annotated[_Line, AfterValidator(_sayable), Called("a line", "lines")]
"""One line that is said by the voice of the class."""
_Voiced = Annotated[
    OneLine,
    AfterValidator(_behind_mark(_spoken)),
    AfterValidator(_no_alternatives),
    WithJsonSchema(VOICED_SCHEMA),
]
VoicedLine = Annotated[_Voiced, AfterValidator(_behind_mark(_sayable)), Called("a line", "lines")]
"""One line that is said, by the second voice behind ``[voice 2]``."""
_LINES = Called("a line or a list of lines", "lines or lists of lines")
Variants = Annotated[tuple[VoicedLine, ...], BeforeValidator(_as_many), _LINES, _AS_MANY]
"""One line, or several that take turns."""
_PhaseLine = Annotated[_Voiced, AfterValidator(_behind_mark(_sayable_by_counts)), Called("a line", "lines")]
PhaseLines = Annotated[tuple[_PhaseLine, ...], BeforeValidator(_as_many), _LINES, _AS_MANY]
"""One line of a phase, or several that take turns over the reps; ``" / "`` moves what follows to the next count."""

MOST_REST_S = MAX_PAUSE_S
"""How long a rest may be, in seconds."""
Truth = Annotated[bool, Strict()]
Seconds = Annotated[float, Strict(), Field(gt=0, le=MOST_REST_S, allow_inf_nan=False)]
_SECONDS_SCHEMA: dict[str, Any] = {"type": "number", "exclusiveMinimum": 0, "maximum": MOST_REST_S}


class Rest(Model):
    """A pause that may stretch or shrink: the least, the usual and the most, in seconds."""

    called: ClassVar[Called] = Called("a number of seconds, or three of them", "rests", "[1.0, 2.0, 5.0]")
    shorthand: ClassVar[tuple[Mapping[str, Any], ...]] = (
        _SECONDS_SCHEMA,
        {"type": "array", "items": _SECONDS_SCHEMA, "minItems": 3, "maxItems": 3},
    )

    least: Seconds
    """The shortest, in seconds: no wish for a length makes it shorter."""
    usual: Seconds
    """The length where no length is asked for, in seconds."""
    most: Seconds
    """The longest, in seconds."""

    @model_validator(mode="before")
    @classmethod
    def _from_numbers(cls, value: Any) -> Any:
        """Read ``2.0`` (from half to twice that) or ``[1.0, 2.0, 5.0]``."""
        if isinstance(value, int | float) and not isinstance(value, bool):
            if not 0 < value <= MOST_REST_S:
                raise RefusedError(f"a rest of {value:g} s", f"over 0, to {MOST_REST_S} s")
            return {"least": value / 2, "usual": value, "most": usual_most(value)}
        if isinstance(value, list) and len(value) == 3:
            return dict(zip(("least", "usual", "most"), value, strict=True))
        if isinstance(value, Rest | dict):
            return value
        hint = "write it like 2.0 or [1.0, 2.0, 5.0]"
        if isinstance(value, list) and len(value) in (2, 6) and all(type(one) is int for one in value):
            whole = [f"{a}.{b}" for a, b in zip(value[::2], value[1::2], strict=True)]
            hint = f"write {'[' + ', '.join(whole) + ']' if len(whole) == 3 else whole[0]}, with points"
        raise RefusedError("a rest is a number of seconds, or three: [least, usual, most]", hint)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.least <= self.usual <= self.most:
            said = f"a rest from {self.least:g} to {self.most:g} s can't usually be {self.usual:g} s"
            raise RefusedError(said, "the least, the usual and the most, in this order")
        return self


DEFAULT_REST = Rest(least=0.35, usual=0.7, most=2.0)


class Say(Model):
    """A line said at leisure, the rest after it, and whether it may be left out for time."""

    called: ClassVar[Called] = Called("a line or a table", "lines or tables", '{ say = "…", rest = 2.0 }')
    shorthand: ClassVar[tuple[Mapping[str, Any], ...]] = (VOICED_SCHEMA,)

    say: VoicedLine
    """What is said, or one line in place of the whole table."""
    or_say: Variants = ()
    """Other wordings that are as good; `--seed` picks among them and `say`."""
    one_side: VoicedLine | None = None
    """What is said in its place where one side alone is practised; mirrored where that is the other side."""
    rest: Rest = DEFAULT_REST
    """The pause after it."""
    optional: Truth = False
    """Whether it may be left out where a class must be short."""
    detail: Literal["full", "cues"] | None = None
    """Who hears it: `full` who asked for all that is said, `cues` even who asked for cues alone; where nothing is said,
    how to come into place is for all, and teaching for all but these last."""
    silence: Truth = False
    """Whether it says that a long silence follows: only behind such a line are there more than 45 s without a word."""
    loaded: Truth = False
    """Whether the body is held under load in the rest behind it: that never gets longer than usual, however long a
    class must be."""

    @model_validator(mode="after")
    def _announces_what_stays(self) -> Self:
        if self.silence and self.optional:
            raise RefusedError("a line that announces a silence can't be optional", "leave optional out, or silence")
        return self

    @model_validator(mode="after")
    def _goes_one_way(self) -> Self:
        if found := next(filter(has_ways, (self.say, *self.or_say, self.one_side or "")), None):
            hint = "write what is true of both, or say it in a phase"
            raise RefusedError(f'words for two ways in a line that is said of both: "{found[:60]}"', hint)
        return self

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"say": value} if isinstance(value, str) else value


class SetUpLine(Say):
    """A line of a set-up, which a class may not need."""

    when: Literal["arriving"] | None = None
    """`arriving` where it only says how one comes into the position: left out in a class where the exercise before ends
    in it, or the way into it was said, so that one seat serves several practices."""
