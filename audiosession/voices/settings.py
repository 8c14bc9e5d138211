"""Read the settings of one engine as its author declared them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from audiosession.definitions import told_values
from audiosession.errors import Fault, VoiceError, near_miss
from audiosession.value_words import Wrong, value_shown, value_words

LINE_BYTES = 32_000_000
"""How many bytes an engine may send for one line."""


class VoiceSettings(BaseModel):
    """The base of every engine's settings: unknown names are refused, values are checked, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True, strict=False, allow_inf_nan=False)


class HostSettings(VoiceSettings):
    """What the settings of all engines share that ask a host for each line."""

    timeout: float = Field(default=30.0, gt=0, le=600)
    """Seconds that an answer may take, from the question to its last byte."""
    attempts: int = Field(default=4, ge=1, le=10)
    """How often a line is asked for at most."""
    wait: float = Field(default=1.0, ge=0, le=60)
    """Seconds before the second attempt; each further wait is twice as long."""
    at_a_time: int = Field(default=3, ge=1, le=16)
    """Lines that are asked for side by side."""


S = TypeVar("S", bound=VoiceSettings)


class SettingsError(VoiceError):
    """Settings that an engine refuses: the message is the first, and `each` holds all, by the name of the setting."""

    def __init__(self, message: str, *, each: Mapping[str, Fault] | None = None, **facts: Any) -> None:
        super().__init__(message, **facts)
        self.each = dict(each or {})

    def __reduce__(self) -> tuple[Any, ...]:
        whole, arguments = super().__reduce__()
        return partial(whole, each=self.each), arguments


def read_settings(model: type[S], engine: str, given: Mapping[str, object]) -> S:
    """Return `given` as `model`.

    Raises:
        SettingsError: Settings are unknown, of the wrong type or out of their range.
    """
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        each: dict[str, Fault] = {}
        for one in told_values(error.errors(include_url=False), model):
            name = str(one.keys[0]) if one.keys else ""
            if name not in each:
                each[name] = _setting_fault(one, name, engine, model, before=len(each))
        first = next(iter(each.values()))
        raise SettingsError(first.message, hint=first.hint, each=each) from error


def _setting_fault(wrong: Wrong, name: str, engine: str, model: type[VoiceSettings], *, before: int) -> Fault:
    if wrong.kind == "extra_forbidden":
        hint = near_miss(name, model.model_fields, before=before)
        return Fault(message=f'the voice "{engine}" has no setting "{name}"', hint=hint)
    field = model.model_fields.get(name)
    secret = field is not None and field.annotation is SecretStr
    message, hint = value_words(wrong)
    shown = "wrong" if secret else value_shown(wrong.given)
    told = f'the setting "{name}" of the voice "{engine}" is {shown}'
    return Fault(message=told, hint="" if secret else hint or message)
