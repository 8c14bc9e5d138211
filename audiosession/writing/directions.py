"""The directions of a narration: the one table that the parser, the help and the README read."""

from __future__ import annotations

from typing import NamedTuple

from audiosession.writing.exercise import SLUG

MAX_COUNTS = 20
MAX_PAUSE_S = 120


class Direction(NamedTuple):
    """One row of the narration's language; `arguments` is a regular expression for what follows the name."""

    name: str
    arguments: str
    example: str
    meaning: str
    takes_words: bool = False


_NUMBER = r"\d+(?:\.\d+)?"
_PHASE = r"(?P<counts>\d+)(?: (?P<side>left|right))?(?: pulse (?P<pulses>\d+(?: \d+)*))?"
_SOUND = rf"(?P<name>[^\[\]:/\\]+?)(?: (?P<how>wait|off)| every (?P<every>{_NUMBER}))?"
_PAUSE = rf"(?P<usual>{_NUMBER})(?: from (?P<least>{_NUMBER}) to (?P<most>{_NUMBER}))?"

DIRECTIONS: tuple[Direction, ...] = (
    Direction("class", r"(?P<title>.+)", "[class Single Leg Kick]", "names the class; first of all"),
    Direction(
        "exercise",
        rf"(?P<name>{SLUG.pattern})?",
        "[exercise single-leg-kick]",
        "begins an exercise, at the class's own pace and with its bed afresh; without a name, ends it",
    ),
    Direction("section", r"(?P<title>.+)", "[section Set-up]", "begins a section"),
    Direction("music", rf"(?P<name>{SLUG.pattern})", "[music sea-waves]", "changes the bed from this section on"),
    Direction(
        "pace", rf"(?P<seconds>{_NUMBER})", "[pace 1.2]", "sets the seconds that one count takes from this section on"
    ),
    Direction("rep", r"(?P<number>\d+)", "[rep 1]", "begins a repetition"),
    Direction(
        "inhale",
        _PHASE,
        "[inhale 4] Breathe in, grow long. | In.",
        "a breath in of so many counts; the forms of its line, best first, between bars",
        takes_words=True,
    ),
    Direction(
        "exhale",
        _PHASE,
        "[exhale 3 left pulse 1 2] Left / kick / lower. | Kick / kick.",
        'a breath out, its side, the counts its pulses land on; " / " goes on to the next count, "-" is a silent one',
        takes_words=True,
    ),
    Direction("hold", _PHASE, "[hold 4] Hold.", "a breath held", takes_words=True),
    Direction("pause", _PAUSE, "[pause 2 from 1 to 5]", "a rest in seconds, and how far it may shrink and stretch"),
    Direction(
        "sound",
        _SOUND,
        "[sound bell]",
        "a bell or a sound of your own, exactly here: it rings on under what follows, with `wait` that begins when it "
        "has rung out; `[sound bell every 300]` is heard each 300 s from here on, as far as `[sound bell off]`",
    ),
    Direction("optional", "", "[optional] Keep your neck long.", "a line to leave out when time is short", True),
)

BY_NAME = {direction.name: direction for direction in DIRECTIONS}
