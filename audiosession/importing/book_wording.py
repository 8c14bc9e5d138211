"""What a draft says in each language: its lines, and the words that it has in place of an article's."""

from __future__ import annotations

from pydantic import Field

from audiosession.definitions import Model

Rows = tuple[str, ...]
Table = dict[str, Rows]


class Fillers(Model):
    """Words that a cue does without."""

    out: Rows
    """Left out wherever they stand."""
    lead: Rows
    """Left out where a cue would begin with them."""


class Doing(Model):
    """How somebody tells that he does an exercise himself, and how a reader is asked for it: “I lift my arms”."""

    doer: str = ""
    """The word for him before the verb, which asks in the same form: “i”."""
    others: Rows = ()
    """Words for others: where one is, something is told of them."""
    mostly: Rows = ()
    """Words between the two that tell how often: “always”."""
    reader: str = ""
    """The word in his place behind what leads a clause: “as you breathe out”."""
    owning: dict[str, str] = Field(default_factory=dict)
    """Words for him and what is his, and those for a reader: “my”, “your”."""


class Inverted(Model):
    """How a condition is told that begins with its verb, where a language has that: “zieht es im Knie, …”."""

    led_by: str = ""
    """The word that leads it in a draft: “Wenn”."""
    endings: tuple[str, ...] = ()
    """What its verb ends in."""
    verbs: Rows = ()
    """Verbs that end in nothing of these."""
    subjects: Rows = ()
    """Words behind the verb with which its subject begins."""
    surely: Rows = ()
    """Words behind the verb that no one is asked with: what is asked for may follow at once."""
    reader: Rows = ()
    """Words for who reads; behind a verb they ask for it, but for the verbs `of_reader`: “haben Sie Schmerzen, …”."""
    of_reader: Rows = ()
    formal: tuple[str, ...] = ()
    """The same words as they are written where they mean who reads, and else somebody: “Sie”."""
    then: Rows = ()
    """Small words before that verb."""
    prefixes: Rows = ()
    """What stands at its end and is a part of its verb there: “schlafen die Füße ein”."""


