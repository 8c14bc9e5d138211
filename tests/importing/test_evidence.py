"""What was learned tells fields apart, is what its equation says, and never outweighs a warning."""

from __future__ import annotations

from math import exp

import pytest
from support.imported_articles import cases, english, page_of_text, rules_alone

from audiosession.importing.evidence import Evidence
from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.understanding.reading import ReadSentence, Sense
from audiosession.importing.understanding.stages import read_roles
from audiosession.importing.understanding.weighing import LEARNED, NOTHING, told_of, weighed
from audiosession.studio.importing.books import books
from tests.learning.labels import Labelled, labelled
from tests.learning.regression import learned

ARTICLE = """# Pelvic Lift

It strengthens the back of your legs.

## How to do it

1. Lie on your back, knees bent.
2. Breathe out and lift your hips.
3. Breathe in and lower them.

## Please take care

Stop if your back hurts.

## Warm-ups

A few rounds of the Saw.
"""


def rows_of(text: str) -> list[ReadSentence]:
    book = rules_alone()["en"]
    (article,), _ = articles_of(page_of_text(text), book)
    return read_roles(article, book)


def test_a_field_is_as_likely_as_the_exponential_of_its_weights_has_it() -> None:
    evidence = Evidence(fields=("tip", "caution"), usual=(10, 0), signs={"word stop": (-50, 150)})
    likely = evidence.probabilities([("word stop", 1.0), ("word nobody-knows-it", 1.0), ("word stop", 0.5)])
    tip, caution = exp(0.10 - 0.75), exp(2.25)

    assert likely == pytest.approx({"tip": tip / (tip + caution), "caution": caution / (tip + caution)})


def test_where_nothing_was_learned_nothing_is_told_and_nothing_changed() -> None:
    rows = rows_of(ARTICLE)

    assert Evidence().probabilities([("word stop", 1.0)]) == {}
    assert weighed(rows, rules_alone()["en"]) == rows


@pytest.mark.parametrize("language", sorted(books()))
def test_what_was_learned_is_of_fields_that_sentences_have(language: str) -> None:
    evidence = books()[language].evidence

    assert set(evidence.fields) <= {*LEARNED.values(), "change_sides", NOTHING}
    assert {len(row) for row in evidence.signs.values()} <= {len(evidence.fields)}


def test_warnings_and_what_is_done_in_a_rep_are_never_taken_for_something_else() -> None:
    """However sure the evidence is: here that each sentence is a tip."""
    fields = ("phase", "caution", "tip", NOTHING, *(set(LEARNED.values()) - {"phase", "caution", "tip"}))
    sure = Evidence(fields=fields, usual=tuple(900 if one == "tip" else 0 for one in fields))
    rows = rows_of(ARTICLE)
    kept = [weighed(rows, english().model_copy(update={"evidence": sure}))[n].role for n in range(len(rows))]

    changed = {(one.role, role) for one, role in zip(rows, kept, strict=True) if one.role is not role}
    assert changed
    assert Sense.WARM_UP in {one.role for one in rows}
    assert {before for before, _ in changed} <= {Sense.PURPOSE, Sense.SET_UP, Sense.NONE}
    assert {after for _, after in changed} == {Sense.TIP}


def test_what_is_taken_for_something_else_is_a_guess() -> None:
    fields = (*dict.fromkeys(LEARNED.values()), NOTHING)
    sure = Evidence(fields=fields, usual=tuple(900 if one == "tip" else 0 for one in fields))
    rows = rows_of(ARTICLE)

    for before, after in zip(rows, weighed(rows, english().model_copy(update={"evidence": sure})), strict=True):
        assert after.by_place or after.role is before.role


def signs(*words: str) -> tuple[tuple[str, float], ...]:
    return tuple((f"word {word}", 1.0) for word in words)


def some_rows() -> list[Labelled]:
    """Three authors who warn and advise in words of which each uses some; one word is one author's alone."""
    rows = []
    for author in ("ada", "ben", "cai"):
        rows += [Labelled(article=author, told=signs("stop", "hurts"), fields={"caution": 1.0})] * 5
        rows += [Labelled(article=author, told=signs("keep", "neck", author), fields={"tip": 1.0})] * 5
        rows += [Labelled(article=author, told=signs("neck"), fields={"tip": 1.0, "caution": 0.5})]
    return rows


def test_words_that_authors_share_are_learned_and_those_of_one_are_not() -> None:
    evidence = learned(some_rows())

    for word, field in (("stop", "caution"), ("keep", "tip")):
        assert evidence.probabilities(signs(word))[field] > 0.5
    assert "word ada" not in evidence.signs


def test_the_weights_are_where_the_slope_of_the_penalised_likelihood_is_nought() -> None:
    """The slope is what the right fields have of their own share, less what is expected, less five times the weight."""
    rows = some_rows()
    evidence = learned(rows)
    for sign, weights in evidence.signs.items():
        for place, field in enumerate(evidence.fields):
            likely = [(row, evidence.probabilities(row.told)) for row in rows if sign in dict(row.told)]
            right = [{one: row.fields.get(one, 0.0) * share[one] for one in share} for row, share in likely]
            had = sum(one[field] / sum(one.values()) for one in right)
            expected = sum(share[field] for _, share in likely)

            # Weights are rounded to a hundredth, which moves the slope by 5 * 0.005 and each expectation a little.
            assert had - expected - 5 * weights[place] / 100 == pytest.approx(0, abs=0.25)


def test_of_other_languages_only_what_is_no_word_is_learned() -> None:
    foreign = [
        Labelled(article=author, told=(("word alto", 1.0), ("below caution", 1.0)), fields={"caution": 1.0})
        for author in ("dan", "eva", "fay")
    ]
    evidence = learned(some_rows(), foreign * 5)

    assert "below caution" in evidence.signs
    assert "word alto" not in evidence.signs


def test_what_a_sentence_tells_of_facts_is_worth_more_than_what_is_merely_right() -> None:
    (golden,) = [case for case in cases("articles") if case.folder.name == "single-leg-kick"]

    for row in labelled(golden):
        assert max(row.fields.values()) == 1.0
        assert min(row.fields.values()) > 0.0


def test_a_sentence_belongs_where_the_facts_say_of_its_lines() -> None:
    (golden,) = [case for case in cases("articles") if case.folder.name == "single-leg-kick"]
    fields = [row.fields for row in labelled(golden)]

    assert {"tip", "caution", "set_up", "phase", NOTHING} <= {field for some in fields for field in some}


def test_a_sentence_is_told_by_its_words_its_heading_and_its_neighbours() -> None:
    rows = rows_of(ARTICLE)
    n = next(n for n, one in enumerate(rows) if one.role is Sense.CAUTION)
    told = dict(told_of(rows, n))

    assert {"word hurts", "opens stop if", "role caution", "heading please", "below caution"} <= set(told)
    assert {"before verb moving", "before role phase", "after kind paragraph"} <= set(told)
