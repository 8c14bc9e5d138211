"""Gather everything that a build depends on, read and found before any sound is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from pathlib import Path

from audiosession import __version__
from audiosession.building.write import Written, write
from audiosession.digests import digest_of_everything
from audiosession.errors import Act, FaultsError, NotFoundError, OutputError, Remedy
from audiosession.files.known_digests import known_digest
from audiosession.formats import USUAL, Format, stem
from audiosession.naming import within_name
from audiosession.project.beds import FoundBed, beds_heard, refuse_loud
from audiosession.project.covers import PART_NAME, CoverDesign, class_cover
from audiosession.project.languages import tempo_of
from audiosession.project.library import LexiconFile, lexicon_file
from audiosession.project.origins import said_at
from audiosession.project.project import Project
from audiosession.project.settings import read_defaults, read_look, settings_fault, voice_settings
from audiosession.project.sounds.found import ENDS, FoundSound, find_sound, framing
from audiosession.project.takes.found import chosen_takes
from audiosession.project.telling import told_bed, told_voice
from audiosession.spelling import composed
from audiosession.versions import VERSIONS
from audiosession.voices.chosen.rows import ChosenTakes
from audiosession.voices.languages import speaks
from audiosession.voices.tempos.tempo import ANY_TEMPO, Tempo
from audiosession.voices.voice import Voice
from audiosession.writing.choices import Choices, Defaults, variant
from audiosession.writing.phases.voices import said_by


@dataclass(frozen=True, kw_only=True)
class Inputs:
    """Everything that a build depends on.

    `voice` is the spec of who speaks: the choice, or who was taken for it when the class was built before; so is
    `count_voice`, of the second one if there is any. `language` is that of the words, `tempo` how fast they are to be
    spoken.
    `told` are the choices as a session tells them, with nothing of this machine.
    `made_from` are digests of all that was read, each by the name that people know it by. `named` is whether somebody
    named the file at `path`, so that whatever it was may be written over.
    """

    written: Written
    choices: Choices
    told: Choices = field(repr=False)
    voice: str
    count_voice: str | None = None
    defaults: Defaults
    form: Format = USUAL
    beds: Mapping[str, FoundBed] = field(repr=False)
    sounds: Mapping[str, FoundSound] = field(repr=False)
    path: Path
    named: bool = False
    lexicon: LexiconFile = field(repr=False)
    takes: ChosenTakes = field(repr=False)
    voices: Mapping[str, object] = field(repr=False)
    language: str = "en"
    tempo: Tempo = ANY_TEMPO
    cover: CoverDesign
    made_from: Mapping[str, str] = field(repr=False)

    @property
    def slug(self) -> str:
        """The name of the files."""
        return composed(stem(self.path))

    def language_of(self, voice: Voice) -> str:
        """Return what is said, with the region of the voice that says it."""
        return voice.language if voice.language and speaks(voice.language, self.language) else self.language

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all of it, in hexadecimal: the same inputs make the same file."""
        return digest_of_everything([self.slug, asdict(self.told), self.form.name, dict(self.made_from)])


def gather(
    project: Project, target: str, choices: Choices, output: Path | None = None, form: Format = USUAL, voice: str = ""
) -> Inputs:
    """Read and find everything that building `target` depends on; `voice` speaks in place of the chosen one.

    Raises:
        AudioSessionError: A definition, template, bed or the output path is at fault.
    """
    defaults = read_defaults(project)
    written = write(project, target, choices)
    lexicon, takes = lexicon_file(project), chosen_takes(project)
    beds = _beds(project, written, choices)
    sounds = _sounds(project, written, defaults)
    voices, tempo = voice_settings(project), tempo_of(project, defaults, written.plan, choices)
    language = written.language or defaults.language
    choices = replace(choices, language=language)
    path = _output_path(project, written.slug, variant(choices, defaults), output, form)
    cover = class_cover(project, read_look(project, language), stem(path), written.title)
    parts = {
        "the program": [__version__, asdict(VERSIONS)],
        "the narration": written.text,
        **{f"exercise {name}": exercise.model_dump(mode="json") for name, exercise in written.exercises.items()},
        "lexicon.toml": lexicon.text,
        "[defaults] of show.toml": defaults.model_dump(mode="json", exclude_none=True),
        "[voices] of show.toml": voices,
        "the tempo": asdict(tempo),
        **{f"the bed {told_bed(project, bed)}": [file_digest(bed.path), bed.bed.model_dump()] for bed in beds.values()},
        **{f"the sound {name}": [file_digest(one.path), one.sound.model_dump()] for name, one in sounds.items()},
        **_recordings(choices.voice, voices),
        **({"the recorded counts": recorded} if (recorded := _recordings(choices.count_voice or "", voices)) else {}),
        **_takes(written, choices, takes),
    }
    return Inputs(
        written=written,
        choices=choices,
        told=_told(project, choices, beds),
        voice=voice or choices.voice,
        count_voice=choices.count_voice,
        defaults=defaults,
        form=form,
        beds=beds,
        sounds=sounds,
        path=path,
        named=output is not None,
        lexicon=lexicon,
        takes=takes,
        voices=voices,
        language=language,
        tempo=tempo,
        cover=cover,
        made_from={**{name: digest_of_everything(part) for name, part in parts.items()}, PART_NAME: cover.digest},
    )


