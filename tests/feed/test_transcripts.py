"""One transcript in three forms says the same at the same times."""

from __future__ import annotations

import json

import pytest

from audiosession.errors import PublishError
from audiosession.feed.transcripts import Caption, read_vtt, subrip, transcript_json
from audiosession.units import Ms

VTT = """\ufeffWEBVTT
Language: en

NOTE made by hand

STYLE
::cue { color: teal }

1
00:00:03.000 --> 00:00:08.080 align:start
<v Ada>Welcome. <b>Breathe</b> in &amp; out.</v>

00:09.080 --> 01:00:19.214
Two lines
of text

00:00:20.000 --> 00:00:21.000

"""


def test_what_is_spoken_is_read_and_nothing_else() -> None:
    assert read_vtt(VTT) == [
        Caption(start=Ms(3_000), end=Ms(8_080), text="Welcome. Breathe in & out."),
        Caption(start=Ms(9_080), end=Ms(3_619_214), text="Two lines\nof text"),
    ]


def test_subrip_has_commas_numbers_and_hours() -> None:
    assert subrip(read_vtt(VTT)) == (
        "1\n00:00:03,000 --> 00:00:08,080\nWelcome. Breathe in & out.\n"
        "\n2\n00:00:09,080 --> 01:00:19,214\nTwo lines\nof text\n"
    )


def test_json_has_seconds() -> None:
    table = json.loads(transcript_json(read_vtt(VTT)))
    assert table["version"] == "1.0.0"
    assert table["segments"][0] == {"startTime": 3.0, "endTime": 8.08, "body": "Welcome. Breathe in & out."}


def test_another_file_is_refused() -> None:
    with pytest.raises(PublishError, match="is no WebVTT file"):
        read_vtt("1\n00:00:03,000 --> 00:00:08,080\nWelcome.\n")
