"""The class file of a sequence, as somebody would write it by hand: to read, keep and edit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence

from audiosession.writing.exercise import Position
from audiosession.writing.language import ClassWords, LanguageWords, filled
from audiosession.writing.positions import lies, way
from audiosession.writing.sequencing.entries import ClassEntry, ClassPart
from audiosession.writing.sequencing.wish import Wish, length_text, wish_text
from audiosession.writing.spoken import Rest, Say

_WELCOME, _NEEDS = Rest(least=1.0, usual=2.0, most=5.0), Rest(least=1.0, usual=2.0, most=6.0)
_FINISHED, _COME_BACK = Rest(least=0.8, usual=1.5, most=5.0), Rest(least=2.0, usual=4.0, most=10.0)
_THANKS = Rest(least=0.5, usual=1.0, most=3.0)


def class_title(wish: Wish, words: ClassWords) -> str:
    """Return what the class is called: as somebody wished, else by its length and what it is for."""
    return wish.title or filled(words.title, minutes=round(wish.length / 60_000), focus=_focus(wish, words))


def opening(wish: Wish, entries: Sequence[ClassEntry], words: LanguageWords, own: ClassWords) -> tuple[Say, ...]:
    """Return what is said first: a greeting, what the class is for, what one needs."""
    purpose = filled(own.purpose, focus=_focus(wish, own))
    greetings = [f"{greeting} {purpose}" for greeting in words.language.greeting]
    things = dict.fromkeys([words.language.equipment, *(one.offer.exercise.equipment for one in entries)])
    needed = [thing for thing in things if thing and (thing == words.language.equipment or _asks_for(thing, entries))]
    needs = filled(words.language.needs, equipment=_together(needed, own))
    return (
        Say(say=greetings[0], or_say=tuple(greetings[1:]), rest=_WELCOME),
        Say(say=needs, rest=_NEEDS),
        Say(say=own.care, rest=_NEEDS),
    )


def closing(last: Position, words: LanguageWords) -> tuple[Say, ...]:
    """Return what is said last: that it is over, the way up for who lies, thanks; `last` is the position by then."""
    language = words.language
    up = way(last, "seated", language.ways) if lies(last) else ()
    return (
        Say(say=language.finished, rest=_FINISHED),
        Say(say=language.come_back, rest=_COME_BACK),
        *up,
        Say(say=language.thanks, rest=_THANKS),
    )


def class_text(
    wish: Wish,
    entries: Sequence[ClassEntry],
    words: LanguageWords,
    own: ClassWords,
    why: Sequence[Sequence[str]] = (),
    notes: Sequence[str] = (),
) -> str:
    """Return the text of a class file.

    Args:
        wish: What it was put together from; it stands at the top, so that it can be made again.
        entries: Its exercises.
        words: Those of the language.
        own: Those of classes like this one.
        why: Why each exercise stands there, as comments beside it; nothing where it is empty.
        notes: What of the wish is not met; at the top as well.
    """
    parts = [
        [
            "#:schema ../.schemas/class.json",
            f"# The wish: {wish_text(wish)}.",
            *(f"# Not met: {one}." for one in notes),
        ],
        list(_head(wish, own)),
        *(_table("opening", _said(line)) for line in opening(wish, entries, words, own)),
        *(
            [*(f"# Why: {reason}." for reason in why[at] if why), *_table("exercise", _entry(entry, own))]
            if why
            else _table("exercise", _entry(entry, own))
            for at, entry in enumerate(entries)
        ),
        *(_table("closing", _said(line)) for line in closing(entries[-1].offer.exercise.end_position, words)),
    ]
    text = "\n\n".join("\n".join(part) for part in parts)
    return f"{text}\n"


def _head(wish: Wish, own: ClassWords) -> Iterator[str]:
    yield _pair("title", class_title(wish, own))
    yield _pair("description", filled(own.purpose, focus=_focus(wish, own)))
    if wish.language:
        yield _pair("language", wish.language)
    yield _pair("level", wish.level)
    yield _pair("length", length_text(wish.length))


def _said(line: Say) -> dict[str, object]:
    rest = line.rest
    several = {"or_say": list(line.or_say)} if line.or_say else {}
    return {"say": line.say, **several, "rest": [rest.least, rest.usual, rest.most]}


def _entry(entry: ClassEntry, own: ClassWords) -> dict[str, object]:
    section = {ClassPart.WARM_UP: own.warm_up, ClassPart.WORK: own.work, ClassPart.REST: own.rest}[entry.part]
    level = {"level": entry.offer.level} if entry.offer.level else {}
    reps = {"reps": entry.reps} if entry.offer.exercise.phases else {}
    return {"use": entry.name, "section": section, **level, **reps}


def _table(name: str, keys: Mapping[str, object]) -> list[str]:
    return [f"[[{name}]]", *(_pair(key, value) for key, value in keys.items())]


def _pair(key: str, value: object) -> str:
    """Return a key with its value; TOML writes texts, numbers and lists of them as JSON does."""
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"


def _focus(wish: Wish, own: ClassWords) -> str:
    return _together([own.focus[one] for one in wish.focus], own) or own.whole


def _together(names: Sequence[str], own: ClassWords) -> str:
    """Return `names` in one, two by two from the end."""
    if not names:
        return ""
    said = names[-1]
    for name in reversed(names[:-1]):
        said = filled(own.both, first=name, last=said)
    return said


def _asks_for(thing: str, entries: Sequence[ClassEntry]) -> bool:
    """Tell whether an exercise needs `thing`; for a practice of breath or rest what there is will do."""
    return any(one.offer.exercise.equipment == thing and not one.offer.is_quiet for one in entries)
