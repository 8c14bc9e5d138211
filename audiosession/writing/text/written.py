"""Cues into narration text; `audiosession.writing.text.reading` reads it back."""

from __future__ import annotations

from collections.abc import Iterator

from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.phases.cue import PhaseCue, written_phase
from audiosession.writing.sounds.cue import SoundCue, written_sound
from audiosession.writing.values import music_words


def narration_text(narration: Narration) -> str:
    """Return `narration` as text; ``parse(narration_text(n)) == n``.

    Who says counts stands in no narration: it is chosen where one is built.
    """
    return "\n".join(_written(narration)) + "\n"


def _written(narration: Narration) -> Iterator[str]:
    if narration.title:
        yield f"[class {narration.title}]"
    before = Section(title="")
    for section in narration.sections:
        yield ""
        if section.exercise != before.exercise:
            yield f"[exercise {section.exercise}]" if section.exercise else "[exercise]"
            before = Section(title="")
        if section.title:
            yield f"[section {section.title}]"
        if (section.music, section.music_level_db) != (before.music, before.music_level_db):
            yield f"[music {music_words(section.music, section.music_level_db) or 'at 0 dB'}]"
        if section.count is not None and section.count != before.count:
            yield f"[pace {section.count / 1000:g}]"
        before = section
        rep: int | None = None
        round_: int | None = None
        for cue in section.cues:
            if isinstance(cue, PhaseCue) and cue.rep != rep:
                rep, round_ = cue.rep, None
                yield f"[rep {rep}]"
            if isinstance(cue, PhaseCue) and cue.round != round_:
                round_ = cue.round
                yield f"[round {round_}]" if round_ else "[round]"
            yield from _written_cue(cue)


def _written_cue(cue: Cue) -> list[str]:
    match cue:
        case SayCue():
            mark = "[optional] " if cue.optional else "[silence] " if cue.silence else ""
            return [mark + cue.text]
        case PauseCue():
            size = f"{cue.usual / 1000:g} from {cue.least / 1000:g} to {cue.most / 1000:g}"
            return [f"[pause {size}{' loaded' if cue.loaded else ''}]"]
        case SoundCue():
            return [written_sound(cue)]
        case PhaseCue():
            return written_phase(cue)
