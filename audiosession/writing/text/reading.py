"""Narration text into cues: what the templates write, a person edits, and the schedule times.

A narration is plain text. A line is spoken, unless it is empty, a comment (``#``) or begins with a direction in
square brackets; `audiosession.writing.text.directions` lists them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from audiosession.errors import Act, DefinitionError, Fault, FaultsError, Remedy, Where, near_miss
from audiosession.sayable import Unsayable, hidden_letter, unsayable
from audiosession.spelling import composed
from audiosession.units import to_ms
from audiosession.writing.cues import Cue, Narration, PauseCue, SayCue, Section
from audiosession.writing.phases.cue import (
    Breath,
    Call,
    PhaseCue,
    form_of,
    forms_of,
    parts_of,
    read_size,
    wrong_size,
)
from audiosession.writing.phases.voices import marked, voiced_in
from audiosession.writing.sounds.cue import SoundCue
from audiosession.writing.sounds.ring import MAX_EVERY_S, MIN_EVERY_S
from audiosession.writing.text.directions import BY_NAME
from audiosession.writing.values import MAX_COUNT_S, MAX_PAUSE_S, MIN_COUNT_S, Side, read_music_level, usual_most

_BRACKET = re.compile(r"\[\s*(?P<name>[a-zA-Z]+)\s*(?P<arguments>[^\]]*?)\s*\]\s*(?P<words>.*)")
_TITLED = re.compile(
    rf"\[\s*(?P<name>(?i:class|section|music))\s+"
    rf"(?P<arguments>(?:(?!\]\s*\[\s*(?:{'|'.join(BY_NAME)})\b).)*?)\s*\](?P<words>)"
)
"""A title and the name of a bed may hold brackets of their own; they go to the end of their line."""
_MAX_LINES, _MAX_LINE, _MAX_SHOWN = 50_000, 2_000, 300


def parse(text: str, path: Where, title: str = "") -> Narration:
    """Return the narration that `text` holds, in NFC; `title` names it where no ``[class …]`` does.

    A line ends where a file's line does, so that every fault is told with the number that editors show.

    Raises:
        FaultsError: Every line that is no speech and no direction, each with its number.
    """
    reader = _Reader(path=path, title=composed(title))
    lines = composed(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > _MAX_LINES:
        raise FaultsError([Fault(path=path, message=f"{len(lines):,} lines; at most {_MAX_LINES:,} are read")])
    for number, line in enumerate(lines, 1):
        reader.read(number, line)
    return reader.finish()


class _Reader:
    """The state between two lines: which section and rep we are in, and what was wrong so far."""

    def __init__(self, *, path: Where, title: str) -> None:
        self.path = path
        self.title = title
        self.number = 0
        self.rep: int | None = None
        self.round: int | None = None
        self.ringing: list[str] = []
        self.here = Section(title="")
        self.cues: list[Cue] = []
        self.sections: list[Section] = []
        self.faults: list[Fault] = []
        self.handlers: dict[str, Callable[[dict[str, str], str], None]] = {
            "class": self._class, "exercise": self._exercise, "section": self._section, "music": self._music,
            "pace": self._pace, "rep": self._rep, "round": self._round, "pause": self._pause,
            "optional": self._marked, "silence": self._marked, "voice": self._voice,
            "call": self._call, "sound": self._sound,
            "inhale": self._phase, "exhale": self._phase, "hold": self._phase, "free": self._phase,
        }  # fmt: skip

    def read(self, number: int, line: str) -> None:
        self.number = number
        line = line.strip(" \t")
        if not line or line.startswith("#"):
            return
        if len(line) > _MAX_LINE:
            self._fault(f"a line of {len(line):,} characters; at most {_MAX_LINE:,}")
        elif hidden := hidden_letter(line):
            self._refuse(hidden)
        elif line.lstrip().startswith("["):
            self._direction(line.strip())
        elif line.strip():
            self._say(line.strip())

    def finish(self) -> Narration:
        self._close()
        spoken = any(not isinstance(cue, PauseCue | SoundCue) for section in self.sections for cue in section.cues)
        if not spoken and not self.faults:
            self.number = 0
            self._fault("nothing to say and no breath: an empty narration", remedy=Remedy(act=Act.NARRATE))
        if self.faults:
            raise FaultsError(self.faults)
        return Narration(title=self.title, sections=tuple(self.sections))

    def _fault(self, message: str, hint: str = "", remedy: Remedy | None = None) -> None:
        message = message if len(message) <= _MAX_SHOWN else message[: _MAX_SHOWN - 3] + "..."
        self.faults.append(Fault(path=self.path, line=self.number, message=message, hint=hint, remedy=remedy))

    def _refuse(self, wrong: Unsayable) -> None:
        self._fault(wrong.message, wrong.hint)

    def _say(self, words: str, mark: str = "") -> None:
        if wrong := _unsayable(words):
            return self._refuse(wrong)
        words = marked(words)
        optional, silence = mark == "optional", mark == "silence"
        self.cues.append(SayCue(text=words, optional=optional, silence=silence, line=self.number))
        return None

    def _direction(self, line: str) -> None:
        bracket = _TITLED.fullmatch(line) or _BRACKET.fullmatch(line)
        if bracket is None:
            return self._fault('a direction without its closing "]"', "directions stand in square brackets: [pause 2]")
        name = bracket["name"].lower()
        direction = BY_NAME.get(name)
        if direction is None:
            return self._fault(f'no direction is called "{name}"', near_miss(name, BY_NAME, before=len(self.faults)))
        arguments = re.fullmatch(direction.arguments, " ".join(bracket["arguments"].split()))
        if arguments is None:
            return self._fault(f"can't read {line[: line.index(']') + 1]}", f"write it like {direction.example}")
        if bracket["words"] and not direction.takes_words:
            return self._fault(f"words behind [{name}]", "give them a line of their own")
        self.handlers[name](arguments.groupdict() | {"direction": name}, bracket["words"])
        return None

    def _close(self) -> None:
        if self.cues:
            title = self.here.title or self.title
            self.sections.append(replace(self.here, title=title, cues=tuple(self.cues)))
        self.cues = []
        self.rep = self.round = None

    def _class(self, given: dict[str, str], _: str) -> None:
        if self.sections or self.cues:
            self._fault("[class …] comes first")
        self.title = given["title"]

    def _exercise(self, given: dict[str, str], _: str) -> None:
        self._close()
        self.here = Section(title="", exercise=given["name"] or "")

    def _section(self, given: dict[str, str], _: str) -> None:
        self._close()
        self.here = replace(self.here, title=given["title"])

    def _music(self, given: dict[str, str], _: str) -> None:
        self._at_start("music")
        level_db = float((given["level"] or "0").replace("−", "-"))
        try:
            level_db = read_music_level(level_db)
        except DefinitionError as error:
            self._fault(error.message, error.hint)
        self.here = replace(self.here, music=given["name"] or self.here.music, music_level_db=level_db)

    def _pace(self, given: dict[str, str], _: str) -> None:
        self._at_start("pace")
        seconds = float(given["seconds"])
        if not MIN_COUNT_S <= seconds <= MAX_COUNT_S:
            self._fault(f"a count of {seconds:g} s", f"from {MIN_COUNT_S} to {MAX_COUNT_S} s")
        self.here = replace(self.here, count=to_ms(seconds))

    def _at_start(self, name: str) -> None:
        if self.cues:
            self._fault(f"[{name} …] within a section", "write it right below [exercise …] or [section …]")

    def _rep(self, given: dict[str, str], _: str) -> None:
        self.rep, self.round = int(given["number"]), None

    def _round(self, given: dict[str, str], _: str) -> None:
        self.round = int(given["number"]) if given["number"] else None

    def _pause(self, given: dict[str, str], _: str) -> None:
        usual, loaded = float(given["usual"]), bool(given["loaded"])
        least, most = (
            float(given["least"] or usual / 2),
            float(given["most"] or (usual if loaded else usual_most(usual))),
        )
        if loaded and most > usual:
            hint = f"a loaded pause never stretches: write [pause {usual:g} from {least:g} to {usual:g} loaded]"
            return self._fault(f"a loaded pause of {usual:g} s that may stretch to {most:g} s", hint)
        if not 0 < least <= usual <= most or most > MAX_PAUSE_S:
            return self._fault(f"a pause of {usual:g} s from {least:g} to {most:g} s", f"above 0, to {MAX_PAUSE_S} s")
        self.cues.append(
            PauseCue(least=to_ms(least), usual=to_ms(usual), most=to_ms(most), loaded=loaded, line=self.number)
        )
        return None

    def _marked(self, given: dict[str, str], words: str) -> None:
        mark = given["direction"]
        if not words:
            return self._fault(f"[{mark}] without a line", "write the line behind it")
        return self._say(words, mark)

    def _voice(self, given: dict[str, str], words: str) -> None:
        if not words:
            return self._fault("[voice …] without a line", "write the line behind it")
        return self._say(f"[voice {given['number']}] {words}")

    def _sound(self, given: dict[str, str], _: str) -> None:
        name, every = given["name"], float(given["every"] or 0)
        if given["every"] and not MIN_EVERY_S <= every <= MAX_EVERY_S:
            return self._fault(f"a sound every {every:g} s", f"from {MIN_EVERY_S} to {MAX_EVERY_S} s")
        if given["how"] == "off":
            if name not in self.ringing:
                return self._fault(f"[sound {name} off], and it is not heard", f"[sound {name} every 300] comes first")
            self.ringing.remove(name)
        elif every:
            self.ringing.append(name)
        elif self.cues and isinstance(before := self.cues[-1], SoundCue) and before.every is None:
            return self._fault("a sound right behind another", "write a [pause …] between them")
        clocked = to_ms(every) if every or given["how"] == "off" else None
        self.cues.append(SoundCue(name=name, waits=given["how"] == "wait", every=clocked, line=self.number))
        return None

    def _phase(self, given: dict[str, str], words: str) -> None:
        breath, (counts, fixed) = Breath(given["direction"]), read_size(given["size"])
        if wrong := wrong_size(breath, counts, fixed):
            return self._fault(*wrong)
        cue = PhaseCue(breath=breath, counts=counts, fixed=fixed, side=Side(given["side"]) if given["side"] else None,
                       switch=tuple(int(beat) for beat in (given["switch"] or "").split()),
                       reversed=bool(given["reversed"]), loaded=bool(given["loaded"]),
                       pulses=tuple(int(p) for p in (given["pulses"] or "").split()),
                       count=parts_of(given["said"] or ""),
                       forms=tuple(filter(None, map(form_of, forms_of(words)))),
                       rep=self.rep, round=self.round, line=self.number)  # fmt: skip
        if any(not 1 <= p <= cue.beats for p in cue.pulses) or list(cue.pulses) != sorted(set(cue.pulses)):
            said = f"pulses {list(cue.pulses)} outside {cue.beats} counts"
            return self._fault(said, f"each from 1 to {cue.beats}, rising")
        if any(not 2 <= beat <= cue.beats for beat in cue.switch) or list(cue.switch) != sorted(set(cue.switch)):
            said = f"the side changes on {list(cue.switch)} in a phase of {cue.beats} counts"
            return self._fault(said, f"each from 2 to {cue.beats}, rising")
        if len(cue.count) > cue.beats:
            said = f"{len(cue.count)} counts are said in a phase of {cue.beats}"
            return self._fault(said, "one word a count at the most")
        if any(beat > cue.beats for form in cue.forms for beat, _ in form):
            return self._fault(f'more " / " than the phase has counts ({cue.beats})', "one part a count at the most")
        if hidden := next(filter(None, map(_unsayable, cue.lines)), None):
            return self._refuse(hidden)
        self.cues.append(cue)
        return None

    def _call(self, given: dict[str, str], words: str) -> None:
        phase = self.cues[-1] if self.cues else None
        if not isinstance(phase, PhaseCue):
            return self._fault("[call …] without a phase above it", "it stands below the phase that it is heard in")
        call = Call(at=None if given["at"] == "middle" else to_ms(float(given["at"])), forms=forms_of(words),
                    line=self.number)  # fmt: skip
        if phase.fixed is not None and not 0 <= call.start(phase.fixed) < phase.fixed:
            return self._fault(f"a call at {given['at']} in a phase of {phase.fixed / 1000:g} s")
        if hidden := next(filter(None, map(_unsayable, call.forms)), None):
            return self._refuse(hidden)
        self.cues[-1] = replace(phase, calls=(*phase.calls, call))
        return None


def _unsayable(text: str) -> Unsayable | None:
    """Return why `text` can't be said by the voices that its marks name, None where it can."""
    return next(filter(None, (unsayable(piece.text) for piece in voiced_in(text))), None)
