"""The guides as the program reads and prints them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.documents import GUIDES

from audiosession.cli.app import run
from audiosession.errors import NotFoundError
from audiosession.studio.guide import find_guide, guides


def test_every_guide_has_a_topic_and_a_title() -> None:
    found = {guide.topic: guide.title for guide in guides()}

    assert {Path(path).stem for path in GUIDES} | {"keys", "music"} == set(found)
    assert all(found.values())
    assert not any("<!--" in guide.text for guide in guides())


def test_a_wrong_topic_is_told_with_the_nearest() -> None:
    with pytest.raises(NotFoundError, match='no guide is about "voises"') as caught:
        find_guide("voises")

    assert caught.value.hint == 'did you mean "voices"?'


def test_the_guide_prints_its_markdown_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    assert printed(capfd, "guide", "class") == find_guide("class").text


def test_without_a_topic_all_are_listed(capfd: pytest.CaptureFixture[str]) -> None:
    listed = printed(capfd, "guide")

    assert "first-class  Your first own class, in ten minutes" in listed
    assert all(f"{guide.topic} " in listed for guide in guides())


def printed(capfd: pytest.CaptureFixture[str], *words: str) -> str:
    with pytest.raises(SystemExit) as left:
        run(list(words))
    assert left.value.code == 0
    return capfd.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal as POSIX has it")
def test_the_guide_is_drawn_on_a_terminal() -> None:
    leader, follower = os.openpty()
    command = [sys.executable, "-c", "from audiosession.cli.app import run; run()", "guide", "first-class"]
    with subprocess.Popen(command, stdout=follower, env={**os.environ, "TERM": "xterm"}) as drawing:
        os.close(follower)
        drawn = os.read(leader, 4096).decode(errors="replace")
        drawing.kill()
    os.close(leader)

    assert "Your first own class, in ten minutes" in drawn
    assert "# Your first" not in drawn
