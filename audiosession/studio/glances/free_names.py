"""The name of a new definition, made of what a person calls it."""

from __future__ import annotations

from itertools import count

from audiosession.errors import DefinitionError
from audiosession.naming import plain_name
from audiosession.project.project import TRANSLATED, Project

_LONGEST = 60


def free_name(project: Project, title: str) -> str:
    """Return the name for an exercise or a class called `title`; with a number where something is called so already.

    Raises:
        DefinitionError: No name can be made of it.
    """
    name = plain_name(title)[:_LONGEST].strip("-")
    if not name:
        raise DefinitionError("what is it to be called?", hint="a title with a letter or a number in it")
    tried = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(one for one in tried if all(project.find(kind, one) is None for kind in TRANSLATED))
