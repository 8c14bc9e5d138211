"""Read the settings of one engine as its author declared them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from audiosession.definitions import told_values
from audiosession.errors import VoiceError, near_miss
from audiosession.value_words import value_shown, value_words


class VoiceSettings(BaseModel):
    """The base of every engine's settings: unknown names are refused, values are checked, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False, allow_inf_nan=False)


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


def read_settings(model: type[S], engine: str, given: Mapping[str, object]) -> S:
    """Return `given` as `model`.

    Raises:
        VoiceError: A setting is unknown, of the wrong type or out of its range.
    """
    try:
        return model.model_validate(dict(given))
    except ValidationError as error:
        first = told_values(error.errors(include_url=False), model)[0]
        name = str(first.keys[0]) if first.keys else ""
        if first.kind == "extra_forbidden":
            raise VoiceError(
                f'the voice "{engine}" has no setting "{name}"', hint=near_miss(name, model.model_fields)
            ) from error
        field = model.model_fields.get(name)
        secret = field is not None and field.annotation is SecretStr
        message, hint = value_words(first)
        raise VoiceError(
            f'the setting "{name}" of the voice "{engine}" is {"wrong" if secret else value_shown(first.given)}',
            hint="" if secret else hint or message,
        ) from error
