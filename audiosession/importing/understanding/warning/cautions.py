"""When to stop, and whom an exercise is not for: in lines of ours, with the article's reasons in them.

What can't be said whole is not said: it stands among the comments, where somebody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from audiosession.importing.article import BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, plainly, words_of_text
from audiosession.importing.understanding.careful import spares
from audiosession.importing.understanding.clauses import Clause, begins_action, blanked
from audiosession.importing.understanding.reading import ReadSentence
from audiosession.importing.understanding.rewording.changes import MOST_IN_A_ROW
from audiosession.importing.understanding.rewording.copying import SourceWords, unlike_in_order
from audiosession.importing.understanding.warning.reasons import (
    each_reason,
    ends_in_reason,
    in_our_words,
    is_known_reason,
    reasons_in,
    signs_of_caution,
    split_reason,
)
from audiosession.importing.understanding.wording import addressed, cue_of, going_on, tidy

_MOST_NAMED, _SHORT = 12, 3
_NEAR = 24
"""So many letters before a word that says to stop or to leave out, a no turns it round."""


def caution_lines(one: ReadSentence, book: Book, source: SourceWords) -> list[str]:
    """Return what is said for a caution, without a row of words of `source`: “Stop if …”, “Leave it out with …”.

    Nothing where it can't be said whole. Only since when somebody has what it warns of may go: it warns others too,
    then.
    """
    if is_turned(one.plain, book):
        return []
    text = addressed(one.sentence.text, book)
    one = replace(one, sentence=replace(one.sentence, text=text), plain=plainly(text))
    some: list[str] = []
    for said in _ways(one, book):
        lines = [line for text in said for line in _whole(text, book, source) or _apart(text, book, source) or [""]]
        some = lines if all(lines) and lines else some or [line for line in lines if line]
        if lines and all(lines):
            break
    told = {key for line in some for key in book.found_conditions.all_keys_in(plainly(line))}
    return [*some, *(line for key, line in _of_conditions(one, book) if key not in told)]


def _whole(text: str, book: Book, source: SourceWords) -> list[str]:
    lately = book.found_lately.first(plainly(text))
    before = text[: lately.start] if lately else ""
    ways = (text, before if is_known_reason(before, book) else "")
    return next(([line] for way in ways if (line := unlike_in_order(way, source, book))), [])


def _apart(text: str, book: Book, source: SourceWords) -> list[str]:
    """Return what is said of several reasons as a line for each; nothing where one can't be said by itself."""
    words = book.caution
    for way in (words.stop_at, words.stop, words.leave, words.leave_if, words.ask, words.ask_if):
        head, _, end = way.partition("{what}")
        if text.startswith(head) and text.endswith(end):
            is_clause = way in (words.stop, words.leave_if, words.ask_if)
            reasons = each_reason(text[len(head) : len(text) - len(end)], book, is_clause=is_clause)
            lines = [_whole(way.format(what=one), book, source) for one in reasons]
            if len(lines) > 1 and all(lines):
                return [line for some in lines for line in some]
    return []


def _ways(one: ReadSentence, book: Book) -> Iterator[list[str]]:
    """Yield how a caution may be said, the best way first."""
    heading = plainly(one.sentence.heading) if _goes_on_from_heading(one, book) else ""
    yield _named(one, heading, book)
    yield _signed_to(one, book)
    yield _sentence_lines(one, heading, book)
    parts = blanked(one.plain, book.found_ailments)
    if not book.found_parts.first(parts):  # “a back or neck injury” is more than what is known of it
        asks = book.found_asks.first(one.plain) is not None
        if asks or book.found_avoids.first(one.plain):
            yield _of_ailments(one, book, asks=asks)


def _of_conditions(one: ReadSentence, book: Book) -> list[tuple[str, str]]:
    """Return each condition that `avoid` knows in a sentence by its key, with a line that names it in words of ours.

    Nothing where a part of the body would be named that the sentence does not name, or where it is felt: then to stop.
    """
    said = f"{plainly(one.sentence.heading)} {one.plain}"
    stops = book.found_stops.first(said) is not None and book.found_avoids.first(said) is None
    warned = book.found_avoids.first(one.plain) or book.found_asks.first(one.plain)
    below = one.heading == "caution" or book.found_avoids.first(said) or book.found_asks.first(said)
    if stops or not below or (spares(one, book) and not warned):
        return []
    own = {hit.text for hit in book.found_parts.find(one.plain)}
    leave = book.caution.ask if book.found_asks.first(one.plain) else book.caution.leave
    named = ((key, book.caution.named.get(key, "")) for key in book.found_conditions.all_keys_in(one.plain))
    return [
        (key, leave.format(what=what))
        for key, what in named
        if what and {hit.text for hit in book.found_parts.find(plainly(what))} <= own
    ]