class Wording(Model):
    """What a draft says: in whole lines, and in place of words of the article."""

    this_is: str
    in_with: str
    out_with: str
    breathe_in: str
    breathe_out: str
    in_word: str
    out_word: str
    hold_word: str
    hold: str
    free: str
    warm_up: str
    often: str
    """On how many days, or how often in one, it is to be done."""
    adds: Rows
    """What joins two things that one needs; the first is what a draft says: “and”."""
    the: str
    """The article before a part of the body that is named again."""
    mistaken: Rows = ()
    """What a verb ends in that names a mistake, and does not ask for it: “letting the knees fall”."""
    has_title_case: bool = False
    """Whether titles have capitals throughout."""
    mistake: str = "{cue}"
    """How a mistake is told, so that nobody takes it for something to do."""
    turned: str = "{cue} {condition}"
    """A condition behind what is done then."""
    unturned: Rows = ()
    """Words that such a condition begins with where it stays before what is done: “whoever”."""
    fronts: Rows = ()
    """Words that begin where or how something is done, which may stand at the head of a line as well as at its end."""
    dangling: Rows = ()
    """Words that no line ends in: what follows them was cut off."""
    results: Rows = ()
    """What begins what comes of something that is done, which can be said without it: “so that”."""
    binding: Rows = ()
    """Words that what follows belongs to, so that it can't stand at the head: “enough” of “flat enough to hold”."""
    likening: Rows = ()
    """What begins a comparison, which stays behind what it is of: “as if”."""
    unfronted: Rows = ()
    """Words that such an end does not end in, and is not of alone: “to you”, “to listen to”."""
    fronted: str = "{tail}, {cue}"
    """Where or how something is done, before what is."""
    other_side: str
    """That the other side follows, where the article's words for it can't be said."""
    compared: Rows = ("than ",)
    """What follows a word that compares, and does not ask for it: “harder than”."""
    subjects: dict[str, str] = Field(default_factory=dict)
    """Words for the reader behind a condition, as they are written, and the one that a draft has: “Sie”, “du”."""
    second: dict[str, str] = Field(default_factory=dict)
    """Verbs that end a clause with such a word, and how they do with the one of a draft: “haben”, “hast”."""
    naming: dict[str, str] = Field(default_factory=dict)
    """Articles before a thing that one needs, and the one that names it: “einen”, “ein”."""
    before_vowels: dict[str, str] = Field(default_factory=dict)
    """Articles, and what they are before a vowel: “a”, “an”."""
    many: Rows = ()
    """Words that stand for several parts of the body, and what the names of several end in: “them”, “s”."""
    returns: Rows = ()
    """What tells that a place is left again: “come back”, “again”."""
    being: Rows = ()
    """Verbs that no cue begins with: what stands before them stays."""
    linking: Rows = ()
    """Verbs behind which a word is no filler: “is nice”."""
    going: Rows = ()
    """What a verb ends in that tells of something and asks for nothing."""
    doers: Rows = ()
    """Words behind such a verb that tell who does it: it asks for nothing."""
    endings: tuple[tuple[str, str], ...] = ()
    """What a verb ends in where it tells of somebody, and where it asks; the first that is a verb of the book."""
    endings_of_many: tuple[tuple[str, str], ...] = ()
    """The same of a verb that asks several people, which alone begins a sentence: elsewhere it tells of a part."""
    asked: Table = Field(default_factory=dict)
    """Forms that ask for something, each with others of the same verb that a draft says so in place of."""
    unasked: Table = Field(default_factory=dict)
    """The same of forms behind a no, where they are others: “no levantes”."""
    noes: Rows = ()
    """The words that such a form follows."""
    clung: dict[str, str] = Field(default_factory=dict)
    """Forms that ask, as they are before what clings to them: “levanta” in “levántala”."""
    clitics: dict[str, str] = Field(default_factory=dict)
    """What clings to a verb, and what does in its place where a draft asks: “se”, “te”."""
    bare: dict[str, str] = Field(default_factory=dict)
    """Letters with an accent that a word may have only for what clings to it, and those without: “á”, “a”."""
    replace: dict[str, str]
    """Words of an article, and what a draft says in their place."""
    synonyms: dict[str, str] = Field(default_factory=dict)
    """Words, and others of the same meaning, for a line that would follow its article too long."""
    longer: dict[str, str] = Field(default_factory=dict)
    """Words, and others that say the same at greater length, where no synonym is in a row of words."""
    please: str = ""
    """How a verb asks kindly, behind what comes before it in a sentence: “please {verb}”."""
    breaks: Rows
    """Words before which a line may break in two."""
    doubtful_sides: Rows = ()
    """Words for a side that may be something else, too: a line of one side marks them as a side."""
    has_capitals: bool = False
    """Whether nouns have capitals, so that none is made small."""
    swaps: dict[str, str] = Field(default_factory=dict)
    """Articles, and what may stand in their place before a part of the body: “the”, “your”."""
    swaps_back: dict[str, str] = Field(default_factory=dict)
    """Words that say whose a thing is, and the article that may stand in their place anywhere."""
    tells: Rows = ()
    """Verbs that tell what a part does and stand before it where something else begins the sentence."""
    stops: Rows = ()
    """Words before which a line may end, so that it is short."""
    clinging: Rows = ()
    """Words that belong to what is before them: no line begins with one."""
    relatives: Rows = ()
    """What a clause behind a comma begins with that only tells more of the word before it."""
    led: Rows = ()
    """Words that tell where before an article, and what for before a verb: “to”."""
    having: Rows = ()
    """Words behind which a thing is told by what it has or has not: “a step with a handrail”."""
    inverted: Inverted = Field(default_factory=Inverted)
    doing: Doing = Field(default_factory=Doing)
    letting: Rows = ()
    """Words near the head of a sentence that asks for nothing but to let something be, or to feel it."""
    things: Rows = ()
    """Words for somebody that, behind what tells where, are for a thing: “sobre ella”."""
    asides: Rows = ()
    """What stands between two commas and tells nothing: “by the way”."""
    put_before: str = ""
    """The article that a part of the body may have where it has none, whatever part it is: “towel under knee”."""
    dropped: Rows = ()
    """Words that a cue may do without where it would follow its source too long."""
    undropped: Rows = ()
    """Words before which none of these is left out or changed: “the same”, “the crown of”."""
    commas: Rows = ()
    """Words in whose place a comma may stand, likewise."""
    fillers: Fillers


class CautionWords(Model):
    """How a draft says when to stop and whom an exercise is not for."""

    lately: Rows = ()
    """What a reason ends with that says since when: without it, a warning is for more people."""
    stop: str
    """With what follows an “if”."""
    stop_at: str
    """With what there is or is felt."""
    stop_on: str
    """With what somebody notices, as a heading says it."""
    leave: str
    """With a condition or an injury."""
    leave_if: str
    """With what follows an “if”."""
    ask: str
    """With a condition for which somebody is to be asked first."""
    ask_if: str
    stops: Rows
    avoids: Rows
    asks: Rows = ()
    """What says to ask somebody first."""
    felt: Rows = ()
    """What hurts, or goes wrong in a body: “aches”, “dizzy”."""
    done: Rows = ()
    """What follows “you have” where something happened to somebody: “been told”, “torn”."""
    have: str = "{what}"
    """How that is said behind an “if”."""
    feels: Rows = ()
    """Verbs by which somebody has or feels something: “feel”, “become”."""
    named: dict[str, str] = Field(default_factory=dict)
    """What each condition of `avoid` is called, where an article's words for it can't be said."""
    parts: Table = Field(default_factory=dict)
    """The parts of the body that a condition of `avoid` may be about, by its key."""
    means: Rows = ()
    """What leads from what is felt to stopping: “is a sign to”, “means”."""
    some: str = ""
    """What those who have something are asked for, behind what they have; nothing where verbs would be in disorder."""
    modals: Rows = ()
    """Verbs with which a sentence goes on behind a condition: “with osteoporosis should …”."""
    permits: Rows = ()
    """What says that it may be done all the same."""
    reasons: Table
    """What a reason begins with: ``thing`` before a noun, ``clause`` before a sentence."""
    ailments: Table
    """Conditions and injuries by what is said of them; what stands below ``as-is`` is said as the article has it."""
