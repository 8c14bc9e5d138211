"""Every exercise that comes with the project teaches by ear: words that are heard once, in an order that one can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import pytest
from support.starter_content import EXERCISES, MOVEMENTS, PRACTICES, SCRIPTS, exercise, form_text, forms, sides_of

from audiosession.writing.cues import Narration, PauseCue, SayCue
from audiosession.writing.exercise import Exercise
from audiosession.writing.levels import FORMS
from audiosession.writing.mirroring import one_way
from audiosession.writing.phases.cue import Breath, PhaseCue, written_form
from audiosession.writing.plan import Detail
from audiosession.writing.spoken import Say
from audiosession.writing.text.reading import parse
from audiosession.writing.values import LEVELS

MOST_WORDS, MOST_WORDS_IN_A_PHASE, MOST_WORDS_IN_A_LINE = 20, 12, 26
MOST_WORDS_OF_A_CUE = 3
"""So few words are no sentence: they may come on one breath after the other."""
MOST_REST_S = 12
"""How long a rest may get, in seconds, where nothing says that it is quiet now."""
CAUTION_REST = 2_000
AVOIDED = re.compile(
    r"""\b(just|simply|tr(y|ies|ying)|should|must|perfect\w*|burn\w*|flat\ stomach|abs|crush\w*|toward's
    |center\w*|practicing|color\w*|gray|want\ to|going\ to)\b|!""",
    re.IGNORECASE | re.VERBOSE,
)
"""What sells, drives, chats or is spelt otherwise in Britain."""
NEGATIVE = re.compile(r"\b(not|never|cannot|\w+n['’]t)\b", re.IGNORECASE)
WITHOUT_HOLDS = re.compile(r"\b(without|leave out|only a pause)\b", re.IGNORECASE)


def says(subject: Exercise) -> Iterator[tuple[str, Say]]:
    """Yield the lines that are said at leisure, each with its key."""
    for key in type(subject).model_fields:
        value = getattr(subject, key)
        yield from ((key, one) for one in (value if isinstance(value, tuple) else (value,)) if isinstance(one, Say))


def phase_lines(subject: Exercise) -> set[str]:
    """Return what is said in phases, each way that they go."""
    written = [line for phase in subject.phases for form in (phase.full, phase.short, phase.bare) for line in form] + [
        call.say for phase in subject.phases for call in phase.calls if call.say
    ]
    return {one_way(line, back=back) for line in written for back in (False, True)}


def leisure_lines(subject: Exercise) -> list[str]:
    """Return all that is said at leisure, in each wording."""
    said = [text for _, one in says(subject) for text in (one.say, *one.or_say, *filter(None, [one.one_side]))]
    quiet = [subject.quiet.say] if subject.quiet else []
    return [*said, *quiet, *subject.encouragement, *(one.say for one in subject.cautions)]


def sentences(text: str) -> list[str]:
    return [one for one in re.split(r"(?<=[.!?…])\s+", text.replace(" / ", " ").replace("- ", "")) if one]


def n_words(sentence: str) -> int:
    return len(re.findall(r"[\w'’-]*\w", sentence))


def told(name: str, detail: Detail = Detail.FADE) -> Iterator[Narration]:
    for form in forms(name):
        for side in sides_of(form):
            yield parse(form_text(name, form.level, detail, side), name)


EACH = pytest.mark.parametrize("name", EXERCISES)


@EACH
def test_a_sentence_is_short_enough_to_be_understood_at_once(name: str) -> None:
    for form in forms(name):
        long = [one for line in leisure_lines(form) for one in sentences(line) if n_words(one) > MOST_WORDS]
        wordy = [one for line in phase_lines(form) for one in sentences(line) if n_words(one) > MOST_WORDS_IN_A_PHASE]

        assert long + wordy == []
        assert [line for line in leisure_lines(form) if n_words(line) > MOST_WORDS_IN_A_LINE] == []


@EACH
def test_words_are_plain_british_and_kind(name: str) -> None:
    for form in forms(name):
        lines = [form.title, form.reps.reason, *leisure_lines(form), *phase_lines(form)]

        assert [line for line in lines if AVOIDED.search(line)] == []


@EACH
def test_what_to_do_is_said_and_hardly_ever_what_not_to_do(name: str) -> None:
    for form in forms(name):
        lines = [one for line in {*leisure_lines(form), *phase_lines(form)} for one in NEGATIVE.findall(line)]

        assert len(lines) <= 1, f"{form.level}: {[line for line in leisure_lines(form) if NEGATIVE.search(line)]}"


@pytest.mark.parametrize("detail", list(Detail))
@EACH
def test_no_sentence_is_said_twice_in_a_row(name: str, detail: Detail) -> None:
    for narration in told(name, detail):
        said = [one for section in narration.sections for cue in section.cues for one in sentences(said_in(cue))]

        assert [a for a, b in pairwise(said) if a == b and n_words(a) > MOST_WORDS_OF_A_CUE] == []


def said_in(cue: object) -> str:
    """Return what a cue says where all fits."""
    if isinstance(cue, PhaseCue) and cue.forms:
        return written_form(cue.forms[0])
    return cue.text if isinstance(cue, SayCue) else ""


@EACH
def test_a_long_rest_is_announced(name: str) -> None:
    """What is said in the midst of a practice in words alone has its quiet after it; 45 s are the most there."""
    for form in forms(name):
        long = [
            one.say for key, one in says(form) if key != "practice" and one.rest.most > MOST_REST_S and not one.silence
        ]

        assert long == []


@EACH
def test_one_line_of_technique_is_for_those_who_want_cues_alone(name: str) -> None:
    for form in forms(name):
        kept = [one.say for key, one in says(form) if key in ("preparation", "tips") and one.detail == "cues"]

        assert kept, form.level


@pytest.mark.parametrize("detail", list(Detail))
@EACH
def test_a_caution_is_the_last_thing_before_the_set_up_and_is_let_sink_in(name: str, detail: Detail) -> None:
    for form in forms(name):
        narration = parse(form_text(name, form.level, detail), name)
        cues = [cue for section in narration.sections for cue in section.cues]
        set_up = {one.say for one in form.set_up}
        at = next(n for n, cue in enumerate(cues) if isinstance(cue, SayCue) and cue.text in set_up)
        caution, rest = cues[at - 2], cues[at - 1]

        assert isinstance(caution, SayCue)
        assert caution.text == form.cautions[-1].say
        assert isinstance(rest, PauseCue)
        assert rest.usual >= CAUTION_REST


@EACH
def test_each_phase_has_its_words_in_three_sizes(name: str) -> None:
    for form in forms(name):
        lacking = [n for n, phase in enumerate(form.phases, 1) if not (phase.full and phase.short and phase.bare)]

        assert lacking == []


@pytest.mark.parametrize("name", MOVEMENTS)
def test_who_finds_a_movement_hard_or_easy_has_another_form_of_it(name: str) -> None:
    subject = exercise(name)
    level = LEVELS.index(subject.level)
    wanted = {"easier": level > 0, "harder": level < len(LEVELS) - 1}

    assert {key for key in FORMS if getattr(subject, key) is None and wanted[key]} == set()


@EACH
def test_only_the_first_line_of_a_set_up_may_be_known_to_who_is_there_already(name: str) -> None:
    for form in forms(name):
        assert all(line.when is None for line in form.set_up[1:])


@EACH
def test_a_definition_begins_with_its_schema_and_what_it_is(name: str) -> None:
    schema, comment, *_ = (SCRIPTS / "exercises" / f"{name}.toml").read_text(encoding="utf-8").splitlines()

    assert schema == "#:schema ../.schemas/exercise.json"
    assert comment.startswith("# ")


@pytest.mark.parametrize("name", PRACTICES)
def test_a_practice_has_its_minutes_in_every_form(name: str) -> None:
    assert all(form.most_minutes for form in forms(name))


@pytest.mark.parametrize("name", PRACTICES)
def test_who_can_hold_no_breath_is_offered_the_practice_without_holds(name: str) -> None:
    easiest = forms(name)[0]
    offered = [*(one.say for one in easiest.modifications), *(one.say for one in easiest.cautions)]

    assert not holds(easiest) or any(WITHOUT_HOLDS.search(line) for line in offered)


def holds(subject: Exercise) -> bool:
    return any(phase.breath is Breath.HOLD for phase in subject.phases)
