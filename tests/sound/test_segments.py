"""Segments and arrays: each is made from the other without loss, and clips where it must."""

from __future__ import annotations

import numpy as np
import pytest

from audiosession.sound.segments import to_samples, to_segment


@pytest.mark.parametrize(("width", "kind"), [(2, np.int16), (4, np.int32)])
@pytest.mark.parametrize("channels", [1, 2, 3])
def test_whole_numbers_come_back_to_the_bit(width: int, kind: type, channels: int) -> None:
    step = 1 if width == 2 else 256  # float32 holds 24 bits
    numbers = np.array([-(2 ** (8 * width - 1)), -step, 0, step, 2 ** (8 * width - 2), 3 * step], np.int64)
    whole = np.repeat(numbers[:, None], channels, axis=1)
    samples = (whole / 2.0 ** (8 * width - 1)).astype(np.float32)

    segment = to_segment(samples, 48_000, sample_width=width)

    assert (segment.channels, segment.sample_width, segment.frame_rate) == (channels, width, 48_000)
    np.testing.assert_array_equal(np.frombuffer(segment.raw_data, kind).reshape(-1, channels), whole)
    np.testing.assert_array_equal(to_samples(segment), samples)


def test_what_lies_between_two_numbers_goes_to_the_nearest() -> None:
    parts = np.array([[0.4], [0.6], [-0.4], [-0.6], [1.4]], np.float32) / 32768

    assert np.frombuffer(to_segment(parts, 8_000).raw_data, np.int16).tolist() == [0, 1, 0, -1, 1]


@pytest.mark.parametrize("level", [1.0, 1.00001, 2.0, 1e9])
def test_what_goes_beyond_full_scale_stands_at_it(level: float) -> None:
    beyond = np.array([[level], [-level]], np.float32)

    assert np.frombuffer(to_segment(beyond, 8_000).raw_data, np.int16).tolist() == [32767, -32768]
    high, low = np.frombuffer(to_segment(beyond, 8_000, sample_width=4).raw_data, np.int32).tolist()
    assert low == -(2**31)
    assert 2**31 - 256 <= high < 2**31
