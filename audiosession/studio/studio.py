"""The one door: a project, and everything that can be done in it, for every face and for your own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from audiosession.errors import Act, Fault, NotFoundError, Remedy
from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.project.project import open_project
from audiosession.studio.shows import Shows

if TYPE_CHECKING:
    from audiosession.building.gather import Inputs
    from audiosession.studio.listing import Lists
    from audiosession.studio.results import (
        Built,
        BuiltPart,
        CheckReport,
        Examined,
        Many,
        NewProject,
        Placed,
        Plan,
        Plotted,
        Previewed,
        PreviewFile,
        RecordingList,
        Rehearsed,
        Stems,
        Verified,
    )
    from audiosession.studio.voices import Voices
    from audiosession.writing.choices import Choices
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Studio(Shows):
    """A project, opened.

    `name` is always that of an exercise or a class, a breath pattern such as ``breath:4-7-8x4``, or the path of a
    narration file, and what is `wanted` of it are the choices of `audiosession.writing.wanted.Wanted`: ``pace``,
    ``reps``, ``detail``, ``length``, ``side``, ``level``, ``avoid``, ``seed``, ``voice``, ``fill``, ``music``,
    ``tones``, ``strict`` and ``count_in``. What takes time tells `watch` how far it is, and `tell` what a person should
    see at once; `watch` may stop it with a `StoppedError`. Every method raises an `AudioSessionError` for what a person
    can cause or cure, and then nothing that was there has changed.
    """

    def exercises(self) -> list[str]:
        """Return the names of all exercises."""
        return self.project.names("exercises")

    def classes(self) -> list[str]:
        """Return the names of all classes."""
        return self.project.names("classes")

    @property
    def without_project(self) -> Fault | None:
        """That nobody has begun to write here, so that there is starter content alone; None where somebody has."""
        from audiosession.project.library import NO_PROJECT

        if self.project.is_own:
            return None
        return Fault(message=NO_PROJECT, remedy=Remedy(act=Act.NEW_PROJECT, to="my-classes"))

    @property
    def lists(self) -> Lists:
        """All that can be listed: exercises, classes, voices, music, paces and episodes."""
        from audiosession.studio.listing import Lists

        return Lists(self.project)

    @property
    def voices(self) -> Voices:
        """The engines, a line to hear, a voice to add, the cache of what was spoken."""
        from audiosession.studio.voices import Voices

        return Voices(self.project)

    def plan(self, name: str, **wanted: Unpack[Wanted]) -> Plan:
        """Return the plan of an exercise or a class: what is done, how often, with how many words."""
        from audiosession.project.library import plan_named

        return plan_named(self.project, name, self._chosen(**wanted))

    def narrate(self, name: str, **wanted: Unpack[Wanted]) -> str:
        """Return the narration text, to read, edit and build."""
        from audiosession.building.write import write

        return write(self.project, name, self._chosen(**wanted)).text

    def rehearse(self, name: str, **wanted: Unpack[Wanted]) -> Rehearsed:
        """Place a class without a word spoken: its plan, its parts and about how long it would be."""
        from audiosession.building.place import rehearse

        return rehearse(self.project, self._gathered(name, **wanted))

    def timeline(
        self, name: str, *, watch: Watcher = unwatched, tell: Teller = untold, **wanted: Unpack[Wanted]
    ) -> Placed:
        """Return what happens when. The lines are spoken for it, so that their lengths are true."""
        from audiosession.building.place import time_class

        return time_class(self.project, self._gathered(name, **wanted), watch, tell)

    def plot(
        self,
        name: str,
        path: Path | str,
        *,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> Plotted:
        """Draw what happens when to `path`, a PNG or SVG."""
        from audiosession.studio.plot import plot

        return plot(self.project, self._gathered(name, **wanted), Path(path), watch, tell)

    def build(
        self,
        name: str,
        *,
        output: Path | str | None = None,
        form: str | None = None,
        force: bool = False,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> Built:
        """Build a class: one sound file, with session file, captions and chapters beside it.

        Args:
            name: What to build.
            output: The file to write; one in the output folder by default.
            form: The kind of file, one of `audiosession.studio.offers.FORMAT_NAMES`; by default what the suffix of
                `output` says, else an MP3.
            force: Build even if nothing has changed.
            watch: Told how far the work is.
            tell: Told which voice speaks, where it chose itself.
            wanted: The choices.
        """
        from audiosession.building.build import build

        inputs = self._gathered(name, output, form, **wanted)
        return build(self.project, inputs, force=force, watch=watch, tell=tell)

    def build_part(
        self,
        name: str,
        part: str | tuple[str | float | None, str | float | None],
        *,
        output: Path | str | None = None,
        form: str | None = None,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> BuiltPart:
        """Build a part of a class as an MP3 of its own, which sounds as the whole does there and is never published.

        Args:
            name: The class.
            part: The title of a chapter; or from where to where, each as `at` of `preview`, None for as far as it goes.
            output: The file to write; by default beside the files of the class, as ``NAME.part-3m00s-4m00s.mp3``.
            form: What kind of file it should be; an MP3 is the only one.
            watch: Told how far the work is.
            tell: Told which voice speaks, where it chose itself.
            wanted: The choices, as for the whole.
        """
        from audiosession.building.orders.part import Passage, build_part

        if isinstance(part, str):
            passage = Passage(section=part)
        else:
            start, end = (None if spot is None else str(spot) for spot in part)
            passage = Passage(start=start, end=end)
        return build_part(self.project, self._gathered(name, output, form, **wanted), passage, watch, tell)

    def build_many(
        self,
        names: Sequence[str] = (),
        *,
        form: str | None = None,
        force: bool = False,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> Many:
        """Build several classes in one go, by default all that stand in the project itself, the starter's if none do.

        One that fails stops no other; the result tells of it. See `build` for the rest.
        """
        from audiosession.building.orders.many import build_many

        def gathered(name: str) -> Inputs:
            return self._gathered(name, form=form, **wanted)

        chosen = names or self.project.own_names("classes")
        return build_many(self.project, chosen, gathered, force=force, watch=watch, tell=tell)

    def rehearse_many(self, names: Sequence[str] = (), **wanted: Unpack[Wanted]) -> Many:
        """Place several classes without a word spoken, by default those that `build_many` builds."""
        from audiosession.building.orders.many import rehearse_many

        chosen = names or self.project.own_names("classes")
        return rehearse_many(self.project, chosen, lambda name: self._gathered(name, **wanted))

    def preview(
        self,
        name: str,
        at: str | float = "0",
        seconds: float = 10.0,
        *,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> Previewed:
        """Return the sound of a spot of a class as the built file has it there, without the rest being made.

        Args:
            name: The class.
            at: Where: seconds, a time such as ``2:30``, an exercise or a section of it, ``saw:3`` for its third rep.
            seconds: How much of it.
            watch: Told how many lines are spoken.
            tell: Told which voice speaks, where it chose itself.
            wanted: The choices.
        """
        from audiosession.building.orders.preview import Excerpt, preview

        excerpt = Excerpt(at=str(at), seconds=seconds)
        return preview(self.project, self._gathered(name, **wanted), excerpt, watch, tell)

    def preview_file(
        self,
        name: str,
        at: str | float = "0",
        seconds: float = 10.0,
        output: Path | str | None = None,
        *,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> PreviewFile:
        """Write a preview to the WAV at `output`, by default beside the files of the class; see `preview`."""
        from audiosession.building.orders.preview import Excerpt, write_preview

        excerpt, path = Excerpt(at=str(at), seconds=seconds), None if output is None else Path(output)
        return write_preview(self.project, self._gathered(name, **wanted), excerpt, path, watch, tell)

    def build_again(
        self,
        session: Path | str,
        *,
        output: Path | str | None = None,
        anyway: bool = False,
        force: bool = False,
        watch: Watcher = unwatched,
        tell: Teller = untold,
    ) -> Built:
        """Build a class again from its session file: what was chosen then gives the same bytes.

        It is looked for in the project that the session lies in, in this one where it lies in none.

        Args:
            session: The session file.
            output: The file to write; by default the session's own, beside it.
            anyway: Build with what is there now where something has changed; else that is refused and named.
            force: Build even if the file is there as it was.
            watch: Told how far the work is.
            tell: Told what a person should see at once.
        """
        from audiosession.building.build import build
        from audiosession.building.orders.again import gather_again, refuse_changed

        again = gather_again(self.project, Path(session), None if output is None else Path(output))
        if not anyway:
            refuse_changed(again)
        return build(again.project, again.inputs, force=force, watch=watch, tell=tell)

    def stems(
        self,
        name: str,
        folder: Path | str,
        *,
        watch: Watcher = unwatched,
        tell: Teller = untold,
        **wanted: Unpack[Wanted],
    ) -> Stems:
        """Write voice, bed and tones of a class apart into `folder`, with labels and a timeline for editors."""
        from audiosession.building.orders.stems import write_stems

        return write_stems(self.project, self._gathered(name, **wanted), Path(folder), watch, tell)

    def recording_list(self, name: str, folder: Path | str | None = None, **wanted: Unpack[Wanted]) -> RecordingList:
        """Write the lines of a class to `folder`, by default recordings/, numbered, to record them yourself."""
        from audiosession.studio.recording_list import DEFAULT_FOLDER, make_recording_list

        return make_recording_list(self.project, name, self._chosen(**wanted), Path(folder or DEFAULT_FOLDER))

    def check(self, names: Sequence[str] = (), watch: Watcher = unwatched) -> CheckReport:
        """Read what a person wrote, all of it where nothing is named, and return all faults with their places."""
        from audiosession.studio.check import check_project

        return check_project(self.project, names, watch)

    def verify(self, file: Path | str, watch: Watcher = unwatched) -> Verified:
        """Decode a built class and measure it against the session beside it."""
        from audiosession.studio.verify import verify_file

        return verify_file(Path(file), watch)

    def doctor(self) -> tuple[Examined, ...]:
        """Look at the machine: what works, and what to do about the rest."""
        from audiosession.studio.doctor import examine

        return examine(self.project)

    def schema(self, kind: str) -> str:
        """Return the JSON Schema of a kind of file, one of `audiosession.studio.offers.SCHEMAS`, for editors."""
        from audiosession.project.schemas import schema_text

        return schema_text(kind)

    def write_schemas(self) -> tuple[Path, ...]:
        """Write the schemas of all kinds to where the `#:schema` lines of this project look for them."""
        from audiosession.project.schemas import write_schemas

        if notice := self.without_project:
            raise NotFoundError("there is no project here to write to", remedy=notice.remedy)
        return write_schemas(self.project)

    def new(self, folder: Path | str, *, full: bool = False) -> NewProject:
        """Make `folder` a project of its own; with `full`, the starter content is copied too."""
        from audiosession.studio.new import new_project

        return new_project(Path(folder), full=full)

    def new_exercise(self, name: str, breath: str | None = None) -> Path:
        """Write an exercise called `name` into the project, to edit: the breath pattern `breath`, else an example."""
        from audiosession.studio.new import new_exercise

        return new_exercise(self.project, name, breath)

    def _chosen(self, **wanted: Unpack[Wanted]) -> Choices:
        from audiosession.project.settings import read_defaults
        from audiosession.writing.choices import choose

        return choose(read_defaults(self.project), **wanted)

    def _gathered(
        self, name: str, output: Path | str | None = None, form: str | None = None, **wanted: Unpack[Wanted]
    ) -> Inputs:
        from audiosession.building.gather import gather
        from audiosession.formats import choose_format

        path = None if output is None else Path(output)
        return gather(self.project, name, self._chosen(**wanted), path, choose_format(form, path))


def open_studio(folder: Path | str = ".") -> Studio:
    """Open the project that `folder` lies in: the nearest one upwards; the starter content fills what it lacks.

    Raises:
        NotFoundError: There is no such folder.
    """
    if not Path(folder).is_dir():
        raise NotFoundError("no such folder", path=Path(folder), remedy=Remedy(act=Act.NEW_PROJECT, to=str(folder)))
    return Studio(open_project(Path(folder)))
