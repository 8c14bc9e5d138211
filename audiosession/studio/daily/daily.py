"""Build and publish the class of a date: once, however often it is asked for, and whatever became of the last run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from audiosession.building.build import is_up_to_date
from audiosession.building.gather import Inputs, gather
from audiosession.building.orders.many import Failed, build_in_turn
from audiosession.errors import AudioSessionError, DefinitionError, Fault, FaultsError, NotFoundError, near_miss
from audiosession.feed.calendars.calendar import refuse_without_calendars
from audiosession.feed.facts import read_facts
from audiosession.files.homes import expanded
from audiosession.files.lock import alone
from audiosession.files.whole import unwritable
from audiosession.progress import Teller, Watcher
from audiosession.project.catalogue.daily import DailyClass
from audiosession.project.catalogue.found import CatalogueFile, read_catalogue
from audiosession.project.languages import refuse_unwritten
from audiosession.project.project import Project, as_if_saved
from audiosession.project.sessions import read_head, session_path
from audiosession.project.settings import read_defaults, usual_language
from audiosession.project.stores import turn_file
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.published import Published
from audiosession.publishing.ready import Destination
from audiosession.publishing.standing import Standing, decided_standing, standing
from audiosession.studio.daily.chosen import choose_class
from audiosession.studio.daily.dates import DailyDate, on_date, read_day
from audiosession.studio.daily.order import DailyOrder
from audiosession.units import Ms
from audiosession.writing.choices import choose

_PATIENCE_S = 3_600.0
"""So long a run waits for another one that makes the same class."""


class DailyState(StrEnum):
    """What became of the class of a date in one language."""

    DONE = "published already"
    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    BUILT = "built"
    CURRENT = "up to date"
    DUE = "due"
    """A rehearsal found that it would be built, and published if it is to be."""
    GONE = "taken out"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class DailyRow:
    """The class of a date in one language: `slug` is what its files are called, `exercises` those that it has.

    What is published already is not looked up in the library: its exercises are not told.
    """

    name: str
    date: date
    language: str
    slug: str
    state: DailyState
    title: str = ""
    length: Ms | None = None
    exercises: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    path: Path | None = None
    error: AudioSessionError | None = None
    moment: datetime
    """From when on it is to be in the feed."""


@dataclass(frozen=True, kw_only=True)
class DailyMade:
    """What became of every class a day that was asked for, and what came of each publish."""

    rows: tuple[DailyRow, ...]
    published: tuple[Published, ...] = ()


def make_daily(project: Project, order: DailyOrder, now: datetime, watch: Watcher, tell: Teller) -> DailyMade:
    """Build and publish what `order` asks for; one class a day that fails stops no other.

    What a feed has already is left alone, whatever has changed since: neither built nor put again. What is built is
    built again only where it would be another class now. Of two runs at once the second waits, and finds it done.

    Raises:
        AudioSessionError: There is no catalogue, or it is at fault; no class a day is called so; it is no date.
        StoppedError: `watch` wanted no more; the next run goes on from here.
    """
    file, usual = read_catalogue(project), usual_language(project)
    wanted = None if order.date is None else read_day(order.date)
    rows, published = list[DailyRow](), list[Published]()
    for number, table in _asked(file, order.names):
        run = _Run(project, file, order, on_date(table, number, wanted, now, usual))
        rows += run.rows(now, watch, tell)
        published += run.published
    return DailyMade(rows=tuple(rows), published=tuple(published))


def _asked(file: CatalogueFile, names: Sequence[str]) -> list[tuple[int, DailyClass]]:
    """Return the classes a day that are meant, each with its place in the catalogue."""
    tables = list(enumerate(file.catalogue.daily))
    if not tables:
        hint = 'write [[daily]] with name = "morning" and length = "15m"'
        raise NotFoundError("there is no class a day", path=file.path, hint=hint)
    known = [table.name for _, table in tables]
    for name in names:
        if name not in known:
            raise NotFoundError(f'no class a day is called "{name}"', path=file.path, hint=near_miss(name, known))
    return [(number, table) for number, table in tables if not names or table.name in names]


class _Run:
    """The class of one date, in all its languages, on its way into the feed."""

    def __init__(self, project: Project, file: CatalogueFile, order: DailyOrder, day: DailyDate) -> None:
        self._project, self._file, self._order, self._day = project, file, order, day
        self._rows: dict[str, DailyRow] = {}
        self._texts: dict[str, str] = {}
        self._own: dict[str, str] = {}
        self.published: list[Published] = []

    def rows(self, now: datetime, watch: Watcher, tell: Teller) -> list[DailyRow]:
        """Do what is wanted, and return what became of each language; what fails stands in its row."""
        day = self._day
        table = day.table.name
        blank = DailyRow(name=table, date=day.date, language="", slug="", state=DailyState.DUE, moment=day.moment)
        self._rows = {tag: replace(blank, language=tag, slug=day.slug(tag)) for tag in day.languages}
        try:
            if self._order.rehearsal:
                self._look(tell)
            else:
                with alone(turn_file(self._project, "daily", day.table.name), patience_s=_PATIENCE_S, what="run"):
                    self._look(tell)
                    self._build(watch, tell)
                    self._publish(now, watch)
        except AudioSessionError as error:
            for tag in self._in_state(DailyState.DUE, DailyState.BUILT, DailyState.CURRENT):
                self._rows[tag] = replace(self._rows[tag], state=DailyState.FAILED, error=error)
        return list(self._rows.values())

    def _in_state(self, *states: DailyState) -> list[str]:
        return [tag for tag, row in self._rows.items() if row.state in states]

    def _look(self, tell: Teller) -> None:
        """Leave as due what is to be made, and find out which class it is."""
        states = self._standing(tell)
        for tag, row in self._rows.items():
            if (state := states.get(row.slug)) is not None:
                self._rows[tag] = replace(row, state=state)
        if self._order.publishes:
            refuse_without_calendars()
        if due := self._in_state(DailyState.DUE):
            self._choose(due)
            for tag in due:
                self._gathered(tag)

    def _standing(self, tell: Teller) -> dict[str, DailyState]:
        """Return which of the classes are done with: by the feed where they are to be published.

        Where nothing can be published yet, a rehearsal says so, and tells the class all the same.
        """
        slugs, found = [row.slug for row in self._rows.values()], None
        if self._order.publishes:
            try:
                found = standing(self._project, self._destination(), slugs)
            except AudioSessionError as error:
                if not self._order.rehearsal:
                    raise
                tell(f"note: it can't be published yet: {error}")
        if found is None:
            facts = read_facts(self._project.scripts / "feed.json")
            found = {slug: decided_standing(facts, slug) for slug in slugs}
            out = {slug for slug, one in facts.every_episode().items() if one.sound}
            found |= {slug: Standing.OUT for slug in slugs if slug in out}
        done = {Standing.OUT: DailyState.DONE, Standing.GONE: DailyState.GONE}
        return {slug: done[one] for slug, one in found.items() if one in done}

    def _destination(self) -> Destination:
        to, table = self._order.to, self._day.table
        if to is None and table.to is not None:
            to = table.to if "://" in table.to else str(self._project.root / expanded(table.to))
        base_url = self._order.base_url or table.base_url
        return Destination(to=to, base_url=base_url, rehearsal=self._order.rehearsal)

    def _choose(self, due: Sequence[str]) -> None:
        """Find the class of each language that is `due`: one of the project's own that is called so, else a new one."""
        first = self._day.slug(self._day.languages[0])
        for tag in due:
            named = [slug for slug in (self._rows[tag].slug, first) if self._project.find("classes", slug)]
            if named:
                self._own[tag] = named[0]
        if all(tag in self._own for tag in due):
            return
        self._refuse_unknown()
        try:
            chosen = choose_class(self._project, self._day)
        except FaultsError:
            raise
        except (DefinitionError, NotFoundError) as error:
            if error.path is not None:
                raise
            raise FaultsError([self._file.fault(self._day.at, error.message, error.hint)]) from None
        for tag in due:
            if tag not in self._own:
                one = chosen.texts[tag]
                self._texts[tag] = one.text
                told = replace(self._rows[tag], title=one.title, length=chosen.length, unmet=chosen.unmet)
                self._rows[tag] = replace(told, exercises=chosen.exercises)

    def _refuse_unknown(self) -> None:
        """Refuse languages that nobody has written, and classes that are not there, where the catalogue names them.

        Raises:
            FaultsError: There are some.
        """
        faults = list[Fault]()
        for tag in self._day.languages:
            try:
                refuse_unwritten(self._project, tag)
            except NotFoundError as error:
                faults.append(self._file.fault(("daily", self._day.number, "languages"), error.message, error.hint))
        for name in self._day.theme.unlike:
            if not self._project.find("classes", name):
                hint = near_miss(name, self._project.names("classes"))
                faults.append(self._file.fault((*self._day.at, "unlike"), f'no class is called "{name}"', hint))
        if faults:
            raise FaultsError(faults)

    def _inputs(self, tag: str) -> Inputs:
        """Return what the class of a language is built from."""
        project, slug = self._project, self._rows[tag].slug
        path = project.output / f"{slug}.mp3"
        choices = choose(read_defaults(project), **self._day.wanted(tag))
        output = path if path.parent.is_dir() else None
        if tag in self._own:
            return gather(project, self._own[tag], choices, output)
        with as_if_saved(project.scripts / "classes" / f"{slug}.toml", self._texts[tag].encode()):
            return gather(project, slug, choices, output)

    def _gathered(self, tag: str) -> None:
        """Look whether the class of a language can be built, and whether it is."""
        row = self._rows[tag]
        try:
            inputs = self._inputs(tag)
        except AudioSessionError as error:
            self._rows[tag] = replace(row, state=DailyState.FAILED, error=error)
            return
        used = tuple(item.exercise.name for item in inputs.written.plan.exercises) if inputs.written.plan else ()
        row = replace(row, title=inputs.written.title, exercises=used, path=inputs.path)
        try:
            last = read_head(session_path(inputs.path))
        except AudioSessionError:
            last = None
        current = last is not None and is_up_to_date(inputs, last)
        self._rows[tag] = replace(row, state=DailyState.CURRENT) if current else row

    def _build(self, watch: Watcher, tell: Teller) -> None:
        """Build what is due, each on its own: what fails stands in its row."""
        due = {self._rows[tag].slug: tag for tag in self._in_state(DailyState.DUE)}
        if not due:
            return
        output = self._project.output
        try:
            output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(output, error) from None
        built = build_in_turn(
            self._project, list(due), lambda slug: self._inputs(due[slug]), force=False, watch=watch, tell=tell
        )
        for slug, one in built:
            row = self._rows[due[slug]]
            self._rows[due[slug]] = (
                replace(row, state=DailyState.FAILED, error=one.error)
                if isinstance(one, Failed)
                else replace(row, state=DailyState.BUILT, path=one.path)
            )

    def _publish(self, now: datetime, watch: Watcher) -> None:
        """Put what is built into the feed; what is an episode already keeps the date that was decided."""
        ready = {self._rows[tag].slug: tag for tag in self._in_state(DailyState.BUILT, DailyState.CURRENT)}
        if not ready or not self._order.publishes:
            return
        known = read_facts(self._project.scripts / "feed.json").every_episode()
        new = [slug for slug in ready if slug not in known]
        old = [slug for slug in ready if slug in known]
        for slugs, wishes in ((new, Wishes(date=self._day.moment)), (old, Wishes())):
            if not slugs:
                continue
            put = publish(self._project, slugs, self._destination(), wishes, now, watch)
            self.published.append(put)
            for one in put.episodes:
                state = DailyState.SCHEDULED if one.state == "scheduled" else DailyState.PUBLISHED
                self._rows[ready[one.name]] = replace(self._rows[ready[one.name]], state=state)
