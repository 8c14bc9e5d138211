"""Verbs in the form and the place that a draft has them in, whatever the article has: “levante”, “levantar”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from audiosession.importing.book import Book
from audiosession.importing.finding import plainly

_WORD = re.compile(r"[\w'-]+")
_HEADED = re.compile(r"([^\W\d]+) ([^,;:!?]+), ([^?]+)$")
_BEHIND_NO = 2
"""So many words behind a no may be what is not to be done."""


def with_condition_led(text: str, book: Book) -> str:
    """Return `text` with a condition that begins with its verb as one that a word leads: “zieht es”, “wenn es zieht”.

    What follows its comma begins with a verb and whoever does it, or with what is asked for. Nothing is changed in a
    language that has no such conditions.
    """
    words = book.wording.inverted
    found = _HEADED.match(text.strip()) if words.led_by else None
    if found is None:
        return text
    verb, said, then = found.groups()
    first, behind = said.partition(" ")[0], plainly(then).split()
    behind = behind[1:] if behind and behind[0] in words.then else behind
    of_reader = plainly(verb) in words.of_reader and plainly(first) in words.reader
    surely = of_reader or (plainly(first) in words.surely and first not in words.formal)
    is_verb = of_reader or plainly(verb).endswith(words.endings) or plainly(verb) in words.verbs
    done = set(behind[1:2]) & {*words.subjects, *words.surely, *words.reader}
    asked = surely and book.found_verbs.at(" ".join(behind)) is not None
    if not (is_verb and (surely or plainly(first) in words.subjects) and (done or asked)):
        return text
    head, _, last = said.rpartition(" ")
    joined = f"{head} {last}{verb.lower()}" if last in words.prefixes else f"{said} {verb.lower()}"
    return f"{words.led_by} {joined}, {then}"


def asked_of_reader(text: str, book: Book) -> str:
    """Return what somebody tells that he does himself as what a reader is asked for: “I lift my arms”.

    Nothing is changed where he does something else, too, or where nothing of the body is in it.
    """
    words = book.wording.doing
    plain, made, begun = plainly(text), "", 0
    if not words.doer or set(_WORD.findall(plain)) & set(words.others):
        return text
    for found in re.finditer(rf"(?<![\w'-]){words.doer}\s+(?:(?:{'|'.join(words.mostly) or '$'})\s+)?", plain):
        before = re.search(r"([\w'-]+)\s+$", plain[: found.start()])
        led = before is not None and before[1] in book.subordinates
        if not (book.found_verbs.at(plain, found.end()) or book.found_breath.at(plain, found.end())):
            return text
        made += text[begun : found.start()] + (f"{words.reader} " if led else "")
        begun = found.end()
    bodily = book.found_parts.first(plain) or book.found_positions.first(plain) or book.found_breath.first(plain)
    if not begun or not bodily:
        return text
    made += text[begun:]
    for own, said in words.owning.items():
        made = re.sub(rf"(?<![\w'-]){own}(?![\w'-])", said, made)
    return f"{made[:1].upper()}{made[1:]}" if text[:1].isupper() else made


def in_our_mood(text: str, book: Book) -> str:
    """Return `text` with what it asks for in the form that a draft asks in, and behind a no what it asks not to do.

    That is its first word, and what follows a comma or a join, up to a verb of another clause: “so that the arm lifts”.
    """
    if not book.wording.asked:
        return text
    words = list(_WORD.finditer(text))
    said: dict[int, str] = {}
    for n in _heads(text, book):
        word = plainly(words[n][0])
        if word not in book.wording.noes:
            said[n] = _asked(word, book)
        elif changed := _forbidden(words, n, book):
            said |= changed
    made, begun = "", 0
    for n, new in sorted(said.items()):
        if not new:
            continue
        old = words[n][0]
        made += text[begun : words[n].start()] + (f"{new[:1].upper()}{new[1:]}" if old[:1].isupper() else new)
        begun = words[n].end()
    return made + text[begun:]


def _heads(text: str, book: Book) -> Iterator[int]:
    """Yield the numbers of the words that something to do may begin with, up to a verb that stands elsewhere."""
    is_head, last, skipped, forbids, before = True, 0, 0, False, ""
    for n, found in enumerate(_WORD.finditer(text)):
        sign = text[last : found.start()]
        last, skipped = found.end(), skipped - 1
        word = plainly(found[0])
        is_no = word in book.wording.noes
        is_head = is_head or bool(re.search(r"[,;:.]", sign)) or (is_no and forbids)
        if is_head:
            yield n
        elif skipped < 0 and _asked(word, book) and not {word, before} & set(book.determiners):
            return
        before = word
        if is_head and is_no:
            skipped, forbids = _BEHIND_NO, True
        is_head = word in book.joins or (is_head and word in book.soft)


def _asked(word: str, book: Book) -> str:
    """Return the form that asks for what `word` asks for otherwise, with what clings to it; empty if it is none."""
    if (form := book.asked_forms.get(word)) is not None:
        return form
    for end, said in sorted(book.wording.clitics.items(), key=lambda one: -len(one[0])):
        stem = _bare(word[: -len(end)], book)
        if word.endswith(end) and (form := book.clung_forms.get(stem)) is not None:
            made = f"{form}{said}"
            return made if made != word else ""
    return ""


def _bare(word: str, book: Book) -> str:
    """Return `word` without the accents that it has only with what clings to it."""
    return word.translate(book.bare_letters)


def _forbidden(words: list[re.Match[str]], n: int, book: Book) -> dict[int, str]:
    """Return the words behind the no that is word `n` as a draft forbids: “no se incorpore”, “no lo fuerce”."""
    behind = [plainly(found[0]) for found in words[n + 1 : n + 1 + _BEHIND_NO]]
    if behind and behind[0] in book.forbidden_forms:
        return {n + 1: book.forbidden_forms[behind[0]]}
    if len(behind) > 1 and behind[0] in book.wording.clitics and behind[1] in book.forbidden_forms:
        return {n + 1: book.wording.clitics[behind[0]], n + 2: book.forbidden_forms[behind[1]]}
    return {}
