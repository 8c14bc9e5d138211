"""What a voice of Piper tells of itself, in the file beside its model."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from audiosession.errors import VoiceError, near_miss
from audiosession.files.reading import TEXT_BYTES, read_at_most
from audiosession.json_text import read_json


class _Sound(BaseModel):
    sample_rate: int = Field(ge=8_000, le=192_000)


class _Language(BaseModel):
    code: str = Field(default="", max_length=40)


class _Espeak(BaseModel):
    voice: str = Field(default="", max_length=40)


class _Described(BaseModel):
    """What we read of a voice's description; the rest is for Piper."""

    audio: _Sound
    language: _Language = _Language()
    espeak: _Espeak = _Espeak()
    num_speakers: int = Field(default=1, ge=0, le=100_000)
    speaker_id_map: dict[str, int] = {}


def read_config(path: Path) -> Mapping[str, Any]:
    """Return what the file at `path` tells of a voice.

    Raises:
        VoiceError: It is missing, or describes none.
    """
    try:
        config = read_json(read_at_most(path, TEXT_BYTES))
        _Described.model_validate(config)
        return dict(config)
    except FileNotFoundError:
        raise VoiceError("is missing beside its voice", path=path, hint="each .onnx needs its .onnx.json") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise VoiceError("does not describe a voice of Piper", path=path, hint="download it again") from error


def speaker_number(config: Mapping[str, Any], wanted: str | int | None) -> int | None:
    """Return the number of the speaker who is `wanted`, by name or number, of those that `config` tells of.

    Raises:
        VoiceError: There is none.
    """
    if wanted is None:
        return None
    speakers = {str(name): int(number) for name, number in config.get("speaker_id_map", {}).items()}
    if str(wanted) in speakers:
        return speakers[str(wanted)]
    n_speakers = int(config.get("num_speakers", 1))
    if str(wanted).isdecimal() and int(wanted) < n_speakers:
        return int(wanted)
    hint = near_miss(str(wanted), speakers) if speakers else f"numbers from 0 to {n_speakers - 1}"
    raise VoiceError(f'this voice of Piper has no speaker "{wanted}"', hint=hint)
