"""The tones of a class: one for each breath, be it told in one phase or, where its side changes, in several."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from audiosession.timing.timeline import Clip, Kind

SHAPES = {Kind.INHALE: "rise", Kind.EXHALE: "fall"}
"""What the tone of a breath does."""


def one_a_breath(tones: Iterable[Clip]) -> tuple[Clip, ...]:
    """Return `tones` in the order of their starts, those as one whose breath goes on at once on the other side.

    Two breaths in on the same side are two: the second one tops up the first.
    """
    found: list[Clip] = []
    swell = -1
    for clip in tones:
        if clip.text not in SHAPES.values():
            found.append(clip)
        elif swell >= 0 and _goes_on(found[swell], clip):
            found[swell] = replace(found[swell], end=clip.end, side=None)
        else:
            swell = len(found)
            found.append(clip)
    return tuple(sorted(found, key=lambda clip: clip.start))


def _goes_on(before: Clip, clip: Clip) -> bool:
    return (before.text, before.end) == (clip.text, clip.start) and before.side != clip.side
