"""A translation's file: what is to be written stands under its line, what a person wrote stays to the letter."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import Any

import pytest
from support.starter_content import SCRIPTS

from audiosession.writing.translating.following import Followed, followed
from audiosession.writing.translating.lines import digest_of_words
from audiosession.writing.translating.statements import statements, whole_text, without_notes
from audiosession.writing.translating.translation import Translation
from audiosession.writing.translating.written import SourceFacts, done, written

HEAD = "#:schema ../.schemas/exercise-words.json\n# My own note.\n"
NONE = SourceFacts()
OVERLAYS = sorted(
    path for kind in ("exercises", "classes") for path in (SCRIPTS / kind).glob("*.*.toml")
)  # every translation that comes with the program


def read(original: str | dict[str, Any], text: str) -> Followed:
    table = tomllib.loads(original) if isinstance(original, str) else original
    return followed(Translation(original=table, words=tomllib.loads(text)))


def finished(original: str | dict[str, Any], text: str) -> str:
    """Return `text` as it is when somebody says that it is done."""
    found = read(original, text)
    now = {keys: digest_of_words(words) for keys, words in found.translation.said.items()}
    return done(text, replace(found, kept=now))


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: path.name)
def test_what_comes_with_the_program_stays_as_it_is_and_can_be_filled_in_from_nothing(path: Any) -> None:
    original = path.with_name(f"{path.name.split('.')[0]}.toml").read_text("utf-8")
    text = path.read_text("utf-8")
    found = read(original, text)

    assert written(text, found, NONE) == text
    blank = written(HEAD, read(original, HEAD), NONE)
    empty = read(original, blank)
    assert set(empty.missing) == set(empty.translation.said)
    assert written(blank, empty, NONE) == blank
    filled = read(original, written(blank, empty.filled(found.translation.own), NONE)).translation
    assert dict(filled.own) == dict(found.translation.own)
    assert [*filled.missing(), *filled.left_over(), *filled.stale()] == []


@pytest.mark.parametrize("path", OVERLAYS, ids=lambda path: path.name)
def test_a_file_is_its_statements(path: Any) -> None:
    text = path.read_text("utf-8")

    assert whole_text(statements(text)) == text


ORIGINAL = """\
title = "Saw"
tip = ["Slowly.", "Tall."]
[[phase]]
counts = 2
full = ["In, turn.", "In, tall."]
bare = "In."
[harder]
tip = ["Harder."]
"""
WORDS = """\
#:schema ../.schemas/exercise-words.json
# My own note.
title = "Säge" # a saw
tip = ["Langsam.", "Lang."]

# of the phase
[[phase]]
full = [
    "Ein, drehen.", # turn
    "Ein, lang.",
]
bare = "Ein."

[harder]
tip = ["Schwerer."]
"""


def test_done_adds_digests_and_nothing_else() -> None:
    text = finished(ORIGINAL, WORDS)

    assert text.startswith(WORDS)
    again = read(ORIGINAL, text)
    assert again.translation.keeps_digests
    assert written(text, again, NONE) == text == finished(ORIGINAL, text)


def test_done_takes_off_the_mark_of_a_draft_and_the_notes() -> None:
    draft = written(HEAD, read(ORIGINAL, HEAD).filled(read(ORIGINAL, WORDS).words), NONE, draft=True)

    assert tomllib.loads(draft)["draft"] is True
    assert "#. Slowly." in draft
    text = finished(ORIGINAL, draft)
    assert "draft" not in tomllib.loads(text)
    assert "#. Slowly." not in text
    assert "# My own note." in text


def test_only_the_part_that_is_new_is_written_anew() -> None:
    changed = ORIGINAL.replace('"Slowly."', '"Slowly.", "Low."')
    before = finished(ORIGINAL, WORDS)

    text = written(before, read(changed, before), NONE)

    assert 'title = "Säge" # a saw\ntip = [\n    #. Slowly.\n    "Langsam.",\n    #. Low.\n    "",\n' in text
    assert '    "Ein, drehen.", # turn\n' in text
    assert written(text, read(changed, text), NONE) == text


def test_a_new_form_gets_its_own_table_and_a_new_part_its_place() -> None:
    changed = ORIGINAL.replace("[[phase]]", 'ready = "Now."\n[[phase]]', 1) + '[easier]\nready = "Soon."\n'
    before = finished(ORIGINAL, WORDS)

    text = written(before, read(changed, before), NONE)

    table = tomllib.loads(text)
    assert (table["ready"], table["easier"]) == ("", {"ready": ""})
    assert text.index("ready = ") < text.index("[[phase]]") < text.index("[easier]") < text.index("[harder]")


def test_comments_of_a_person_survive_their_part() -> None:
    changed = ORIGINAL.replace('"In, turn."', '"In, and turn."')
    before = finished(ORIGINAL, WORDS)

    text = written(before, read(changed, before), NONE)

    assert "# of the phase" in text
    assert "# turn" in text
    assert "#. changed since it was translated; now it is:" in text
    assert written(text, read(changed, text), NONE) == text


def test_what_stands_for_nothing_is_kept_at_the_end() -> None:
    changed = ORIGINAL.replace('[harder]\ntip = ["Harder."]\n', "").replace('bare = "In."\n', "")
    before = finished(ORIGINAL, WORDS)

    text = written(before, read(changed, before), NONE)

    assert text.rstrip().split("\n")[-1] == '#~ harder tip 1 stands for nothing in the original any more: "Schwerer."'
    found = read(changed, text)
    assert found.translation.left_over() == []
    assert written(text, found, NONE) == text


def test_lines_say_what_they_stand_for_how_long_they_last_and_what_their_phase_is() -> None:
    facts = SourceFacts(seconds={"In.": 0.52}, places={("phase", 0): "inhale: 2 counts, 2.0 s at steady"})

    text = written(HEAD, read(ORIGINAL, HEAD), facts)

    assert "[[phase]]\n#. inhale: 2 counts, 2.0 s at steady\nfull = [\n    #. In, turn.\n" in text
    assert '#. In. (0.5 s)\nbare = ""\n' in text


@pytest.mark.parametrize(
    "words",
    [
        'title = """\n#. no note"""\nharder = { tip = ["Schwerer."] }\n',
        "'title' = 'Säge'\r\ntip = ['[a', \"]#\"]\r\n",
        "",
        "# nothing but a comment",
        'harder.tip = ["Schwerer."]\nsource.title = "0"\n',
    ],
)
def test_however_it_is_written_it_stays_toml_and_loses_no_word(words: str) -> None:
    before = read(ORIGINAL, words)

    text = written(words, before, NONE)

    after = read(ORIGINAL, text).translation
    assert {**after.own, **before.translation.own} == dict(after.own)
    assert whole_text(statements(words)) == words
    assert without_notes(words) == words
