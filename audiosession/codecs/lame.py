"""The LAME that encodes MP3: the fast build in lameenc's wheel, and the one in PyAV's.

Both are told the same, so that they sound the same: constant bit rate, LAME's own quality for it (3), no bit reservoir
and no header frame. Wheels of PyAV carry a build without vector instructions, which takes three times as long.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import importlib.util
import threading
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
from av.audio.codeccontext import AudioCodecContext
from numpy.typing import NDArray

from audiosession.errors import CodecError
from audiosession.sound.segments import Samples
from audiosession.units import MP3_FRAME, SAMPLE_RATE

BIT_RATE = 128_000

# At CBR 128 kbit/s LAME scales its input by this (measured): undone beforehand.
_LAME_SCALE = 0.95
_QUALITY = 3
# So many MP3 frames in one go: one by one costs 5 % of a build with FFmpeg (measured), all at once memory.
_AT_ONCE = 40
# LAME fills tables that all its encoders share while one is opened.
_OPENING = threading.Lock()


@dataclass(frozen=True, kw_only=True)
class Lame:
    """A build of LAME.

    `name` tells its bytes from those of another build. `encode` takes stereo sound at 48 kHz and a number of MP3 frames
    that hold it, and yields the MP3 frames of the sound with silence behind it up to that number as they come, then
    those that LAME still has to give; whoever has enough leaves early, and LAME encodes no more. Safe to call from
    several threads. `instead` is why no faster build is taken.
    """

    name: str
    encode: Callable[[Samples, int], Generator[bytes, None, None]] = field(repr=False)
    instead: str = ""


def lame_of_pyav(instead: str = "") -> Lame:
    """Return the LAME that FFmpeg calls in PyAV's wheel; it is there wherever PyAV is."""
    codec = ".".join(map(str, av.library_versions["libavcodec"]))
    return Lame(name=f"LAME by libavcodec {codec} of PyAV", encode=_encoded_by_pyav, instead=instead)


def _encoded_by_pyav(samples: Samples, n_frames: int) -> Generator[bytes, None, None]:
    encoder = av.CodecContext.create("libmp3lame", "w")
    if not isinstance(encoder, AudioCodecContext):
        raise CodecError("this PyAV has no MP3 encoder")
    encoder.sample_rate = SAMPLE_RATE
    encoder.layout = "stereo"
    encoder.format = "fltp"
    encoder.bit_rate = BIT_RATE
    encoder.options = {"reservoir": "0"}
    with _OPENING:
        encoder.open()
    for start, channels in _blocks(samples, n_frames):
        scaled = np.divide(channels, np.float32(_LAME_SCALE))
        frame = av.AudioFrame.from_ndarray(scaled, format="fltp", layout="stereo")
        frame.sample_rate = SAMPLE_RATE
        frame.pts = start
        yield b"".join(map(bytes, encoder.encode(frame)))
    yield b"".join(map(bytes, encoder.encode(None)))


def lame_of_lameenc() -> Lame:
    """Return the LAME in lameenc's wheel, of which lameenc itself shows Python too little.

    Its wheels for Linux and macOS are whole libraries of LAME, which nobody promises; those for Windows hide it.

    Raises:
        CodecError: It is not here, or is no such library.
    """
    try:
        found = importlib.util.find_spec("lameenc")
        if found is None or not found.origin:
            raise CodecError("lameenc is not installed")
        library = _Library(found.origin)
        name = f"LAME {library.version} of lameenc {importlib.metadata.version('lameenc')}"
    except (OSError, AttributeError, ValueError, ImportError) as error:
        raise CodecError(f"lameenc can't be used: {error}") from error
    return Lame(name=name, encode=library.encode)


