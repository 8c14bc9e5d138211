"""Choose the voice of a class and have every line spoken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from audiosession.app.build import Order, Report
from audiosession.app.project import Project, read_text, shown
from audiosession.errors import Fault, FaultsError
from audiosession.lexicon import NO_LEXICON, Lexicon, read_lexicon
from audiosession.voices.recorded import RecordedVoice
from audiosession.voices.registry import choose_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.take import Take
from audiosession.voices.voice import Voice


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """The takes of a class, by line.

    All are in one voice, unless the user let a second one fill what is not recorded; `name` tells both. `note` says
    why this voice, where it chose itself, and what was filled.
    """

    voice: Voice
    name: str
    note: str
    takes: Mapping[str, Take]
    store: TakeStore


def speak(project: Project, order: Order, report: Report) -> Spoken:
    """Return the takes of everything that may be spoken in `order`.

    Raises:
        VoiceError: The voice can't be had, or could not speak a line.
        FaultsError: Lines are not recorded, and no voice was named to fill them; or the lexicon is at fault.
    """
    voice, note = choose_voice(order.choices.voice, order.voices)
    store = TakeStore(project.cache / "takes")
    lexicon = project_lexicon(project)
    lines = order.composition.narration.lines()
    lacking = voice.lacks(lines) if isinstance(voice, RecordedVoice) else []
    fill = _filling(voice, lacking, order) if isinstance(voice, RecordedVoice) and lacking else None
    own = [line for line in lines if line not in set(lacking)]

    def tell(before: int) -> Callable[[int, int], None]:
        return lambda done, _total: report("speaking", before + done, len(lines))

    takes = takes_for(voice, own, store, tell(0), respell=respelling(lexicon, voice))
    if fill is None:
        return Spoken(voice=voice, name=voice.name, note=note, takes=takes, store=store)
    takes |= takes_for(fill, lacking, store, tell(len(own)), respell=respelling(lexicon, fill))
    return Spoken(
        voice=voice,
        name=f"{voice.name}+{fill.name}",
        note=f"voice: {voice.name}; {len(lacking)} of {len(lines)} lines are not recorded, {fill.name} speaks them",
        takes=takes,
        store=store,
    )


def project_lexicon(project: Project) -> Lexicon:
    """Return the project's lexicon, the starter's where it has none.

    Raises:
        FaultsError: It is at fault.
    """
    path = project.script("lexicon.toml")
    return NO_LEXICON if path is None else read_lexicon(read_text(path), shown(path))


def respelling(lexicon: Lexicon, voice: Voice) -> Callable[[str], str]:
    """Return what gives each line to `voice` as the lexicon has it; recordings are found by the line itself."""
    if isinstance(voice, RecordedVoice):
        return lambda line: line
    return lambda line: lexicon.spoken(line, voice.name)


def _filling(voice: RecordedVoice, lacking: Sequence[str], order: Order) -> Voice:
    spec = order.choices.fill or voice.settings.fill
    if spec:
        filling, _ = choose_voice(spec, order.voices)
        return filling
    files = {row.text: row.file for row in voice.rows.values()}
    hint = "record them (audiosession recording-list NAME lists them), or let a voice fill them: --fill espeak"
    raise FaultsError(
        Fault(
            path=str(voice.folder),
            message=f"“{line}” is not recorded" + (f" ({files[line]})" if line in files else ""),
            hint=hint if line == lacking[-1] else "",
        )
        for line in lacking
    )
