"""Any program that speaks: text to its standard input or a file, sound from a file or its standard output, no shell."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from audiosession.errors import CodecError, VoiceError, near_miss
from audiosession.files.digests import digest_of_file
from audiosession.files.running import Bounds, TooMuchSaidError, run_program
from audiosession.voices.settings import LINE_BYTES, VoiceSettings, read_settings
from audiosession.voices.voice import EngineFacts, ReadyVoice

if TYPE_CHECKING:
    from audiosession.sound.segments import AudioSegment


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A program that is known: its words, the voice meant by default, what it speaks, what installs it.

    `lists` are the words that make it list its voices, for a program that would take another in silence.
    In the words ``{text}`` is a file with the line, ``{line}`` the line itself, ``{wav}`` the file to write and
    ``{voice}`` the voice. Without ``{text}`` and ``{line}`` the line goes to standard input, without ``{wav}`` the
    sound comes from standard output.
    """

    run: tuple[str, ...]
    voice: str
    language: str
    install: str
    lists: tuple[str, ...] = ()


PRESETS = {
    "say": Preset(
        run=("say", "-v", "{voice}", "-f", "{text}", "-o", "{wav}", "--data-format=LEI16@22050"),
        voice="Samantha",
        language="en-us",
        install="it comes with macOS",
    ),
    "flite": Preset(
        run=("flite", "-voice", "{voice}", "-f", "{text}", "-o", "{wav}"),
        voice="slt",
        language="en-us",
        install="apt install flite, or brew install flite",
        lists=("flite", "-lv"),
    ),
    "festival": Preset(
        run=("text2wave", "-eval", "(voice_{voice})", "-o", "{wav}", "{text}"),
        voice="kal_diphone",
        language="en-us",
        install="apt install festival",
    ),
    "pico2wave": Preset(
        run=("pico2wave", "-l", "{voice}", "-w", "{wav}", "--", "{line}"),
        voice="en-US",
        language="en-us",
        install="apt install libttspico-utils",
    ),
    "espeak-ng": Preset(
        run=("espeak-ng", "-v", "{voice}", "-s", "120", "-w", "{wav}", "-f", "{text}"),
        voice="en-us",
        language="en-us",
        install="apt install espeak-ng, or brew install espeak-ng",
    ),
}


class CommandSettings(VoiceSettings):
    """How a program is run."""

    language: str = ""
    """What it speaks, where that is not English as the presets do."""
    timeout: float = Field(default=60.0, gt=0, le=600)
    """Seconds that one line may take."""
    at_a_time: int = Field(default=2, ge=1, le=16)
    """How many lines are spoken side by side."""
    extra: tuple[str, ...] = ()
    """Words added after the program's name, such as its own settings for rate and pitch."""


@dataclass(frozen=True, kw_only=True)
class CommandVoice:
    """A program with its words."""

    name: str
    run: tuple[str, ...]
    voice: str
    language: str
    settings: CommandSettings
    seconds_per_character: tuple[float, float] = (0.02, 0.3)

    @property
    def at_a_time(self) -> int:
        return self.settings.at_a_time

    @property
    def address(self) -> str:
        return f"command {shlex.join((*self.run, *self.settings.extra))} {self.voice} {_digest(Path(self._program))}"

    @cached_property
    def _program(self) -> str:
        return shutil.which(self.run[0]) or self.run[0]

    def speak(self, text: str) -> AudioSegment:
        """Run the program on `text` and return what it made, in any format that can be decoded."""
        from audiosession.voices.take import decode_line, unclipped

        with _scratch() as folder:
            text_file, wav = Path(folder, "line.txt"), Path(folder, "line.wav")
            text_file.write_text(text + "\n", encoding="utf-8")
            given = {"text": str(text_file), "line": text, "wav": str(wav), "voice": self.voice}
            in_file = any("{wav}" in word for word in self.run)
            words = _filled((*self.run[:1], *self.settings.extra, *self.run[1:]), given)
            answer = self._run(words, text, wav if in_file else None)
            if in_file and not wav.is_file():
                raise VoiceError(f"{self.run[0]} wrote no sound for {text!r}", hint="run it by hand to see why")
            try:
                samples = decode_line(wav if in_file else answer, text)
            except CodecError as error:
                trouble = f"what {self.run[0]} made of {text!r} is no sound: {error.message}"
                raise VoiceError(trouble, hint="run it by hand to see why") from error
        return unclipped(samples)

    def _run(self, words: list[str], text: str, wav: Path | None) -> bytes:
        reads_file = any("{text}" in word or "{line}" in word for word in self.run)
        bounds = Bounds(within_s=self.settings.timeout, most_bytes=LINE_BYTES, writes=wav)
        try:
            ran = run_program([self._program, *words[1:]], bounds, None if reads_file else text.encode())
        except subprocess.TimeoutExpired as error:
            raise VoiceError(
                f"{self.run[0]} took over {self.settings.timeout:g} s for {text!r}", hint="raise its setting timeout"
            ) from error
        except TooMuchSaidError as error:
            trouble = f"{self.run[0]} made over {LINE_BYTES // 1_000_000} MB of {text!r}, and was stopped"
            raise VoiceError(trouble, hint="check the program, or choose another voice") from error
        except OSError as error:
            raise VoiceError(
                f"{self.run[0]} can't be run: {error.strerror}", hint="check the program, or choose another voice"
            ) from error
        if ran.status != 0:
            raise VoiceError(
                f"{self.run[0]} failed on {text!r} with status {ran.status}",
                hint=ran.complaint or "run it by hand to see why",
            )
        return ran.said


