"""Every line of every phase fits its breath, as the voices that come along say it: at each pace, in every form."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from support.scheduling import schedule
from support.starter_content import EXERCISES, SCRIPTS, forms, sides_of, takes_of, told_at

from audiosession.building.gather import gather
from audiosession.building.speak import Speaker
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.units import to_ms
from audiosession.voices.piper.found import PackagedVoice
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.phases.cue import PhaseCue
from audiosession.writing.plan import Detail
from audiosession.writing.values import PACES

pytestmark = pytest.mark.peers  # speaks all that is said in breaths, by a neural voice too


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where takes are kept from one exercise to the next: much of what is said in breaths is said in many."""
    return tmp_path_factory.mktemp("cache")


@pytest.mark.parametrize("voice", ["espeak:en-us", "piper:en_US-joe-medium"])
@pytest.mark.parametrize("name", EXERCISES)
def test_each_line_of_a_breath_fits_as_it_is_spoken(
    name: str, voice: str, cache: Path, monkeypatch: pytest.MonkeyPatch, packaged_voice: PackagedVoice
) -> None:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(cache))
    project = Project(SCRIPTS.parent)
    for form in forms(name):
        speaker = Speaker(project, gather(project, name, choose(Defaults(), voice=voice, level=form.level)), unwatched)
        for side, detail, pace in product(sides_of(form), Detail, PACES):
            count = to_ms(PACES[pace])
            _, narration = told_at(form, detail, side, count)
            cues = [cue for section in narration.sections for cue in section.cues if isinstance(cue, PhaseCue)]
            spoken = speaker.speak(list(dict.fromkeys(line for cue in cues for line in cue.lines))).takes
            takes = takes_of(narration) | {line: take.duration for line, take in spoken.items()}
            _, notes = schedule(narration, takes, count=count)

            unsaid = [f"{note.wanted}: {note.remedy}" for note in notes if note.is_unsaid]
            assert unsaid == [], f"{name}, {form.level}, {detail}, {pace}, {side or 'both sides'}"
