"""Put a class together from a wish, hold it against the narration that templates make of it, and write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from audiosession.building.fit import span_of
from audiosession.building.speak import guessed
from audiosession.building.write import write_plan
from audiosession.definitions import read_definition
from audiosession.errors import DefinitionError, NotFoundError, OutputError
from audiosession.files.whole import write_new
from audiosession.project.languages import tempo_of, words_of
from audiosession.project.project import Project
from audiosession.project.reading.definitions import read_class, read_exercise
from audiosession.project.settings import read_defaults, usual_language
from audiosession.studio.new import new_place
from audiosession.timing.blocks import sound_key
from audiosession.timing.schedule import WITH_MUSIC, WITHOUT_MUSIC
from audiosession.units import Ms, Span
from audiosession.writing.choices import Choices, choose
from audiosession.writing.classes import ClassDefinition, plan_class
from audiosession.writing.exercise import Exercise
from audiosession.writing.plan import eased
from audiosession.writing.sequencing.sequenced import Sequenced, Shelf, sequence_if_any, sequence_text, why_none
from audiosession.writing.sequencing.wish import Wish, length_text, wish_text

_TRIES = 3
"""So often a class is put together anew where it turns out to last otherwise than was thought."""
_NEAR, _SPARE = 0.06, 0.02
"""How near the usual length has to be then; and how far beyond the wish it can go at the least, as voices differ."""
_UNNAMED = "class-of-a-wish"


@dataclass(frozen=True, kw_only=True)
class SequencedExercise:
    """One exercise of a class that was put together: in which form, how often, and why it stands there."""

    name: str
    title: str
    section: str
    level: str
    position: str
    reps: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SequencedClass:
    """A class that was put together from a wish, as the text of its file; `path` is None where none was written.

    It can last from `least` to `most`, and usually lasts `usual`, by an estimate that hangs on no voice. `unmet` tells
    what of the wish, or of the rules, it does not keep.
    """

    path: Path | None
    text: str = field(repr=False)
    title: str
    wish: str
    length: Ms
    least: Ms
    usual: Ms
    most: Ms
    exercises: tuple[SequencedExercise, ...]
    unmet: tuple[str, ...]


def sequence_class(project: Project, wish: Wish, name: str | None = None, *, explain: bool = False) -> SequencedClass:
    """Return the class that `wish` asks for; where it has a `name`, its file is written, never over another one.

    Raises:
        DefinitionError: The library has no such class, or something in it, or the name, is at fault.
        NotFoundError: A class that it should be unlike, or a project to write into, is not there.
        OutputError: An exercise or a class is called so already, or the file can't be written.
    """
    path = None if name is None else new_place(project, "classes", name)
    choices = choose(read_defaults(project))
    shelf = shelf_of(project, wish, choices, usual_language(project))
    found = put_together(project, shelf, wish, choices)
    if found is None:
        raise no_class(shelf, wish)
    made, span = found
    text = sequence_text(made, shelf, explain=explain)
    if path is not None and not write_new(path, text.encode()):
        raise OutputError("is there already", path=path, hint="choose another name")
    return SequencedClass(
        path=path,
        text=text,
        title=made.title,
        wish=wish_text(wish),
        length=wish.length,
        least=Ms(span.least),
        usual=Ms(span.usual),
        most=Ms(span.most),
        exercises=tuple(
            SequencedExercise(
                name=entry.name,
                title=entry.offer.exercise.title,
                section=str(entry.part),
                level=entry.offer.exercise.level,
                position=entry.offer.exercise.position,
                reps=entry.reps,
                reasons=why,
            )
            for entry, why in zip(made.entries, made.reasons, strict=True)
        ),
        unmet=made.unmet,
    )


def put_together(project: Project, shelf: Shelf, wish: Wish, choices: Choices) -> tuple[Sequenced, Span] | None:
    """Return the class, put together so often that its narration lasts about as long as it should, and how long it can.

    None where the library has no such class; `no_class` tells why.
    """
    library = {one.name: one for one in shelf.library}
    aim, best = wish.length, None
    for _ in range(_TRIES):
        made = sequence_if_any(shelf, wish, aim)
        if made is None:
            break
        span = span_of_text(project, sequence_text(made, shelf, explain=False), library, choices, shelf)
        apart = wish.length - span.usual
        holds = can_hold(span, wish.length)
        if holds and (best is None or abs(apart) < abs(wish.length - best[1].usual)):
            best = made, span
        far = abs(made.span.usual - aim) > _NEAR * aim / 2  # the library has no more: aiming elsewhere helps nothing
        if holds and (far or abs(apart) <= _NEAR * wish.length):
            break
        aim = Ms(aim + apart)
    return best


def no_class(shelf: Shelf, wish: Wish) -> DefinitionError:
    """Return why `put_together` finds no class for a wish."""
    if sequence_if_any(shelf, wish) is None:
        return why_none(shelf, wish)
    said = f"no class for this wish can be made to last {length_text(wish.length)}"
    return DefinitionError(said, hint="wish for another length, or for more")


def can_hold(span: Span, length: Ms) -> bool:
    """Tell whether a class of that `span` can be so long, with something to spare, as voices differ."""
    return (1 + _SPARE) * span.least <= length <= (1 - _SPARE) * span.most


def span_of_text(project: Project, text: str, library: Mapping[str, Exercise], choices: Choices, shelf: Shelf) -> Span:
    """Return how long the class of `text` lasts as the templates write it."""
    definition = read_definition(text, "the class of this wish", ClassDefinition, name=_UNNAMED)
    plan = plan_class(definition, library, detail=choices.detail)
    plan, _ = eased(plan, choices.pace.count)
    written = write_plan(project, plan, choices)
    takes = {line: shelf.lasts(line) for line in written.narration.lines()}
    takes |= {sound_key(one): Ms(0) for one in written.narration.sounds()}
    return span_of(written, choices, WITH_MUSIC if choices.music else WITHOUT_MUSIC, takes)


def _in_language(project: Project, tag: str) -> Iterator[Exercise]:
    """Yield the exercises that have words in the language of the class."""
    for name in project.names("exercises"):
        with suppress(NotFoundError):
            yield read_exercise(project, name, tag)


def shelf_of(project: Project, wish: Wish, choices: Choices, tag: str) -> Shelf:
    """Return what a class in the language of `tag` may be put together from in `project`.

    How long lines last is guessed from their letters, not looked up: the same wish makes the same class on every
    machine, whatever was spoken there.
    """
    defaults = read_defaults(project)
    words, tempo = words_of(project, tag), tempo_of(project, defaults)
    if (own := words.language.class_words) is None:
        hint = "write [class] in its file, as that of English has it"
        raise DefinitionError(f'the language "{tag}" has no words for a class from a wish', hint=hint)
    edges = WITH_MUSIC if choices.music else WITHOUT_MUSIC
    return Shelf(
        library=tuple(_in_language(project, tag)),
        known=frozenset(entry.use for name in wish.unlike for entry in read_class(project, name).exercises),
        words=words,
        own=own,
        count=choices.pace.count,
        lasts=lambda line: guessed(line, tempo.usual),
        edges=Ms(edges.lead_in + edges.lead_out),
    )