def _told(project: Project, choices: Choices, beds: Mapping[str, FoundBed]) -> Choices:
    return replace(
        choices,
        voice=told_voice(project, choices.voice),
        fill=told_voice(project, choices.fill),
        count_voice=None if choices.count_voice is None else told_voice(project, choices.count_voice),
        music=None if choices.music is None else told_bed(project, beds[choices.music]),
    )


def _recordings(voice: str, settings: Mapping[str, object]) -> dict[str, str]:
    """Return what changes when one of the instructor's own recordings does."""
    if not voice.startswith("recorded:"):
        return {}
    from audiosession.voices.registry import open_voice

    return {"the recordings": open_voice(voice, settings).address}


def _takes(written: Written, choices: Choices, takes: ChosenTakes) -> dict[str, list[list[str]]]:
    """Return the takes that were chosen of lines of the class; all of them where a length may have it say others."""
    plan, rows = written.plan, takes.for_lines([said_by(line).text for line in written.narration.lines()])
    loaded = any(getattr(cue, "loaded", False) for section in written.narration.sections for cue in section.cues)
    if plan is not None and (choices.length or plan.length or loaded):
        rows = list(takes.rows)
    return {"takes.toml": [row.made_from for row in rows]} if rows else {}


def _beds(project: Project, written: Written, choices: Choices) -> dict[str, FoundBed]:
    """Return the beds that play: the build's, and those that sections name; none where no music is wanted."""
    if choices.music is None:
        return {}
    sections = written.narration.sections
    found = beds_heard(project, choices.music, sections)
    for section in sections:
        refuse_loud(found[section.music or choices.music], section.music_level_db, choices.music_level_db)
    return found


def _sounds(project: Project, written: Written, defaults: Defaults) -> dict[str, FoundSound]:
    """Return the sounds of a class by the names that its timeline has for them, intro and outro too."""
    found: dict[str, FoundSound] = {}
    for name, line in written.narration.sounds().items():
        try:
            found[name] = find_sound(project, name)
        except NotFoundError as error:
            path, at = (written.plan and said_at(project, written.plan, name)) or (written.path, line)
            raise error.at(path, at) from None
    fades = written.plan is not None and written.plan.fade_out is not None
    for key, chosen in zip(ENDS, (defaults.intro, None if fades else defaults.outro), strict=True):
        if chosen is None:
            continue
        try:
            one = framing(key, find_sound(project, chosen))
        except NotFoundError as error:
            raise FaultsError([settings_fault(project, ("defaults", key), error.message, error.hint)]) from None
        found[one.name] = one
    return found


def _output_path(project: Project, slug: str, differs: str, output: Path | None, form: Format) -> Path:
    if output is None:
        return project.output / (within_name(f"{slug}.{differs}" if differs else slug) + form.suffix)
    if output.is_dir():
        remedy = Remedy(act=Act.NAME_OUTPUT, to=f"{output / slug}{form.suffix}")
        raise OutputError("is a folder", path=output, remedy=remedy)
    if output.suffix.lower() != form.suffix:
        remedy = Remedy(act=Act.NAME_OUTPUT, to=f"{output}{form.suffix}")
        raise OutputError(f"is no name for {form.title}", path=output, remedy=remedy)
    if not output.parent.is_dir():
        hint = f"make the folder {output.parent} first"
        raise OutputError("lies in a folder that does not exist", path=output, hint=hint)
    return output


def file_digest(path: Path) -> str:
    """Return the SHA-256 of the file at `path`, or why it can't be read, which is as good to compare."""
    try:
        return known_digest(path)
    except OSError as error:
        return f"unreadable: {error.strerror}"
