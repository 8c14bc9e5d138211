"""A text checked while somebody types it: all that a check would tell of the file if it were saved so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from audiosession.errors import AudioSessionError, Fault
from audiosession.project.editing.faults import faults_of_text, told_faults
from audiosession.project.editing.places import Place, place_of
from audiosession.project.editing.stamps import Stamp, stamp_of
from audiosession.project.project import Project, as_if_saved
from audiosession.project.reading.definitions import read_exercise
from audiosession.project.settings import read_defaults
from audiosession.studio.checking.definitions import Check, check_class, check_exercise
from audiosession.studio.checking.fit import Estimates, LineFit
from audiosession.studio.checking.show import check_show
from audiosession.studio.checking.translations import check_translation
from audiosession.units import Ms
from audiosession.value_words import KeyPath
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import harder_by

_KEPT = ("scripts/show.toml", "scripts/lexicon.toml", "scripts/takes.toml", "scripts/languages/")
"""What estimates hang on beside the text that is checked."""


@dataclass(frozen=True, kw_only=True)
class CheckedText:
    """What a file would be told of if it were saved so.

    Args:
        faults: What is wrong, each with its line and, in `at`, the keys that lead there.
        warnings: What is allowed, and better otherwise.
        fits: Of each line of an exercise's phases, how it fits at the project's pace.
        count: The milliseconds that a count takes at that pace.
    """

    faults: tuple[Fault, ...]
    warnings: tuple[Fault, ...]
    fits: tuple[LineFit, ...] = ()
    count: Ms = Ms(0)


class TextChecks:
    """Checks texts of one project, one after the other: what they have in common is found out once.

    It is told by the stamp of the files that it hangs on, so that a change of them by anybody counts at once.
    """

    def __init__(self, project: Project) -> None:
        self._project = project
        self._stamp: Stamp | None = None
        self._choices = choose(Defaults())
        self._estimates = Estimates(project, self._choices)

    def check(self, kind: str, name: str, text: str, *, is_brief: bool = True) -> CheckedText:
        """Return what the file of a `kind` called `name` would be told of if it held `text`.

        Where it is brief, no narration is written: what only a whole class shows, such as how long a body is held, is
        left out.

        Raises:
            NotFoundError: There is no such kind, or the project lists no such name.
        """
        return self.check_at(place_of(self._project, kind, name), text, is_brief=is_brief)

    def check_at(self, place: Place, text: str, *, is_brief: bool = True) -> CheckedText:
        """Return what the file at `place` would be told of if it held `text`, be it there or not; see `check`."""
        look = self._looks(place).get(place.kind)
        if look is None:
            return CheckedText(faults=faults_of_text(self._project, place, text), warnings=())
        self._renew()
        check = Check(project=self._project, is_brief=is_brief)
        check.estimates = self._estimates
        with as_if_saved(place.read or place.own, text.encode("utf-8", "surrogatepass")):
            look(check)
            fits = tuple(self._fits(place)) if place.kind == "exercise" else ()
        told = partial(told_faults, self._project, place, text)
        return CheckedText(
            faults=_each_once(told(check.faults)),
            warnings=_each_once(told(check.warnings)),
            fits=fits,
            count=self._choices.pace.count,
        )

    def _looks(self, place: Place) -> Mapping[str, Callable[[Check], object]]:
        """Return what looks at a file of each kind that more can be told of than its reader does."""
        return {
            "exercise": lambda check: check_exercise(check, place.name, self._choices),
            "class": lambda check: check_class(check, place.name, self._choices),
            "translation": lambda check: self._translation(check, place),
            "show": self._show,
        }

    def _translation(self, check: Check, place: Place) -> None:
        tag = place.name.partition(".")[2]
        path = place.read or place.own
        check.collect(lambda: check_translation(check, place.folder, place.stem, tag, path))

    def _show(self, check: Check) -> None:
        faults, warnings = check_show(self._project)
        check.faults.extend(faults)
        check.warnings.extend(warnings)

    def _fits(self, place: Place) -> list[LineFit]:
        found: list[LineFit] = []
        with suppress(AudioSessionError):  # told above
            exercise = read_exercise(self._project, place.name)
            for form in exercise.forms():
                key = _form_key(exercise, form)
                if key is not None:
                    found += [replace(one, keys=(*key, *one.keys)) for one in self._estimates.fits_of(form)]
        return found

    def _renew(self) -> None:
        """Find out anew what estimates hang on, where it has changed."""
        stamp = stamp_of(self._project, _KEPT)
        if stamp == self._stamp:
            return
        self._stamp, self._choices = stamp, choose(Defaults())
        with suppress(AudioSessionError):  # told where show.toml is checked
            self._choices = choose(read_defaults(self._project))
        self._estimates = Estimates(self._project, self._choices)


def _each_once(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    return tuple({(one.path, one.line, one.message): one for one in faults}.values())


def _form_key(whole: Exercise, form: Exercise) -> KeyPath | None:
    """Return the keys under which the phases of `form` are written; None where they are those of `whole`."""
    if form.level == whole.level:
        return ()
    key = "harder" if harder_by(form.level, whole.level) > 0 else "easier"
    return (key,) if "phase" in (getattr(whole, key) or {}) else None
