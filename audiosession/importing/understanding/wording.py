"""A clause of an article as a short, neutral cue in words of ours."""

from __future__ import annotations

import re
from collections.abc import Callable

from audiosession.importing.book import Book
from audiosession.importing.finding import FoundPhrase, Phrases, plainly, words_of_text
from audiosession.importing.moods import in_our_mood
from audiosession.importing.understanding.clauses import Clause, breath_word

MOST_WORDS = 22
_SHORT_CONDITION = 5
_LEAST_TOLD, _LEAST_KEPT = 2, 6
_CLAUSE_ENDS = re.compile(r"(?<=[,;:.()–])\s*")
_MARKUP = str.maketrans("", "", "<>*`_#¿¡")
_TIDY = (
    (re.compile(r"\s+"), " "),
    (re.compile(r"\s+([,.])"), r"\1"),
    (re.compile(r"([,.])(?:\s*[,.])+"), r"\1"),
    (re.compile(r"^[\s,.:;'\"“”-]+|[\s,.:;!?'\"“”-]+$"), ""),
)


def cue_of(clause: Clause, book: Book, *, keep_breath: bool = False, asks: bool = True, led: bool = True) -> str:
    """Return what a draft says for `clause`, as a sentence; empty where nothing is left to say.

    The breath that it names is left out, but where `keep_breath` is true. A verb at its head that goes on becomes one
    that asks, where it `asks`. Small words at its head go, but where it is not `led`.
    """
    text = _without_subject(_without_relative(clause.text, book), book)
    text = text if keep_breath else "" if breath_word(plainly(text), book) else _cut(text, book.found_breath)
    text = _without_fillers(addressed(text, book), book)
    text = _led(text, book) if led else text
    text = _replaced(text, book)
    text = _led(text, book) if led else text
    text = _asked(in_our_mood(_told(text, book), book), book) if asks else text
    text = tidy(_without_and(_not_too_long(tidy(text), book), book))
    if not re.search(r"\w{2}", text) or len(text.split()) > MOST_WORDS:
        return ""
    return sentence_of(text)


def addressed(text: str, book: Book) -> str:
    """Return `text` with each clause that begins with a condition in the person of a draft.

    Its subject stands behind the first word and is written as in `Wording.subjects`; its verb, which ends the clause or
    stands behind the subject, is one of `Wording.second`. Where either is missing, nothing is changed.
    """
    if not book.wording.second:
        return text
    begun, made = 0, ""
    for end in [*(found.end() for found in _CLAUSE_ENDS.finditer(text)), len(text)]:
        made += _one_addressed(text[begun:end], book)
        begun = end
    return made


def _one_addressed(clause: str, book: Book) -> str:
    led = book.found_subordinates.at(plainly(clause.lstrip()))
    if led is None:
        return clause
    at = len(clause) - len(clause.lstrip()) + led.end
    for subject, said in book.wording.subjects.items():
        found = re.match(rf"\s+{re.escape(subject)}(?=\s)", clause[at:])
        verbs = [one for one in re.finditer(r"[\w-]+", clause[at:]) if plainly(one[0]) in book.wording.second]
        if found is None or not verbs:
            continue
        verb = verbs[-1]
        behind = clause[at + found.end() : at + verb.start()]
        return f"{clause[:at]} {said}{behind}{book.wording.second[plainly(verb[0])]}{clause[at + verb.end() :]}"
    return clause


def _without_and(text: str, book: Book) -> str:
    """Return `text` without the “and” at its end, which led on to what is another line."""
    head, _, last = text.rpartition(" ")
    return head if plainly(last).strip(" ,.") in book.wording.commas else text


def _not_too_long(text: str, book: Book) -> str:
    """Return `text` up to a word that a line may end before, where it is too long; one with a no stays as it is."""
    words = text.split()
    if (
        len(words) <= MOST_WORDS
        or book.found_negations.first(plainly(text))
        or book.found_subordinates.at(plainly(text))
    ):
        return text
    ends = [n for n in range(_LEAST_KEPT, MOST_WORDS + 1) if plainly(words[n]) in book.subordinates]
    return " ".join(words[: ends[-1]]) if ends else text


def _without_relative(text: str, book: Book) -> str:
    """Return `text` without the clause at its end that only tells more of a word."""
    plain = plainly(text)
    begun = next((n for word in book.wording.relatives if (n := plain.find(f", {word} ")) > 0), -1)
    return text[:begun] if begun > 0 and book.found_negations.first(plain[begun:]) is None else text


def _without_subject(text: str, book: Book) -> str:
    """Return `text` without the word behind its last comma that only begins the next clause: “your back, it”."""
    head, comma, last = text.rpartition(",")
    return head if comma and plainly(last).strip() in book.pronouns else text


def going_on(cue: str, book: Book) -> str:
    """Return `cue` as it goes on behind a colon: in small letters, but where the language has capitals for nouns."""
    return (
        cue
        if book.wording.has_capitals or (cue[:2].isupper() and cue[1:2].isalpha())
        else f"{cue[:1].lower()}{cue[1:]}"
    )


