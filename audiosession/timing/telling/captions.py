"""Captions for people: what is said, and when, in pieces that can be read; as WebVTT (https://www.w3.org/TR/webvtt1/).

What is spoken in one phase, part by part on its counts, is one caption. Where numbers are needed, those of two guides
hold that are public: Netflix, "Timed Text Style Guide: General Requirements" (two lines of 42 characters, from 5/6 s
to 7 s), and BBC, "Subtitle Guidelines" (one sentence a caption, 3.2; breaks at punctuation, 3.4; 0.3 s a word, 4.1; no
gap shorter than a second, 4.5; 1.5 s after the words at the most, 5.2).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from audiosession.timing.telling.caption_text import (
    ends_sentence,
    in_one_line,
    link,
    opened,
    pieces_of,
    two_lines,
    width,
)
from audiosession.timing.timeline import BREATHS, Timeline
from audiosession.units import Ms

LONGEST = Ms(7_000)
"""How long the parts of one caption may be spread out."""
LEAST = Ms(833)
"""What stands shorter than this because the next follows is one caption with the next."""
_READABLE, _A_WORD, _HANG = Ms(1_000), Ms(300), Ms(1_500)
_SPACES = re.compile(r"[ \t\r\n\f\v]+")


@dataclass(frozen=True, kw_only=True)
class Caption:
    """Words on the clock of the class, from its first sample."""

    start: Ms
    end: Ms
    text: str


def captions(
    parts: Iterable[Caption], phases: Iterable[tuple[Ms, Ms]], *, end: Ms, language: str = "en"
) -> list[Caption]:
    """Return what is said as captions that can be read: lines of text parted by "\\n", two at the most.

    Args:
        parts: What is spoken, each take by itself, in order.
        phases: The breaths in which parts belong together, each from its first to behind its last millisecond.
        end: Where the class ends; no caption stands longer.
        language: That of the words, which says how a capital is written.
    """
    fit = (replace(part, text=_SPACES.sub(" ", part.text).strip(" ")) for part in parts)
    groups = _quick_ones_together(_of_phases([part for part in fit if part.text], sorted(phases)))
    said: list[Caption] = []
    for group in groups:
        for chunk in _chunks(_words(group, language)):
            text = "".join(word.text for word in chunk).strip(" ")
            if len(group) > 1 and (not said or ends_sentence(said[-1].text)):
                text = opened(text, language)
            said.append(Caption(start=chunk[0].start, end=chunk[-1].end, text=two_lines(text) or text))
    return list(_standing(said, end))


def timeline_captions(timeline: Timeline, *, language: str = "en") -> list[Caption]:
    """Return the captions of a placed class."""
    parts = [Caption(start=clip.start, end=clip.end, text=clip.text) for clip in timeline.track("voice")]
    phases = [(clip.start, clip.end) for clip in timeline.track("breath") if clip.kind in BREATHS]
    return captions(parts, phases, end=timeline.length, language=language)


def webvtt(lines: Iterable[Caption], *, language: str = "en") -> str:
    """Return captions, which are in order and do not overlap, as WebVTT."""
    blocks = [f"WEBVTT\nLanguage: {language}"]
    blocks += [
        f"{number}\n{timestamp(line.start)} --> {timestamp(line.end)}\n{html.escape(line.text, quote=False)}"
        for number, line in enumerate(lines, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def timestamp(position: Ms) -> str:
    """Return `position` as WebVTT writes it.

    >>> timestamp(Ms(3_725_042))
    '01:02:05.042'
    """
    minutes, rest = divmod(position, 60_000)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest // 1000:02}.{rest % 1000:03}"


def _of_phases(parts: Iterable[Caption], phases: Sequence[tuple[Ms, Ms]]) -> list[list[Caption]]:
    """Return the parts of each phase together, and what is said outside of phases each for itself."""
    groups: list[list[Caption]] = []
    at, last = 0, -1
    for part in parts:
        while at < len(phases) and phases[at][1] <= part.start:
            at += 1
        here = at if at < len(phases) and phases[at][0] <= part.start else -1
        if here >= 0 and here == last:
            groups[-1].append(part)
        else:
            groups.append([part])
        last = here
    return groups


def _quick_ones_together(groups: Iterable[list[Caption]]) -> list[list[Caption]]:
    """Join what would be gone before it is read with what is said next, as far as that is still one caption."""
    joined_up: list[list[Caption]] = []
    for group in groups:
        before = joined_up[-1] if joined_up else []
        is_quick = bool(before) and group[0].start - before[0].start < LEAST
        if is_quick and two_lines(in_one_line([one.text for one in (*before, *group)])) is not None:
            before.extend(group)
        else:
            joined_up.append(list(group))
    return joined_up


@dataclass(frozen=True, kw_only=True)
class _Word:
    """A word with the space before it, about when it is spoken; `part` is the number of the take it belongs to."""

    text: str
    start: Ms
    end: Ms
    part: int


def _words(group: Sequence[Caption], language: str) -> list[_Word]:
    """Return the words of `group`. A take's time is shared among its words as its letters are."""
    words: list[_Word] = []
    for number, part in enumerate(group):
        text = part.text
        if words:  # a comma between two parts stands behind the last word of the first
            before, between = words[-1], link(words[-1].text)
            words[-1] = replace(before, text=before.text + between.rstrip())
            text = between[len(between.rstrip()) :] + (opened(text, language) if ends_sentence(before.text) else text)
        pieces = pieces_of(text)
        n_letters, done = max(1, sum(map(len, pieces))), 0
        for piece in pieces:
            start, done = done, done + len(piece)
            times = [Ms(part.start + (part.end - part.start) * letter // n_letters) for letter in (start, done)]
            words.append(_Word(text=piece, start=times[0], end=times[1], part=number))
    return words


def _chunks(words: list[_Word]) -> Iterator[list[_Word]]:
    """Part words until each chunk is one caption: at a silence what is spread out, at a sentence's end what is long."""
    if len(words) < 2:
        yield words
        return
    spread = words[-1].end - words[0].start > LONGEST and words[0].part != words[-1].part
    if not spread and two_lines("".join(word.text for word in words).strip(" ")) is not None:
        yield words
        return
    cut = _silence(words) if spread else _break(words)
    yield from _chunks(words[:cut])
    yield from _chunks(words[cut:])


def _silence(words: Sequence[_Word]) -> int:
    """Return where the longest silence between two parts is."""
    gaps = {number: after.start - before.end for number, (before, after) in enumerate(pairwise(words), 1)}
    between = [number for number in gaps if words[number - 1].part != words[number].part]
    return max(between, key=lambda number: gaps[number])


def _break(words: Sequence[_Word]) -> int:
    """Return where a long text is best parted: near its middle, at a sentence's end, else at another mark, else there.

    A mark near the edge is none: what it cuts off would be a caption of a word or two.
    """
    whole = width("".join(word.text for word in words))
    before, best, cost = 0, 1, float("inf")
    for number, word in enumerate(words[:-1], 1):
        before += width(word.text)
        share = before / whole
        kind = 0 if ends_sentence(word.text) else 1 if not word.text[-1].isalnum() else 2
        far = abs(share - 0.5) + (kind if 0.15 < share < 0.85 else 2)
        if far < cost:
            best, cost = number, far
    return best


def _standing(said: Sequence[Caption], end: Ms) -> Iterator[Caption]:
    """Let each caption stand long enough to be read, and without a short gap, but never into the next."""
    for number, one in enumerate(said):
        following = said[number + 1].start if number + 1 < len(said) else max(end, one.end)
        needed = max(_READABLE, _A_WORD * len(one.text.split()))
        stands = max(one.end, min(one.start + needed, one.end + _HANG))
        if number + 1 < len(said) and following - stands < _READABLE:
            stands = following
        yield replace(one, end=Ms(max(one.start, min(stands, following))))
