"""A change in a definition's text: it says what is meant, in as few lines as by hand, and comments stay."""

from __future__ import annotations

import difflib
import random
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.random_edits import places, random_change

from audiosession.errors import AudioSessionError, DefinitionError, FaultsError
from audiosession.project.editing.blocks import in_blocks, key_at
from audiosession.project.editing.changes import changed_values, is_same, read_change, value_at
from audiosession.project.editing.edited import with_changes
from audiosession.project.editing.places import field_order
from audiosession.project.project import starter_folder

SCRIPTS = starter_folder() / "scripts"
EXERCISES = sorted(path for path in (SCRIPTS / "exercises").glob("*.toml") if path.stem.count(".") == 0)
CLASSES = sorted(path for path in (SCRIPTS / "classes").glob("*.toml") if path.stem.count(".") == 0)
EVERY = [*SCRIPTS.rglob("*.toml"), *(starter_folder() / "music").rglob("*.toml")]
AWKWARD = """\
# What the file begins with.

title = 'Its'
"quoted key" = "x"   # behind it
reps.default = 4 # dotted
reps.max = 8
text = \"\"\"
two
lines\"\"\"
mixed = [ 1, 2,
  3 ] # not one a line
noted = [
    "a", # first
    # between
    "b",
]
tight = [1,2]
empty = []
table = {a=1}

# A paragraph that belongs to nothing.

# The first.
[[phase]]
breath = "inhale"
# short = "left out"

  [[phase.call]]
  at = 3
# The second.
[[phase]]
breath = "exhale"

[release]
say = "x"

[[phase]]
breath = "hold"
# The end."""


def edited(text: str, *told: dict[str, Any], kind: str = "exercise") -> str:
    return with_changes(text, "x.toml", [read_change(one) for one in told], lambda keys: field_order(kind, keys))


def changed_lines(before: str, after: str) -> tuple[list[str], list[str]]:
    """Return which lines went, and which came."""
    rows = list(difflib.ndiff(before.split("\n"), after.split("\n")))
    return [row[2:] for row in rows if row.startswith("- ")], [row[2:] for row in rows if row.startswith("+ ")]


def numbers(values: Any) -> Iterator[tuple[int | str, ...]]:
    return (at for at, one in places(values) if type(one) is int)


@pytest.mark.parametrize("path", EVERY, ids=lambda path: path.name)
def test_a_text_in_its_blocks_is_the_text(path: Path) -> None:
    text = path.read_text("utf-8")

    assert in_blocks(text).text == text


@pytest.mark.parametrize("path", [*EXERCISES, *CLASSES], ids=lambda path: path.stem)
def test_a_changed_number_changes_one_line_and_back_again(path: Path) -> None:
    text = path.read_text("utf-8")
    values = tomllib.loads(text)
    found = list(numbers(values))
    for at in found[:: 1 + len(found) // 4]:
        before = value_at(values, at)
        after = edited(text, {"at": [*at], "value": before + 7})

        gone, new = changed_lines(text, after)
        assert (len(gone), len(new)) == (1, 1)
        assert edited(after, {"at": [*at], "value": before}) == text


@pytest.mark.parametrize("path", CLASSES, ids=lambda path: path.stem)
def test_an_exercise_put_into_a_class_and_taken_out_again_changes_its_own_lines_alone(path: Path) -> None:
    text = path.read_text("utf-8")
    for index in range(len(tomllib.loads(text)["exercise"]) + 1):
        new = {"use": "saw", "reps": 3, "transition": [{"say": "Over.", "rest": 2.0}]}
        after = edited(text, {"at": ["exercise"], "insert": index, "value": new}, kind="class")

        gone, came = changed_lines(text, after)
        assert (gone, len(came)) == ([], 8)  # two heads, four keys, two blank lines
        assert edited(after, {"at": ["exercise", index], "remove": True}, kind="class") == text


@pytest.mark.parametrize("path", [*EXERCISES, *CLASSES], ids=lambda path: path.stem)
def test_a_moved_table_moves_its_lines_alone_and_back_again(path: Path) -> None:
    text = path.read_text("utf-8")
    for at, one in places(tomllib.loads(text)):
        if not (isinstance(one, list) and len(one) > 1 and isinstance(one[0], dict)):
            continue
        after = edited(text, {"at": [*at], "move": [0, len(one) - 1]})

        assert sorted(after.split("\n")) == sorted(text.split("\n"))
        assert edited(after, {"at": [*at], "move": [len(one) - 1, 0]}) == text


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.stem)
def test_a_line_put_into_a_list_of_lines_stands_as_the_others_do(path: Path) -> None:
    text = path.read_text("utf-8")
    for at, one in places(tomllib.loads(text)):
        if not (isinstance(one, list) and len(one) > 1 and isinstance(one[0], str)):
            continue
        after = edited(text, {"at": [*at], "insert": 1, "value": "In."})

        gone, came = changed_lines(text, after)
        grew_too_long = len(came) > 1
        assert len(gone) == 1 or (gone, came) == ([], ['    "In.",'])
        assert edited(after, {"at": [*at, 1], "remove": True}) == text or grew_too_long


