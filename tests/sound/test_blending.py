"""One sound passes into another: evenly where they are alike, at equal power where they are not."""

from __future__ import annotations

import numpy as np

from audiosession.sound.blending import blend

N = 480
ONES, NONE = np.ones((N, 2)), np.zeros((N, 2))


def test_what_is_alike_passes_over_in_equal_steps_to_the_frame_after_the_last() -> None:
    rise = blend(ONES, NONE, alike=True)

    assert rise.shape == (N, 2)
    np.testing.assert_allclose(np.diff([*rise[:, 0], 1.0]), 1 / N, rtol=1e-3)
    np.testing.assert_allclose(rise + blend(NONE, ONES, alike=True), 1.0, atol=1e-6)


def test_what_is_not_alike_keeps_its_power_at_every_frame() -> None:
    rise, fall = blend(ONES, NONE, alike=False), blend(NONE, ONES, alike=False)

    np.testing.assert_allclose(np.square(rise) + np.square(fall), 1.0, atol=1e-6)
    assert (np.diff(rise[:, 0]) > 0).all()
    np.testing.assert_allclose(rise[1:, 0], fall[:0:-1, 0], atol=1e-6)
