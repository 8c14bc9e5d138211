"""`audiosession narrate`: the narration of a class, as text to read, edit and build."""

from __future__ import annotations

from audiosession.cli.options import TargetArgument, with_choices
from audiosession.cli.saying import print_document, tell
from audiosession.studio.offers import Wanted


@with_choices()
def narrate(target: TargetArgument, wanted: Wanted) -> None:
    """Print the narration text; edit it, and build FILE makes a class of it."""
    from audiosession.studio.studio import open_studio

    print_document(open_studio().narrate(target, **wanted))
    if length := wanted.get("length"):
        tell(f"note: this is all that may be said; build FILE --length {length} makes it that long")
