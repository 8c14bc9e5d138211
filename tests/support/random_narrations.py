"""Narrations made by chance, for laws that hold for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from hypothesis import strategies as st

from audiosession.units import Ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.phases.cue import Breath, PhaseCue
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.values import Side

WORDS = st.from_regex(r"[A-Za-z][a-z,.'é]*( [a-z]+){0,3}", fullmatch=True)
SAID = st.one_of(
    WORDS, WORDS.map("[voice 2] {}".format), st.tuples(WORDS, WORDS).map("[voice 2] {0[0]} [voice 1] {0[1]}".format)
)
"""What either voice says, or both."""
SOUNDS = st.sampled_from(["bell", "bowl", "my gong (2)", "größer"])
SLUGS = st.sampled_from(["saw", "spine-twist", "swan", "box-4"])


@st.composite
def pauses(draw: st.DrawFn) -> PauseCue:
    least, usual, most = sorted(draw(st.lists(st.integers(1, 60_000), min_size=3, max_size=3)))
    loaded = draw(st.booleans())
    return PauseCue(least=Ms(least), usual=Ms(usual), most=Ms(usual if loaded else most), loaded=loaded)


@st.composite
def breaths(draw: st.DrawFn, rep: int | None) -> PhaseCue:
    counts = draw(st.integers(1, 20))
    marks = st.lists(st.booleans(), min_size=counts, max_size=counts)
    beats = marks.map(lambda chosen: [beat for beat, here in enumerate(chosen, 1) if here])
    forms = [tuple((beat, draw(SAID)) for beat in draw(beats.filter(bool))) for _ in range(draw(st.integers(0, 3)))]
    return PhaseCue(
        breath=draw(st.sampled_from(Breath)),
        counts=counts,
        side=(side := draw(st.none() | st.sampled_from(Side))),
        switch=tuple(beat for beat in draw(beats) if beat > 1) if side else (),
        reversed=draw(st.booleans()),
        loaded=draw(st.booleans()),
        pulses=tuple(draw(beats)),
        count=tuple(draw(st.lists(WORDS, max_size=counts))),
        forms=tuple(forms),
        rep=rep,
    )


@st.composite
def sections(draw: st.DrawFn, exercise: str, sounds: st.SearchStrategy[str]) -> Section:
    says = st.builds(SayCue, text=SAID, optional=st.booleans())
    rings = st.builds(SoundCue, name=sounds, waits=st.booleans())
    at_leisure = draw(st.lists(says | pauses() | rings, min_size=1, max_size=4))
    reps = [draw(breaths(rep)) for rep in range(1, draw(st.integers(0, 3)) + 1)]
    return Section(
        title=draw(WORDS),
        exercise=exercise,
        music=draw(st.none() | SLUGS),
        count=draw(st.none() | st.integers(500, 2_500).map(Ms)),
        cues=_parted(draw(st.permutations([*at_leisure, *reps])) if draw(st.booleans()) else [*at_leisure, *reps]),
    )


def _parted(cues: Sequence[Cue]) -> tuple[Cue, ...]:
    """Return `cues` without a sound right behind another, which no narration has."""
    behind = (b for a, b in pairwise(cues) if not (isinstance(a, SoundCue) and isinstance(b, SoundCue)))
    return (*cues[:1], *behind)


@st.composite
def narrations(draw: st.DrawFn, sounds: st.SearchStrategy[str] = SOUNDS) -> Narration:
    """Narrations as text can say them: no two neighbours in one exercise, since bed and pace go on within it."""
    drawn = ["", *draw(st.lists(SLUGS | st.just(""), max_size=4))]
    names = [name for name, _ in groupby(drawn)]
    opening = SayCue(text=draw(WORDS))
    written = [draw(sections(name, sounds)) for name in names]
    first = Section(title=written[0].title, cues=(opening, *written[0].cues))
    return Narration(title=draw(WORDS), sections=(first, *written[1:]))
