"""A breath app's pattern, in the shapes that apps keep it in."""

from __future__ import annotations

import json
import random
from contextlib import suppress

import pytest

from audiosession.errors import DefinitionError
from audiosession.importing.breath_apps import AppBreath, is_json, read_breaths
from audiosession.writing.phases.pattern import read_pattern


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ('{"inhale":4,"hold":4,"exhale":4,"hold2":4,"cycles":5}', "4-4-4-4x5"),
        ('{"inhale":4,"exhale":6}', "4-6"),
        ('{"inhale":4.5,"hold":0,"exhale":6,"rounds":"10"}', "4.5-6x10"),
        ('{"breatheIn":4,"holdFull":7,"breatheOut":8,"holdEmpty":0,"repetitions":4}', "4-7-8x4"),
        ('{"inhaleSeconds":4,"hold_after_inhale":7,"exhaleDuration":"8 s","hold_after_exhale":2}', "4-7-8-2"),
        ('{"inhale_ms":4000,"hold_ms":200,"exhale_ms":8000}', "4-0.2-8"),
        ('{"pattern":[4,7,8,0],"rounds":4}', "4-7-8x4"),
        ('{"pattern":"4-7-8","minutes":2.5}', "4-7-8x2.5m"),
        ('{"ratio":[5,5],"reps":6}', "5-5x6"),
        ("[4000,4000,4000,4000]", "4-4-4-4"),
        ('{"phases":[{"type":"inhale","duration":4},{"type":"exhale","duration":6}],"repeat":3}', "4-6x3"),
        ('{"phases":[{"name":"Breathe in","seconds":4},{"name":"Hold","seconds":1},{"name":"Breathe out","seconds":6},'
         '{"name":"Hold","seconds":2}]}', "4-1-6-2"),
        ('{"steps":[["inhale",4],["exhale",6],["inhale",4],["exhale",6]]}', "4-6x2"),
        ('{"sequence":[{"in":3},{"out":5}]}', "3-5"),
        ('{"exercise":{"breath":{"inhale":4,"holdIn":4,"exhale":4,"holdOut":4},"cycles":9},"cycles":4}', "4-4-4-4x4"),
        ('\ufeff {"Einatmen":4,"Ausatmen":6,"Runden":5}', "4-6x5"),
    ],
)  # fmt: skip
def test_four_numbers_and_how_often_are_a_pattern(text: str, written: str) -> None:
    [found] = read_breaths(text)

    assert is_json(text)
    assert read_pattern(found.written).written == written


def test_each_pattern_of_a_list_is_one_with_its_name() -> None:
    rows = [{"name": " Box \n", "in": 4, "hold": 4, "out": 4, "hold2": 4}, {"title": "Even", "pattern": [5, 5]}]

    assert read_breaths(json.dumps({"patterns": rows})) == (
        AppBreath(title="Box", written="4-4-4-4"),
        AppBreath(title="Even", written="5-0-5-0"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "{}", "[]", "{", "no JSON", '{"inhale":4}', '{"inhale":true,"exhale":4}', '{"inhale":-4,"exhale":4}',
        '{"inhale":1e9,"exhale":4}',
        '{"type":"Point","coordinates":[3,4]}', '{"pattern":[4]}', '{"pattern":[1,2,3,4,5]}',
        '{"phases":[{"type":"exhale","duration":4},{"type":"inhale","duration":4}]}',
        '{"phases":[{"type":"hold","duration":4},{"type":"inhale","duration":4},{"type":"exhale","duration":4}]}',
        '{"phases":[{"type":"inhale","duration":4}]}', "[" * 500, '{"a":' * 190 + "1" + "}" * 190,
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(DefinitionError) as told:
        read_breaths(text)
    assert told.value.hint


@pytest.mark.parametrize("text", ["1. Lie down.", "[a link](x)", "4", '"inhale"', "{% raw %}", ""])
def test_words_are_no_json(text: str) -> None:
    assert not is_json(text)


def test_whatever_is_read_is_a_pattern_in_one_line() -> None:
    chance = random.Random(3)
    good = '{"name":"A","phases":[{"type":"inhale","duration":4},{"type":"hold","duration":7000}],"pattern":[4,7,8,0]}'
    for _ in range(2_000):
        text = list(good)
        for _ in range(chance.randint(1, 4)):
            text[chance.randrange(len(text))] = chance.choice('{}[],:"0123456789.einhale-')
        with suppress(DefinitionError):
            for one in read_breaths("".join(text)):
                read_pattern(one.written)
