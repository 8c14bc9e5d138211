"""A picture from anywhere is held against what apps take: half of one, or none, is told and never a traceback."""

from __future__ import annotations

import io
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiosession.errors import CodecError
from audiosession.pictures.artwork import artwork_faults, picture_in


def encoded(form: str, side: int = 24) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 255, (side, side, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, form)
    return file.getvalue()


PICTURES = {form: encoded(form) for form in ("JPEG", "PNG", "GIF", "BMP", "WEBP", "TIFF")}


@settings(max_examples=400)
@given(st.sampled_from(sorted(PICTURES)), st.data())
def test_whatever_was_done_to_a_picture_it_is_taken_or_told(form: str, data: st.DataObject) -> None:
    content = bytearray(PICTURES[form])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content)))
        content[at : at + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))

    assert artwork_faults(bytes(content), "cover.png")  # 24 pixels are too few in any case
    with suppress(CodecError):
        assert picture_in(bytes(content), 8).mode == "RGB"


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_is_cut_short_is_found_before_anybody_publishes_it(form: str) -> None:
    flat = io.BytesIO()
    Image.linear_gradient("L").resize((1400, 1400)).convert("RGB").save(flat, form)
    name = f"cover.{form.lower()}"

    assert artwork_faults(flat.getvalue(), name) == []
    (fault,) = artwork_faults(flat.getvalue()[:-500], name)
    assert fault.startswith("is damaged: ")
