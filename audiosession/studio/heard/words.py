"""Have the lines of a built class recognised: which of them a listener may not understand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audiosession.digests import digest_of
from audiosession.errors import AudioSessionError, VerifyError
from audiosession.files.reading import DOCUMENT_BYTES, read_at_most
from audiosession.progress import Watcher, unwatched
from audiosession.project.project import Project
from audiosession.project.stores import take_store
from audiosession.session import SUFFIX, Session, parse_head
from audiosession.voices.languages import primary
from audiosession.voices.listening.recognising import INSTALL, LANGUAGE, ear_version
from audiosession.voices.listening.understood import HeardLine, listen
from audiosession.writing.phases.voices import line_as, said_by

_LATEST = 20
"""How many built classes a glance looks at: those that were built last."""


@dataclass(frozen=True, kw_only=True)
class HeardWords:
    """What was heard of the lines of a class, in the order in which they are first said.

    `unkept` are lines of which the take is no longer kept, so that nobody can listen to it. A line without a word that
    the ear knows is in neither.
    """

    lines: tuple[HeardLine, ...]
    unkept: tuple[str, ...]

    @property
    def unclear(self) -> tuple[HeardLine, ...]:
        """The lines of which clearly less was heard than of the others."""
        return tuple(line for line in self.lines if line.unclear)


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What was heard so far in a project: in so many of its built classes, and how many of their lines are unclear."""

    classes: int
    of_classes: int
    unclear: int
    lines: int


def hear_words(project: Project, session: Session, path: Path, watch: Watcher = unwatched) -> HeardWords:
    """Listen to the takes of a built class, whose session file lies at `path`: to each once for all.

    The voice is heard alone: a bed that gives way to it costs no word, by the measure of a machine at least.

    Raises:
        VerifyError: There is no ear, or the class is in another language than it knows.
        AudioSessionError: What the class was built from is not there or at fault.
    """
    if not ear_version():
        raise VerifyError("no words can be recognised: pocketsphinx is not installed", path=path, hint=INSTALL)
    if primary(session.settings.language) != LANGUAGE:
        hint = "words are recognised in English alone"
        raise VerifyError(f"the class is in {session.settings.language}", path=path, hint=hint)
    from audiosession.building.orders.again import gather_again
    from audiosession.building.speak import Speaker

    again = gather_again(project, path)
    speaker = Speaker(again.project, again.inputs, unwatched)
    speech = [event for event in session.events if event.kind == "speech" and event.text]
    said = list(dict.fromkeys(line_as(event.text, event.voice) for event in speech))
    unkept = [said_by(line).text for line in speaker.missing(said)]
    takes = speaker.spoken.takes
    lines = listen([takes[line] for line in said if line in takes], speaker.store, watch)
    heard = HeardWords(lines=tuple(lines), unkept=tuple(unkept))
    take_store(project).remember(_address(session.audio.sha256), f"{len(heard.unclear)} {len(lines)}")
    return heard


def glance(project: Project) -> Glance:
    """Return what was heard so far in the latest built classes of a project; nobody listens for it."""
    store, found, n_classes = take_store(project), [], 0
    for digest in _built(project):
        n_classes += 1
        remembered = store.remembered(_address(digest))
        if remembered is not None:
            found.append([int(number) for number in remembered.split()])
    return Glance(
        classes=len(found),
        of_classes=n_classes,
        unclear=sum(unclear for unclear, _ in found),
        lines=sum(lines for _, lines in found),
    )


def _built(project: Project) -> Iterable[str]:
    """Yield the digests of the built classes that are in a language that the ear knows; what can't be read is none."""
    paths = sorted(project.output.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in paths[:_LATEST]:
        try:
            head = parse_head(read_at_most(path, DOCUMENT_BYTES), path)
        except (AudioSessionError, OSError):
            continue
        if primary(head.settings.language) == LANGUAGE:
            yield head.audio.sha256


def _address(digest: str) -> str:
    return digest_of(f"words of a class\0{digest}\0{ear_version()}")
