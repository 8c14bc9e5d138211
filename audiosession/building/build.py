"""Build a class: look whether anything changed, and have made what did.

What is begun here may be finished later: the next class is begun meanwhile."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audiosession.building.built import Built
from audiosession.building.gather import Inputs, file_digest
from audiosession.errors import Act, AudioSessionError, OutputError, Remedy
from audiosession.formats import beside
from audiosession.progress import Teller, Watcher, untold, unwatched
from audiosession.project.project import Project
from audiosession.project.sessions import read_session, session_path
from audiosession.project.stores import begin_sharing, end_sharing
from audiosession.session import Session, SessionHead
from audiosession.spelling import composed
from audiosession.writing.choices import choose

if TYPE_CHECKING:
    from audiosession.building.make import Begun
    from audiosession.voices.registry import Choose


def build(
    project: Project,
    inputs: Inputs,
    *,
    force: bool = False,
    watch: Watcher = unwatched,
    tell: Teller = untold,
) -> Built:
    """Build the class that `inputs` are for.

    Args:
        project: Where its definitions stand.
        inputs: From `building.gather.gather`.
        force: Build even if nothing has changed since the last build.
        watch: Told how far the work is.
        tell: Told lines that a person should see at once, such as which voice speaks.

    Raises:
        AudioSessionError: Something is at fault; no file that was there before has changed.
    """
    built = finish(project, begin(project, inputs, force=force, watch=watch, tell=tell), watch)
    if not built.unchanged:
        end_sharing(project, tell)
    return built


def begin(
    project: Project,
    inputs: Inputs,
    *,
    force: bool = False,
    watch: Watcher = unwatched,
    tell: Teller = untold,
    choose: Choose | None = None,
) -> Built | Begun:
    """Return the class as it was built, where nothing has changed; else begin it, with a voice of `choose` if given.

    What is made of it goes into the shared store meanwhile: `project.stores.end_sharing` waits for that.
    """
    last = refuse_in_the_way(inputs)
    if not force and last is not None and is_up_to_date(inputs, last):
        return Built(path=inputs.path, session=last, unchanged=True)
    from audiosession.building.make import begin_making  # what makes sound is loaded only where something is made

    begin_sharing(project)
    if called := _called_otherwise(inputs):
        tell(called)
    return begin_making(project, inputs, watch, tell, choose)


def finish(project: Project, begun: Built | Begun, watch: Watcher = unwatched) -> Built:
    """Finish a class that was begun; one that is up to date is finished already."""
    if isinstance(begun, Built):
        return begun
    from audiosession.building.make import finish_making

    return finish_making(project, begun, watch)


def _called_otherwise(inputs: Inputs) -> str:
    """Return that the files of a text are not called as it is; empty where they are."""
    text, slug = inputs.written.path, inputs.written.slug
    if inputs.named or not isinstance(text, Path) or slug == text.stem.lower().replace(" ", "-").replace("_", "-"):
        return ""
    return f"the files of {composed(text.name)} are called {slug}"


def _last_session(inputs: Inputs) -> Session | None:
    try:
        return read_session(session_path(inputs.path))
    except AudioSessionError:
        return None


def refuse_in_the_way(inputs: Inputs) -> Session | None:
    """Refuse to write over what is no class of these `inputs`; return the session of the one that is there, if any.

    Raises:
        OutputError: Something else stands under its name.
    """
    last = _last_session(inputs)
    if last is not None and not inputs.named and inputs.path.exists():
        _refuse_others(inputs, last)
    return last


def _refuse_others(inputs: Inputs, last: Session) -> None:
    """Refuse to write over what was built from something else, whose files happen to have the same name."""
    theirs, ours = last.source, inputs.written.source
    if theirs in ("", ours):
        theirs, ours = _otherwise(inputs, last)
    if theirs != ours:
        message = f"was built from {theirs}, and {ours} would take its place"
        other = inputs.path.with_name(f"{inputs.slug}-2{inputs.form.suffix}")
        remedy = Remedy(act=Act.NAME_OUTPUT, to=str(other))
        raise OutputError(
            message, path=inputs.path, hint="rename one of the two, or remove the old class", remedy=remedy
        )


def _otherwise(inputs: Inputs, last: Session) -> tuple[str, str]:
    """Return the bed or the voice of the last build and of this one, where both have one label and are not the same."""
    usual, told, settings = choose(inputs.defaults), inputs.told, last.settings
    beds = {digest for name, digest in last.made_from.items() if name.startswith("the bed ")}
    same_beds = beds == {digest for name, digest in inputs.made_from.items() if name.startswith("the bed ")}
    if inputs.choices.music != usual.music and settings.music and told.music and not same_beds:
        return f"music {settings.music}", f"music {told.music}"
    if inputs.choices.voice != usual.voice and settings.voice_asked:
        return f"voice {settings.voice_asked}", f"voice {told.voice}"
    return "", ""


def is_up_to_date(inputs: Inputs, session: SessionHead) -> bool:
    """Tell whether the last build, of which `session` tells, had the same inputs and its files are still whole."""
    same = session.inputs == inputs.digest and session.audio.sha256 == file_digest(inputs.path)
    whole = all(beside(inputs.path, suffix).is_file() for suffix in (".vtt", ".chapters.json"))
    return same and whole
