"""The directions of a narration: the one table that the parser, the help and the README read."""

from __future__ import annotations

from typing import NamedTuple

from audiosession.writing.exercise import SLUG


class Direction(NamedTuple):
    """One row of the narration's language; `arguments` is a regular expression for what follows the name."""

    name: str
    arguments: str
    example: str
    meaning: str
    takes_words: bool = False


_NUMBER = r"\d+(?:\.\d+)?"
_PHASE = (
    rf"(?P<size>\d+|{_NUMBER}s)(?: (?P<side>left|right)(?: switch (?P<switch>\d+(?: \d+)*))?)?"
    r"(?P<reversed> reversed)?(?P<loaded> loaded)?"
    r"(?: pulse (?P<pulses>\d+(?: \d+)*))?(?: count (?P<said>.+))?"
)
_SOUND = rf"(?P<name>[^\[\]:/\\]+?)(?: (?P<how>wait|off)| every (?P<every>{_NUMBER}))?"
_PAUSE = rf"(?P<usual>{_NUMBER})(?: from (?P<least>{_NUMBER}) to (?P<most>{_NUMBER}))?(?P<loaded> loaded)?"

DIRECTIONS: tuple[Direction, ...] = (
    Direction("class", r"(?P<title>.+)", "[class Single Leg Kick]", "names the class; first of all"),
    Direction(
        "exercise",
        rf"(?P<name>{SLUG.pattern})?",
        "[exercise single-leg-kick]",
        "begins an exercise, at the class's own pace and with its bed afresh; without a name, ends it",
    ),
    Direction("section", r"(?P<title>.+)", "[section Set-up]", "begins a section"),
    Direction(
        "music",
        rf"(?=.)(?P<name>(?!at [-+−]?{_NUMBER} dB$)[^/\\]+?)?(?:(?:^| )at (?P<level>[-+−]?{_NUMBER}) dB)?",
        "[music sea-waves at -3 dB]",
        "changes the bed from this section on, or how loud it is, -20 to +6 dB, or both",
    ),
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
        "a breath out, its side, the counts its pulses land on; `left switch 4` where the right side works from "
        'the fourth count on; " / " goes on to the next count, "-" is a silent one',
        takes_words=True,
    ),
    Direction("hold", _PHASE, "[hold 4] Hold.", "a breath held", takes_words=True),
    Direction(
        "free",
        _PHASE,
        "[free 30s] Hold your plank.",
        "movement or stillness, the breath as it likes; like every phase in counts, or in seconds that no pace moves; "
        "behind the length and the side of any phase, `reversed` where it goes the other way round, "
        "`loaded` where the body is held under load; "
        "`count one / two` tells what is said on each count where no line is in the way",
        takes_words=True,
    ),
    Direction(
        "call",
        rf"(?P<at>middle|-?{_NUMBER})",
        "[call -10] Ten seconds.",
        "calls out at its moment in the phase above: seconds from its start, from its end where negative, or its "
        "middle; a tick where no words follow",
        takes_words=True,
    ),
    Direction(
        "round", r"(?P<number>\d+)?", "[round 2]", "begins a round within a repetition; without a number, ends them"
    ),
    Direction(
        "pause",
        _PAUSE,
        "[pause 2 from 1 to 5]",
        "a rest in seconds, and how far it may shrink "
        "and stretch; `loaded` at its end where the body is held under load: such a rest never stretches",
    ),
    Direction(
        "sound",
        _SOUND,
        "[sound bell]",
        "a bell or a sound of your own, exactly here: it rings on under what follows, with `wait` that begins when it "
        "has rung out; `[sound bell every 300]` is heard each 300 s from here on, as far as `[sound bell off]`",
    ),
    Direction(
        "silence", "", "[silence] Two minutes of quiet now.", "a line that says that a long silence follows", True
    ),
    Direction("optional", "", "[optional] Keep your neck long.", "a line to leave out when time is short", True),
    Direction(
        "voice",
        "(?P<number>[12])",
        "[voice 2] Well done.",
        "a line that the second voice says, where `count_voice` names one; within a line it goes over to that voice "
        "and back: `[inhale 4] [voice 2] Three. [voice 1] Breathe in.`",
        True,
    ),
)

BY_NAME = {direction.name: direction for direction in DIRECTIONS}
