"""A breath pattern as the text of an exercise, in the words of a language, for somebody to edit or to build from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from audiosession.errors import Where
from audiosession.units import Ms
from audiosession.writing.language import BreathPart, BreathWords, LanguageWords, filled
from audiosession.writing.phases.pattern import Pattern
from audiosession.writing.templating.rendering import render

_CALLED = {"inhale": "in", "hold": "hold", "exhale": "out", "wait": "wait"}
"""What sentences call the seconds of each part."""


def pattern_text(
    pattern: Pattern, said: BreathWords, words: LanguageWords, *, name: str, template: str, path: Where
) -> str:
    """Return the text of the exercise called `name` that is `pattern`.

    Args:
        pattern: The pattern.
        said: What is said in it.
        words: What numbers are called.
        name: Its name.
        template: The template of such an exercise, which stands at `path`.
        path: Where that is, for messages.

    Raises:
        DefinitionError: The template is at fault.
    """
    numbers = {_CALLED[part]: _number(length, words) for part, length in pattern.parts.items()}
    values: dict[str, Any] = {
        "name": name,
        "title": filled(said.title, breath=pattern.numbers),
        "words": said.model_dump(),
        "rhythm": filled(said.rhythm.model_dump()["_".join(numbers)], **numbers),
        "held": pattern.is_held,
        "rounds": pattern.rounds,
        "most_rounds": pattern.most_rounds,
        "most_minutes": pattern.most_minutes,
        "phases": [_phase(part, length, getattr(said, part), words) for part, length in pattern.parts.items()],
    }
    source = str(path)
    quoted = {"quoted": lambda text: json.dumps(text, ensure_ascii=False)}
    return render(source, values, sources={source: template}, filters=quoted, paths={source: path})


def _phase(part: str, length: Ms, said: BreathPart, words: LanguageWords) -> Mapping[str, Any]:
    """Return a phase as the template sees it: its first round is counted, its second a sentence."""
    counted = " / ".join([said.count, *(words.number(second) for second in range(2, length // 1000 + 1))]) + "."
    return {
        "breath": "hold" if part == "wait" else part,
        "seconds": f"{length / 1000:g}",
        "full": list(dict.fromkeys((counted, said.full))),
        "short": said.short,
        "bare": said.bare,
    }


def _number(length: Ms, words: LanguageWords) -> str:
    """Return seconds in words; parts of one in digits, which voices read in their own language."""
    return words.number(length // 1000) if length % 1000 == 0 else f"{length / 1000:g}"
