"""Whatever a person gets wrong: exit 1, one line that names the place, a hint; no traceback, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from audiosession.cli.app import run

pytestmark = pytest.mark.usefixtures("few_definitions")

Refused = Callable[..., str]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beds_at_hand: Path) -> Path:
    for folder in ("scripts/exercises", "scripts/templates", "scripts/classes", "music", "output"):
        (tmp_path / folder).mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def refused(project: Path, capfd: pytest.CaptureFixture[str]) -> Refused:
    """Lend a function that runs a command line which must fail, and returns what it said on standard error."""

    def run_refused(*arguments: str, code: int = 1) -> str:
        with pytest.raises(SystemExit) as left:
            run(list(arguments))
        said = capfd.readouterr().err
        assert left.value.code == code, said
        if code == 1:
            assert "error: " in said
            assert all(line.startswith(("error: ", "hint:  ", "speaking ")) for line in said.splitlines()), said
        return said

    return run_refused


EXERCISE = """\
title = "Mine"
position = "standing"
level = "beginner"
reps = {{ default = 1, max = 2 }}
purpose = ["It is good."]
set_up = ["Stand."]
ready = {{ say = "Now." }}
release = ["Done."]
{more}
[[caution]]
say = "Stop if it hurts."
[[phase]]
breath = "{breath}"
counts = {counts}
"""


def write_exercise(project: Path, *, breath: str = "inhale", counts: object = 4, more: str = "") -> Path:
    path = project / "scripts" / "exercises" / "mine.toml"
    path.write_text(EXERCISE.format(breath=breath, counts=counts, more=more), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "no-such"], 'no exercise or class is called "no-such"'),
        (["build", "../../etc/passwd"], "no such file"),
        (["build", "single-leg-kick", "--reps", "6"], "up to five times"),
        (["build", "single-leg-kick", "--reps", "0"], "0 reps"),
        (["build", "single-leg-kick", "--pace", "nan"], "a count of nan s"),
        (["build", "single-leg-kick", "--pace", "inf"], "a count of inf s"),
        (["build", "single-leg-kick", "--pace", "-1"], "a count of -1 s"),
        (["build", "single-leg-kick", "--pace", "9e9"], "a count of 9e9 s"),
        (["build", "single-leg-kick", "--pace", "1,3"], "no pace is called"),
        (["build", "single-leg-kick", "--detail", "fad"], 'no detail is called "fad"'),
        (["build", "single-leg-kick", "--voice", "espeek"], 'no voice "espeek"'),
        (["build", "single-leg-kick", "--voice", "espeak:zz-zz"], "zz-zz"),
        (["build", "single-leg-kick", "--music", "still-watr"], 'no bed is called "still-watr"'),
        (["build", "single-leg-kick", "--music", "./nothing.wav"], "no such bed"),
        (["build", "single-leg-kick", "--music", ""], 'no bed is called ""'),
        (["build", "single-leg-kick", "--music", "./music"], "music: is a folder"),
        (["build", "single-leg-kick", "--length", "soon"], "no length"),
        (["build", "single-leg-kick", "--length", "12:99"], "no length"),
        (["build", "single-leg-kick", "--side", "up"], 'no side is called "up"'),
        (["build", "longer-exhale", "--side", "left"], "Longer Exhale has no sides"),
        (["build", "breathing", "--side", "left"], "Breathing has no sides"),
        (["build", "single-leg-kick", "--avoid", "nees"], "nees"),
        (["build", "back-body", "--reps", "2"], "each of its exercises has its own reps"),
        (["list", "exercise"], "exercise"),
        (["verify", "nothing.mp3"], "nothing.mp3: no such file"),
        (["verify", "output"], "output: is a folder"),
        (["check", "nobody"], 'nothing is called "nobody"'),
        (["build", "single-leg-kick", "-o", "x.doc"], "x.doc"),
        (["build", "single-leg-kick", "-o", "none/x.mp3"], "does not exist"),
        (["build", "single-leg-kick", "-o", "output"], "is a folder"),
        (["timeline", "single-leg-kick", "--voice", "tone", "--plot", "x.gif"], "neither a PNG nor an SVG"),
        (["new", "scripts"], "is there already"),
    ],
)
def test_a_wrong_choice_is_named_with_what_would_be_right(
    project: Path, refused: Refused, arguments: list[str], words: str
) -> None:
    said = refused(*arguments)

    assert words in said
    assert "hint:  " in said


@pytest.mark.parametrize("arguments", [["build"], ["build", "a", "--reps", "many"], ["bild"], ["list"]])
def test_wrong_usage_is_exit_2(project: Path, refused: Refused, arguments: list[str]) -> None:
    refused(*arguments, code=2)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, 'lacks "title"'),
        (b"title = ", 1, "not TOML"),
        (b"title = 'x'\n\xff\xfe\n", 2, "not UTF-8"),
        (b"title = 'x'\n\0\n", 2, "NUL"),
        (b"\x89PNG\r\n\x1a\n", 1, ""),
    ],
    ids=["empty", "not TOML", "not UTF-8", "NUL", "a picture"],
)
def test_a_definition_that_is_none_is_named_with_its_line(
    project: Path, refused: Refused, content: bytes, line: int, words: str
) -> None:
    (project / "scripts" / "exercises" / "mine.toml").write_bytes(content)

    said = refused("build", "mine", "--voice", "tone")

    assert "scripts/exercises/mine.toml:" + (f"{line}:" if line else "") in said
    assert words in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"breath": "exale"}, 'breath "exale"'),
        ({"counts": -1}, "counts -1"),
        ({"counts": 10**30}, "counts"),
        ({"counts": "nan"}, "counts nan"),
        ({"counts": '"four"'}, 'counts "four"'),
        ({"counts": 29}, "a phase of 29 counts"),
        ({"more": "colour = 'red'"}, 'unknown key "colour"'),
        ({"more": "tip = [{ say = 'x', rest = inf }]"}, "rest"),
        ({"more": "tip = ['[rep 1]']"}, "can't begin with"),
    ],
)
def test_a_definition_that_can_not_be_done_is_refused(
    project: Path, refused: Refused, change: dict[str, object], words: str
) -> None:
    write_exercise(project, **change)  # type: ignore[arg-type]

    said = refused("build", "mine", "--voice", "tone")

    assert "scripts/exercises/mine.toml:" in said
    assert words in said


def test_check_finds_all_faults_of_all_files_in_one_run(project: Path, refused: Refused) -> None:
    write_exercise(project, breath="exale", more="colour = 'red'")
    (project / "scripts" / "classes" / "two.toml").write_text("title = 3\n", encoding="utf-8")
    (project / "music" / "beds.toml").write_text("[x]\nfile = 'x.ogg'\nseed = 'y'\n", encoding="utf-8")

    said = refused("check")

    assert 'breath "exale"' in said
    assert 'unknown key "colour"' in said
    assert "scripts/classes/two.toml:1:" in said
    assert "music/beds.toml:3:" in said


def test_every_entry_of_a_class_that_can_not_be_is_named_with_its_line(project: Path, refused: Refused) -> None:
    (project / "scripts" / "classes" / "two.toml").write_text(
        'title = "Two"\nopening = ["Hi."]\nclosing = ["Bye."]\n[[exercise]]\nuse = "swn"\n[[exercise]]\nuse = "saw"\n'
        'reps = 99\n[[exercise]]\nuse = "longer-exhale"\nside = "left"\n',
        encoding="utf-8",
    )

    said = refused("build", "two", "--dry-run")

    assert 'scripts/classes/two.toml:5: no exercise is called "swn"\nhint:  did you mean "swan"?' in said
    assert "scripts/classes/two.toml:8: 99 reps of Saw" in said
    assert "scripts/classes/two.toml:11: Longer Exhale has no sides" in said


def test_check_finds_a_voice_and_beds_that_no_build_could_find(project: Path, refused: Refused) -> None:
    (project / "scripts" / "show.toml").write_text(
        '[defaults]\nvoice = "gogle"\nmusic = "still-watr"\n', encoding="utf-8"
    )
    (project / "scripts" / "classes" / "one.toml").write_text(
        'title = "One"\nopening = ["Hi."]\nclosing = ["Bye."]\n[[exercise]]\nuse = "saw"\nmusic = "zz"\n',
        encoding="utf-8",
    )

    said = refused("check")

    assert 'scripts/show.toml:2: there is no voice "gogle"' in said
    assert 'scripts/show.toml:3: no bed is called "still-watr"' in said
    assert 'scripts/classes/one.toml:6: no bed is called "zz"' in said


def test_a_length_out_of_reach_is_told_with_its_class(project: Path, refused: Refused) -> None:
    (project / "my.txt").write_text("Sit.\n[pause 2 from 1 to 5]\n", encoding="utf-8")

    assert "error: my.txt: can't be 30:00 long: from " in refused("build", "my.txt", "--length", "30m", "--dry-run")


def test_one_mistake_is_told_once_and_in_plain_words(project: Path, refused: Refused) -> None:
    path = write_exercise(project)
    path.write_text(path.read_text("utf-8").replace('["Stand."]', '[{ say = "Stand.", rest = [6, 3, 1] }]'), "utf-8")
    path.with_name("My Own.toml").write_bytes(path.with_name("mine.toml").read_bytes())

    said = refused("check", "mine")
    assert said.count("error: ") == 1
    assert "a rest from 6 to 1 s" in said
    assert '"My Own" is no name' in (said := refused("check", "My Own"))
    assert "hint:  rename it my-own.toml" in said


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{% for i in range(1000) %}{% for j in range(1000) %}{% for k in range(1000) %}x{% endfor %}{% endfor %}"
         "{% endfor %}", "never ends"),
        ("{% include '/etc/passwd' %}", "no template is called"),
        ("{% include '../../../etc/passwd' %}", "no template is called"),
        ("{{ plan.__class__.__mro__ }}", "has no attribute"),
        ("{{ nobody }}", "'nobody' is undefined"),
        ("{% for %}", "class.j2:1"),
        ("[class x]\n", "nothing to say"),
    ],
)  # fmt: skip
def test_a_bad_template_is_named_and_ends_by_itself(project: Path, refused: Refused, template: str, words: str) -> None:
    (project / "scripts" / "templates" / "class.j2").write_text(template, encoding="utf-8")

    assert words in refused("build", "swan", "--voice", "tone")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "nothing to say"),
        ("Sit.\n[inhal 4] In.\n", 'my.txt:2: no direction is called "inhal"'),
        ("[inhale 99]\n[pause 0]\n", "my.txt:1: a phase of 99 counts"),
        ("[inhale 4 pulse 9] In.\n", "pulses [9]"),
        ("[exercise ../../x]\nSit.\n", "can't read [exercise ../../x]"),
    ],
)
def test_a_bad_narration_is_named_with_its_line(project: Path, refused: Refused, content: str, words: str) -> None:
    (project / "my.txt").write_text(content, encoding="utf-8")

    assert words in refused("build", "my.txt", "--voice", "tone")


@pytest.mark.parametrize("choice", ["reps 2", "detail full", "side left", "avoid knees", "seed 3"])
def test_a_choice_that_a_narration_file_can_not_obey_is_refused(project: Path, refused: Refused, choice: str) -> None:
    """Passing over ``--avoid`` in silence would let somebody do what was to be spared."""
    (project / "my.txt").write_text("Sit.\n", encoding="utf-8")
    name, value = choice.split()

    said = refused("build", "my.txt", f"--{name}", value)

    assert f"my.txt: {name} stands in the narration itself" in said
    assert f"leave --{name} out" in said


def test_a_definition_given_for_a_narration_is_sent_to_its_name(project: Path, refused: Refused) -> None:
    write_exercise(project)

    said = refused("build", "scripts/exercises/mine.toml")

    assert said.count("error: ") == 1
    assert "name the exercise or class: mine" in said


@pytest.mark.parametrize(
    "session",
    ["", "{", "[]", '{"schema": 1}', '{"schema": "audiosession/session/1"}',
     '{"schema": "audiosession/session/1", "audio": 5, "settings": {}}'],
)  # fmt: skip
def test_a_damaged_session_file_is_named_and_the_class_to_be_built_again(
    project: Path, refused: Refused, session: str
) -> None:
    (project / "output" / "mine.mp3").write_bytes(b"sound")
    (project / "output" / "mine.session.json").write_text(session, encoding="utf-8")

    for command in (["verify", "output/mine.mp3"], ["list", "episodes"]):
        said = refused(*command)
        assert "output/mine.session.json: " in said
        assert "build the class again" in said


def test_a_folder_that_can_not_be_read_is_named_and_not_passed_over(project: Path, refused: Refused) -> None:
    """A link to itself can't be read by anybody, not even by root, whom no permission stops."""
    folder = project / "scripts" / "exercises"
    folder.rmdir()
    folder.symlink_to(folder)

    said = refused("check")

    assert "scripts/exercises: " in said
    assert "hint:  " in said


def test_a_bed_that_is_no_sound_is_named(project: Path, refused: Refused) -> None:
    for name, content in {"text.wav": b"no sound at all", "empty.mp3": b""}.items():
        (project / "music" / name).write_bytes(content)
        assert f"{name}" in refused("build", "swan", "--voice", "tone", "--music", f"music/{name}")
    assert "folder" in refused("build", "swan", "--voice", "tone", "--music", "./music")


def test_a_place_that_can_not_be_written_is_told_before_a_word_is_spoken(project: Path, refused: Refused) -> None:
    (project / "output").rmdir()
    (project / "output").write_bytes(b"a file where the folder should be")

    assert "can't be written" in refused("build", "swan", "--voice", "tone")
    assert not (project / "cache" / "takes").exists()


def test_an_old_file_stays_whole_when_a_build_is_refused(project: Path, refused: Refused) -> None:
    old = project / "output" / "mine.tone.mp3"
    old.write_bytes(b"the old one")
    write_exercise(project, breath="exale")

    refused("build", "mine", "--voice", "tone")

    assert old.read_bytes() == b"the old one"
    assert [path.name for path in (project / "output").iterdir()] == ["mine.tone.mp3"]
