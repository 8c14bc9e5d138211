"""`audiosession guide`: how things are done, told at length."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from audiosession.cli.saying import print_document, print_line


def _complete_topic(incomplete: str) -> list[str]:
    """Return the topics that begin so, for the shell."""
    from audiosession.studio.guide import guides

    return [guide.topic for guide in guides() if guide.topic.startswith(incomplete)]


def guide(
    topic: Annotated[
        str | None,
        typer.Argument(
            metavar="TOPIC", help="What to read about; without it, all topics.", autocompletion=_complete_topic
        ),
    ] = None,
) -> None:
    """Print a guide, such as first-class: ten minutes to a class of your own. Without a topic, list all guides."""
    from audiosession.studio.guide import find_guide, guides

    if topic is None:
        found = guides()
        width = max(len(one.topic) for one in found)
        for one in found:
            print_line(f"{one.topic:<{width}}  {one.title}")
        print_line("\nto read one: audiosession guide first-class")
        return
    text = find_guide(topic).text
    if not sys.stdout.isatty():
        print_document(text)
        return
    from rich.console import Console
    from rich.markdown import Markdown

    Console().print(Markdown(text, hyperlinks=False))
