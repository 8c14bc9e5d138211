"""The phrase book of a language: how articles of exercises say things, and what a draft says for them."""

from __future__ import annotations

from functools import cached_property

from pydantic import Field

from audiosession.definitions import Model
from audiosession.importing.book_wording import CautionWords, Rows, Table, Wording
from audiosession.importing.evidence import Evidence
from audiosession.importing.finding import Phrases

SIGNS = (
    "caution", "modification", "condition", "degree", "purpose", "warm_up", "release", "equipment", "ignored"
)  # fmt: skip
"""What signs tell of; see `Book.signs`."""


class Book(Model):
    """One language's phrases; see `audiosession.importing.finding.Phrases` for how one is written."""

    language: str
    common: Rows
    """The words by which one sees that a text is in this language."""
    determiners: Rows
    """Small words that may stand before any noun of a phrase."""
    persons: Rows
    """Words of somebody who tells of himself."""
    tellers: Rows = ()
    """Words of others, of whom a sentence tells that begins with one."""
    told_leads: Rows = ()
    """What ends what somebody finds, in the word that stands for the exercise: “because it”."""
    negations: Rows
    joins: Rows
    """What joins two things to do where a verb follows."""
    abbreviations: Rows = ()
    """Words that end in a point and no sentence with them, without it."""
    cuts: Rows = ()
    """Words before which a clause begins where a verb follows: “without”."""
    contrasts: Rows = ()
    """Joins behind which what is to be done stands against what is not."""
    subordinates: Rows
    """What a clause begins with that goes with the one behind its comma."""
    pronouns: Rows
    """Words for a part of the body that was just named."""
    letterheads: Rows = ()
    """What stands over a page or a letter and is no name of an exercise: a clinic, “subject”."""
    greetings: Rows = ()
    """What a letter begins with."""
    farewells: Rows = ()
    """What a letter ends with."""
    elsewhere: Rows = ()
    """Words of what else people write instructions for, such as recipes."""
    names: Rows = ()
    """What exercises are called, wherever they are taught: by it a letter's is known, and no field of it."""
    title_leads: Rows = ()
    """What titles begin with that is no part of a name: “how to do the”."""
    soft: Rows
    """Words that may stand before the verb of a thing to do."""
    numbers: Rows = Field(min_length=20)
    """The numbers from one on."""
    wording: Wording
    caution: CautionWords
    verbs: Table
    parts: Table
    sides: Table
    breath: Table
    units: Table
    signs: Table
    """What tells which part a sentence plays; ``degree`` is what makes a heading a condition: “easier”."""
    headings: Table
    positions: Table
    ends: Table
    levels: Table
    conditions: Table
    focus: Table
    spine: Table
    """What tells what the spine does."""
    spine_moves: Table = Field(default_factory=dict)
    """What is done where it does so."""
    spine_stays: Rows = ()
    """What is told where it stays as it is: “a flat back”, “the pelvis is still”."""
    equipment: Table
    underlays: Rows = ()
    """What of it one only lies on, which is named where nothing else is needed."""
    evidence: Evidence = Evidence()
    """What was learned of the language; it has a file of its own."""

    def phrases(self, table: Table) -> Phrases:
        """Return the phrases of one of its tables."""
        return Phrases(table, self.determiners)

    @cached_property
    def found_verbs(self) -> Phrases:
        """Verbs by kind: ``posture``, ``setting``, ``moving``, ``keeping``, and ``benefit``, which asks for nothing."""
        return self.phrases(
            {key: rows if key == "benefit" else self._in_all_forms(rows) for key, rows in self.verbs.items()}
        )

    def _in_all_forms(self, verbs: Rows) -> Rows:
        """Return verbs with the other forms of those that have some: a draft asks in one, an article in any."""
        told = (self.wording.asked, self.wording.unasked)
        return (*verbs, *(form for verb in verbs for forms in told for form in forms.get(verb, ())))

    @cached_property
    def found_parts(self) -> Phrases:
        """Parts of the body."""
        return Phrases({word: (word,) for word in self.parts["words"]})

    @cached_property
    def found_sides(self) -> Phrases:
        """The sides, ``left`` and ``right``."""
        return Phrases({key: self.sides[key] for key in ("left", "right")})

    @cached_property
    def found_changes(self) -> Phrases:
        """What tells that the other side follows: ``other``, ``alternate``, ``in_turn``."""
        return self.phrases({key: self.sides[key] for key in ("alternate", "in_turn", "other")})

    @cached_property
    def found_breath(self) -> Phrases:
        """Breaths: ``inhale``, ``exhale``, ``hold``, ``free``."""
        return self.phrases({key: self.breath[key] for key in ("inhale", "exhale", "hold", "free")})

    @cached_property
    def found_signs(self) -> dict[str, Phrases]:
        """What tells of the part that a sentence plays, by that part."""
        return {key: self.phrases({key: self.signs.get(key, ())}) for key in SIGNS}

    @cached_property
    def found_headings(self) -> Phrases:
        """What headings tell of what stands below."""
        return self.phrases(self.headings)

    @cached_property
    def found_positions(self) -> Phrases:
        """Positions, as they are taken."""
        return self.phrases(self.positions)

    @cached_property
    def found_ends(self) -> Phrases:
        """Positions in which an exercise ends."""
        return self.phrases(self.ends)

    @cached_property
    def found_levels(self) -> Phrases:
        """Levels."""
        return self.phrases(self.levels)

    @cached_property
    def found_conditions(self) -> Phrases:
        """What somebody may want to spare."""
        return self.phrases(self.conditions)

    @cached_property
    def found_focus(self) -> Phrases:
        """What an exercise works."""
        return self.phrases(self.focus)

    @cached_property
    def found_spine(self) -> Phrases:
        """What the spine does."""
        return self.phrases(self.spine)

    @cached_property
    def found_spine_moves(self) -> Phrases:
        """What is done where the spine bends or turns."""
        return self.phrases(self.spine_moves)

    @cached_property
    def found_spine_stays(self) -> Phrases:
        """What is told where the spine stays as it is."""
        return self.phrases({"neutral": self.spine_stays})

    @cached_property
    def found_equipment(self) -> Phrases:
        """What one needs."""
        return self.phrases(self.equipment)

    @cached_property
    def found_lately(self) -> Phrases:
        """What says since when, or for how long."""
        return self.phrases({"lately": self.caution.lately})

    @cached_property
    def found_stops(self) -> Phrases:
        """What says to stop."""
        return self.phrases({"stop": self.caution.stops})

    @cached_property
    def found_avoids(self) -> Phrases:
        """What says not to begin."""
        return self.phrases({"avoid": self.caution.avoids})

    @cached_property
    def found_asks(self) -> Phrases:
        """What says to ask somebody first."""
        return self.phrases({"ask": self.caution.asks})

    @cached_property
    def found_ailing(self) -> Phrases:
        """Parts of the body by the condition that they may be of."""
        return self.phrases(self.caution.parts)

    @cached_property
    def found_permits(self) -> Phrases:
        """What says that it may be done all the same."""
        return self.phrases({"permit": self.caution.permits})

    @cached_property
    def found_reasons(self) -> Phrases:
        """What a reason begins with."""
        return self.phrases(self.caution.reasons)

    @cached_property
    def found_ailments(self) -> Phrases:
        """Conditions and injuries, as articles name them."""
        return self.phrases(self.caution.ailments)

    @cached_property
    def found_joins(self) -> Phrases:
        """What joins two things to do."""
        return Phrases({"join": self.joins})

    @cached_property
    def found_soft(self) -> Phrases:
        """What may stand before a verb."""
        return Phrases({"soft": self.soft})

    @cached_property
    def found_subordinates(self) -> Phrases:
        """What a clause begins with that goes with the next one."""
        return Phrases({"subordinate": self.subordinates})

    @cached_property
    def found_pronouns(self) -> Phrases:
        """Words for a part that was just named."""
        return Phrases({"pronoun": self.pronouns})

    @cached_property
    def found_persons(self) -> Phrases:
        """Words of somebody who tells of himself."""
        return Phrases({"person": self.persons})

    @cached_property
    def found_letterheads(self) -> Phrases:
        """What stands over a page or a letter."""
        return Phrases({"letterhead": self.letterheads})

    @cached_property
    def found_greetings(self) -> Phrases:
        """What a letter begins with."""
        return Phrases({"greeting": self.greetings})

    @cached_property
    def found_farewells(self) -> Phrases:
        """What a letter ends with."""
        return Phrases({"farewell": self.farewells})

    @cached_property
    def found_tellers(self) -> Phrases:
        """Words of others, at the head of a sentence."""
        return Phrases({"teller": self.tellers})

    @cached_property
    def found_negations(self) -> Phrases:
        """Words that say no."""
        return Phrases({"no": self.negations})

    @cached_property
    def found_fillers(self) -> Phrases:
        """Words that a cue does without."""
        return Phrases({"out": self.wording.fillers.out})

    @cached_property
    def found_lead(self) -> Phrases:
        """Words that a cue does not begin with."""
        return Phrases({"lead": self.wording.fillers.lead})

    @cached_property
    def found_felt(self) -> Phrases:
        """Words of what hurts or goes wrong in a body."""
        return Phrases({"felt": self.caution.felt})

    @cached_property
    def found_synonyms(self) -> Phrases:
        """Words of an article by others that mean the same."""
        return Phrases(_by_what_is_said(self.wording.synonyms))

    @cached_property
    def found_longer(self) -> Phrases:
        """Words of an article by longer ones that say the same."""
        return Phrases(_by_what_is_said(self.wording.longer))

    @cached_property
    def found_replaced(self) -> Phrases:
        """Words of an article that are said otherwise; what they become is their key."""
        return Phrases(_by_what_is_said(self.wording.replace))

    @cached_property
    def asked_forms(self) -> dict[str, str]:
        """Forms of verbs, and what a draft asks in their place."""
        return {form: asked for asked, forms in self.wording.asked.items() for form in forms}

    @cached_property
    def forbidden_forms(self) -> dict[str, str]:
        """Forms of verbs behind a no, and what a draft has in their place."""
        return {form: said for said, forms in self.wording.unasked.items() for form in forms}

    @cached_property
    def clung_forms(self) -> dict[str, str]:
        """Forms of verbs without their accents, and the one that asks as it is before what clings to it."""
        clung = self.wording.clung
        rows = {form: clung[asked] for form, asked in self.asked_forms.items() if asked in clung}
        return {form.translate(self.bare_letters): said for form, said in {**rows, **clung}.items()}

    @cached_property
    def bare_letters(self) -> dict[int, str]:
        """Letters with an accent that what clings to a word gives it, and those without."""
        return str.maketrans(self.wording.bare)


def _by_what_is_said(said_of: dict[str, str]) -> dict[str, list[str]]:
    """Return words by what is said in their place."""
    table: dict[str, list[str]] = {}
    for word, said in said_of.items():
        table.setdefault(said, []).append(word)
    return table
