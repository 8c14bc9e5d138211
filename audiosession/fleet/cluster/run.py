"""One run of a catalogue on a cluster: lines are spoken, classes built, and what comes of them is written here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiosession.building.gather import Inputs
from audiosession.building.speak import Speaker
from audiosession.errors import AudioSessionError, ClusterError, VoiceError
from audiosession.files.sharing.shared import SharedStore
from audiosession.fleet.cluster.faults import SentError, received_error
from audiosession.fleet.cluster.finished import LostError, receive
from audiosession.fleet.cluster.fleet import Fleet, trouble_of
from audiosession.fleet.cluster.ledger import Ledger, speakers_of
from audiosession.fleet.cluster.orders import ClassBuilt, ClassOrder, LinesSpoken, SpeakOrder, named_by
from audiosession.fleet.cluster.snapshot import unseen_parts
from audiosession.fleet.cluster.windows import windows_of
from audiosession.fleet.cluster.worker import build_class, speak_lines
from audiosession.fleet.counted import CatalogueProgress
from audiosession.fleet.variants import Variant
from audiosession.progress import Teller
from audiosession.project.project import Project
from audiosession.units import Ms

if TYPE_CHECKING:
    from distributed import Future

VariantOutcome = tuple[str, str | AudioSessionError]
"""A variant's key, and the digest of its sound, or why there is none."""


class ClusterRun:
    """The tasks of one catalogue on a `fleet`; `spoken` takes and `windows` were made for it so far."""

    def __init__(self, project: Project, shared: SharedStore, ledger: Ledger, fleet: Fleet, tell: Teller) -> None:
        self.spoken = 0
        self.windows = 0
        self._project = project
        self._shared = shared
        self._ledger = ledger
        self._fleet = fleet
        self._tell = tell
        self._told: set[str] = set()
        self._why: SentError | None = None
        self._owners: dict[bytes, Future[Any]] = {}
        self._at_work: dict[str, tuple[ClassOrder, Path, bool]] = {}

    def speak(self, orders: Sequence[SpeakOrder], counted: CatalogueProgress) -> None:
        """Have all lines spoken; what can't be is found out where a class needs it."""
        measured: dict[str, Future[Any]] = {}
        total = sum(len(order.lines) for order in orders)
        for order in orders:
            first = measured.get(order.address)
            future = self._fleet.submit(speak_lines, order, [first] if first is not None else [])
            measured.setdefault(order.address, future)
        done = 0
        for future in self._fleet.ended():
            if trouble_of(future) is None:
                done += self._take_lines(future.result())
                counted.tell("takes", done, total)

    def build(self, variants: Sequence[Variant], gather: Callable[[str], Inputs]) -> Iterator[VariantOutcome]:
        """Yield what becomes of each variant as soon as it is known; `gather` returns what the one of a key is made of.

        Each is reckoned when its turn comes, while workers build those before it.
        """
        for variant in variants:
            try:
                self._begin(variant, gather(variant.key))
            except AudioSessionError as error:
                yield variant.key, error
            yield from self._outcomes(self._fleet.ended(wait=False))
        yield from self._outcomes(self._fleet.ended())

    def _begin(self, variant: Variant, inputs: Inputs) -> None:
        speaker = self._ledger.speaker(inputs)
        windows = windows_of(self._project, inputs, speaker, lambda lines: self._lengths(inputs, speaker, lines))
        owners = {future.key: future for one in windows if (future := self._owners.get(one)) is not None}
        target, asked, _ = named_by(variant, inputs, self._project)
        second = speaker.cast.second
        order = ClassOrder(
            key=variant.key,
            target=target,
            asked=asked,
            form=variant.form,
            voice=speaker.voice.name if inputs.voice.strip() == "auto" else "",
            count_voice=second.name if second is not None and (inputs.count_voice or "").strip() == "auto" else None,
            speakers=speakers_of(speaker),
            made_from=dict(inputs.made_from),
            unseen=unseen_parts(self._project),
        )
        future = self._submit(order, inputs.path, list(owners.values()))
        for one in windows:
            self._owners.setdefault(one, future)

    def _submit(self, order: ClassOrder, path: Path, after: Sequence[Future[Any]] = ()) -> Future[Any]:
        future = self._fleet.submit(build_class, order, after)
        self._at_work[str(future.key)] = (order, path, bool(after))
        return future

    def _lengths(self, inputs: Inputs, speaker: Speaker, lines: Sequence[str]) -> Mapping[str, Ms]:
        """Return how long lines last, spoken now where they were not before."""
        digests, known = speaker.digests(dict.fromkeys(lines)), self._ledger.lengths
        if any(digest not in known for digest in digests.values()):
            self._why = None
            orders = list(self._ledger.orders(inputs, speaker, lines, at_once=True))
            for answer in self._fleet.answers([self._fleet.submit(speak_lines, order) for order in orders]):
                self._take_lines(answer)
            if any(digest not in known for digest in digests.values()):
                if self._why is not None:
                    raise received_error(self._why, self._project)
                raise VoiceError("no worker could speak its lines", hint="build again")
        return {line: known[digest] for line, digest in digests.items()}

    def _take_lines(self, answer: LinesSpoken) -> int:
        self._ledger.lengths |= answer.lengths
        self.spoken += answer.new
        self._why = answer.error or self._why
        for unsent in answer.unsent:
            self._shared.take(unsent)
        self._pass_on(answer.told)
        return len(answer.lengths)

    def _outcomes(self, ended: Iterator[Future[Any]]) -> Iterator[VariantOutcome]:
        for future in ended:
            if (at_work := self._at_work.pop(str(future.key), None)) is None:
                continue
            order, path, had_others = at_work
            trouble = trouble_of(future)
            if trouble is not None and had_others:  # it may be that of a task it waited for
                self._submit(order, path)
                continue
            outcome = trouble or self._received(order, path, future.result())
            # Its windows are in the store by now: nobody waits for it, and its answer need not be held.
            self._owners = {window: owner for window, owner in self._owners.items() if owner.key != future.key}
            if outcome is not None:
                yield order.key, outcome

    def _received(self, order: ClassOrder, path: Path, answer: ClassBuilt) -> str | AudioSessionError | None:
        """Return what became of a class; None where its files are asked for once more, by hand."""
        self.windows += answer.made
        self._pass_on(answer.told)
        for unsent in answer.unsent:
            self._shared.take(unsent)
        if answer.error is not None:
            return received_error(answer.error, self._project)
        try:
            return receive(self._shared, path, answer.files)
        except LostError:
            if not order.by_hand:
                self._submit(order.handed(), path)
                return None
            return ClusterError("its files were lost on the way from a worker", hint="build again")
        except AudioSessionError as error:
            return error

    def _pass_on(self, lines: Sequence[str]) -> None:
        for line in lines:
            if line not in self._told:
                self._told.add(line)
                self._tell(line)