@pytest.mark.parametrize("seed", range(3))
def test_what_is_edited_says_what_the_same_edit_makes_of_its_values(seed: int) -> None:
    chance = random.Random(seed)
    for path in [*EXERCISES, *CLASSES, SCRIPTS / "lexicon.toml"]:
        text = path.read_text("utf-8")
        values = tomllib.loads(text)
        told = random_change(values, chance)

        after = edited(text, told)

        assert is_same(tomllib.loads(after), changed_values(values, read_change(told))), (path, told)


@pytest.mark.parametrize("seed", range(40))
def test_so_it_is_in_a_text_that_is_written_awkwardly_or_it_is_refused(seed: int) -> None:
    chance = random.Random(seed)
    text, n_refused = AWKWARD, 0
    for _ in range(10):
        values = tomllib.loads(text)
        if not values:
            return
        told = random_change(values, chance)
        try:
            after = edited(text, told)
        except DefinitionError as error:
            n_refused += error.hint == "change it in its text"
            continue
        assert is_same(tomllib.loads(after), changed_values(values, read_change(told))), told
        text = after
    assert n_refused <= 3


@pytest.mark.parametrize("seed", range(10))
def test_ends_of_lines_stay_as_they_are(seed: int) -> None:
    text = (SCRIPTS / "exercises" / "swan.toml").read_text("utf-8")
    told = random_change(tomllib.loads(text), random.Random(seed))

    assert edited(text.replace("\n", "\r\n"), told) == edited(text, told).replace("\n", "\r\n")


def test_a_table_takes_the_comment_above_it_with_it_and_no_other() -> None:
    after = edited(AWKWARD, {"at": ["phase", 1], "remove": True})
    assert "# The second." not in after
    assert "# The first." in after
    assert "# A paragraph" in after

    moved = edited(AWKWARD, {"at": ["phase"], "move": [1, 0]})
    assert moved.index("# A paragraph") < moved.index("# The second.") < moved.index("exhale")
    assert moved.index("exhale") < moved.index("# The first.") < moved.index("inhale") < moved.index("left out")


def test_a_new_key_stands_where_a_person_would_write_it() -> None:
    text = 'title = "X"\n\n[[phase]]\nbreath = "inhale"\nfull = "In."\n'

    assert edited(text, {"at": ["phase", 0, "counts"], "value": 4}) == text.replace("full", "counts = 4\nfull")
    assert edited(text, {"at": ["level"], "value": "beginner"}).startswith('title = "X"\nlevel = "beginner"\n\n[[')
    assert edited(text, {"at": ["reps"], "value": {"default": 4, "max": 8}}) == text.replace(
        "[[phase]]", "[reps]\ndefault = 4\nmax = 8\n\n[[phase]]"
    )
    assert edited(text, {"at": ["release", 0, "say"], "value": "Rest."}) == f'{text}\n[[release]]\nsay = "Rest."\n'
    assert edited(text, {"at": ["harder", "reps", "default"], "value": 2}).endswith("\n[harder.reps]\ndefault = 2\n")


def test_what_is_new_in_an_empty_text_is_written_too() -> None:
    assert edited("", {"at": ["title"], "value": "Swan"}) == 'title = "Swan"\n'
    assert edited("# Mine.\n", {"at": ["all", "Pilates"], "value": "x"}, kind="lexicon") == (
        '# Mine.\n\n[all]\nPilates = "x"\n'
    )


