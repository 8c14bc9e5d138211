"""What a page asked for in plain values, as the door takes it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from audiosession.errors import DefinitionError
from audiosession.studio.offers import WISHES
from audiosession.web.wanted import wanted_of

if TYPE_CHECKING:
    from audiosession.studio.offers import Wanted, WishWanted
    from audiosession.studio.publishing import Destination, Wishes

_LONGEST = 300


def name_of(asked: Mapping[str, Any]) -> str:
    """Return the exercise, class or voice that is meant.

    Raises:
        DefinitionError: None is, or one that leads out of the project.
    """
    name = asked.get("name")
    if not isinstance(name, str) or not name.strip():
        raise DefinitionError("no name is given", hint="choose what is meant")
    if "\\" in name or PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
        raise DefinitionError("that leads out of the project", hint="choose what is meant by its name")
    return name[:_LONGEST]


def choices_of(asked: Mapping[str, Any]) -> Wanted:
    """Return the choices of a class that a job is for."""
    wanted = asked.get("wanted")
    return wanted_of(wanted if isinstance(wanted, dict) else {})


def wish_of(asked: Mapping[str, Any]) -> WishWanted:
    """Return the wish in what a page asked, as the door takes it.

    Raises:
        DefinitionError: The seed is no whole number.
    """
    wish: Any = {name: str(asked[name]) for name in WISHES if asked.get(name)}
    if "seed" in wish:
        try:
            wish["seed"] = int(wish["seed"][:12])
        except ValueError:
            raise DefinitionError("the seed is a whole number") from None
    return wish  # type: ignore[no-any-return]  # each value is read by its row, which refuses what it can't be


def destination_of(asked: Mapping[str, Any], *, rehearsal: bool) -> Destination:
    """Return where a publish goes: `to` and `base_url`, empty for what show.toml says."""
    from audiosession.studio.publishing import Destination

    to, base_url = (str(asked.get(key) or "")[:_LONGEST] or None for key in ("to", "base_url"))
    return Destination(to=to, base_url=base_url, rehearsal=rehearsal)


def meant_classes(asked: Mapping[str, Any]) -> list[str]:
    """Return the built classes that are meant.

    Raises:
        DefinitionError: None is: nothing is ever published because it happens to be built.
    """
    names = asked.get("names")
    if not isinstance(names, list) or not names or not all(isinstance(one, str) for one in names):
        raise DefinitionError("no class is chosen", hint="choose the classes that are meant")
    return names


def wishes_of(asked: Mapping[str, Any]) -> Wishes:
    """Return what is said of the episodes of a publish: title, season, number, date, trailer."""
    from audiosession.studio.publishing import Wishes, moment

    date = asked.get("date")
    return Wishes(
        title=_text(asked, "title"),
        season=_number(asked, "season"),
        number=_number(asked, "number"),
        date=moment(str(date)[:_LONGEST]) if date else None,
        trailer=asked.get("trailer") is True,
    )


def _text(asked: Mapping[str, Any], name: str) -> str | None:
    return str(asked.get(name) or "")[:_LONGEST] or None


def _number(asked: Mapping[str, Any], name: str) -> int | None:
    number = asked.get(name)
    if number is None or number == "":
        return None
    if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= 10_000:
        raise DefinitionError(f"{name} is a number from 1 to 10,000")
    return number
