"""Voice-guided, breath-timed audio classes from exercise definitions.

>>> from audiosession import open_studio             # doctest: +SKIP
>>> studio = open_studio("my-classes")               # doctest: +SKIP
>>> studio.build("single-leg-kick", pace="slow")     # doctest: +SKIP

What is listed in ``__all__`` is public: the studio, what its methods take and raise, and what a voice of somebody
else's needs. Nothing heavy is loaded before it is asked for, so that ``import audiosession`` costs next to nothing.
`open_project` is an older name of `open_studio`, which goes with the next release.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audiosession.errors import AudioSessionError, Remedy, VoiceError
    from audiosession.progress import Progress, StoppedError
    from audiosession.sound.segments import AudioSegment
    from audiosession.studio.as_json import as_json
    from audiosession.studio.studio import Studio, open_studio
    from audiosession.studio.studio import open_studio as open_project
    from audiosession.voices.voice import EngineFacts, Voice
    from audiosession.writing.wanted import Wanted

__version__ = "0.1.0"
__all__ = [
    "AudioSegment",
    "AudioSessionError",
    "EngineFacts",
    "Progress",
    "Remedy",
    "StoppedError",
    "Studio",
    "Voice",
    "VoiceError",
    "Wanted",
    "__version__",
    "as_json",
    "open_project",
    "open_studio",
]

_HOMES = {
    "AudioSegment": "audiosession.sound.segments",
    "AudioSessionError": "audiosession.errors",
    "EngineFacts": "audiosession.voices.voice",
    "Progress": "audiosession.progress",
    "Remedy": "audiosession.errors",
    "StoppedError": "audiosession.progress",
    "Studio": "audiosession.studio.studio",
    "Voice": "audiosession.voices.voice",
    "VoiceError": "audiosession.errors",
    "Wanted": "audiosession.writing.wanted",
    "as_json": "audiosession.studio.as_json",
    "open_studio": "audiosession.studio.studio",
}
_OLD_NAMES = {"open_project": "open_studio"}


def __getattr__(name: str) -> object:
    name = _OLD_NAMES.get(name, name)
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
