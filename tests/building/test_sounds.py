"""Classes with sounds: each heard at its moment in the finished file, with intro and outro, or fading into sleep."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from support.figures import write_wav_file
from support.signals import faded, joined, silence, sine
from support.still_sounds import rustle
from support.whole_builds import build

from audiosession.building.gather import gather
from audiosession.building.mix import set_desk
from audiosession.building.orders.stems import write_stems
from audiosession.building.place import place_class
from audiosession.codecs.decode import decode
from audiosession.errors import FaultsError, NotFoundError
from audiosession.files.whole import write_whole
from audiosession.formats import FORMATS
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.project.sounds.found import find_sound, sounds
from audiosession.project.sounds.opened import open_sounds
from audiosession.session import Session
from audiosession.sound.hearing import onset
from audiosession.sound.mixing import HEADROOM_DB, mixed_samples
from audiosession.sound.segments import Samples, to_samples
from audiosession.sound.stems import STEMS
from audiosession.studio.check import check_project
from audiosession.studio.heard.verify import verify_file
from audiosession.units import FRAMES_PER_MS, Ms, to_ms
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

WITHIN_MS = 1.0
NARRATION = """\
[class Bells]
[section One]
[sound bell every 15]
[sound knock]
[pause 1.237]
Sit on your mat.
[pause 17.011]
[rep 1]
[inhale 2] In.
[exhale 3]
[sound gong]
[rep 2]
[inhale 2]
[exhale 3]
[sound bowl]
[pause 3]
Rest.
[pause 24.3]
[sound bell off]
[sound knock wait]
[pause 1]
"""
CLASS = """\
title = "Sleep"
fade_out = "12s"
[[opening]]
say = "Lie down on your mat, and let all of it go."
rest = 1.0
[[exercise]]
use = "breath"
[[sound]]
use = "bell"
at = "start"
"""
EXERCISE = """\
title = "Three Breaths"
position = "supine"
level = "beginner"
purpose = ["Three slow breaths, one after the other."]
caution = [{ say = "If you feel dizzy, let your breath come as it likes." }]
set_up = ["Lie as you like."]
ready = "Let the air go."
reps = { default = 3, max = 6 }
phase = [
    { breath = "inhale", counts = 2, bare = "In." },
    { breath = "exhale", counts = 2, bare = "Out." },
]
release = ["Thank you."]
[[sound]]
use = "knock"
at = "start"
[[sound]]
use = "knock"
at = "rep"
[[sound]]
use = "bowl"
at = "end"
"""


def knock() -> Samples:
    """Return half a second of nothing, then a knock that begins at once."""
    sound = faded(sine(0.12, hz=900, level_db=-6), seconds=0.0005)
    sound *= np.exp(-np.arange(len(sound)) / 1_500)[:, None].astype(np.float32)
    return joined(silence(0.5), sound, silence(0.4))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, opened_beds: Path) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("bells")
    for folder in ("scripts/exercises", "scripts/classes", "music/sounds"):
        (root / folder).mkdir(parents=True)
    (root / "scripts" / "exercises" / "breath.toml").write_text(EXERCISE, encoding="utf-8")
    (root / "scripts" / "classes" / "sleep.toml").write_text(CLASS, encoding="utf-8")
    (root / "bells.txt").write_text(NARRATION, encoding="utf-8")
    write_wav_file(root / "music" / "rain.wav", rustle(3.0))
    write_wav_file(root / "music" / "sounds" / "knock.wav", knock())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUDIOSESSION_CACHE", str(shutil.copytree(opened_beds, root / "cache", copy_function=os.link)))
        patch.chdir(root)
        yield Project(root)


def choices(music: str = "none", *, tones: bool = False, **wanted: str) -> Choices:
    return choose(Defaults(), voice="tone", music=music, tones=tones, **wanted)  # type: ignore[arg-type]


def rows(session: Session) -> list[tuple[Ms, Ms, str]]:
    return [(to_ms(e.start), to_ms(e.end), e.text) for e in session.events if e.kind == "sound"]


@pytest.mark.usefixtures("lame")
@pytest.mark.parametrize("music", ["none", "rain"])
def test_each_sound_is_heard_in_the_decoded_mp3_within_a_millisecond_of_its_moment(
    project: Project, music: str
) -> None:
    built = build(project, "bells.txt", choices(music, tones=True))
    sound = decode(built.path, channels=2)
    placed = rows(built.session)
    opened = open_sounds(project, {name: find_sound(project, name) for _, _, name in placed})

    assert [name for _, _, name in placed] == ["knock", "bell", "gong", "bowl", "bell", "knock"]
    for start, _, name in placed:
        alone = to_samples(opened.store.load(opened.stored[name].digest))
        late = onset(sound, alone, start * FRAMES_PER_MS)
        assert late is not None
        assert abs(late) <= WITHIN_MS, name
    assert verify_file(built.path).faults == ()


def test_a_sound_without_music_begins_in_silence_exactly_at_its_moment(project: Project) -> None:
    built = build(project, "bells.txt", choices(), output=project.root / "bells.flac", form=FORMATS["flac"])
    sound = np.abs(decode(built.path, channels=2)).max(axis=1)
    start = rows(built.session)[0][0] * FRAMES_PER_MS

    heard = np.flatnonzero(sound > 0.02 * sound[start:][: 100 * FRAMES_PER_MS].max())[0]
    assert abs(heard - start) <= WITHIN_MS * FRAMES_PER_MS


def test_the_session_tells_sounds_and_whose_they_are(project: Project) -> None:
    session = build(project, "bells.txt", choices(tones=True)).session
    breaths = [(event.kind, to_ms(event.start), to_ms(event.end)) for event in session.events if event.kind != "sound"]
    exhales = [end for kind, _, end in breaths if kind == "exhale"]
    (first, second) = (start for start, _, name in rows(session) if name in ("gong", "bowl"))

    assert [first, second] == exhales
    clock = [start for start, _, name in rows(session) if name == "bell"]
    assert [at - rows(session)[0][0] for at in clock] == [15_000, 45_000]  # at 30 s the bowl has just been struck
    assert "Singing Bowl by audiosession (CC0-1.0)" in session.sound_credit
    assert ("bowl", "Singing Bowl", "audiosession") in [(one.name, one.title, one.credit) for one in session.sounds]
    assert {name for name in session.made_from if name.startswith("the sound ")} == {
        f"the sound {name}" for name in ("knock", "bell", "gong", "bowl")
    }


def test_the_stems_of_a_class_with_sounds_sum_to_its_mix(project: Project) -> None:
    order = gather(project, "bells.txt", choices("rain", tones=True))
    write_stems(project, order, project.root / "stems", unwatched, lambda line: None)
    parts = [decode(project.root / "stems" / f"{name}.wav", channels=2).astype(np.float64) for name in STEMS]
    placed = place_class(project, order, unwatched, lambda line: None)
    recipes, sources = set_desk(project, order, placed, lead=Ms(0), tail=Ms(0))
    mixed = np.concatenate([mixed_samples(recipe, sources, gain_db=-HEADROOM_DB) for recipe in recipes])

    assert all(part.any() for part in parts)
    assert np.abs(sum(parts) - mixed).max() <= 2.0**-24 + 3 * 2.0**-24 * np.abs(mixed).max()
    assert "[sound gong]" in (project.root / "stems" / "labels.txt").read_text("utf-8")


def test_an_exercise_has_its_sounds_at_its_breaths_which_wait_for_none(project: Project) -> None:
    session = build(project, "breath", choices()).session
    inhales = [to_ms(event.start) for event in session.events if event.kind == "inhale"]
    exhales = [to_ms(event.end) for event in session.events if event.kind == "exhale"]
    start, *reps, end = rows(session)

    assert start[0] < inhales[0] - 1_000
    assert [at for at, _, _ in reps] == inhales[1:] == exhales[:-1]
    assert (end[0], end[2]) == (exhales[-1], "bowl")


@pytest.mark.usefixtures("lame")
def test_a_class_to_fall_asleep_in_fades_to_silence_and_says_no_more(project: Project) -> None:
    built = build(project, "sleep", choices("rain"))
    said = [event for event in built.session.events if event.kind == "speech"]
    sound = decode(built.path, channels=2)
    length = built.session.audio.duration

    assert said[-1].text == "Thank you."
    assert length - said[-1].end >= 12.0
    assert built.session.settings.fade_out == 12.0
    levels = [float(np.sqrt(np.mean(sound[-round(s * 48_000) :][:24_000] ** 2))) for s in (10.0, 6.0, 3.0, 1.0)]
    assert all(later < before / 1.5 for before, later in pairwise(levels))
    assert np.abs(sound[-4_800:]).max() < 10 ** (-70 / 20)
    assert verify_file(built.path).faults == ()


def test_without_music_a_class_to_fall_asleep_in_ends_with_its_last_word(project: Project) -> None:
    session = build(project, "sleep", choices()).session

    assert session.settings.fade_out == 0.0
    assert session.audio.duration - session.events[-1].end < 2.0


@pytest.fixture
def show(project: Project) -> Iterator[Path]:
    path = project.scripts / "show.toml"
    write_whole(path, b'[defaults]\nintro = "knock"\noutro = "gong"\n')
    yield path
    path.unlink()


@pytest.mark.usefixtures("lame", "show")
def test_an_intro_and_an_outro_frame_a_class_and_its_music(project: Project) -> None:
    built = build(project, "breath", choices("rain"))
    (intro, *_, outro), settings = rows(built.session), built.session.settings
    sound = decode(built.path, channels=2)

    assert (intro[0], intro[2], outro[2]) == (0, "intro: knock", "outro: gong")
    assert (settings.intro, settings.outro) == ("knock", "gong")
    assert settings.music_to is not None
    assert intro[1] <= to_ms(settings.music_from)
    assert to_ms(settings.music_to) == outro[0]
    said = next(event.start for event in built.session.events if event.kind == "speech")
    assert said - settings.music_from == pytest.approx(3.0, abs=0.001)
    peak = np.abs(sound[: 100 * FRAMES_PER_MS]).max()
    assert peak > 2 * np.abs(sound[to_ms(settings.music_from) * FRAMES_PER_MS :][: 200 * FRAMES_PER_MS]).max()
    assert verify_file(built.path).faults == ()
    assert "intro: knock" not in built.path.with_suffix(".vtt").read_text("utf-8")


@pytest.mark.usefixtures("show")
def test_a_class_that_fades_has_no_outro(project: Project) -> None:
    found = [name for _, _, name in rows(build(project, "sleep", choices("rain")).session)]

    assert found[0] == "intro: knock"
    assert not any(name.startswith("outro") for name in found)


@pytest.mark.usefixtures("few_definitions")
def test_own_sounds_and_the_bells_are_found_and_nothing_is_a_stray(project: Project) -> None:
    assert {"knock", "bell", "bowl", "gong"} == set(sounds(project))
    report = check_project(project, [])

    assert report.faults == ()
    assert not any("sounds" in str(one.path) for one in report.warnings)


def test_a_sound_that_nobody_has_is_told_where_it_is_written(project: Project, tmp_path: Path) -> None:
    text = tmp_path / "wrong.txt"
    text.write_text("Sit.\n[sound bel]\n", encoding="utf-8")
    with pytest.raises(NotFoundError, match='no sound is called "bel"') as refused:
        gather(project, str(text), choices())
    assert (refused.value.path, refused.value.line) == (text, 2)
    assert "bell" in refused.value.hint
    (fault,) = check_project(project, [str(text)]).faults
    assert (fault.path, fault.line) == (text, 2)
    assert check_project(project, [str(project.root / "bells.txt")]).faults == ()

    path = project.scripts / "exercises" / "wrong.toml"
    path.write_text(EXERCISE.replace('"bowl"', '"bowll"'), encoding="utf-8")
    line = EXERCISE[: EXERCISE.index('"bowl"')].count("\n") + 1
    with pytest.raises(NotFoundError) as refused:
        gather(project, "wrong", choices())
    assert (refused.value.path, refused.value.line) == (path, line)
    (fault,) = check_project(project, ["wrong"]).faults
    assert (fault.path, fault.line, fault.hint) == (path, line, 'did you mean "bowl"?')
    path.unlink()


@pytest.mark.usefixtures("few_definitions")
def test_an_intro_that_nobody_has_is_told_in_show_toml(project: Project) -> None:
    path = project.scripts / "show.toml"
    path.write_text('[defaults]\npace = "slow"\nintro = "jingel"\n', encoding="utf-8")
    with pytest.raises(FaultsError) as refused:
        gather(project, "breath", choices())
    assert [(fault.path, fault.line) for fault in refused.value.faults] == [(path, 3)]
    assert [fault.line for fault in check_project(project, []).faults] == [3]
    path.unlink()
