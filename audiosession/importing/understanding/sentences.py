"""Blocks as sentences, each with its place and the heading that it stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from audiosession.errors import DefinitionError
from audiosession.importing.article import ArticleBlock, BlockKind, Page, Sentence
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
_END_IN_SMALL = re.compile(rf"{_END.pattern}|(?<=[a-zß-ÿ]{{3}})[.!?]\s+(?=\S)")
_MOST_SENTENCES = 600
_MOST_LETTERS = 1_000
MOST_LABEL = 6
"""A heading of so many words is one by its first word or its last."""
_MOST_LEAD = 3
_MOST_TOPIC = 12
_TOLD_BY_FIRST = ("purpose", "tips", "warm_up", "equipment")
"""What the first words of a heading tell, whatever follows them: “why should I do it”, “check your technique”."""
_TOPICS = ("tips", "pitfalls", "mistakes", "modification", "caution", "purpose")
_MOST_ASKED = 9
_SHORT_WORD = 5
"""A word of so few letters is a heading by itself alone: “do”, “no”, “more”."""


@dataclass(frozen=True, kw_only=True)
class PageSection:
    """A heading with what stands below it."""

    heading: str
    depth: int
    sentences: list[Sentence] = field(default_factory=list)


def sentences_of(page: Page, book: Book) -> list[PageSection]:
    """Return the sections of `page`, with the sentences in each; what stands before any heading has an empty one."""
    reader = _Reader(book)
    for place, block in enumerate(page.blocks):
        reader.read(block, leads=_leads_to_list(page.blocks, place, book))
    total = sum(len(one.sentences) for one in reader.sections)
    return [
        _untitled(one, book) if 3 * len(one.sentences) > 2 * total > _MOST_TOPIC else one for one in reader.sections
    ]


def _untitled(section: PageSection, book: Book) -> PageSection:
    """Return a section that most of a page is: its heading is a title, and tells nothing of what stands below it."""
    if role_of_heading(section.heading, book) not in _TOPICS:
        return section
    own = section.heading
    bare = [
        replace(one, heading="" if one.heading == own else one.heading, above="" if one.above == own else one.above)
        for one in section.sentences
    ]
    return replace(section, sentences=bare)


class _Reader:
    """The sections of a page while its blocks are read; `led` is the paragraph that a list stands below."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.sections = [PageSection(heading="", depth=0)]
        self.counts = dict.fromkeys(BlockKind, 0)
        self.number = 0
        self.led = ""

    def read(self, block: ArticleBlock, *, leads: bool) -> None:
        """Read a block, which `leads` to a list where it is a paragraph that a list stands below."""
        self.counts[block.kind] += 1
        if block.kind is BlockKind.HEADING:
            self.sections.append(PageSection(heading=block.text, depth=block.depth))
            if len(self.sections) == 2 or not _tells(block.text, self.book):
                return
        self.led = block.text if leads else self.led if block.kind is BlockKind.BULLET else ""
        if not leads:
            self._read_sentences(block)

    def _read_sentences(self, block: ArticleBlock) -> None:
        sub, asked = self.led, ""
        texts = list(split(block.text, self.book.abbreviations))
        topic = block.kind is BlockKind.PARAGRAPH and len(texts) > 1
        if topic and (_is_topic(texts[0], self.book) or _is_word_of_heading(texts[0], self.book)):
            sub = texts.pop(0)
        for text in texts:
            label, said = _labelled(text, self.book, self.sections[-1].heading)
            if label and not said and text == texts[-1]:
                label, said = "", text
            if label and not said:
                asked, sub = (f"{asked} {label}".strip(), sub) if label.endswith("?") else ("", label)
                continue
            sub = label or sub
            self._add(said, block, asked or sub or self.sections[-1].heading)
            asked = ""

    def _add(self, said: str, block: ArticleBlock, heading: str) -> None:
        """Add a sentence of a block.

        Raises:
            DefinitionError: There are more than an article has.
        """
        if self.number >= _MOST_SENTENCES:
            hint = "import the part of it that is about one exercise"
            raise DefinitionError(f"more than {_MOST_SENTENCES} sentences are no article", hint=hint)
        section = self.sections[-1]
        section.sentences.append(
            Sentence(
                number=self.number,
                text=_with_its_breath(said, section, self.book),
                place=f"{block.kind} {block.number or self.counts[block.kind]}",
                kind=block.kind,
                heading=heading,
                above=_above(self.sections, self.book),
                step=block.number,
            )
        )
        self.number += 1


