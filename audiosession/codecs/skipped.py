"""What was skipped while a sound file was decoded: gathered as it comes, told at the end in a few words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from audiosession.errors import CodecError

Warn = Callable[[str], None]
"""Told, in a clause without its subject, what a person should know of a file that is used all the same."""
AGAIN_HINT = "copy or export it again"
_MOST_LEADING = 3
"""An MP3 that was cut out of a longer one may open with so many frames that lean on what is gone."""
_MOST_BROKEN = 64
"""So many damaged pieces are skipped in any case; more of them only where more than that is whole."""
_MOST_NOTES = 8
_SLACK_S = 0.25
"""What an encoder's delay and padding come to where the header counts them and the decoder leaves them out."""


@dataclass(kw_only=True)
class Skipped:
    """What is wrong with the file at `path`; where nobody is to be warned, whatever takes sound away is an error."""

    path: Path | str
    warn: Warn | None
    n_whole: int = 0
    _broken_at: list[float] = field(default_factory=list)
    _n_broken: int = 0
    _n_leading: int = 0
    _n_no_numbers: int = 0
    _notes: list[str] = field(default_factory=list)

    def broken(self, at_s: float) -> None:
        """Take note of a piece that can't be decoded, `at_s` into the sound.

        Raises:
            CodecError: Nobody is to be warned, or most of it is broken.
        """
        if self.n_whole == 0 and self._n_leading < _MOST_LEADING:
            self._n_leading += 1
            return
        self._n_broken += 1
        self._broken_at = self._broken_at or [at_s]
        most = self._n_broken > _MOST_BROKEN and self._n_broken > self.n_whole
        if most or (self.warn is None and self.n_whole):
            raise self._error(f"is damaged after {at_s:.1f} s")

    def unreadable(self, n_bytes: int, at_s: float) -> None:
        """Take note of a whole part of a file in which there is no sound.

        Raises:
            CodecError: There was sound before it, and nobody is to be warned.
        """
        if self.warn is None and self.n_whole:
            raise self._error(f"is damaged after {at_s:.1f} s")
        self.note(f"a part of {n_bytes:,} bytes in which no sound is found is left out after {at_s:.1f} s")

    def no_numbers(self, n_samples: int) -> None:
        """Take note of samples that are no sound: NaN, infinite or beyond all bounds.

        Raises:
            CodecError: Nobody is to be warned.
        """
        if self.warn is None:
            raise self._error("holds numbers that are no sound (NaN or infinite)")
        self._n_no_numbers += n_samples

    def lacking(self, decoded_s: float, reached_s: float, told_s: float, *, refuse: bool) -> None:
        """Take note of sound that lacks: how much was decoded, how far into it that came, how much is told of.

        Raises:
            CodecError: It is cut short, and that is to `refuse` or nobody is to be warned.
        """
        amount = f"it holds {decoded_s:.1f} s of the {told_s:.1f} s it tells of"
        is_cut = max(decoded_s, reached_s) < told_s - _SLACK_S
        if is_cut and (refuse or self.warn is None):
            raise self._error(f"is cut short: {amount}")
        if is_cut:
            self.note(f"is cut short: {amount}")
        elif decoded_s < told_s - _SLACK_S:
            self.note(f"has gaps: {amount}")

    def note(self, text: str) -> None:
        """Take note of what a person should know, and of no more than that."""
        if text not in self._notes:
            self._notes.append(text)

    def tell(self) -> None:
        """Warn of everything, if anybody is to be warned."""
        if self._n_broken:
            is_one, at_s = self._n_broken == 1, self._broken_at[0]
            pieces = "a damaged piece is" if is_one else f"{self._n_broken:,} damaged pieces are"
            self.note(f"{pieces} left out" + (f" at {at_s:.1f} s" if is_one else f", the first at {at_s:.1f} s"))
        if self._n_no_numbers:
            samples = "1 sample is" if self._n_no_numbers == 1 else f"{self._n_no_numbers:,} samples are"
            self.note(f"{samples} no sound (NaN, infinite, far too loud) and taken as silence")
        if self.warn is not None:
            for text in self._notes[:_MOST_NOTES]:
                self.warn(text)

    def _error(self, message: str) -> CodecError:
        return CodecError(message, path=self.path, hint=AGAIN_HINT)
