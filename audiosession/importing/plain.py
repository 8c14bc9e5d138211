"""Plain text and Markdown as blocks: headings, items of lists and paragraphs, as people type them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from audiosession.importing.article import ArticleBlock, BlockKind, Page

MOST_CHARACTERS = 200_000
"""An article is far shorter: what goes beyond is a book."""
_HEADING = re.compile(r"(#{1,6})\s+(.+?)\s*#*")
_TITLE = re.compile(r"\s*#\s+\S")
_FRONT_TITLE = re.compile(r"title:\s*(\S.*)", re.I)
_BOLD_LINE = re.compile(r"(?:\*\*|__)([^*_]{2,80})(?:\*\*|__):?")
_UNDERLINE = re.compile(r"[=\-~*_]{3,}")
_STEP = re.compile(r"(?:(?:step|schritt|paso|étape)\s+)?(\d{1,2}|[a-h](?=\)))\s*(?:[.):]|[-–—](?=\s))\s+(\S.*)", re.I)
_STEP_ALONE = re.compile(r"(?:step|schritt|paso|étape)\s+(\d{1,2})\s*[.):–—-]?", re.I)
_BULLET = re.compile(r"(?:!{1,3}\s|[•◦▪‣·∙●○■□✓✔✗✘✕✖☐☑➤►→»›]|[-–—*+~.ox×](?=\s))\s*(\S.*)")
_LABEL = re.compile(r"([^\W\d_][^.!?:;\n]{0,38}[^\W_]|[^\W\d_]{2,}):\s*(.*)")
_LED_IN = re.compile(r"[^\W\d_][^.!?:;,\n]{1,38}[:?]\s+\S")
"""What a line begins with that tells itself what it is about: “harder: …”, “sore knees? …”."""
_FIRST_COLUMN = re.compile(r"([^\W\d_]+(?: [^\W\d_]+)?)\s{2,}([^\W_].*)")
"""A word or two that stand apart before what they tell of: “NOT FOR   a hernia”."""
_COLUMNS = re.compile(r"(\S.*?)\s{4,}(\S.*)")
_MARKS = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[([^\]]+)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(\*\*|__|~~|`)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])[*_](?=[^\s*_])(.+?)(?<=[^\s*_])[*_](?![\w*])"), r"\1"),
    (re.compile(r"https?://\S+|www\.\S+"), ""),
    (re.compile(r"<[^<>]{1,200}>"), " "),
    (re.compile(r"\s*(?:→|=>|⇒|-+>)\s*|(?<=\w)\s+>\s+(?=\w)"), ": "),
)
_LED = re.compile(r"(?:\*\*|__|\*|_)(?=\S)([^*_.:?!]{2,48})([.:?!])?(?:\*\*|__|\*|_)([.:?!])?(?=\s+\S)")
"""Bold words that a line begins with, and that end in a sign: a heading in the line."""
_MOST_WORDS_OF_HEADING = 9
_APART = 3
"""Where words of two lines stand so many blanks before the rest, lines have labels; one that is long has two."""
_SHORT_LINE = 75
_SHORT_LABEL = 40
_SHORT_WORD = 3


def read_plain(text: str) -> Page:
    """Return the blocks of `text`, plain or in Markdown.

    >>> [(str(one.kind), one.text) for one in read_plain("# Swan\\n\\n1. Lie down.\\n\\nTips\\n- Go slowly.").blocks]
    [('heading', 'Swan'), ('step', 'Lie down.'), ('heading', 'Tips'), ('bullet', 'Go slowly.')]
    """
    whole = [line.rstrip() for line in text[:MOST_CHARACTERS].expandtabs(4).splitlines()]
    columns = (_FIRST_COLUMN.fullmatch(line.strip()) for line in whole[1:])
    labelled = sum(one is not None and one.start(2) - one.end(1) >= _APART for one in columns) > 1
    lines = [one for n, line in enumerate(whole) for one in _columns(line, labelled=labelled and n > 0)]
    rows = _without_front_matter(lines)
    blocks = [one for one in _blocks(rows) if one.text]
    if any(_TITLE.match(line) for line in rows):
        own = {clean(found[2]) for line in rows if (found := _HEADING.fullmatch(line.strip()))}
        below = 1 + max(len(found[1]) for line in rows if (found := _HEADING.fullmatch(line.strip())))
        is_own = [one.text in own or one.kind is not BlockKind.HEADING for one in blocks]
        blocks = [one if kept else replace(one, depth=below) for one, kept in zip(blocks, is_own, strict=True)]
    elif titled := _titled(lines):
        blocks.insert(0, ArticleBlock(kind=BlockKind.HEADING, text=titled, depth=1))
    return Page(blocks=tuple(blocks))


def _titled(lines: Sequence[str]) -> str:
    """Return the title that stands in the front matter; empty where none does."""
    head = lines[: len(lines) - len(_without_front_matter(lines))]
    found = next((found for line in head if (found := _FRONT_TITLE.match(line))), None)
    return clean(found[1].strip("\"' ")) if found else ""


def _columns(line: str, *, labelled: bool) -> tuple[str, ...]:
    """Return a line as its columns, each by itself, where there are two that stand far apart.

    Where lines are `labelled`, the first column of a word or two is what the second is about.
    """
    bare = line.strip().removeprefix(">").lstrip() if line.lstrip().startswith(">") else line.strip()
    line = bare if line.lstrip().startswith(">") else line
    if bare.startswith("|") and bare.count("|") > 1:
        cells = [cell for cell in (clean(one) for one in bare.strip("|").split("|")) if re.search(r"\w", cell)]
        return (f"{cells[0].rstrip(':')}: {', '.join(cells[1:])}", "") if len(cells) > 1 else ("",)
    if (led := _LED.match(bare)) is not None and (led[2] or led[3]):
        sign = led[2] or led[3]
        return ("", f"{led[1]}{':' if sign == '.' else sign} {bare[led.end() :].lstrip()}")
    if labelled and (found := _FIRST_COLUMN.fullmatch(bare)):
        return ("", f"{found[1]}: {found[2]}", "")
    found = _COLUMNS.fullmatch(bare)
    return (found[1], "", found[2], "") if found else (line,)


def clean(text: str) -> str:
    """Return `text` in one line, without the marks of Markdown, tags and addresses."""
    for pattern, kept in _MARKS:
        text = pattern.sub(kept, text)
    said = " ".join(text.replace("­", "").replace("**", "").split())
    return said[1:-1] if said[:1] in '"“„«' and said[-1:] in '"”“»' and len(said) > 2 else said


def _without_front_matter(lines: Sequence[str]) -> Sequence[str]:
    if lines[:1] == ["---"] and "---" in lines[1:60]:
        return lines[lines.index("---", 1) + 1 :]
    return lines


def _blocks(lines: Sequence[str]) -> Iterator[ArticleBlock]:
    """Yield the blocks of `lines`: what is set apart by empty lines is one stretch."""
    stretches = [list(group) for filled, group in groupby(lines, lambda line: bool(line.strip())) if filled]
    for number, stretch in enumerate(stretches):
        follows = stretches[number + 1 :]
        if len(stretch) == 1 and _is_between(stretches[max(0, number - 1)], follows[:1]) and not _is_marked(stretch[0]):
            yield from _closed(None, [stretch[0].strip()])
            continue
        yield from _of_stretch(stretch, first=number == 0, follows=bool(follows))


def _is_between(before: Sequence[str], follows: Sequence[Sequence[str]]) -> bool:
    """Tell whether what stands between two stretches is all that a heading of Markdown has below it."""
    above = _HEADING.fullmatch(before[-1].strip())
    return above is not None and len(above[1]) > 1 and all(_HEADING.fullmatch(one[0].strip()) for one in follows)


def _is_marked(line: str) -> bool:
    bare = line.strip()
    return any(sign.fullmatch(bare) for sign in (_HEADING, _BOLD_LINE, _BULLET, _STEP, _UNDERLINE))


def _of_stretch(lines: list[str], *, first: bool, follows: bool) -> Iterator[ArticleBlock]:
    """Yield the blocks of lines that follow one another without an empty one."""
    lines = list(_without_heads(lines))
    if len(lines) == 1 and follows and (found := _STEP.fullmatch(lines[0].strip())) and _is_shouted(found[2]):
        yield ArticleBlock(kind=BlockKind.HEADING, text=clean(lines[0]), depth=2)
        return
    if (
        len(lines) == 1
        and follows
        and _is_heading(lines[0])
        and (first or ": " not in lines[0] or _is_shouted(lines[0].strip()))
    ):
        yield _heading(lines[0], 1 if first else 2)
        return
    held: list[str] = []
    opened: ArticleBlock | None = None
    listed = _is_list(lines)
    for number, line in enumerate(lines):
        block, is_heading = _begun(
            line, lines[number + 1 : number + 2], first=first and number == 0, at_head=number == 0
        )
        if block is None and not is_heading:
            before = [opened.text, *held][-1] if opened is not None else ""
            if (listed and (opened is None or before)) or _leaves(line, before):
                yield from _closed(opened, held)
                opened, held = None, []
            held.append(line.strip())
            continue
        yield from _closed(opened, held)
        opened, held = (None, []) if is_heading else (block, [])
        if is_heading and block is not None:
            yield block
    yield from _closed(opened, held)


def _without_heads(lines: Sequence[str]) -> Iterator[str]:
    """Yield `lines`; where each bullet of a list has bullets of its own below it, those above are headings."""
    depths = [len(line) - len(line.lstrip()) if _BULLET.fullmatch(line.strip()) else -1 for line in lines]
    outer = min((depth for depth in depths if depth >= 0), default=-1)
    heads = [n for n, depth in enumerate(depths) if depth == outer >= 0]
    above = len(heads) > 1 and all(depths[n + 1 : n + 2] and depths[n + 1] > outer for n in heads)
    for n, line in enumerate(lines):
        found = _BULLET.fullmatch(line.strip()) if above and n in heads else None
        yield f"## {found[1]}" if found and len(found[1].split()) <= _MOST_WORDS_OF_HEADING else line


def _number(mark: str) -> int:
    """Return the number that a step is marked with: 3, or 3 for ``c``."""
    return int(mark) if mark.isdigit() else ord(mark.lower()) - ord("a") + 1


def _is_list(lines: Sequence[str]) -> bool:
    """Tell whether each of `lines` is a thing by itself: short, and begun with a capital or led in, unlike prose."""
    bare = [line.strip() for line in lines if not _BULLET.fullmatch(line.strip()) and not _STEP.fullmatch(line.strip())]
    begun = all(line[:1].isupper() or not line[:1].isalpha() for line in bare)
    n_led = sum(_LED_IN.match(line) is not None for line in bare)
    notes = all(line[:1].islower() and line[-1:] not in ".," and len(line) < _SHORT_LINE for line in bare)
    if len(bare) > 1 and (n_led == len(bare) or (notes and n_led > 0)):
        return True
    return (
        len(bare) > 1 and begun and max(map(len, bare)) < _SHORT_LINE and not any(line.endswith(",") for line in bare)
    )


def _leaves(line: str, before: str) -> bool:
    """Tell whether a line behind an item of a list is none of it: neither indented nor its sentence going on."""
    return bool(before) and line[:1].isupper() and (before[-1:] in ".!?" or len(before) < _SHORT_LINE)


def _is_label(bare: str, behind: str) -> bool:
    """Tell whether the first line of a stretch is a heading: a few words, with longer ones or a sentence below."""
    n_words = len(bare.split())
    if ":" in bare or bare[-1:] in ".,;!?" or n_words > 6 or not bare[:1].isupper():
        return False
    if n_words > 4 and (len(bare) > _SHORT_LABEL or not behind[:1].isupper()):
        return False
    return behind[-1:] in ".!" or len(behind) > 60 or (n_words <= 2 and len(behind.split()) > 2 * n_words)


def _begun(line: str, behind: Sequence[str], *, first: bool, at_head: bool) -> tuple[ArticleBlock | None, bool]:
    """Return the block that begins with `line`, and whether it is a heading; None and False where it goes on."""
    bare = line.strip()
    if behind and _UNDERLINE.fullmatch(behind[0].strip()) and len(bare) < 100 and re.search(r"\w", bare):
        return _heading(bare, 1 if behind[0].strip()[0] == "=" or first else 2), True
    if _UNDERLINE.fullmatch(bare):
        return None, True
    if found := _HEADING.fullmatch(bare):
        return ArticleBlock(kind=BlockKind.HEADING, text=clean(found[2]), depth=len(found[1])), True
    if found := _STEP_ALONE.fullmatch(bare):
        return ArticleBlock(kind=BlockKind.STEP, text="", number=_number(found[1])), False
    if found := _STEP.fullmatch(bare):
        return ArticleBlock(kind=BlockKind.STEP, text=clean(found[2]), number=_number(found[1])), False
    if found := _BULLET.fullmatch(bare):
        return ArticleBlock(kind=BlockKind.BULLET, text=clean(found[1])), False
    if behind and _is_heading(line) and _begins(behind[0]) and not _says_so(bare, behind[0]):
        return _heading(bare, 1 if first else 2), True
    if at_head and behind and _is_label(bare, behind[0].strip()):
        return _heading(bare, 1 if first else 2), True
    return (_heading(bare, 1 if first else 2), True) if _stands_alone(bare, behind, first=first) else (None, False)


def _says_so(bare: str, behind: str) -> bool:
    """Tell whether a line holds its own label, and so does the one behind it: “Aim: a strong back”."""
    return ": " in bare and ": " in behind[:_SHORT_LINE] and not _BULLET.fullmatch(behind.strip())


def _begins(line: str) -> bool:
    """Tell whether an item of a list begins with `line`, or a sentence that a heading may stand above."""
    bare = line.strip()
    return bool(_STEP.fullmatch(bare) or _BULLET.fullmatch(bare) or (bare[:1].isupper() and len(bare) > 60))


def _is_shouted(text: str) -> bool:
    return text.isupper() and len(text) > _SHORT_WORD and len(text.split()) <= _MOST_WORDS_OF_HEADING


def _stands_alone(bare: str, behind: Sequence[str], *, first: bool) -> bool:
    """Tell whether a line at the head of a stretch is a heading: in capitals, or a label with nothing behind it."""
    letters = [letter for letter in bare if letter.isalpha()]
    if len(letters) > 2 and all(letter.isupper() for letter in letters) and ":" not in bare:
        return len(bare.split()) <= _MOST_WORDS_OF_HEADING
    return bool(behind) and bare.endswith(":") and len(bare.split()) <= 5


def _is_heading(line: str) -> bool:
    """Tell whether a line that stands alone is a heading: short, and no sentence."""
    bare = line.strip()
    if _BULLET.fullmatch(bare) or _STEP.fullmatch(bare):
        return False
    if _HEADING.fullmatch(bare) or _BOLD_LINE.fullmatch(bare):
        return True
    if bare[0] in "*_" and bare[-1] == bare[0] and len(bare.split()) > 3:
        return False
    if not re.search(r"\w", bare):
        return False
    words = bare.rstrip(":").split()
    return 0 < len(words) <= _MOST_WORDS_OF_HEADING and bare[-1] not in ".!;,…" and "http" not in bare


def _heading(line: str, depth: int) -> ArticleBlock:
    bare = line.strip()
    if found := _HEADING.fullmatch(bare):
        return ArticleBlock(kind=BlockKind.HEADING, text=clean(found[2]), depth=len(found[1]))
    if found := _BOLD_LINE.fullmatch(bare):
        bare = found[1]
    return ArticleBlock(kind=BlockKind.HEADING, text=clean(bare).rstrip(":"), depth=depth)


def _closed(opened: ArticleBlock | None, held: Sequence[str]) -> Iterator[ArticleBlock]:
    """Yield the block that ends: an item with the lines that went on with it, or a paragraph."""
    text = clean(" ".join([opened.text if opened else "", *held]))
    if opened is not None:
        yield ArticleBlock(kind=opened.kind, text=text, number=opened.number)
    elif text:
        yield ArticleBlock(kind=BlockKind.PARAGRAPH, text=text)
