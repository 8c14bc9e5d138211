"""Say things on the standard streams, and ask: the one place that does, whatever stands at their other end.

A stream may be closed (a daemon, ``pythonw``), full, or in an encoding that lacks a letter. None of that may undo or
hide the work that is told of.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from contextlib import suppress
from typing import IO, AnyStr, TextIO, cast

from audiosession.errors import AudioSessionError, OutputError

_PLAIN = str.maketrans({"→": "->", "×": "x", "…": "...", "–": "-", "−": "-", "’": "'", "“": '"', "”": '"', "•": "*"})
"""How our own signs are written where an encoding lacks them."""
_ERRORS = "audiosession.plain"
_REPLACED = ("strict", "surrogateescape", "backslashreplace")
_OUTPUT = 1


def open_streams() -> None:
    """Make the standard streams such that nothing said on them can fail for what it says.

    One that is closed leads nowhere from now on: else the next file that is opened would take its place, and with it
    whatever a library in C has to say. Letters that an encoding lacks are said plainly, or as ``?``.
    """
    codecs.register_error(_ERRORS, _plainly)
    with suppress(OSError):
        while (file := os.open(os.devnull, os.O_RDWR)) <= _OUTPUT + 1:
            os.set_inheritable(file, True)
        os.close(file)
    sys.stdin = _opened(sys.stdin, "r")
    sys.stdout = _opened(sys.stdout, "w")
    sys.stderr = _opened(sys.stderr, "w")


def print_line(line: str = "", *, end: str = "\n") -> None:
    """Print a line of the result on standard output.

    Raises:
        BrokenPipeError: Who read it has gone.
        OutputError: Nothing can be written there.
    """
    _print(line + end, sys.stdout)


def sayable(text: str) -> bool:
    """Tell whether standard output can hold `text` to the letter."""
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def print_document(text: str) -> None:
    """Print a whole document on standard output: in UTF-8, as files are, unless a person reads it at a terminal.

    Raises:
        BrokenPipeError: As `print_line`.
        OutputError: As `print_line`.
    """
    if not sys.stdout.isatty() and isinstance(sys.stdout, io.TextIOWrapper):
        _print(text.encode("utf-8", "surrogateescape"), sys.stdout.buffer)
    else:
        _print(text, sys.stdout)


def tell(line: str) -> None:
    """Print a line that a person should see at once, beside the result; where nobody can, the work goes on."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()


def somebody_answers() -> bool:
    """Tell whether a person sits at both ends: one who reads what is printed, and types."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def answer_to(question: str) -> str:
    """Return what a person types after `question`, without blanks around it; nothing where they end the input.

    Raises:
        KeyboardInterrupt: They want to stop.
        BrokenPipeError: As `print_line`.
        OutputError: As `print_line`.
    """
    answer = ""
    try:
        print_line(question, end=" ")
        with suppress(OSError, ValueError):  # the terminal has gone
            answer = sys.stdin.readline()
    except KeyboardInterrupt:
        print_line()
        raise
    if not answer.endswith("\n"):
        print_line()
    return answer.strip()


def read_input(n_bytes: int) -> bytes:
    """Return what stands on standard input, up to its end.

    Raises:
        AudioSessionError: It can't be read, or is longer than `n_bytes`.
    """
    stream = getattr(sys.stdin, "buffer", None)
    try:
        content = bytes(stream.read(n_bytes + 1)) if stream else b""
    except OSError as error:
        raise AudioSessionError(f"standard input can't be read: {error.strerror or error}") from error
    if len(content) > n_bytes:
        raise AudioSessionError(f"standard input is over {n_bytes / 1_000_000:g} MB, too long for what it is to be")
    return content


def give_up_output() -> None:
    """Let standard output lead nowhere, so that Python does not complain once more when it leaves."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, _OUTPUT)
        os.close(nowhere)


def _print(content: AnyStr, stream: IO[AnyStr]) -> None:
    try:
        stream.write(content)
        stream.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_output()
        hint = "whatever was made stands; only what is told of it is lost"
        raise OutputError(f"standard output can't be written: {error.strerror or error}", hint=hint) from error


def _opened(stream: TextIO | None, mode: str) -> TextIO:
    """Return `stream`, forgiving; one that leads nowhere for one that is closed."""
    if stream is None or stream.closed:
        return cast(TextIO, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123
    if mode == "w" and isinstance(stream, io.TextIOWrapper) and stream.errors in _REPLACED:
        stream.reconfigure(errors=_ERRORS)
    return stream


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    said = error.object[error.start : error.end].translate(_PLAIN)
    return "".join(letter if letter.isascii() else _unsaid(letter) for letter in said), error.end


def _unsaid(letter: str) -> str:
    """Return a byte of a file name that is no UTF-8 by its number, any other letter as ``?``."""
    return f"\\x{ord(letter) - 0xDC00:02x}" if "\udc80" <= letter <= "\udcff" else "?"