def _goes_on_from_heading(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence may go on from its heading: what a paragraph tells of others, or of all, is no reason."""
    if one.sentence.kind is not BlockKind.PARAGRAPH or not one.sentence.text.strip()[:1].isupper():
        return True
    if book.found_tellers.at(one.plain):
        return False
    first = one.plain.lstrip(" (").partition(" ")[0]
    return first not in (*book.determiners, *book.pronouns) or is_known_reason(one.plain, book)


def _named(one: ReadSentence, heading: str, book: Book) -> list[str]:
    """Return a line for each of the things that a bare list below a heading names: “late pregnancy, a hernia”."""
    plain = one.plain
    below = heading and one.heading in ("caution", "mistakes")
    if not below or book.found_verbs.first(plain) or ends_in_reason(heading, book):
        return []
    lead = book.found_reasons.at(plain)
    text = one.sentence.text[lead.end if lead and lead.key == "thing" else 0 :].strip()
    plain = plainly(text)
    signs = (*signs_of_caution(book), book.found_negations)
    if any(phrases.first(plain) for phrases in signs) or len(plain.split()) > _MOST_NAMED:
        return []
    words = book.caution
    stops = book.found_stops.first(heading) is not None and book.found_avoids.first(heading) is None
    asks = book.found_asks.first(heading) is not None
    said = words.ask if asks else words.stop_at if stops else words.leave
    pieces = [in_our_words(piece, book, piece[:1]) for piece in re.split(r"[,;/]\s+", text)]
    return [
        said.format(what=piece)
        for piece in pieces
        if _names_something(piece, book) and _may_be_had("thing", piece, book)
    ]


def _names_something(piece: str, book: Book) -> bool:
    """Tell whether an item of a bare list is a thing that somebody may have: known, or words that say no more."""
    if not piece or re.search(r"[\d:/]", piece):
        return False
    return is_known_reason(piece, book) or (len(piece) > _SHORT and book.found_negations.first(plainly(piece)) is None)


def _signed_to(one: ReadSentence, book: Book) -> list[str]:
    """Return what a sentence says that begins with what is felt: “numb fingers are a sign to stop”, “… = stop”."""
    hit = next((hit for phrase in book.caution.means if (hit := _at_word(one.plain, phrase)) > 0), 0)
    if not hit or book.found_reasons.first(one.plain[:hit]) or not book.found_stops.first(one.plain[hit:]):
        return []
    text = one.sentence.text[:hit]
    felt = (book.found_felt, book.found_conditions, book.found_parts)
    if not any(phrases.first(one.plain[:hit]) for phrases in felt):
        return []
    words = book.caution
    said, first = (words.stop, "") if _is_clause(text, book) else (words.stop_at, text[:1])
    what = in_our_words(text, book, first)
    return [said.format(what=what)] if what and len(what.split()) <= _MOST_NAMED else []


def _at_word(plain: str, phrase: str) -> int:
    found = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)" if phrase[0].isalpha() else re.escape(phrase), plain)
    return found.start() if found else 0


def _of_ailments(one: ReadSentence, book: Book, *, asks: bool) -> list[str]:
    """Return a line for each condition or injury that is known in a sentence."""
    said = (
        hit.key if hit.key != "as-is" else going_on(tidy(_with_article(one.sentence.text, hit, book)), book)
        for hit in book.found_ailments.find(one.plain)
    )
    leave = book.caution.ask if asks else book.caution.leave
    return [leave.format(what=text) for text in dict.fromkeys(said)]


def _sentence_lines(one: ReadSentence, heading: str, book: Book) -> list[str]:
    """Return what a whole sentence says, whose heading may say what its reasons are for."""
    plain = one.plain
    asks = book.found_asks.first(plain)
    opens = one.heading == "caution" and ends_in_reason(heading, book) and not book.found_stops.first(heading)
    headed = (book.found_avoids.first(heading) or opens) and not book.found_stops.first(plain)
    avoids = asks or book.found_avoids.first(plain) or headed
    return _leaves(one, heading, book, asks=asks is not None) if avoids else _stops(one, heading, book)


def is_turned(plain: str, book: Book) -> bool:
    """Tell whether a sentence says that one need not stop, or that it may be done all the same."""
    turned = any(
        book.found_negations.first(plain[max(0, hit.start - _NEAR) : hit.start].rpartition(", ")[2]) is not None
        for phrases in (book.found_stops, book.found_avoids)
        for hit in phrases.find(plain)
        if (no := book.found_negations.first(hit.text)) is None or no.text == hit.text
    )
    denied = [no.end for no in book.found_negations.find(plain)]
    permits = (hit for hit in book.found_permits.find(plain) if len(plain[: hit.start].rstrip()) not in denied)
    return turned or next(permits, None) is not None  # “not suitable for” permits nothing


def _leaves(one: ReadSentence, heading: str, book: Book, *, asks: bool) -> list[str]:
    words, plain = book.caution, one.plain
    leave = words.ask if asks else words.leave
    if book.found_ailments.first(plain) and not _beside(plain, book):
        return _of_ailments(one, book, asks=asks)
    reasons = list(reasons_in(one.sentence.text, plain, book))
    if not reasons and ends_in_reason(heading, book):
        reasons = _headed(one, heading, book)
    if not reasons and one.sentence.heading.endswith("?"):
        asked = one.sentence.heading.replace("?", ",").strip(" ,")
        return [f"{asked}: {going_on(line, book)}" for line in _plain(one, book)]
    lines = [(leave if key == "thing" else words.ask_if if asks else words.leave_if).format(what=what)
             for key, what in reasons if what and _may_be_had(key, what, book)]  # fmt: skip
    return lines or _plain(one, book)


def _may_be_had(key: str, what: str, book: Book) -> bool:
    """Tell whether a reason is one: neither something to do nor small words alone."""
    plain = plainly(what)
    if key != "thing":
        return not begins_action(plain, 0, book)
    small = {*book.common, *book.determiners, *book.pronouns, *book.negations, *book.soft}
    return not set(words_of_text(plain)) <= small


def _with_article(text: str, hit: FoundPhrase, book: Book) -> str:
    """Return the words of `hit` in `text`, with the article before them: “a slipped disc”."""
    before = re.search(r"([\w']+)\s+$", text[: hit.start])
    has_article = before is not None and plainly(before[1]) in book.determiners
    return text[before.start() if before and has_article else hit.start : hit.end]


def _beside(plain: str, book: Book) -> bool:
    """Tell whether a sentence names more than the ailments that are known: what else it holds must not be lost."""
    for phrases in (book.found_ailments, *signs_of_caution(book), book.found_joins, book.found_fillers):
        plain = blanked(plain, phrases)
    if book.found_parts.first(plain):
        return True
    small = {*book.common, *book.determiners, *book.wording.breaks, *book.negations}
    return any(len(word) > 3 and word not in small for word in re.findall(r"[^\W\d_]+", plain))


def _stops(one: ReadSentence, heading: str, book: Book) -> list[str]:
    """Return what is said of when to stop: for the reasons in the sentence, or for what a heading asks or begins."""
    words, plain = book.caution, one.plain
    stopping = book.found_stops.first(plain) is not None
    if heading.endswith("?") and stopping and book.found_reasons.first(plain) is None:
        return [words.stop_on.format(what=one.sentence.heading.rstrip(" ?"))]
    if book.found_stops.first(heading) and not stopping and ends_in_reason(heading, book):
        some = _headed(one, heading, book)
        return [(words.stop_at if key == "thing" else words.stop).format(what=each) for key, each in some if each]
    goes_on = book.found_stops.first(heading) is not None and book.found_reasons.at(plain) is not None
    stopping = stopping or goes_on  # “stop and call us”, and below it “if …”
    reasons = [(key, what) for key, what in reasons_in(one.sentence.text, plain, book) if what] if stopping else []
    if reasons:
        return [(words.stop_at if key == "thing" else words.stop).format(what=what) for key, what in reasons]
    return _plain(one, book)


def _headed(one: ReadSentence, heading: str, book: Book) -> list[tuple[str, str]]:
    """Return the reasons that stand below a heading which ends in what one begins with, each behind its kind.

    What is no clause is a thing, whatever the heading expects: “Leave it if: groin strain”.
    """
    key = list(book.found_reasons.find(heading))[-1].key
    text = one.sentence.text
    is_clause = key != "thing" and (_is_clause(text, book) or len(text.split()) > MOST_IN_A_ROW)
    key, first = (key, "") if is_clause else ("thing", text[:1])
    if what := in_our_words(text, book, first, led=False):
        return [(key, each) for each in split_reason(key, what, book)]
    some = each_reason(text.rstrip(" ."), book, is_clause=is_clause)
    return [(key, in_our_words(each, book, each[:1] if first else "", led=False)) for each in some]


def _is_clause(text: str, book: Book) -> bool:
    """Tell whether what is felt is told with a verb: “the knee hurts”, and not “pain in the knee”."""
    words = re.findall(r"[\w'-]+", plainly(text))
    bare = " ".join(word for word in words if word not in book.determiners)
    part = book.found_parts.at(bare)
    tells = part is not None and re.match(r"\s*(?:\w+ (?:\w+ ){1,2})?[\w'-]+s\b", bare[part.end :]) is not None
    links = (
        words[:1] and words[0] in book.determiners and {*book.wording.linking, *book.caution.feels} & set(words[2:4])
    )
    return bool(words and (tells or links or book.found_verbs.first(bare) or words[0] in book.wording.fillers.lead))


def _plain(one: ReadSentence, book: Book) -> list[str]:
    cue = cue_of(Clause(text=one.sentence.text, plain=one.plain), book, keep_breath=True)
    return [cue] if cue else []
