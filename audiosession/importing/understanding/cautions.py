"""When to stop, and whom an exercise is not for: in lines of ours, with the article's reasons in them.

What can't be said whole is not said: it stands among the comments, where somebody reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiosession.importing.article import BlockKind
from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, Phrases, plainly
from audiosession.importing.understanding.clauses import Clause, begins_action, blanked
from audiosession.importing.understanding.copying import MOST_IN_A_ROW, SourceWords, unlike_in_order
from audiosession.importing.understanding.reading import ReadSentence
from audiosession.importing.understanding.wording import cue_of, going_on, tidy

_LIST, _MOST_NAMED, _SMALL = 3, 12, 4
_NEAR = 24
"""So many letters before a word that says to stop or to leave out, a no turns it round."""


def caution_lines(one: ReadSentence, book: Book, source: SourceWords) -> list[str]:
    """Return what is said for a caution, without a row of words of `source`: “Stop if …”, “Leave it out with …”.

    Nothing where it can't be said whole. Only since when somebody has what it warns of may go: it warns others too,
    then.
    """
    if is_turned(one.plain, book):
        return []
    some: list[str] = []
    for said in _ways(one, book):
        lines = [_whole(text, book, source) for text in said]
        if lines and all(lines):
            return lines
        some = some or [line for line in lines if line]
    return some


def _whole(text: str, book: Book, source: SourceWords) -> str:
    lately = book.found_lately.first(plainly(text))
    return unlike_in_order(text, source, book) or unlike_in_order(text[: lately.start] if lately else "", source, book)


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


def _goes_on_from_heading(one: ReadSentence, book: Book) -> bool:
    """Tell whether a sentence may go on from its heading: what a paragraph tells of others, or of all, is no reason."""
    if one.sentence.kind is not BlockKind.PARAGRAPH or not one.sentence.text.strip()[:1].isupper():
        return True
    if book.found_tellers.at(one.plain):
        return False
    first = one.plain.lstrip(" (").partition(" ")[0]
    return first not in (*book.determiners, *book.pronouns) or _is_known(one.plain, book)


def _named(one: ReadSentence, heading: str, book: Book) -> list[str]:
    """Return a line for each of the things that a bare list below a heading names: “late pregnancy, a hernia”."""
    plain = one.plain
    if one.heading not in ("caution", "mistakes") or book.found_verbs.first(plain) or _ends_in_reason(heading, book):
        return []
    lead = book.found_reasons.at(plain)
    text = one.sentence.text[lead.end if lead and lead.key == "thing" else 0 :].strip()
    plain = plainly(text)
    if any(phrases.first(plain) for phrases in signs_of_caution(book)) or len(plain.split()) > _MOST_NAMED:
        return []
    words = book.caution
    stops = book.found_stops.first(heading) is not None and book.found_avoids.first(heading) is None
    asks = book.found_asks.first(heading) is not None
    said = words.ask if asks else words.stop_at if stops else words.leave
    pieces = [_in_our_words(piece, book, piece[:1]) for piece in re.split(r"[,;/]\s+", text)]
    return [said.format(what=piece) for piece in pieces if piece]


def _signed_to(one: ReadSentence, book: Book) -> list[str]:
    """Return what a sentence says that begins with what is felt: “numb fingers are a sign to stop”, “… = stop”."""
    hit = next((hit for phrase in book.caution.means if (hit := _at_word(one.plain, phrase)) > 0), 0)
    if not hit or book.found_reasons.first(one.plain[:hit]) or not book.found_stops.first(one.plain[hit:]):
        return []
    text = one.sentence.text[:hit]
    words = book.caution
    said, first = (words.stop, "") if _is_clause(text, book) else (words.stop_at, text[:1])
    what = _in_our_words(text, book, first)
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
    opens = one.heading == "caution" and _ends_in_reason(heading, book) and not book.found_stops.first(heading)
    avoids = asks or book.found_avoids.first(plain) or book.found_avoids.first(heading) or opens
    return _leaves(one, heading, book, asks=asks is not None) if avoids else _stops(one, heading, book)


def is_turned(plain: str, book: Book) -> bool:
    """Tell whether a sentence says that one need not stop, or that it may be done all the same."""
    turned = any(
        book.found_negations.first(plain[max(0, hit.start - _NEAR) : hit.start]) is not None
        for phrases in (book.found_stops, book.found_avoids)
        for hit in phrases.find(plain)
        if (no := book.found_negations.first(hit.text)) is None or no.text == hit.text
    )
    return turned or book.found_permits.first(plain) is not None


def _leaves(one: ReadSentence, heading: str, book: Book, *, asks: bool) -> list[str]:
    words, plain = book.caution, one.plain
    leave = words.ask if asks else words.leave
    if book.found_ailments.first(plain) and not _beside(plain, book):
        return _of_ailments(one, book, asks=asks)
    reasons = list(_reasons(one.sentence.text, plain, book))
    if not reasons and _ends_in_reason(heading, book):
        key, what = _headed(one, heading, book)
        reasons = [(key, each) for each in (_listed(what, book) if key == "thing" else _clauses_of_reason(what, book))]
    if not reasons and one.sentence.heading.endswith("?"):
        asked = one.sentence.heading.replace("?", ",").strip(" ,")
        return [f"{asked}: {going_on(line, book)}" for line in _plain(one, book)]
    lines = [(leave if key == "thing" else words.ask_if if asks else words.leave_if).format(what=what)
             for key, what in reasons if what]  # fmt: skip
    return lines or _plain(one, book)


def _with_article(text: str, hit: FoundPhrase, book: Book) -> str:
    """Return the words of `hit` in `text`, with the article before them: “a slipped disc”."""
    before = re.search(r"([\w']+)\s+$", text[: hit.start])
    has_article = before is not None and plainly(before[1]) in book.determiners
    return text[before.start() if before and has_article else hit.start : hit.end]


def signs_of_caution(book: Book) -> tuple[Phrases, ...]:
    """Return what says in a sentence that it warns, and begins its reasons."""
    return book.found_stops, book.found_avoids, book.found_asks, book.found_reasons


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
    if book.found_stops.first(heading) and not stopping and _ends_in_reason(heading, book):
        key, what = _headed(one, heading, book)
        some = _listed(what, book) if key == "thing" else _clauses_of_reason(what, book)
        return [(words.stop_at if key == "thing" else words.stop).format(what=each) for each in some if each]
    goes_on = book.found_stops.first(heading) is not None and book.found_reasons.at(plain) is not None
    stopping = stopping or goes_on  # “stop and call us”, and below it “if …”
    reasons = [(key, what) for key, what in _reasons(one.sentence.text, plain, book) if what] if stopping else []
    if reasons:
        return [(words.stop_at if key == "thing" else words.stop).format(what=what) for key, what in reasons]
    return _plain(one, book)


def _ends_in_reason(heading: str, book: Book) -> bool:
    """Tell whether a heading ends in what a reason begins with: “Stop and call us if”."""
    begun = list(book.found_reasons.find(heading))
    return bool(begun) and begun[-1].end == len(heading.rstrip(" :…"))


def _headed(one: ReadSentence, heading: str, book: Book) -> tuple[str, str]:
    """Return the reason that stands below a heading which ends in what one begins with, and its kind.

    What is no clause is a thing, whatever the heading expects: “Leave it if: groin strain”.
    """
    key = list(book.found_reasons.find(heading))[-1].key
    text = one.sentence.text
    key = key if _is_clause(text, book) or len(text.split()) > MOST_IN_A_ROW else "thing"
    return key, _in_our_words(text, book, text[:1] if key == "thing" else "", led=False)


def _is_clause(text: str, book: Book) -> bool:
    """Tell whether what is felt is told with a verb: “the knee hurts”, and not “pain in the knee”."""
    words = re.findall(r"[\w'-]+", plainly(text))
    bare = " ".join(word for word in words if word not in book.determiners)
    part = book.found_parts.at(bare)
    tells = part is not None and re.match(r"\s*(?:\w+ (?:\w+ ){1,2})?[\w'-]+s\b", bare[part.end :]) is not None
    return tells or bool(words and (book.found_verbs.first(bare) or words[0] in book.wording.fillers.lead))


def _reasons(text: str, plain: str, book: Book) -> Iterator[tuple[str, str]]:
    """Yield the reasons in `text`, each with its kind: ``thing`` or ``clause``.

    One goes on to the next one, to the word that says to stop, or to the end: with all that is listed in it.
    """
    hits = [hit for hit in book.found_reasons.find(plain) if not _is_likened(plain[: hit.start], book)]
    asked = list(book.found_asks.find(plain))
    signs = [*book.found_stops.find(plain), *book.found_avoids.find(plain), *asked]
    marks = sorted(hit.start for hit in (*hits, *signs))
    # “Have a word with your doctor” is no reason.
    hits = [hit for hit in hits if not any(sign.start <= hit.start < sign.end for sign in asked)]
    for hit in hits:
        end = next((mark for mark in marks if mark > hit.end), len(text))
        rest = re.split(r"[;.!?)]|\s[-–—]\s", text[hit.end : end])[0].rstrip(" ,")
        felt = _before_action(rest, book)
        is_told = any(sign.start == end or sign.end <= hit.start for sign in signs)
        listed = hit.key == "clause" and any(sign.end <= hits[0].start for sign in signs)
        is_known = listed or len(hit.text) > _SMALL or _is_known(felt, book)
        if (felt != rest and not is_told) or not is_known:
            continue  # something else is to be done then, or it is no reason: “in line with the spine”
        rest = _before_persons(felt, book)
        for modal in book.caution.modals if hit.key == "thing" else ():
            rest = re.split(rf"(?i)(?<!\w){re.escape(modal)}(?!\w)", rest)[0].rstrip(" ,")
        said = _in_our_words(rest, book, first=rest.strip()[:1], led=hit.key == "thing")
        for join in sorted(book.joins, key=len, reverse=True):
            said = said.removesuffix(f" {join}").rstrip(" ,")
        if _is_reason(said, book):
            happened = hit.key == "thing" and said.partition(" ")[0] in book.caution.done
            key, said = ("clause", book.caution.have.format(what=said)) if happened else (hit.key, said)
            pieces = _listed(said, book) if key == "thing" else _clauses_of_reason(said, book)
            yield from ((key, each) for each in pieces)


def _is_likened(before: str, book: Book) -> bool:
    """Tell whether the word behind `before` begins no reason: the “if” of “as if”."""
    return before.rstrip().rpartition(" ")[2] in book.caution.likened


def _clauses_of_reason(said: str, book: Book) -> list[str]:
    """Return what follows an “if” in its clauses, where each has its own subject: “the back aches, or you feel …”."""
    joins = "|".join(re.escape(join) for join in sorted(book.joins, key=len, reverse=True))
    first = said.partition(" ")[0]
    verbs = "|".join(map(re.escape, book.caution.feels))
    if verbs and plainly(first) in book.wording.fillers.lead:
        same = re.split(rf",?\s+(?:{joins})\s+(?=(?:{verbs})\s)", said)
        if len(same) > 1 and not book.found_negations.first(plainly(said)):
            return [same[0], *(f"{first} {one}" for one in same[1:])]
    pieces = re.split(rf",\s+(?:{joins})\s+", said)
    leads = {*book.determiners, *book.wording.fillers.lead}
    own = all(len(piece.split()) >= _LIST and plainly(piece).split()[0] in leads for piece in pieces[1:])
    return pieces if own and not book.found_negations.first(plainly(pieces[0])) else [said]


def _is_known(felt: str, book: Book) -> bool:
    """Tell whether a reason is an injury or a condition, or tells of what hurts."""
    known = (book.found_conditions, book.found_ailments, book.found_felt, book.found_signs["caution"])
    return any(phrases.first(plainly(felt)) for phrases in known)


def _before_action(rest: str, book: Book) -> str:
    """Return a reason up to the comma behind which is told what to do: “you feel dizzy, put the head down”."""
    plain = plainly(rest)
    ends = (found.start() for found in re.finditer(r", ", plain) if begins_action(plain, found.end(), book))
    return rest[: next(ends, len(rest))]


def _before_persons(rest: str, book: Book) -> str:
    """Return a reason without the clause behind its last comma that somebody is asked for something in: “tell us”."""
    head, comma, last = rest.rpartition(",")
    asked = comma and book.found_persons.first(plainly(last)) and not book.found_parts.first(plainly(last))
    return head.rstrip(" ,") if asked else rest


def _listed(said: str, book: Book) -> list[str]:
    """Return the reasons in a long list of them, each by itself where each is one; else the list whole.

    “An injury to the knee, hip or ankle” is one: what stands alone there is a part of the body.
    """
    if len(said.split()) < MOST_IN_A_ROW:
        return [said]
    joins = "|".join(re.escape(join) for join in sorted(book.joins, key=len, reverse=True))
    for sign in (rf",\s+(?:(?:{joins})\s+)?", rf",\s+(?:(?:{joins})\s+)?|\s+(?:{joins})\s+"):
        pieces = re.split(sign, said)
        known = all(_is_known(piece, book) or book.found_parts.first(plainly(piece)) is None for piece in pieces)
        some = len(pieces) >= _LIST or all(_is_known(piece, book) for piece in pieces)
        short = all(len(piece.split()) < MOST_IN_A_ROW for piece in pieces[:-1])
        if len(pieces) > 1 and known and some and short:
            return pieces
    return [said]


def _is_reason(said: str, book: Book) -> bool:
    """Tell whether what stands behind an “if” is about a body: several words, or one that is known."""
    plain = plainly(said)
    known = (book.found_parts, book.found_conditions, book.found_ailments, book.found_signs["caution"])
    return len(plain.split()) > 1 or any(phrases.first(plain) for phrases in known)


def _in_our_words(text: str, book: Book, first: str = "", *, led: bool = True) -> str:
    cue = cue_of(Clause(text=text, plain=plainly(text)), book, keep_breath=True, led=led).rstrip(".")
    return cue if first.isupper() and book.wording.has_capitals else f"{cue[:1].lower()}{cue[1:]}"


def _plain(one: ReadSentence, book: Book) -> list[str]:
    cue = cue_of(Clause(text=one.sentence.text, plain=one.plain), book, keep_breath=True)
    return [cue] if cue else []
