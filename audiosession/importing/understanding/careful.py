"""Sentences that warn, and those that tell another way to do it."""

from __future__ import annotations

import re

from audiosession.importing.article import BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import begins_action
from audiosession.importing.understanding.numbers import reps_in
from audiosession.importing.understanding.reading import (
    ReadSentence,
    Sense,
    asks_for_something,
    stops_or_leaves,
    takes_position,
)
from audiosession.importing.understanding.sentences import role_of_heading


def careful_role(one: ReadSentence, sign: str, book: Book) -> Sense | None:
    """Return the role of a sentence that warns, or tells another way to do it; None where it does neither."""
    if sign == "release":
        return None
    if not sign and _is_asked_for(one, book):
        return Sense.MODIFICATION
    warned = book.found_asks.first(one.plain) or book.found_avoids.first(one.plain)
    known = book.found_conditions.first(one.plain) or (one.heading == "caution" and book.found_asks.first(one.plain))
    if _stops_if(one, book) or (warned and known) or _leads_to_stop(one, book):
        return Sense.CAUTION
    eased = not stops_or_leaves(one, book) or book.found_signs["degree"].first(one.plain)
    if sign == "caution" and one.heading == "modification" and eased:
        return Sense.MODIFICATION
    if sign == "modification" and one.heading == "set_up" and takes_position(one, book):
        return Sense.SET_UP
    if not sign and one.heading != "purpose" and _is_conditional(one, book):
        return Sense.MODIFICATION
    if one.heading == "caution" and not (stops_or_leaves(one, book) or warned) and spares(one, book):
        return Sense.MODIFICATION
    if sign == "caution" or (one.heading == "caution" and not sign and _warns(one, book)):
        return Sense.CAUTION
    if not sign and book.found_tellers.at(one.plain) and asks_some(one, book):
        return Sense.MODIFICATION
    return _listed_role(one, book) if not sign and one.heading in ("caution", "mistakes") else None


def _is_asked_for(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence answers what its own heading asks, or helps with what that names: “Sore wrists? …”."""
    heading = one.sentence.heading
    if heading == one.sentence.above or role_of_heading(heading, book) not in ("", "modification", "caution"):
        return False
    asked = heading.endswith("?") or book.found_conditions.first(plainly(heading)) is not None
    warned = stops_or_leaves(one, book) or (one.heading == "caution" and book.found_asks.first(one.plain) is not None)
    return asked and not one.breathes and asks_for_something(one, book) and not warned


def _stops_if(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence says to stop behind a condition: “and if the back pinches, stop”."""
    soft = book.found_soft.at(one.plain)
    head = one.plain.find(", ") + 2
    opens = book.found_signs["condition"].at(one.plain, soft.end + 1 if soft else 0)
    stops = book.found_stops.at(one.plain, head) if head > 2 else None
    felt = book.found_conditions.first(one.plain[:head]) or book.found_felt.first(one.plain[:head])
    return head > 2 and opens is not None and bool(stops or (felt and book.found_stops.first(one.plain[head:])))


def spares(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence below a heading that warns asks those who have something for another way."""
    head = one.plain.find(", ") + 2
    reason = head > 2 and book.found_reasons.at(one.plain) is not None
    return (reason and begins_action(one.plain, head, book)) or asks_some(one, book)


def _listed_role(one: ReadSentence, book: Book) -> Sense:
    """Return the role of what stands below a heading that warns or that names mistakes, and says neither itself."""
    named = book.found_conditions.first(one.plain) or book.found_ailments.first(one.plain)
    does = book.found_verbs.first(one.plain)
    if one.heading == "mistakes":
        return Sense.CAUTION if named and not does else Sense.TIP
    listed = one.sentence.kind is BlockKind.BULLET or named or book.found_parts.first(one.plain)
    if (listed and not does) or book.found_felt.first(one.plain):
        return Sense.CAUTION
    return Sense.TIP if any(book.found_verbs.at(clause.plain) for clause in one.clauses) else Sense.IGNORED


def _leads_to_stop(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sign leads from what is felt to stopping: “a pinch in the knee: stop”."""
    hit = book.found_stops.first(one.plain)
    felt = one.plain[: hit.start].rstrip() if hit is not None else ""
    told = (book.found_parts, book.found_conditions, book.found_ailments)
    return felt[-1:] in (":", "=") and any(phrases.first(felt) for phrases in told) and not one.breathes


def asks_some(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence asks those who have something for another way: “with a sore neck you should …”."""
    ends = (
        found.end() + 1
        for modal in book.caution.modals
        for found in re.finditer(rf"(?<=\w ){re.escape(modal)}(?= )", one.plain)
    )
    return any(begins_action(one.plain, end, book) for end in ends)


def _is_conditional(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence begins with a condition and goes on with something to do: another way to do it."""
    head = one.plain.lstrip(" (-")
    soft = book.found_soft.at(head)
    at = soft.end + 1 if soft else 0
    behind = head.find(", ") + 1
    if behind and book.found_stops.at(head, behind + 1):
        return False
    if book.found_signs["condition"].at(head, at) is None or one.breathes or one.heading == "caution":
        return False
    if not behind and reps_in(one.plain, book) is not None:
        return asks_some(one, book)  # “when three sets feel easy you may hold a weight”
    return not behind or begins_action(head, behind, book)


def _warns(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence below a heading that warns is a warning itself."""
    heading = plainly(one.sentence.heading)
    if one.sentence.kind is BlockKind.BULLET and (book.found_stops.first(heading) or book.found_avoids.first(heading)):
        return True
    found = (book.found_stops, book.found_avoids, book.found_ailments, book.found_conditions)
    return any(phrases.first(one.plain) for phrases in found) or book.found_negations.first(one.plain[:12]) is not None
