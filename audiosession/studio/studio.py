"""The one door: a project, and everything that can be done in it, for every face and for your own code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from audiosession.errors import Act, Fault, NotFoundError, Remedy
from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.project.project import open_project
from audiosession.studio.verbs.catalogues import Catalogues
from audiosession.studio.verbs.desk import DeskVerbs
from audiosession.studio.verbs.editing import Editing
from audiosession.studio.verbs.glances import Glances
from audiosession.studio.verbs.importing import Importing
from audiosession.studio.verbs.orders import Orders
from audiosession.studio.verbs.outlines import Outlines
from audiosession.studio.verbs.shows import Shows
from audiosession.studio.verbs.sittings import Sittings
from audiosession.studio.verbs.stores import Stores

if TYPE_CHECKING:
    from audiosession.studio.listing import Lists
    from audiosession.studio.results import (
        CheckReport,
        Examined,
        NewProject,
        Placed,
        Plan,
        Plotted,
        RecordingList,
        Rehearsed,
        SequencedClass,
        Translated,
        Verified,
    )
    from audiosession.studio.voices import Voices
    from audiosession.writing.sequencing.wish import WishWanted
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Studio(Orders, Outlines, Shows, Glances, DeskVerbs, Editing, Sittings, Catalogues, Importing, Stores):
    """A project, opened.

    `name` is always that of an exercise or a class, a breath pattern such as ``breath:4-7-8x4``, or the path of a
    narration file, and what is `wanted` of it are the choices of `audiosession.writing.wanted.Wanted`: ``pace``,
    ``reps``, ``detail``, ``length``, ``side``, ``level``, ``avoid``, ``seed``, ``voice``, ``fill``,
    ``count_voice``, ``music``, ``music_level_db``, ``tones``, ``strict`` and ``count_in``. What takes time tells
    `watch` how far it is, and `tell` what a person should see at once; `watch` may stop it with a `StoppedError`. Every
    method raises an `AudioSessionError` for what a person can cause or cure, and then nothing that was there has
    changed.
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
        """All that can be listed: exercises, classes, languages, voices, music, paces and episodes."""
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
        from audiosession.studio.heard.verify import verify_file

        return verify_file(Path(file), watch)

    def verify_words(self, file: Path | str, watch: Watcher = unwatched) -> Verified:
        """Verify a built class in English, and listen which of its lines may not be understood: the extra `words`."""
        from audiosession.studio.heard.verify import verify_words

        return verify_words(self.project, Path(file), watch)

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

    def new(
        self, folder: Path | str, *, full: bool = False, language: str = "en", voice: str = "auto", title: str = ""
    ) -> NewProject:
        """Make `folder` a project of its own, in `language`; with `full`, the starter content is copied too.

        `voice` speaks its classes; `title` is what its show is called, an example where it is empty.
        """
        from audiosession.studio.new import new_project

        return new_project(Path(folder), full=full, language=language, voice=voice, title=title)

    def new_exercise(self, name: str, breath: str | None = None, like: str | None = None) -> Path:
        """Write an exercise called `name` into the project, to edit.

        It is the breath pattern `breath`; or as the exercise called `like` is, with words to write anew; else an
        example.
        """
        from audiosession.studio.new import new_exercise

        return new_exercise(self.project, name, breath, like)

    def translate(
        self,
        name: str,
        language: str,
        *,
        done: bool = False,
        model: str | None = None,
        model_name: str = "",
        tell: Teller = untold,
    ) -> Translated:
        """Write the file in which an exercise or a class has its words in another language, to fill in.

        Where it is there, its words stay, and what is new is added. Where nothing is new, nothing is written.

        Args:
            name: The exercise or class.
            language: The tag of the language, such as ``de``.
            done: Have all that stands in it be the translation of what the original says now, and no draft any more.
            model: The address of a server with OpenAI's chat API, which drafts what is still to be written. Its key
                comes from the environment, as ``AUDIOSESSION_MODEL_API_KEY``.
            model_name: Which of its models; the only one that it has where nothing is said.
            tell: Told to which host lines are sent, before they are.
        """
        from audiosession.studio.translating.model import open_model
        from audiosession.studio.translating.translate import translate

        opened = None if model is None else open_model(model, model_name)
        return translate(self.project, name, language, done=done, model=opened, tell=tell)

    def sequence(
        self, output: str | None = None, *, explain: bool = False, **wish: Unpack[WishWanted]
    ) -> SequencedClass:
        """Put a class together from a wish and the library, by the rules of a good class; the same wish, the same one.

        Args:
            output: What the class is called: it is written into the project, never over another one; None to see it.
            explain: Have it said beside each exercise in the file why it stands there.
            wish: What is wished for, as `audiosession.writing.sequencing.wish.WishWanted` tells: ``length``, ``level``,
                ``focus``, ``avoid``, ``unlike``, ``seed``, ``title``.
        """
        from audiosession.studio.sequencing.made import sequence_class
        from audiosession.writing.sequencing.wish import read_wish

        return sequence_class(self.project, read_wish(**wish), output, explain=explain)


def open_studio(folder: Path | str = ".", *, store: str | None = None) -> Studio:
    """Open the project that `folder` lies in: the nearest one upwards; the starter content fills what it lacks.

    Args:
        folder: Any folder of the project.
        store: The address of the store that machines share, in place of what show.toml says; ``none`` is none.

    Raises:
        NotFoundError: There is no such folder.
    """
    if not Path(folder).is_dir():
        raise NotFoundError("no such folder", path=Path(folder), remedy=Remedy(act=Act.NEW_PROJECT, to=str(folder)))
    project = open_project(Path(folder))
    return Studio(replace(project, store=store) if store is not None else project)
