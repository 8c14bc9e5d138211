"""Blocks as sentences, each with its place; and a page with several exercises in as many articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from audiosession.errors import DefinitionError
from audiosession.importing.article import Article, BlockKind, Page, Sentence
from audiosession.importing.book import Book
from audiosession.importing.finding import plainly
from audiosession.importing.understanding.clauses import begins_action, breath_word
from audiosession.importing.understanding.numbers import reps_in

_END = re.compile(
    r"(?:[.!?…]+[\"”’»)]*|(?<=[.!?])[)\"”»])(?=\s+[^\s\da-z]|\s+\d|$)|\?(?=\s+\w)"
    r"|;(?=\s+\w+\s\w+\s\w+)|\s/(?=\s\w[\w']*\s\w+)|\s*\n\s*"
)
_LETTER = re.compile(r"(?<![^\W_])(?<![a-zß-ÿ] )[^\W\d_]\.$")
"""A letter of a name; behind a small word it is a shape: “into a V.”"""
_LABEL = re.compile(r"([^\W\d][^:.!?]{1,38}):\s+(?=\S)")
_DASHED = re.compile(r"([^\W\d][\w' ]{1,16})\s+[–—-]\s+(?=\S)")
_MOST_SENTENCES = 600
_MOST_LETTERS = 1_000
_MOST_LABEL = 6
_MOST_LEAD = 3
_MOST_TOPIC = 12
_TOLD_BY_FIRST = ("purpose", "tips", "warm_up", "equipment")
"""What the first words of a heading tell, whatever follows them: “why should I do it”, “check your technique”."""
_TOPICS = ("tips", "pitfalls", "mistakes", "modification", "caution", "purpose")
_MOST_ASKED = 9
_LEAST_DONE = 2
_MOST_HEADS = 5
_SHORT_WORD = 5
"""A word of so few letters is a heading by itself alone: “do”, “no”, “more”."""
_MOST_BEFORE_PLACE = 3
"""An exercise takes its position in one of so many first sentences below its name."""


@dataclass(frozen=True, kw_only=True)
class PageSection:
    """A heading with what stands below it."""

    heading: str
    depth: int
    sentences: list[Sentence] = field(default_factory=list)


def sentences_of(page: Page, book: Book) -> list[PageSection]:
    """Return the sections of `page`, with the sentences in each; what stands before any heading has an empty one."""
    sections = [PageSection(heading="", depth=0)]
    counts = dict.fromkeys(BlockKind, 0)
    number = 0
    for block in page.blocks:
        counts[block.kind] += 1
        if block.kind is BlockKind.HEADING:
            sections.append(PageSection(heading=block.text, depth=block.depth))
            if len(sections) == 2 or not _tells(block.text, book):
                continue
        count = block.number or counts[block.kind]
        sub = asked = ""
        texts = list(split(block.text, book.abbreviations))
        if block.kind is BlockKind.PARAGRAPH and len(texts) > 1 and _is_topic(texts[0], book):
            sub = texts.pop(0)
        for text in texts:
            if number >= _MOST_SENTENCES:
                hint = "import the part of it that is about one exercise"
                raise DefinitionError(f"more than {_MOST_SENTENCES} sentences are no article", hint=hint)
            label, said = _labelled(text, book, sections[-1].heading)
            if label and not said and text == texts[-1]:
                label, said = "", text
            if label and not said:
                asked, sub = (f"{asked} {label}".strip(), sub) if label.endswith("?") else ("", label)
                continue
            sub = label or sub
            said = _with_its_breath(said, sections[-1], book)
            sections[-1].sentences.append(
                Sentence(
                    number=number,
                    text=said,
                    place=f"{block.kind} {count}",
                    kind=block.kind,
                    heading=asked or sub or sections[-1].heading,
                    above=_above(sections, book),
                    step=block.number,
                )
            )
            number, asked = number + 1, ""
    return sections


def _tells(heading: str, book: Book) -> bool:
    """Tell whether a heading is more than one: it says how often, or how hard."""
    plain = plainly(heading)
    if reps_in(plain, book) or (book.found_levels.first(plain) and not role_of_heading(heading, book)):
        return True
    warns = book.found_stops.first(plain) or book.found_avoids.first(plain) or book.found_negations.first(plain)
    reasons = list(book.found_reasons.find(plain))
    opens = bool(reasons) and reasons[-1].end == len(plain.rstrip(" :…"))
    return warns is not None and len(plain.split()) > 1 and not opens and _says_more(plain, book)


def _says_more(plain: str, book: Book) -> bool:
    """Tell whether a heading that warns names a reason or something that is done, and not only that warnings follow."""
    found = (book.found_conditions, book.found_ailments, book.found_verbs, book.found_parts)
    return any(phrases.first(plain) for phrases in found)


def _above(sections: Sequence[PageSection], book: Book) -> str:
    """Return the nearest heading that tells what stands below it: the last one, or one that it stands below itself."""
    depth = sections[-1].depth + 1
    for one in reversed(sections):
        if one.depth < depth:
            depth = one.depth
            is_title = one in sections[1:2] and depth == 1 and len(one.heading.split()) > _MOST_LABEL
            if role_of_heading(one.heading, book) and not is_title:
                return one.heading
    return sections[-1].heading


def _with_its_breath(text: str, section: PageSection, book: Book) -> str:
    """Return the first sentence below a heading that is a breath with that breath at its head."""
    breath = book.found_breath.at(plainly(section.heading)) if section.heading and not section.sentences else None
    if breath is None or breath.key not in ("inhale", "exhale") or book.found_breath.first(plainly(text)):
        return text
    return f"{section.heading[: breath.end]}: {text}"


def split(text: str, abbreviations: Sequence[str] = ()) -> Iterator[str]:
    """Yield the sentences of `text`; behind one of `abbreviations`, or a single letter, a point ends none.

    >>> list(split("Lift, approx. 10 cm. Hold! (Breathe.) 5 times.", ["approx"]))
    ['Lift, approx. 10 cm.', 'Hold!', '(Breathe.)', '5 times.']
    """
    begun = 0
    for end in _END.finditer(text):
        said = text[begun : end.end()]
        if end.end() < len(text) and (_LETTER.search(said) or _is_short(said, abbreviations)):
            continue
        yield from _bounded(said.strip())
        begun = end.end()
    yield from _bounded(text[begun:].strip())


def _is_short(said: str, abbreviations: Sequence[str]) -> bool:
    plain = plainly(said).rstrip()
    return any(
        plain.endswith(f"{one}.") and not plain[: len(plain) - len(one) - 1][-1:].isalnum() for one in abbreviations
    )


def _bounded(said: str) -> Iterator[str]:
    """Yield a sentence; one that never ends in pieces."""
    yield from (said[at : at + _MOST_LETTERS] for at in range(0, len(said), _MOST_LETTERS))


def _labelled(text: str, book: Book, above: str) -> tuple[str, str]:
    """Return what stands before a colon or is a short question, and so is a heading, and what is said below it."""
    n_words = len(text.split())
    if text.endswith("?") and n_words <= _MOST_ASKED:
        return text, ""
    if text.endswith(".") and 1 < n_words <= _MOST_LEAD and _is_lead(text, book):
        return text.rstrip("."), ""
    found = _LABEL.match(text)
    if found is None and (dashed := _DASHED.match(text)) and role_of_heading(dashed[1], book):
        found = dashed
    if found is None or len(found[1].split()) > _MOST_LABEL:
        return "", text
    plain = plainly(found[1])
    if breath_word(plain, book) or (len(plain) <= _SHORT_WORD and role_of_heading(above, book) == "steps"):
        return "", text  # “down: …” is what is done
    if book.found_parts.first(plain) and book.found_verbs.first(plain):
        return "", text
    behind = plainly(text[found.end() :])
    if any(phrases.at(behind) for phrases in (book.found_asks, book.found_stops)):
        return "", text  # “back pain: stop” is a warning whole
    if book.found_breath.first(plain) or (book.found_verbs.at(plain) and not book.found_headings.at(plain)):
        return "", text
    optional = role_of_heading(above, book) == "modification" and not book.found_verbs.first(plain)
    spares = book.found_conditions.first(plain) is not None and begins_action(plainly(text), found.end(), book)
    if not (optional or spares or role_of_heading(found[1], book) or _plays(plain, book)):
        return "", text
    return found[1], text[found.end() :].strip()


def _is_topic(text: str, book: Book) -> bool:
    """Tell whether the first sentence of a paragraph says what the others are: “I see two things going wrong.”"""
    plain = plainly(text)
    told = book.found_parts.first(plain) or book.found_breath.first(plain) or book.found_conditions.first(plain)
    lead, words = book.found_headings.at(plain), plain.split()
    if lead is not None and " " not in lead.text and len(words) > _MOST_LEAD + 2:
        text = " ".join(text.split()[1:])  # “check the band” asks for something
    return not told and len(words) <= _MOST_TOPIC and role_of_heading(text, book) in _TOPICS


def _is_lead(text: str, book: Book) -> bool:
    """Tell whether a short sentence is a heading: “What you get.”; one that asks for something is none."""
    plain = plainly(text)
    asks = book.found_verbs.first(plain) or book.found_stops.first(plain)
    return ":" not in text and not asks and role_of_heading(text, book) not in ("", "equipment")


def _plays(plain: str, book: Book) -> bool:
    return any(signs.first(plain) for signs in book.found_signs.values())


def role_of_heading(heading: str, book: Book) -> str:
    """Return what stands below a heading, by its words; empty where they don't tell.

    A phrase tells where it is most of the heading, or of two words and more.
    """
    plain = plainly(heading).strip(" :!?.*-–…")
    best, size, keys = "", 0, list[str]()
    for found in book.found_headings.find(plain):
        n_words = len(found.text.split())
        keys.append(found.key)
        is_short = n_words == 1 and len(found.text) <= _SHORT_WORD and found.text in book.headings[found.key]
        if is_short and found.text != plain:
            continue
        leads = found.start == 0 and len(plain.split()) <= _MOST_LABEL
        ends = found.end == len(plain) and len(plain.split()) <= _MOST_LEAD + 1
        told = len(plain) + 1 if leads and found.key in _TOLD_BY_FIRST else len(found.text)
        if (n_words > 1 or leads or ends or 2 * len(found.text) >= len(plain)) and told > size:
            best, size = found.key, told
    return "tips" if "tips" in keys and best == "modification" else best


def articles_of(page: Page, book: Book) -> tuple[list[Article], list[Sentence]]:
    """Return the exercises of `page`, one or several, and all its sentences."""
    sections = sentences_of(page, book)
    every = [one for section in sections for one in section.sentences]
    own = [number for number, one in enumerate(sections) if _is_exercise(one, book)]
    titled = _title(page, sections, book)
    depths = [sections[n].depth for n in own]
    own = [n for n in own if sections[n].depth == max(depths, key=lambda depth: (depths.count(depth), -depth))]
    if len(own) < 2:
        return [Article(title=titled, sentences=every, tools=page.tools)], every
    return [_one_of(sections, own, place, book) for place in range(len(own))], every


def _one_of(sections: Sequence[PageSection], own: Sequence[int], place: int, book: Book) -> Article:
    """Return the exercise that begins at one of the headings, with what holds for the whole page."""
    begun = own[place]
    depth = sections[begun].depth
    ends = next((n for n in range(begun + 1, len(sections)) if sections[n].depth <= depth), len(sections))
    shared = [n for n in range(len(sections)) if n > own[-1] and n >= _behind(sections, own[-1])]
    titles = [plainly(sections[n].heading) for n in own]
    sentences = [one for n in range(begun, ends) for one in sections[n].sentences]
    before = [one for n in range(own[0]) for one in sections[n].sentences]
    sentences = [*(one for one in before if place == 0 or _warns(one, book)), *sentences]
    for n in shared:
        if n >= ends:
            sentences += [one for one in sections[n].sentences if _is_about(plainly(one.text), place, titles)]
    return Article(title=sections[begun].heading, sentences=sentences)


def _warns(one: Sentence, book: Book) -> bool:
    plain = plainly(one.text)
    return any(phrases.first(plain) for phrases in (book.found_stops, book.found_avoids, book.found_asks))


def _is_about(plain: str, place: int, titles: Sequence[str]) -> bool:
    """Tell whether a sentence that holds for a whole page is about one of its exercises: it names it, or none."""
    named = [title in plain or (len(title.split()) > 2 and " ".join(title.split()[-2:]) in plain) for title in titles]
    return named[place] or not any(named)


def _behind(sections: Sequence[PageSection], last: int) -> int:
    depth = sections[last].depth
    return next((n for n in range(last + 1, len(sections)) if sections[n].depth <= depth), len(sections))


def _is_exercise(section: PageSection, book: Book) -> bool:
    """Tell whether what stands below a heading is an exercise by itself: a position is taken, and things are done."""
    if not section.heading or role_of_heading(section.heading, book):
        return False
    plains = [plainly(one.text) for one in section.sentences]
    placed = any(
        book.found_positions.first(plain) and any(hit.key == "posture" for hit in book.found_verbs.find(plain))
        for plain in plains[:_MOST_BEFORE_PLACE]
    )
    n_done = sum(bool(book.found_verbs.first(plain) and book.found_parts.first(plain)) for plain in plains)
    goes = any(book.found_breath.first(plain) or reps_in(plain, book) for plain in plains)
    return placed and n_done >= (_LEAST_DONE if goes else 2 * _LEAST_DONE)


def _title(page: Page, sections: Sequence[PageSection], book: Book) -> str:
    first = page.blocks[0].text if page.blocks and page.blocks[0].kind is BlockKind.HEADING else ""
    capitals = []
    for one in sections[1:5]:
        capitals += [one.heading] if one.heading.isupper() and not role_of_heading(one.heading, book) else []
        if sum(len(row.text.split()) for row in one.sentences) > _MOST_LABEL:
            break
    if capitals and (not first or (first.isupper() and len(capitals) > 1)):
        return _named(capitals[-1], sections, book)
    title = next((one.heading for one in sections if one.heading and one.depth <= 1), "") or first or page.title
    return _named(title, sections, book)


def _named(title: str, sections: Sequence[PageSection], book: Book) -> str:
    """Return `title`, or the next heading where it is that of a sheet or a letter; empty where there is no other."""
    if not is_letterhead(title, book):
        return title
    headings = [one.heading for one in sections[1:_MOST_HEADS] if one.heading and one.heading != title]
    return next((one for one in headings if not (role_of_heading(one, book) or is_letterhead(one, book))), "")


def is_letterhead(heading: str, book: Book) -> bool:
    """Tell whether a heading says whose sheet or what kind of letter it stands over, and not what is done."""
    return book.found_letterheads.first(plainly(heading)) is not None
