"""Render templates that people write: strict about names, shut in, and sure to end.

A template sees plain values and the filters given here. It can't reach a file, a network or Python's inside, since
nothing that could is in the language; and it pays for all that it does from one budget, of time and memory alike.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from audiosession.errors import DefinitionError, Where, near_miss
from audiosession.writing.templating.budget import BUDGET, Budget, TemplateFaultError
from audiosession.writing.templating.comparing import CONDITIONS
from audiosession.writing.templating.filters import FILTERS, Filter, nothing_called
from audiosession.writing.templating.plain import short
from audiosession.writing.templating.reading import read
from audiosession.writing.templating.scopes import Run, Scope, Template, run_template
from audiosession.writing.templating.statements import Statements

_LONGEST_MESSAGE = 300
_GROWTH = 4
"""Filters of narrations put texts together, and a list where they expect a text prints longer than it is."""


class Templates:
    """Templates that may include one another; each is read once, when it is first needed.

    Args:
        sources: The text of every template, by name. One whose name ends in ``.html.j2`` escapes what it prints.
        filters: What templates may call besides `FILTERS`.
        paths: Where each template stands, by name; one that is not named here stands nowhere.
        budget: What one rendering may spend, in characters.
    """

    def __init__(
        self,
        sources: Mapping[str, str],
        *,
        filters: Mapping[str, Filter],
        paths: Mapping[str, Where] | None = None,
        budget: int = BUDGET,
    ) -> None:
        self._sources = sources
        self._filters = {**FILTERS, **filters}
        self._paths = paths or {}
        self._budget = budget
        self._read: dict[str, Template] = {}

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return what the template `name` makes of `values`: texts, numbers, truths, lists, tables.

        Raises:
            DefinitionError: A syntax error, an unknown name or a template that does too much, with file and line.
        """
        run = Run(self, Budget(self._budget))
        out: list[str] = []
        try:
            run_template(self.template(name, run.budget), Scope(run, run.functions, values), out)
        except TemplateFaultError as fault:
            path = self._paths.get(fault.template or name, fault.template or name)
            raise DefinitionError(_message(fault), hint=fault.hint, path=path, line=fault.line or None) from None
        return "".join(out)

    def knows(self, name: Any) -> bool:
        """Tell whether a template is called `name`."""
        return isinstance(name, str) and name in self._sources

    def template(self, name: Any, budget: Budget) -> Template:
        """Return the template called `name`; reading it the first time is paid for from `budget`.

        Raises:
            TemplateFaultError: There is none, or it can't be read.
        """
        if not self.knows(name):
            wanted = short(name) if isinstance(name, str) else "…"
            raise TemplateFaultError(f'no template is called "{wanted}"', hint=near_miss(wanted, self._sources))
        if name not in self._read:
            tree = read(name, self._sources[name], budget)
            self._read[name] = Statements(name, name.endswith(".html.j2"), self).template(tree)
        return self._read[name]

    def filter(self, name: Any) -> Filter:
        """Return the filter called `name`.

        Raises:
            TemplateFaultError: There is none.
        """
        if not isinstance(name, str) or name not in self._filters:
            raise nothing_called("filter", name, self._filters)
        return self._filters[name]

    def condition(self, name: Any) -> Callable[..., bool]:
        """Return the condition that is called `name` after ``is``.

        Raises:
            TemplateFaultError: There is none.
        """
        if not isinstance(name, str) or name not in CONDITIONS:
            raise nothing_called("condition", name, CONDITIONS)
        return CONDITIONS[name]


def _message(fault: TemplateFaultError) -> str:
    words = " ".join(fault.message[:_LONGEST_MESSAGE].split())
    return words if words.startswith("no template") else f"template: {words[:1].lower()}{words[1:]}"


def render(
    name: str,
    values: Mapping[str, Any],
    *,
    sources: Mapping[str, str],
    filters: Mapping[str, Callable[..., Any]],
    paths: Mapping[str, Where] | None = None,
) -> str:
    """Return what the template `name` makes of `values`, in one call; see `Templates`.

    Raises:
        DefinitionError: As `Templates.render` does.
    """
    own = {key: Filter(function=one, growth=_GROWTH) for key, one in filters.items()}
    return Templates(sources, filters=own, paths=paths).render(name, values)
