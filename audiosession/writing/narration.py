"""A plan and the templates into narration text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from audiosession.digests import digest_of
from audiosession.errors import Where
from audiosession.writing.language import LanguageWords, filled
from audiosession.writing.mirroring import NEXT_REP
from audiosession.writing.phases.voices import BACK, MARK
from audiosession.writing.plan import Plan
from audiosession.writing.template_values import plan_values, turn_of
from audiosession.writing.templating.rendering import render

MAIN_TEMPLATE = "class.j2"


def narrate(
    plan: Plan,
    templates: Mapping[str, str],
    words: LanguageWords,
    *,
    tones: bool = True,
    count_in: bool = False,
    paths: Mapping[str, Where] | None = None,
) -> str:
    """Return the narration text of `plan`.

    Args:
        plan: The class.
        templates: Every template by file name; ``class.j2`` is the one that begins.
        words: What is said beside what its definitions say.
        tones: Whether guide tones will sound, so that the opening can name them.
        count_in: Whether first breaths are counted in.
        paths: Where each template stands, by file name, for messages.

    Raises:
        DefinitionError: A template is at fault; the message names its file and line.
    """
    filters: dict[str, Callable[..., Any]] = {
        "say": lambda cue: say(cue, plan.seed),
        "ring": ring,
        "pick": lambda options, key="": pick(options, plan.seed, key),
        "direction": direction,
        "line": partial(line, counter=MARK if plan.two_voices else ""),
        "spelled": words.number,
        "counted": words.counted,
        "filled": filled,
    }
    own = {"words": words.language.for_templates(), "tones": tones, "count_in": count_in}
    values = {"plan": plan_values(plan, words, tones=tones), **own}
    text = render(MAIN_TEMPLATE, values, sources=templates, filters=filters, paths=paths)
    return _tidy(text)


def pick(options: Sequence[str], seed: int | None, key: str = "") -> str:
    """Return one of `options`, which are as good as one another: the first without a seed, else the seed's choice.

    `key` tells choices of one class apart, so that they do not all fall alike.

    >>> pick(["a", "b", "c"], None), pick(["a", "b", "c"], 7, "x") == pick(["a", "b", "c"], 7, "x")
    ('a', True)
    """
    if seed is None or len(options) < 2:
        return options[0]
    drawn = int(digest_of(f"{seed} {key}")[:16], 16)
    return options[drawn % len(options)]


def say(cue: Mapping[str, Any], seed: int | None = None) -> str:
    """Return a line at leisure with the rest after it, as two lines of narration."""
    mark = "[optional] " if cue["optional"] else "[silence] " if cue["silence"] else ""
    rest = cue["rest"]
    most, loaded = (rest["usual"], " loaded") if cue["loaded"] else (rest["most"], "")
    words = pick([cue["say"], *cue["or_say"]], seed, cue["say"])
    return f"{mark}{words}\n[pause {rest['usual']:g} from {rest['least']:g} to {most:g}{loaded}]"


def ring(sound: Mapping[str, Any]) -> str:
    """Return a sound as lines of narration: on the clock, or at once with the rest after it."""
    if sound["every"]:
        return f"[sound {sound['use']} every {sound['every']:g}]"
    rest = sound["rest"]
    strike = f"[sound {sound['use']}{' wait' if sound['waits'] else ''}]"
    return f"{strike}\n[pause {rest['usual']:g} from {rest['least']:g} to {rest['most']:g}]" if rest else strike


def direction(phase: Mapping[str, Any], rep: Mapping[str, Any] | None = None) -> str:
    """Return what stands in a phase's brackets: ``exhale 3 left pulse 1 2``; of several lengths, that of `rep`.

    In a quiet rep no counts are said.
    """
    size = phase["sizes"][min(rep["number"] if rep else 1, len(phase["sizes"])) - 1]
    side = f" {phase['side']}" if phase["side"] else ""
    pulses = " pulse " + " ".join(str(p) for p in phase["pulses"]) if phase["pulses"] else ""
    quiet = rep is not None and rep["level"] == "quiet"
    counts = phase["count"][: int(size)] if phase["count"] and not quiet else []
    said = " count " + " / ".join(counts) if counts else ""
    switch = " switch " + " ".join(map(str, phase["switch"])) if phase["switch"] else ""
    marks = f"{' reversed' if phase['reversed'] else ''}{' loaded' if phase['loaded'] else ''}"
    return f"{phase['breath']} {size}{side}{switch}{marks}{pulses}{said}"


def line(
    phase: Mapping[str, Any], rep: Mapping[str, Any], count: str = "", following: str = "", *, counter: str = ""
) -> str:
    """Return the forms of a phase's line in one rep, best first, parted by bars.

    `following` is what the next rep is called, where a line speaks of it as ``{next}``. `count` (such as ``Three``)
    goes before the short and the bare form; nothing is counted over a teaching line. Where time is short it may stand
    alone, but never instead of a side: which one works matters more than how often it did. `counter` is the mark of
    the voice that says it, if that is another.
    """
    if rep["level"] == "quiet":
        return ""
    forms = [turn_of(phase[form], rep["number"]) for form in ("full", "short", "bare")]
    begin = {"full": 0, "short": 1, "bare": 2}[rep["level"]]
    wanted = [form for form in forms[begin:] if form]
    if count and wanted and begin:
        alone = [] if phase["side"] else [f"{counter}{count}."]
        back = BACK if counter else ""
        wanted = [f"{counter}{count}. {back}{form}" for form in wanted] + alone + wanted[-1:]
    return " | ".join(dict.fromkeys(wanted)).replace(NEXT_REP, following)


def _tidy(text: str) -> str:
    """Return `text` with no trailing spaces and at most one empty line at a time."""
    lines: list[str] = []
    for one in (line.strip() for line in text.split("\n")):
        if one or (lines and lines[-1]):
            lines.append(one)
    return "\n".join(lines).strip() + "\n"
