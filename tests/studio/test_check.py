"""`check` tells all that is wrong with a project in one run: each fault once, where a person wrote it."""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from jinja2.parser import Parser
from support.encoded import encoded
from support.signals import joined, silence, sine
from support.starter_content import templates

from audiosession.errors import NotFoundError
from audiosession.project.project import Project
from audiosession.sound.segments import Samples
from audiosession.studio.check import check_project

pytestmark = [pytest.mark.usefixtures("few_definitions"), pytest.mark.slow]

EXERCISE = """\
title = "{title}"
position = "seated"
level = "beginner"
reps = {{ default = 2, max = 4 }}
purpose = ["It settles you."]
set_up = ["Sit tall."]
ready = "Now."
release = ["Done."]
{more}
[[caution]]
say = "Stop if it hurts."
[[phase]]
breath = "inhale"
counts = 4
full = "Breathe in."
[[phase]]
breath = "exhale"
counts = 4
full = "Breathe out."
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("exercises", "classes", "templates"):
        (tmp_path / "scripts" / folder).mkdir(parents=True)
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    return tmp_path


def exercise(root: Path, name: str, *, title: str = "Easy", more: str = "") -> None:
    (root / "scripts" / "exercises" / f"{name}.toml").write_text(EXERCISE.format(title=title, more=more))


def a_class(root: Path, name: str, text: str) -> None:
    (root / "scripts" / "classes" / f"{name}.toml").write_text(f'title = "Mine"\n{text}')


def told(root: Path, *names: str) -> list[str]:
    faults = check_project(Project(root), names).faults
    return [f"{Path(str(one.path)).name}:{one.line}: {one.message}" for one in faults]


def test_a_definition_that_is_named_by_its_path_is_not_read_as_a_narration(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise(root, "easy")
    monkeypatch.chdir(root / "scripts" / "exercises")

    for path in ("./easy.toml", "easy.toml", str(Path("easy.toml").absolute())):
        (fault,) = check_project(Project(root), [path]).faults
        assert fault.message == "is a definition, not a narration"
        assert fault.hint == "name the exercise or class: easy"


def test_all_missing_warm_ups_are_told_at_once(root: Path) -> None:
    a_class(root, "cold", "".join(f'[[exercise]]\nuse = "{use}"\n' for use in ("single-leg-kick", "swan", "saw")))

    assert told(root, "cold") == [
        "cold.toml:3: single-leg-kick comes before its warm-ups: saw, spine-twist and swan",
        "cold.toml:5: swan comes before its warm-ups: spine-twist",
    ]


def test_a_fault_of_an_exercise_is_told_once_however_many_classes_use_it(root: Path) -> None:
    exercise(root, "easy", more="tip = ['<b>Up</b>']")
    for name in ("one", "two"):
        a_class(root, name, '[[exercise]]\nuse = "easy"\n[[exercise]]\nuse = "nix"\n')

    assert told(root, "easy", "one", "two") == [
        "easy.toml:9: tip 1: markup that would be read aloud: <b>",
        'one.toml:5: no exercise is called "nix"',
        'two.toml:5: no exercise is called "nix"',
    ]


@pytest.mark.usefixtures("beds_at_hand")
def test_a_class_is_built_whatever_would_take_an_exercise_s_place(root: Path) -> None:
    exercise(root, "easy", more='instead = "nobody"')
    a_class(root, "one", '[[exercise]]\nuse = "easy"\n')

    assert told(root, "one") == []
    assert told(root) == ['easy.toml:9: instead names an exercise "nobody" that does not exist']


def test_links_that_lead_nowhere_are_told_at_their_line(root: Path) -> None:
    exercise(root, "easy", more='warm_ups = ["Single Leg Kick"]\ninstead = "nobody"')

    report = check_project(Project(root), ["easy"])
    assert [(one.line, one.hint[:33]) for one in report.faults] == [
        (9, 'did you mean "single-leg-kick"?'),
        (10, "known: box-breathing, coherent-br"),
    ]


@pytest.mark.parametrize("use", ["Single Leg Kick", "single_leg_kick", "SINGLE-LEG-KICK"])
def test_a_class_that_names_an_exercise_in_another_way_is_told_which_is_meant(root: Path, use: str) -> None:
    a_class(root, "mine", f'[[exercise]]\nuse = "{use}"\n')

    (fault,) = check_project(Project(root), ["mine"]).faults
    assert (fault.line, fault.hint) == (3, 'did you mean "single-leg-kick"?')


def test_a_long_silence_is_told_at_the_line_that_it_comes_after(root: Path) -> None:
    exercise(root, "easy", more='tip = ["One."]\npreparation = [\n{ say = "Lie still.", rest = [40, 60, 80] },\n]')

    assert told(root, "easy") == ["easy.toml:11: 60 s without a word, and nothing announces it"]


def test_a_silent_breath_is_told_at_its_phase(root: Path) -> None:
    path = root / "scripts" / "exercises" / "easy.toml"
    exercise(root, "easy")
    text = path.read_text().replace('full = "Breathe in."\n', "").replace('full = "Breathe out."\n', "")
    path.write_text(text.replace("default = 2, max = 4", "default = 9, max = 9"))

    assert told(root, "easy") == ["easy.toml:12: 72 s without a word, and nothing announces it"]


@pytest.mark.usefixtures("beds_at_hand")
def test_a_template_that_leaves_cautions_out_is_told_once(root: Path) -> None:
    text = templates()["exercise.j2"].replace("exercise.cautions", "exercise.nothing_at_all | default([])")
    (root / "scripts" / "templates" / "exercise.j2").write_text(text)

    found = told(root)
    assert len(found) == 1
    assert found[0].startswith("exercise.j2:0: leaves out")


def test_an_exercise_may_have_brackets_in_its_title(root: Path) -> None:
    exercise(root, "easy", title="Easy ] twist")

    assert told(root, "easy") == []


def test_which_limits_an_exercise_raises_is_told_at_their_line_with_the_reason(root: Path) -> None:
    raised = 'exhale = 12\nheld = 40\ncycle = 24.5\nreason = "You know long breaths."'
    exercise(root, "long", more=f"[safety]\n{raised}\n")

    (warning,) = check_project(Project(root), ["long"]).warnings

    path = root / "scripts/exercises/long.toml"
    assert (warning.path, warning.line) == (path, path.read_text().splitlines().index("[safety]") + 1)
    assert warning.message == (
        "a breath cycle for up to 24.5 s (usually 20), a breath out for up to 12 s (usually 10): You know long breaths."
    )


def test_limits_that_are_only_lowered_are_nothing_to_tell(root: Path) -> None:
    exercise(root, "short", more='[safety]\nexhale = 9\nreason = "Short breaths are kind."\n')

    assert check_project(Project(root), ["short"]).warnings == ()


def test_a_class_without_opening_and_closing_is_whole(root: Path) -> None:
    a_class(root, "bare", '[[exercise]]\nuse = "longer-exhale"\nsection = "Work [hard]"\n')

    assert told(root, "bare") == []


@pytest.mark.usefixtures("beds_at_hand")
def test_beds_are_told_all_at_once(root: Path) -> None:
    (root / "music").mkdir()
    (root / "music" / "beds.toml").write_text('[a]\nfile = "x/a.ogg"\n[b]\nfile = 3\n')

    assert told(root)[:2] == [
        'beds.toml:2: file is "x/a.ogg", not the name alone of a file beside beds.toml',
        "beds.toml:4: file is a number, not the name alone of a file beside beds.toml",
    ]


@pytest.mark.usefixtures("beds_at_hand")
def test_files_that_nobody_reads_are_told(root: Path) -> None:
    (root / "scripts" / "exercises" / "plank.toml.txt").write_text(EXERCISE)
    (root / "rain.wav").write_bytes(b"")

    report = check_project(Project(root), ())
    assert [one.hint for one in report.faults] == ["rename it plank.toml"]
    assert [one.hint for one in report.warnings] == ["move a bed to music/rain.wav"]


def test_a_name_that_nothing_carries_is_refused_with_what_is_meant(root: Path) -> None:
    with pytest.raises(NotFoundError) as caught:
        check_project(Project(root), ["Sea Waves"])

    assert (caught.value.message, caught.value.hint) == (
        'nothing is called "Sea Waves"',
        'did you mean "sea-waves"?',
    )


def n_calls(function: Callable[..., object], work: Callable[[], object]) -> int:
    """Return how often `work` calls `function`, counted by Python itself."""
    calls = 0

    def heard(frame: FrameType, event: str, _: object) -> None:
        nonlocal calls
        calls += event == "call" and frame.f_code is function.__code__  # type: ignore[attr-defined]

    sys.setprofile(heard)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def test_a_definition_and_a_template_are_read_once_however_many_classes_use_them(root: Path) -> None:
    for name, text in templates().items():
        (root / "scripts" / "templates" / name).write_text(f"{text}{{# of this test #}}\n")
    for name in ("one", "two"):
        exercise(root, name, title=f"Read once {name}")
    for number in range(8):
        a_class(root, f"class-{number}", '[[exercise]]\nuse = "one"\n[[exercise]]\nuse = "two"\n')
    names = ["one", "two", *(f"class-{number}" for number in range(8))]

    parsed = n_calls(Parser.parse, lambda: told(root, *names))
    assert 0 < parsed <= len(Project(root).templates())

    few = n_calls(tomllib.loads, lambda: told(root, "one", "class-1"))
    many = n_calls(tomllib.loads, lambda: told(root, *names))
    assert many == few, "what was read is known, but for what belongs to no definition"


def song(root: Path, name: str, sound: Samples) -> None:
    (root / "music").mkdir(exist_ok=True)
    (root / "music" / name).write_bytes(encoded(sound, "flac", "flac"))


def test_songs_that_can_not_play_are_told_by_their_names_before_a_build(root: Path) -> None:
    exercise(root, "easy")
    song(root, "still 🌙.flac", silence(5))
    song(root, "kurz.flac", joined(silence(3), sine(0.5, hz=300), silence(3)))
    (root / "music" / "zerstört.mp3").write_bytes(bytes(range(256)) * 64)
    names = ("still 🌙", "kurz", "zerstört", "my sung", "my song")
    song(root, "my song.flac", joined(silence(2), sine(4, hz=300), silence(3), sine(4, hz=300)))
    a_class(root, "mine", "".join(f'[[exercise]]\nuse = "easy"\nmusic = "{name}"\n' for name in names))

    assert told(root, "mine") == [
        "still 🌙.flac:0: is silent",
        "kurz.flac:0: a bed of 0.50 s, silence at its head and tail left out; it takes a second at least, "
        "better a minute",
        "zerstört.mp3:0: is not audio that FFmpeg reads",
        'mine.toml:13: no bed is called "my sung"',
    ]


def test_the_bed_of_all_classes_and_those_of_a_narration_are_looked_at(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise(root, "easy")
    song(root, "still.flac", silence(5))
    (root / "scripts" / "show.toml").write_text('[defaults]\nmusic = "still"\n')
    (root / "my.txt").write_text("[exercise a]\n[music sea-wave]\nHello.\n")
    monkeypatch.chdir(root)

    assert told(root, "easy") == ["still.flac:0: is silent"]
    assert told(root, "my.txt") == ["still.flac:0: is silent", 'my.txt:0: no bed is called "sea-wave"']


def test_a_bed_that_is_made_too_loud_is_told_where_the_class_says_so(root: Path) -> None:
    exercise(root, "easy")
    song(root, "song.flac", sine(4, hz=300))
    (root / "music" / "beds.toml").write_text('[song]\nfile = "song.flac"\nlevel_db = 4\n')
    a_class(root, "mine", '[[exercise]]\nuse = "easy"\nmusic = "song"\nmusic_level_db = 3\n')

    assert told(root, "mine") == ['mine.toml:5: the bed "song" at +7 dB (its own +4, the class\'s +3)']


@pytest.mark.usefixtures("beds_at_hand")
def test_where_a_show_is_out_a_bed_without_a_licence_is_advised_against(root: Path) -> None:
    show = '[show]\ntitle = "Mine"\ndescription = "D"\nauthor = "Ada"\nemail = "a@adas.studio"\n'
    (root / "scripts" / "show.toml").write_text(show + 'base_url = "https://adas.studio/classes"\n')
    song(root, "My Song.flac", sine(4, hz=300))
    wanted = 'nothing tells under which licence "My Song" may be published'

    def advised() -> list[str]:
        return [one.message for one in check_project(Project(root), ()).warnings]

    assert wanted not in advised()
    fact = {"guid": "g", "date": "2026-01-01T00:00:00+00:00", "sound": "ab"}
    (root / "scripts" / "feed.json").write_text(
        json.dumps({"schema": "audiosession/feed/1", "episodes": {"mine": fact}})
    )
    assert advised().count(wanted) == 1
    (root / "music" / "beds.toml").write_text('["My Song"]\nfile = "My Song.flac"\nlicence = "CC-BY-4.0"\n')
    assert wanted not in advised()


def test_what_would_be_held_for_too_long_is_a_fault_of_the_exercise_and_of_each_class_that_asks_for_it(
    root: Path,
) -> None:
    prop = EXERCISE.replace("counts = 4", "counts = 4\nloaded = true").replace("default = 2, max = 4", "{reps}")
    path = root / "scripts" / "exercises" / "prop.toml"
    path.write_text(prop.replace("{reps}", "default = 6, max = 20").format(title="Prop", more=""), encoding="utf-8")
    a_class(root, "fine", '[[exercise]]\nuse = "prop"\n')
    a_class(root, "long", '[[exercise]]\nuse = "prop"\nreps = 6\n[[exercise]]\nuse = "prop"\nreps = 9\n')

    found = check_project(Project(root), ["prop", "fine", "long"]).faults

    told = "Prop is held under load for 73 s in one go; at most 60 s"
    assert [(fault.path.name, fault.line, fault.message) for fault in found if isinstance(fault.path, Path)] == [
        ("long.toml", 5, told)
    ]
    path.write_text(prop.replace("{reps}", "default = 9, max = 20").format(title="Prop", more=""), encoding="utf-8")
    [fault] = check_project(Project(root), ["prop"]).faults
    assert (fault.line, fault.message) == (12, told)
    more = '[safety]\nheld = 80\nreason = "The knees are down."'
    path.write_text(prop.replace("{reps}", "default = 9, max = 20").format(title="Prop", more=more), encoding="utf-8")
    assert not check_project(Project(root), ["prop"]).faults
