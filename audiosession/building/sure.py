"""What of a class is sure before all its lines are spoken: its first windows, which no take to come can change."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count, takewhile

from audiosession.building.gather import Inputs
from audiosession.building.mix import Beds, DiskSources, recipes_of
from audiosession.building.place import Placed, length_of, place_by, place_spoken
from audiosession.building.speak import Speaker, Spoken
from audiosession.building.window import LEAD, TAIL
from audiosession.progress import Teller
from audiosession.project.project import Project
from audiosession.sound.ducking import RELEASE, music_alone
from audiosession.sound.recipes import WINDOW, Recipe
from audiosession.timing.timeline import Timeline
from audiosession.units import Ms
from audiosession.voices.recorded import RecordedVoice

_QUICKEST, _SLOWEST = Ms(1), Ms(600_000)
"""Less than the take of any line lasts, and more than any phase: what both make alike is sure."""


@dataclass(frozen=True, kw_only=True)
class Sure:
    """A class as far as it is sure: `recipes` are those of its first windows, and `timeline` is true up to their end.

    `is_whole` tells whether that is all of it.
    """

    title: str
    timeline: Timeline
    spoken: Spoken = field(repr=False)
    beds: Beds = field(repr=False)
    recipes: tuple[Recipe, ...] = field(repr=False)

    @property
    def until(self) -> Ms:
        """Where the last window that is sure ends."""
        return Ms(sum(recipe.length for recipe in self.recipes))

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the class can change any more."""
        return self.until == self.timeline.length

    @property
    def sources(self) -> DiskSources:
        """Where the sounds of the recipes come from."""
        return DiskSources(self.spoken.takes.values(), self.spoken.store, self.beds)


def sure_so_far(project: Project, inputs: Inputs, speaker: Speaker, beds: Beds, tell: Teller) -> Sure:
    """Return what is sure of the class that `inputs` are for by the takes that there are.

    Where `each_line_bears_on_all`, whatever is lacking is spoken.

    Raises:
        AudioSessionError: The class can't be placed, or what is lacking can't be spoken.
    """
    lines = inputs.written.narration.lines()
    missing = () if each_line_bears_on_all(inputs, speaker) else speaker.missing(lines)
    if not missing:
        return _whole(inputs, place_spoken(project, inputs, speaker, tell), beds)
    spoken = speaker.spoken
    quick, slow = (_guessed(project, inputs, spoken, each) for each in (_QUICKEST, _SLOWEST))
    recipes, others = (_recipes(inputs, one, spoken, beds) for one in (quick, slow))
    alike = takewhile(lambda pair: pair[0] == pair[1] and _has_its_takes(pair[0]), zip(recipes, others, strict=False))
    found = _with_whole_gaps([recipe for recipe, _ in alike], quick)
    return Sure(title=inputs.written.title, timeline=quick, spoken=spoken, beds=beds, recipes=found)


def sure_up_to(
    end: Callable[[Timeline], Ms], project: Project, inputs: Inputs, speaker: Speaker, beds: Beds, tell: Teller
) -> Sure:
    """Have spoken what a class needs to be sure up to the `end` that is found on its timeline, and no more.

    Raises:
        AudioSessionError: As `sure_so_far`, and whatever `end` raises.
    """
    lines = inputs.written.narration.lines()
    needs_all = each_line_bears_on_all(inputs, speaker)
    for reach in count():
        if not needs_all and (missing := speaker.missing(lines)):
            _, guessed = place_by(project, inputs, lambda lines: speaker.estimate(lines).lengths)
            needed = set(lines_up_to(inputs, guessed, Ms(end(guessed) + reach * WINDOW)))
            due = [line for line in missing if line in needed]
            if due or reach:
                speaker.speak(due or missing[: speaker.voice.at_a_time])
        sure = sure_so_far(project, inputs, speaker, beds, tell)
        if sure.is_whole or end(sure.timeline) <= sure.until:
            break
    return sure


def each_line_bears_on_all(inputs: Inputs, speaker: Speaker) -> bool:
    """Tell whether nothing of a class is sure before all of it is spoken.

    So it is where it must have a length, or refuse what fits in no form; and with the instructor's own recordings,
    which lack nothing or say so.
    """
    by_choice = length_of(inputs) is not None or inputs.choices.strict
    return by_choice or isinstance(speaker.voice, RecordedVoice)


def lines_up_to(inputs: Inputs, timeline: Timeline, end: Ms) -> tuple[str, ...]:
    """Return all lines that bear on the windows of `timeline` before `end`: those before it, in all their forms.

    A line on one side of the body is fitted with the one on the other, so that belongs to it wherever it stands.
    """
    lines = inputs.written.narration.lines()
    heard = {clip.line for clip in timeline.track("voice") if clip.start < end}
    last = max((number for number, line in enumerate(lines) if line in heard), default=-1)
    before = lines[: last + 1]
    mirror = inputs.written.narration.mirror
    others = {mirror.mirrored(line) for line in before} if mirror else set()
    return (*before, *(line for line in lines[last + 1 :] if line in others))


def _whole(inputs: Inputs, placed: Placed, beds: Beds) -> Sure:
    return Sure(
        title=placed.written.title,
        timeline=placed.timeline,
        spoken=placed.spoken,
        beds=beds,
        recipes=tuple(_recipes(inputs, placed.timeline, placed.spoken, beds)),
    )


def _recipes(inputs: Inputs, timeline: Timeline, spoken: Spoken, beds: Beds) -> Iterator[Recipe]:
    digests = _digests(timeline, spoken)
    return recipes_of(timeline, digests, beds, tones=inputs.choices.tones, lead=LEAD, tail=TAIL)


def _with_whole_gaps(recipes: Sequence[Recipe], timeline: Timeline) -> tuple[Recipe, ...]:
    """Return the first windows of `timeline` without those that hear of a gap that goes on behind the last.

    How loud the beds are in a gap is told by all that they play in it, up to its end.
    """
    ends = list(accumulate(recipe.length for recipe in recipes))
    cut = [gap.start - RELEASE for gap in music_alone(timeline) if timeline.beds and ends and gap.end > ends[-1]]
    until = cut[0] if cut else timeline.length
    return tuple(recipe for recipe, end in zip(recipes, ends, strict=True) if end + recipe.tail <= until)


def _guessed(project: Project, inputs: Inputs, spoken: Spoken, each: Ms) -> Timeline:
    """Return the timeline where each line that is not `spoken` takes as long as `each`.

    By such a guess other lines may be needed than the class has: "One round." where what is held would be too long.
    """

    known = {line: take.duration for line, take in spoken.takes.items()}

    def lengths(lines: Sequence[str]) -> Mapping[str, Ms]:
        return dict.fromkeys(lines, each) | known

    return place_by(project, inputs, lengths)[1]


def _digests(timeline: Timeline, spoken: Spoken) -> dict[str, str]:
    """Return the digest of the take of each line on `timeline`, empty where it is not `spoken`."""
    lines = {clip.line for clip in timeline.track("voice")}
    return {line: spoken.takes[line].digest if line in spoken.takes else "" for line in lines}


def _has_its_takes(recipe: Recipe) -> bool:
    return all(digest for _, digest in recipe.takes)
