"""FFmpeg's own loudness meter, heard through PyAV: the second opinion on ours."""

from __future__ import annotations

import math
from typing import NamedTuple

import av
import numpy as np

from audiosession.sound.segments import Samples
from audiosession.units import SAMPLE_RATE, gain_to_db


class Reading(NamedTuple):
    """Integrated loudness, and the true peak of the louder channel."""

    loudness_lufs: float
    true_peak_db: float


def ffmpeg_meter(samples: Samples) -> Reading:
    """Measure mono or stereo `samples` with the ``ebur128`` filter."""
    graph = av.filter.Graph()
    layout = "mono" if samples.shape[1] == 1 else "stereo"
    source = graph.add_abuffer(sample_rate=SAMPLE_RATE, format="flt", layout=layout)
    meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    packed = np.ascontiguousarray(samples).reshape(1, -1)
    frame = av.AudioFrame.from_ndarray(packed, format="flt", layout=layout)
    frame.sample_rate = SAMPLE_RATE
    graph.push(frame)
    graph.push(None)
    reading = Reading(-math.inf, -math.inf)
    while True:
        try:
            told = sink.pull().metadata
        except (av.error.EOFError, av.error.BlockingIOError):
            return reading
        peaks = (float(value) for key, value in told.items() if key.startswith("lavfi.r128.true_peaks_ch"))
        reading = Reading(float(told["lavfi.r128.I"]), gain_to_db(max(peaks)))