def cut_within(cue: str, room: int, book: Book) -> str:
    """Return `cue` within `room` words, cut before a word where it may end; whole where there is none."""
    words = cue.rstrip(".").split()
    if len(words) <= room:
        return cue
    cut = next((n for n in range(min(room, len(words) - 1), 1, -1) if words[n].lower() in book.wording.stops), 0)
    return sentence_of(tidy(" ".join(words[:cut]))) if cut else cue


def tidy(text: str) -> str:
    """Return `text` without signs and spaces that cutting left in it, such as one of two quotation marks."""
    if text.count("«") != text.count("»"):
        text = text.replace("«", "").replace("»", "")
    for pattern, kept in _TIDY:
        text = pattern.sub(kept, text)
    return text.strip()


def sentence_of(text: str) -> str:
    """Return `text` as a sentence: with a capital, and a full stop."""
    text = (
        text.translate(_MARKUP)
        .replace("[", "(")
        .replace("]", ")")
        .replace("|", "/")
        .replace("{", "(")
        .replace("}", ")")
        .lstrip("#(/ -")
    )
    return f"{text[:1].upper()}{text[1:]}{'' if text[-1:] in '.!?' else '.'}" if text else ""


def _cut(text: str, phrases: Phrases) -> str:
    return _changed(text, phrases, lambda found: "")


def _without_fillers(text: str, book: Book) -> str:
    """Return `text` without words that a cue does without; what something is stays: “as far as is nice”."""
    plain = plainly(text)

    def said(found: FoundPhrase) -> str:
        before = plain[: found.start].rstrip().rpartition(" ")[2]
        return text[found.start : found.end] if before in book.wording.linking else ""

    return _changed(text, book.found_fillers, said)


def _changed(text: str, phrases: Phrases, said: Callable[[FoundPhrase], str]) -> str:
    made, begun = "", 0
    for found in phrases.find(plainly(text)):
        made += text[begun : found.start] + said(found)
        begun = found.end
    return made + text[begun:]


def _led(text: str, book: Book) -> str:
    """Return `text` without the words that no cue begins with."""
    for _ in range(4):
        text = text.lstrip(" ,.;:-–—'\"")
        found = book.found_lead.at(plainly(text))
        rest = text[found.end :] if found else ""
        behind = plainly(rest).strip()
        if found is None or likens(text, book) or behind.startswith(tuple(f"{one} " for one in book.wording.being)):
            return text
        text = rest
    return text


def likens(text: str, book: Book) -> bool:
    """Tell whether `text` begins with what likens something: “as if”."""
    return plainly(text).startswith(tuple(f"{one} " for one in book.wording.likening))


def _replaced(text: str, book: Book) -> str:
    def said(found: FoundPhrase) -> str:
        own = text[found.start : found.end]
        # “arbeiten sie mit” is told of others, “arbeiten Sie mit” is asked of the reader
        of_others = any(one.lower() in found.text.split() and one not in own.split() for one in book.wording.subjects)
        return own if of_others and own[:1].islower() else found.key

    return _changed(text, book.found_replaced, said)


def _told(text: str, book: Book) -> str:
    """Return `text` with a verb at its head that tells, and does not ask, behind the part of the body that it is of.

    So what is left of a sentence whose breath stood before its verb is in order again.
    """
    plain = plainly(text)
    verb = next((one for one in book.wording.tells if plain.startswith(f"{one} ")), "")
    rest = text[len(verb) :].lstrip()
    first = re.match(r"[\w'-]+", plainly(rest))
    part = book.found_parts.first(plainly(rest)) if verb and first and first[0] in book.determiners else None
    return text if part is None else f"{rest[: part.end]} {text[: len(verb)].lower()}{rest[part.end :]}"


def _asked(text: str, book: Book) -> str:
    """Return `text` with the verb that it begins with in the form that asks for it."""
    first = re.match(r"[\w'-]+", text)
    if first is None:
        return text
    word = first[0].lower()
    behind = plainly(text[first.end() :]).split()
    if behind and behind[0].strip(",.") in book.wording.doers:
        return text
    of_many = book.wording.endings_of_many if first[0][:1].isupper() else ()
    for ending, asked in (*book.wording.endings, *of_many):
        if word.endswith(ending) and len(word) > len(ending):
            made = word[: len(word) - len(ending)] + asked
            found = book.found_verbs.at(made)
            if found is not None and found.end == len(made):
                return made + text[first.end() :]
    return text


def is_fragment(line: str, book: Book) -> bool:
    """Tell whether `line` is what is left of a sentence, and says nothing by itself: “Of the legs.”, “As big as.”.

    Neither does a condition with nothing behind it. One word says something where it asks for it: “Hold.”.
    """
    plain = plainly(line)
    words = words_of_text(plain)
    if not words or words[0] in book.wording.clinging or words[-1] in book.wording.dangling:
        return True
    opens = book.found_subordinates.at(plain) is not None
    turned = not opens and book.found_signs["condition"].at(plain) is not None  # “should you have a sore back”
    if (turned or (opens and len(words) <= _SHORT_CONDITION)) and not re.search(r"[,:]", plain):
        return True
    verb = book.found_verbs.at(plain)
    asks = verb is not None and verb.key != "benefit" and not verb.text.endswith(book.wording.going)
    return len([word for word in words if word not in book.determiners]) < _LEAST_TOLD and not asks