def _leads_to_list(blocks: Sequence[ArticleBlock], place: int, book: Book) -> bool:
    """Tell whether a paragraph is the heading of the list behind it: “Do not do this exercise:”, “… if”."""
    block, behind = blocks[place], blocks[place + 1 : place + 2]
    plain = plainly(block.text)
    open_end = block.text.endswith(":") or any(hit.end == len(plain) for hit in book.found_reasons.find(plain))
    leads = block.kind is BlockKind.PARAGRAPH and open_end and len(block.text.split()) <= _MOST_TOPIC
    listed = bool(behind) and behind[0].kind is BlockKind.BULLET
    return leads and listed and role_of_heading(block.text, book) in _TOPICS


def _tells(heading: str, book: Book) -> bool:
    """Tell whether a heading is more than one: it says how often, or how hard."""
    plain = plainly(heading)
    if reps_in(plain, book) or (book.found_levels.first(plain) and not role_of_heading(heading, book)):
        return True
    warns = book.found_stops.first(plain) or book.found_avoids.first(plain)
    if role_of_heading(heading, book) in ("", "caution", "mistakes"):
        warns = warns or book.found_negations.first(plain)
    reasons = list(book.found_reasons.find(plain))
    opens = bool(reasons) and reasons[-1].end == len(plain.rstrip(" :…"))
    return warns is not None and len(plain.split()) > 1 and not opens and _says_more(plain, book)


def _says_more(plain: str, book: Book) -> bool:
    """Tell whether a heading that warns names a reason or something that is done, and not only that warnings follow."""
    found = [book.found_conditions, book.found_ailments, book.found_parts, book.found_felt]
    found += [] if role_of_heading(plain, book) == "caution" else [book.found_verbs]  # “when not to do it”
    return any(phrases.first(plain) for phrases in found)


def _above(sections: Sequence[PageSection], book: Book) -> str:
    """Return the nearest heading that tells what stands below it: the last one, or one that it stands below itself."""
    depth = sections[-1].depth + 1
    for one in reversed(sections):
        if one.depth < depth:
            depth = one.depth
            is_title = one in sections[1:2] and depth == 1 and len(one.heading.split()) > MOST_LABEL
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
    ends = _END_IN_SMALL if text[:1].islower() else _END  # notes that begin small go on so
    for end in ends.finditer(text):
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
    if found is None or len(found[1].split()) > MOST_LABEL:
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
    said = text[found.end() :].strip()
    part = book.found_parts.at(plain)
    bare = part is not None and part.end == len(plain) and book.found_verbs.at(behind) is None
    if bare and role_of_heading(above, book) == "tips":
        return "", f"{found[1]} {said}"  # “Shoulders: away from the ears”
    optional = role_of_heading(above, book) == "modification" and not book.found_verbs.first(plain)
    spares = book.found_conditions.first(plain) is not None and begins_action(plainly(text), found.end(), book)
    if not (optional or spares or role_of_heading(found[1], book) or _plays(plain, book)):
        return "", text
    return found[1], said


def _is_topic(text: str, book: Book) -> bool:
    """Tell whether the first sentence of a paragraph says what the others are: “I see two things going wrong.”"""
    plain = plainly(text)
    told = book.found_parts.first(plain) or book.found_breath.first(plain) or book.found_conditions.first(plain)
    verb = book.found_verbs.at(plain)
    if verb is not None and verb.key == "posture":
        return False  # “sit on a chair” takes a place
    lead, words = book.found_headings.at(plain), plain.split()
    if lead is not None and " " not in lead.text and len(words) > _MOST_LEAD + 2:
        text = " ".join(text.split()[1:])  # “check the band” asks for something
    return not told and len(words) <= _MOST_TOPIC and role_of_heading(text, book) in _TOPICS


def _is_word_of_heading(text: str, book: Book) -> bool:
    """Tell whether a sentence is one word that headings are, and asks for nothing: “Preparation.”"""
    plain = plainly(text).rstrip(".")
    found = book.found_headings.at(plain)
    named = text.endswith(".") and len(text) > _SHORT_WORD and found is not None and found.end == len(plain)
    return named and " " not in plain and not (book.found_verbs.first(plain) or book.found_stops.first(plain))


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
        is_noun = n_words == 2 and found.text.split()[0] in book.determiners  # “the laziest pose in the world”
        if (is_short and found.text != plain) or (is_noun and 2 * len(found.text) < len(plain)):
            continue
        leads = found.start == 0 and len(plain.split()) <= MOST_LABEL
        ends = found.end == len(plain) and len(plain.split()) <= _MOST_LEAD + 1
        told = len(plain) + 1 if leads and found.key in _TOLD_BY_FIRST else len(found.text)
        if (n_words > 1 or leads or ends or 2 * len(found.text) >= len(plain)) and told > size:
            best, size = found.key, told
    if not best and heading.rstrip().endswith("?") and book.found_negations.at(plain):
        return "modification"  # “Can't reach the floor?”
    return "tips" if "tips" in keys and best == "modification" else best
