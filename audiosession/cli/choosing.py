"""Ask a person which built classes are to become episodes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from audiosession.cli.saying import answer_to, print_line
from audiosession.errors import nearest
from audiosession.units import clock, to_ms

if TYPE_CHECKING:
    from audiosession.studio.results import Candidates, Session

_QUESTION = "Which become new episodes? Numbers or names, all, or none [none]:"
_MOST_NAMED = 8
_ALL = ("all", "a", "yes", "y")
_NONE = ("", "none", "n", "no")


def choose_episodes(found: Candidates) -> list[str]:
    """Return the names of all classes to publish: the episodes that there are, and those of the new that are chosen.
    An empty answer chooses none of the new.
    """
    _show(found)
    while (chosen := chosen_of(answer_to(_QUESTION), [one.slug for one in found.new])) is None:
        pass
    return [*(one.slug for one in found.known), *chosen]


def chosen_of(answer: str, names: Sequence[str]) -> list[str] | None:
    """Return which of `names` an answer means; None, after saying why, where it means something else.

    What stands in the list goes by its number first, since that is what a person sees.
    """
    words = answer.replace(",", " ").split()
    if len(words) < 2 and answer.lower() in (*_ALL, *_NONE) and answer not in names:
        return list(names) if answer.lower() in _ALL else []
    numbered = {str(number): name for number, name in enumerate(names, 1)}
    unknown = [word for word in words if word not in numbered and word not in names]
    if unknown:
        hint = nearest(unknown[0], names) or f"the list goes from 1 to {len(names)}"
        print_line(f'nothing in the list is "{unknown[0][:60]}": {hint}')
        return None
    chosen = {numbered.get(word, word) for word in words}
    return [name for name in names if name in chosen]


def named(names: Sequence[str]) -> str:
    """Return the first of `names`, and how many more there are."""
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return ", ".join(names[:_MOST_NAMED]) + more


def _show(found: Candidates) -> None:
    print_line("Built, and no episodes yet:\n")
    width = max(len(one.slug) for one in found.new)
    for number, one in enumerate(found.new, 1):
        print_line(f"  {number:>3}  {one.slug:<{width}}  {_length(one):>7}  {one.title}")
    print_line(f"\nEpisodes already, to be brought up to date: {named([one.slug for one in found.known]) or 'none'}")


def _length(session: Session) -> str:
    return clock(to_ms(session.audio.duration))
