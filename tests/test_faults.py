"""What plants faults: one small change at a time, where a test could see it, and the same ones by the same seed."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from tests.faults.__main__ import modules, own_tests
from tests.faults.planting import draw, faults
from tests.faults.trial import Trial, run

SOURCE = '''"""One + two."""
from __future__ import annotations
from dataclasses import dataclass
if TYPE_CHECKING:
    from x import y
Many = int | str
SECONDS = 48_000  # übrig
EPSILON = 1e-9

@dataclass(frozen=True)
class Row:
    """At most 7."""
    width: int | None = 2

def sw(a: int = 1 + 1, *, b: str | None) -> int | None:
    """Return a - b."""
    if not a and a <= (  # a < b
        len(b)
    ):
        raise ValueError(f"{a + 1} of {2 - 1}" + "!")
    for one, two in zip(a, b, strict=True):
        if isinstance(one, int | str): continue
        a += max(one, -two)
    return a is not None
'''
PLANTED = """
module: SECONDS = 48_000  # übrig => SECONDS = 96000  # übrig
Row: width: int | None = 2 => width: int | None = 3
Row: width: int | None = 2 => width: int | None = 1
sw: def sw(a: int = 1 + 1, *, b: str | None) -> int | None: => def sw(a: int = 2 + 1, *, b: str | None) -> int | None:
sw: def sw(a: int = 1 + 1, *, b: str | None) -> int | None: => def sw(a: int = 0 + 1, *, b: str | None) -> int | None:
sw: def sw(a: int = 1 + 1, *, b: str | None) -> int | None: => def sw(a: int = 1 - 1, *, b: str | None) -> int | None:
sw: def sw(a: int = 1 + 1, *, b: str | None) -> int | None: => def sw(a: int = 1 + 2, *, b: str | None) -> int | None:
sw: def sw(a: int = 1 + 1, *, b: str | None) -> int | None: => def sw(a: int = 1 + 0, *, b: str | None) -> int | None:
sw: if not a and a <= (  # a < b => if a and a <= (  # a < b
sw: if not a and a <= (  # a < b => if not a or a <= (  # a < b
sw: if not a and a <= (  # a < b => if not a and a < (  # a < b
sw: if not a and a <= (  # a < b => if not a and a > (  # a < b
sw: if isinstance(one, int | str): continue => if isinstance(one, int | str): break
sw: a += max(one, -two) => a -= max(one, -two)
sw: a += max(one, -two) => a += min(one, -two)
sw: a += max(one, -two) => a += max(one, two)
sw: return a is not None => return None
sw: return a is not None => return a is None
""".strip().splitlines()


def test_faults_are_planted_in_what_is_computed_and_nowhere_else() -> None:
    assert sorted(fault.name for fault in faults(SOURCE)) == sorted(PLANTED)


def test_a_fault_changes_one_line_and_can_be_read() -> None:
    for fault in faults(SOURCE):
        ast.parse(fault.source)
        pairs = zip(SOURCE.split("\n"), fault.source.split("\n"), strict=True)
        assert [number for number, (old, new) in enumerate(pairs, 1) if old != new] == [fault.line]


def test_the_same_change_in_the_same_words_twice_has_two_names() -> None:
    names = [fault.name for fault in faults("def f(a):\n    g(a + a)\n    g(a + a)\n")]

    assert names == ["f: g(a + a) => g(a - a)", "f: g(a + a) => g(a - a) (2)"]


def test_a_seed_draws_the_same_faults_and_hardly_others_when_another_line_changes() -> None:
    every = faults(SOURCE)
    drawn = draw(every, 8, "1 x.py")

    assert [fault.name for fault in drawn] == [fault.name for fault in draw(list(reversed(every)), 8, "1 x.py")]
    assert len(drawn) == 8
    assert [fault.line for fault in drawn] == sorted(fault.line for fault in drawn)
    assert {fault.name for fault in draw(every, 8, "2 x.py")} != {fault.name for fault in drawn}
    changed = draw(faults(SOURCE.replace("48_000", "44_100").replace("Row", "Line")), 8, "1 x.py")
    assert len({fault.name for fault in changed} & {fault.name for fault in drawn}) >= 5
    assert len(draw(every, 1_000, "1")) == len(every)


def test_every_module_has_tests_to_see_its_faults() -> None:
    assert len(modules()) > 50
    assert [module for module in modules() if not own_tests(module)] == []


@pytest.mark.peers
def test_a_fault_is_seen_by_a_test_that_fails_and_nothing_else_changes(tmp_path: Path) -> None:
    trial = Trial(module="units.py", tests=("tests/test_units.py",), seconds=60, compiled=str(tmp_path))
    source = trial.path.read_text("utf-8")

    healthy = run(trial, source)
    faulty = run(trial, source.replace("/ 20.0))", "/ 10.0))"))
    endless = run(replace(trial, seconds=0.5), f"{source}\nwhile True:\n    pass\n")

    assert (healthy.passed, faulty.passed, endless.passed) == (True, False, False), healthy.said
    assert "test_levels_are_those_of_amplitudes" in faulty.said
    assert healthy.durations.keys() > faulty.durations.keys() > set()
    assert trial.path.read_text("utf-8") == source
