"""Hosts are asked again after waits that grow, and as late as they wish."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from audiosession.errors import VoiceError
from audiosession.voices.patience import PassingError, patiently
from audiosession.voices.settings import HostSettings

TROUBLE = VoiceError("The host did not speak 'Hold.'", hint="come back later")


def ask(times: list[float], *, fails: int, retry_after: str = "", wait: float = 0.03) -> str:
    def answer() -> str:
        times.append(time.monotonic())
        if len(times) <= fails:
            raise PassingError("busy", retry_after=retry_after)
        return "sound"

    return patiently(answer, HostSettings(attempts=4, wait=wait), trouble=TROUBLE)


def test_each_wait_is_at_least_twice_the_one_before() -> None:
    times: list[float] = []

    assert ask(times, fails=3) == "sound"
    waits = [after - before for before, after in pairwise(times)]
    assert [wait >= least for wait, least in zip(waits, (0.03, 0.06, 0.12), strict=True)] == [True] * 3


def test_a_host_that_says_when_is_asked_then() -> None:
    times: list[float] = []

    ask(times, fails=1, retry_after="1", wait=0.0)

    assert times[1] - times[0] >= 1.0


def test_the_last_attempt_tells_the_trouble_the_line_and_the_cure() -> None:
    times: list[float] = []

    with pytest.raises(VoiceError, match=r"The host did not speak 'Hold\.': busy, 4 times") as caught:
        ask(times, fails=9, wait=0.0)

    assert (caught.value.hint, len(times)) == ("come back later", 4)