@contextmanager
def _scratch() -> Iterator[str]:
    """Lend a folder for one line."""
    try:
        with tempfile.TemporaryDirectory(prefix="audiosession-") as folder:
            yield folder
    except OSError as error:
        reason = error.strerror or "there is no folder for temporary files"
        hint = "free some space, or set TMPDIR to a folder that you may write to"
        raise VoiceError(f"a line can't be handed to the program: {reason}", hint=hint) from error


def open_voice(argument: str, settings: Mapping[str, object]) -> CommandVoice:
    """Open ``command:PRESET[:VOICE]``, or ``command:WORDS`` with the words of any program.

    Raises:
        VoiceError: No such preset, its program is not installed, or a setting is wrong.
    """
    chosen = read_settings(CommandSettings, "command", settings)
    preset_name, _, voice = argument.partition(":")
    if preset := PRESETS.get(preset_name):
        if shutil.which(preset.run[0]) is None:
            raise VoiceError(f"{preset.run[0]} is not installed", hint=preset.install)
        if voice and preset.lists and voice not in (known := _listed(preset.lists)) and not Path(voice).is_file():
            raise VoiceError(f'{preset_name} has no voice "{voice}"', hint=near_miss(voice, known))
        return CommandVoice(
            name=f"command:{preset_name}:{voice or preset.voice}",
            run=preset.run,
            voice=voice or preset.voice,
            language=chosen.language or preset.language,
            settings=chosen,
        )
    words = _words(argument)
    if shutil.which(words[0]) is None:
        raise VoiceError(f'there is no program "{words[0]}"', hint=near_miss(words[0], PRESETS))
    return CommandVoice(name=f"command:{argument}", run=words, voice="", language=chosen.language, settings=chosen)


def facts() -> EngineFacts:
    """Tell what there is to know of this engine, and which presets are installed."""
    installed = [name for name, preset in PRESETS.items() if shutil.which(preset.run[0])]
    return EngineFacts(
        summary="any program that speaks; " + (f"installed: {', '.join(installed)}" if installed else "none installed"),
        spec=f"command:{'|'.join(PRESETS)}[:VOICE], or command:WORDS",
        privacy="the text goes to that program alone",
        cost="free, all presets",
        languages=tuple(sorted({PRESETS[name].language for name in installed})),
        cure="" if installed else PRESETS["flite"].install,
        voices=tuple(ReadyVoice(spec=f"command:{name}", language=PRESETS[name].language) for name in installed),
    )


def _listed(words: tuple[str, ...]) -> list[str]:
    try:
        said = run_program(words, Bounds(within_s=10, most_bytes=1_000_000)).said
    except (OSError, subprocess.TimeoutExpired, TooMuchSaidError) as error:
        raise VoiceError(f"{words[0]} does not list its voices", hint="run it by hand to see why") from error
    return said.decode(errors="replace").partition(":")[2].split()


def _words(argument: str) -> tuple[str, ...]:
    try:
        words = tuple(shlex.split(argument))
    except ValueError as error:
        trouble = f"the command {argument!r} can't be split into words: {error}"
        raise VoiceError(trouble, hint="close the quote") from error
    if not words:
        raise VoiceError("the voice command needs a program", hint="such as command:flite; " + near_miss("", PRESETS))
    return words


def _filled(words: tuple[str, ...], given: Mapping[str, str]) -> list[str]:
    """Return `words` with what stands for each ``{name}``; other braces stay as they are."""
    filled = []
    for word in words:
        for name, value in given.items():
            if f"{{{name}}}" in word:
                word = word.replace(f"{{{name}}}", value)
                break
        filled.append(word)
    return filled


@cache
def _digest(program: Path) -> str:
    """Return what tells one version of a program from another."""
    try:
        return digest_of_file(program)[:16]
    except OSError:
        return ""