_HANDLE, _INT = ctypes.c_void_p, ctypes.c_int
_FUNCTIONS: Mapping[str, tuple[Any, tuple[Any, ...]]] = {
    "get_lame_version": (ctypes.c_char_p, ()),
    "lame_init": (_HANDLE, ()),
    "lame_set_in_samplerate": (_INT, (_HANDLE, _INT)),
    "lame_set_out_samplerate": (_INT, (_HANDLE, _INT)),
    "lame_set_brate": (_INT, (_HANDLE, _INT)),
    "lame_set_quality": (_INT, (_HANDLE, _INT)),
    "lame_set_disable_reservoir": (_INT, (_HANDLE, _INT)),
    "lame_set_bWriteVbrTag": (_INT, (_HANDLE, _INT)),
    "lame_set_scale": (_INT, (_HANDLE, ctypes.c_float)),
    "lame_init_params": (_INT, (_HANDLE,)),
    "lame_encode_buffer_ieee_float": (
        _INT,
        (_HANDLE, ctypes.c_void_p, ctypes.c_void_p, _INT, ctypes.c_void_p, _INT),
    ),
    "lame_encode_flush": (_INT, (_HANDLE, ctypes.c_void_p, _INT)),
    "lame_close": (_INT, (_HANDLE,)),
}
"""What is called of lame.h: what each function returns, and what it takes."""


class _Library:
    """LAME's own library; ctypes lets other threads run while it works."""

    def __init__(self, path: str) -> None:
        library = ctypes.CDLL(path)
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        self._lame = library
        self.version = library.get_lame_version().decode("ascii")

    def encode(self, samples: Samples, n_frames: int) -> Generator[bytes, None, None]:
        """See `Lame`."""
        room = np.empty(_AT_ONCE * MP3_FRAME * 5 // 4 + 7_200, np.uint8)  # lame.h: at worst, in one go
        with self._opened() as lame:
            for _, (left, right) in _blocks(samples, n_frames):
                told = self._lame.lame_encode_buffer_ieee_float(
                    lame, left.ctypes.data, right.ctypes.data, len(left), room.ctypes.data, len(room)
                )
                yield _written(room, told)
            yield _written(room, self._lame.lame_encode_flush(lame, room.ctypes.data, len(room)))

    @contextmanager
    def _opened(self) -> Iterator[int]:
        library = self._lame
        with _OPENING:
            lame = library.lame_init()
        if not lame:
            raise CodecError("LAME can't be opened: there is no memory for it")
        try:
            library.lame_set_in_samplerate(lame, SAMPLE_RATE)
            library.lame_set_out_samplerate(lame, SAMPLE_RATE)
            library.lame_set_brate(lame, BIT_RATE // 1000)
            library.lame_set_quality(lame, _QUALITY)
            library.lame_set_disable_reservoir(lame, 1)
            library.lame_set_bWriteVbrTag(lame, 0)
            library.lame_set_scale(lame, 1 / _LAME_SCALE)
            with _OPENING:
                _written(np.empty(0, np.uint8), library.lame_init_params(lame))
            yield lame
        finally:
            library.lame_close(lame)


def _written(room: np.ndarray[Any, np.dtype[np.uint8]], told: int) -> bytes:
    """Return the bytes that LAME has written, from what it returned: their number, or what failed."""
    if told < 0:
        raise CodecError(f"LAME can't encode: it fails with {told}")
    return room[:told].tobytes()


def _blocks(samples: Samples, n_frames: int) -> Iterator[tuple[int, list[NDArray[np.float32]]]]:
    """Yield `samples` with silence behind them up to `n_frames` MP3 frames, a block at a time.

    Each comes with the frame it begins at, its channels apart.
    """
    n_padded = n_frames * MP3_FRAME
    for start in range(0, n_padded, _AT_ONCE * MP3_FRAME):
        length = min(_AT_ONCE * MP3_FRAME, n_padded - start)
        channels = [np.ascontiguousarray(part, np.float32) for part in samples[start : start + length].T]
        if (missing := length - len(channels[0])) > 0:
            channels = [np.concatenate([part, np.zeros(missing, np.float32)]) for part in channels]
        yield start, channels
