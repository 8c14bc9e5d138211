"""WAV: what is written is what is read."""

from __future__ import annotations

import io

import numpy as np
import pytest
from support.signals import noise, speech_like

from audiosession.codecs.decode import decode
from audiosession.codecs.wav import write_wav


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("bits", [16, 24])
def test_blocks_are_read_back_to_the_step(bits: int, channels: int) -> None:
    sound = speech_like(1, channels=channels)
    file = io.BytesIO()

    n_frames = write_wav(file, [sound[:10_000], sound[10_000:]], bits=bits, channels=channels)

    assert n_frames == len(sound)
    # One step of dither to either side, and half a step of rounding.
    np.testing.assert_allclose(decode(file.getvalue()), sound, atol=1.5 * 2.0 ** (1 - bits) + 2**-24)


def test_the_same_blocks_make_the_same_bytes() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_wav(file, [noise(0.1), noise(0.1, seed=2)])

    assert files[0].getvalue() == files[1].getvalue()
