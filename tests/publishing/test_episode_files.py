"""The files of an episode say what the class says: the same words at the same times, in every form."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.built_classes import SHOW, make_project
from support.whole_builds import build

from audiosession.errors import Act, PublishError
from audiosession.feed.transcripts import read_vtt
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL
from audiosession.timing.telling.captions import Caption
from audiosession.units import Ms, to_ms
from audiosession.writing.choices import Defaults, choose

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
CLASS = """\
[class Kick & <b>hold</b>]
[section Set-up]
Lie on 1 < 2 mats --> "long" & tall, für dich.
[pause 2]
[inhale 4] Breathe in, <2> grow &amp soften. / - / - / and. | In.
[exhale 4] And rest.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    made = make_project(tmp_path / "studio", show=SHOW)
    (made.root / "mine.txt").write_text(CLASS, encoding="utf-8")
    made.output.mkdir()
    monkeypatch.chdir(made.root)
    chosen = choose(Defaults(), voice="tone", music="none", tones=False)
    build(made, "mine.txt", chosen, output=made.output / "mine.mp3")
    return made


def of_srt(text: str) -> list[Caption]:
    def ms(position: str) -> Ms:
        hours, minutes, seconds = position.replace(",", ".").split(":")
        return to_ms(int(hours) * 3600 + int(minutes) * 60 + float(seconds))

    found = re.findall(r"^\d+\n(\S+) --> (\S+)\n((?:.+\n)+)", text, re.M)
    return [Caption(start=ms(start), end=ms(end), text=words.strip()) for start, end, words in found]


def of_json(text: str) -> list[Caption]:
    rows = json.loads(text)["segments"]
    return [Caption(start=to_ms(row["startTime"]), end=to_ms(row["endTime"]), text=row["body"]) for row in rows]


@pytest.mark.peers
def test_every_transcript_says_what_the_captions_of_the_build_say(project: Project) -> None:
    publish(project, ALL, Destination(), Wishes(), NOW)

    def published(ending: str) -> str:
        (path,) = (project.output / "media").glob(f"*{ending}")
        return path.read_text(encoding="utf-8")

    built = (project.output / "mine.vtt").read_text(encoding="utf-8")
    said = read_vtt(built)
    assert [line.text for line in said] == [
        'Lie on 1 < 2 mats -->\n"long" & tall, für dich.', "Breathe in, <2> grow &amp soften. And.", "And rest.",
    ]  # fmt: skip
    assert published(".vtt") == built
    page = (project.output / "episodes" / "mine.html").read_text(encoding="utf-8")
    rows = re.findall(
        r'data-start="([\d.]+)"[^>]*><span class="time">[^<]*</span> <span dir="auto">(.*?)</span>', page, re.S
    )
    shown = [(to_ms(float(start)), " ".join(html.unescape(text).split())) for start, text in rows]
    assert shown[-len(said) :] == [(line.start, line.text.replace("\n", " ")) for line in said]
    assert of_srt(published(".srt")) == said
    assert [line.text for line in of_json(published(".transcript.json"))] == [
        'Lie on 1 < 2 mats --> "long" & tall, für dich.', "Breathe in, <2> grow &amp soften.", "and.", "And rest.",
    ]  # fmt: skip


def test_captions_that_are_none_are_not_published(project: Project) -> None:
    path = project.output / "mine.vtt"
    path.write_text("<html>", encoding="utf-8")
    with pytest.raises(PublishError, match="is no WebVTT file") as raised:
        publish(project, ALL, Destination(), Wishes(), NOW)
    assert raised.value.path == path
    assert raised.value.remedy is not None
    assert raised.value.remedy.act == Act.BUILD_ANEW
