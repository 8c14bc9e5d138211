"""What the door makes of a class: its files, a part or a preview of it, its stems; and many classes in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.studio.verbs.opened import Opened

if TYPE_CHECKING:
    from audiosession.building.gather import Inputs
    from audiosession.studio.results import Built, BuiltPart, Many, Previewed, PreviewFile, Stems
    from audiosession.writing.wanted import Wanted


@dataclass(frozen=True)
class Orders(Opened):
    """The verbs of `audiosession.studio.studio.Studio` that make sound; what is `wanted` is told there."""

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
