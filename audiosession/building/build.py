"""Build a class: look whether anything changed, and make what did."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audiosession.building.inputs import Built, Report, last_session, no_report, place_order
from audiosession.formats import USUAL, Format
from audiosession.project.project import Project
from audiosession.writing.choices import Choices


def build(
    project: Project,
    target: str,
    choices: Choices,
    *,
    output: Path | None = None,
    form: Format = USUAL,
    force: bool = False,
    report: Report = no_report,
    tell: Callable[[str], None] = lambda line: None,
) -> Built:
    """Build the exercise, class or narration file `target`.

    Args:
        project: Where its definitions stand.
        target: A name, or the path of a narration file.
        choices: From `audiosession.writing.choices.choose`.
        output: The file to write; by default in the project's output folder, named after class and choices.
        form: The format to write; `output` must end as its names do.
        force: Build even if nothing has changed since the last build.
        report: Told how far the work is.
        tell: Told lines that a person should see at once, such as which voice speaks.

    Raises:
        AudioSessionError: Something is at fault; no file that was there before has changed.
    """
    order = place_order(project, target, choices, output, form)
    if not force and (session := last_session(order)) is not None:
        return Built(path=order.path, session=session, unchanged=True)
    from audiosession.building.produce import produce

    return produce(project, order, report, tell)