@pytest.mark.parametrize(
    ("line", "value", "after"),
    [
        ("x = 'a'  # why", "b", "x = 'b'  # why"),
        ("x = 'a'", "it's", 'x = "it\'s"'),
        ('x = "a"', 'say "a"', 'x = "say \\"a\\""'),
        ('x = """\na\nb"""', "c\nd", 'x = """\nc\nd"""'),
        ("x = 1.0", 2, "x = 2.0"),
        ("x = 1", 2.5, "x = 2.5"),
        ("x=true", False, "x=false"),
        ("x = [1, 2]", [1, 2, 3], "x = [1, 2, 3]"),
        ('x = [\n  "a",\n]', ["a", "b"], 'x = [\n  "a",\n  "b",\n]'),
        ("x = { a = 1 }", {"a": 1, "b": "c"}, 'x = { a = 1, b = "c" }'),
        ('x = "a"', "b" * 200, f'x = "{"b" * 200}"'),
        ("x = 4", {"default": 4, "max": 8}, "x = { default = 4, max = 8 }"),
    ],
)
def test_a_value_is_written_as_the_one_before_it(line: str, value: Any, after: str) -> None:
    assert edited(f"{line}\n", {"at": ["x"], "value": value}) == f"{after}\n"


def test_comments_within_a_list_stay_with_their_lines() -> None:
    after = edited(AWKWARD, {"at": ["noted"], "insert": 1, "value": "new"})

    assert '"a", # first' in after
    assert "# between" in after


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({"at": ["phase", 9, "counts"], "value": 4}, "there is no phase 10 counts"),
        ({"at": ["title", "x"], "value": 4}, "there is no title x"),
        ({"at": ["nothing"], "remove": True}, "there is no nothing"),
        ({"at": ["phase"], "insert": 9, "value": {}}, "phase has 3 entries, and none to insert at 9"),
        ({"at": ["phase"], "move": [0, 3]}, "phase has 3 entries, and none to move at 3"),
        ({"at": ["title"], "move": [0, 0]}, "title is no list"),
        ({"at": [], "value": 4}, "no change is told at place"),
        ({"at": ["x"], "value": None}, "x has no value"),
        ({"at": ["x"], "value": "\ud800"}, "x holds a letter that is none"),
        ({"at": ["x", -1], "value": 4}, "a change without a place"),
        ({"at": [True], "value": 4}, "a change without a place"),
        ({"at": "title", "value": 4}, "a change without a place"),
        ({"at": ["x"], "value": 4, "remove": True}, "no change is told at x"),
    ],
)
def test_a_change_that_can_not_be_made_is_refused(told: dict[str, Any], message: str) -> None:
    with pytest.raises(AudioSessionError) as caught:
        edited(AWKWARD, told)

    assert caught.value.message == message


def test_a_text_that_is_no_toml_is_not_edited() -> None:
    with pytest.raises(FaultsError, match="not TOML"):
        edited("title = Swan\n", {"at": ["title"], "value": "x"})


def test_a_table_in_several_places_is_refused_rather_than_torn() -> None:
    text = "[[a]]\nx = 1\n[b]\ny = 2\n[a.c]\nz = 3\n[[a]]\nx = 2\n"

    with pytest.raises(DefinitionError, match="several places"):
        edited(text, {"at": ["a"], "move": [0, 1]})


def test_the_key_on_a_line_is_found() -> None:
    lines = AWKWARD.split("\n")

    assert key_at(AWKWARD, lines.index('"quoted key" = "x"   # behind it') + 1) == ("quoted key",)
    assert key_at(AWKWARD, lines.index("  3 ] # not one a line") + 1) == ("mixed",)
    assert key_at(AWKWARD, lines.index("  at = 3") + 1) == ("phase", 0, "call", 0, "at")
    assert key_at(AWKWARD, 1) == ()


@pytest.mark.parametrize("value", ["say it", 3, True, ["a"], [1, {"use": "saw"}]])
def test_what_is_no_table_does_not_come_among_tables(value: object) -> None:
    text = '[[exercise]]\nuse = "saw"\n'

    with pytest.raises(DefinitionError):
        edited(text, {"at": ["exercise"], "insert": 1, "value": value})
