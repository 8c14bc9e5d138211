"""A class in two voices: the second says counts, call-outs and lines of its own, and all is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.whole_builds import build
from tone_voice import ToneVoice, VariedToneVoice

from audiosession.building.gather import gather
from audiosession.building.orders.again import gather_again, refuse_changed
from audiosession.building.place import place_class, rehearse
from audiosession.cli.summary import say_built
from audiosession.errors import DefinitionError, FaultsError
from audiosession.progress import unwatched
from audiosession.project.project import Project
from audiosession.project.show_faults import build_faults
from audiosession.studio.studio import open_studio
from audiosession.timing.blocks import TURN
from audiosession.timing.timeline import from_event, to_events
from audiosession.writing.choices import Choices, Defaults, choose

pytestmark = pytest.mark.slow

TEXT = """\
[class Two]
[section One]
two
[voice 2] Well done, all of you.
[inhale 4 count - / two / three] In.
[call -1] Now.
[exhale 4] [voice 2] One. [voice 1] Let go.
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scripts" / "exercises").mkdir(parents=True)
    (tmp_path / "output").mkdir()
    (tmp_path / "two.txt").write_text(TEXT.replace("count - / ", "count one / "), encoding="utf-8")
    return Project(tmp_path)


def chosen(count_voice: str | None = "tone:varied") -> Choices:
    return choose(Defaults(voice="tone", music="none"), count_voice=count_voice)


def test_a_text_that_both_say_is_spoken_by_each(project: Project) -> None:
    order = gather(project, "two.txt", chosen())
    spoken = place_class(project, order, unwatched, lambda line: None).spoken

    assert spoken.takes["two"].address == ToneVoice().address
    assert spoken.takes["[voice 2] two"].address == VariedToneVoice().address
    assert spoken.takes["[voice 2] two"].text == "two"
    assert (spoken.name, spoken.second and spoken.second.name) == ("tone:en", "tone:varied")


def test_without_a_second_voice_the_first_says_all_of_it_as_before(project: Project) -> None:
    order = gather(project, "two.txt", chosen("none"))
    placed = place_class(project, order, unwatched, lambda line: None)

    assert {take.address for take in placed.spoken.takes.values()} == {ToneVoice().address}
    assert {clip.voice for clip in placed.timeline.clips()} == {None}
    assert "One. Let go." in placed.spoken.takes


def test_the_session_tells_who_says_what_and_who_the_second_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    built = build(project, "two.txt", chosen())

    said = [(e.text, e.voice, e.call) for e in built.session.events if e.kind == "speech"]
    assert said == [
        ("two", None, None), ("Well done, all of you.", 2, None), ("In.", None, None), ("two", 2, None),
        ("three", 2, None), ("Now.", 2, True), ("One.", 2, None), ("Let go.", None, None),
    ]  # fmt: skip
    settings = built.session.settings
    assert (settings.voice, settings.count_voice, settings.count_voice_asked) == (
        "tone:en", "tone:varied", "tone:varied"
    )  # fmt: skip
    assert {"the voice", "the second voice"} <= set(built.session.made_from)
    say_built(built)
    assert "voice    tone:en, counts by tone:varied\n" in capsys.readouterr().out
    assert built.path.name == "two.tone-no-music-counts-tone-varied.mp3"
    captions = built.path.with_suffix(".vtt").read_text("utf-8")
    assert "One. Let go." in captions
    assert "voice" not in captions


def test_where_two_share_a_line_the_other_goes_on_after_a_short_wait(project: Project) -> None:
    order = gather(project, "two.txt", chosen())
    voice = place_class(project, order, unwatched, lambda line: None).timeline.track("voice")

    one, go = voice[-2:]
    assert (one.text, go.text) == ("One.", "Let go.")
    assert go.start - one.end == TURN
    assert [from_event(row) for row in to_events(voice)] == list(voice)


def test_a_rehearsal_reckons_with_both(project: Project) -> None:
    order = gather(project, "two.txt", chosen())
    placed = place_class(project, order, unwatched, lambda line: None)

    rehearsed = rehearse(project, order)

    assert rehearsed.n_guessed == 0
    assert rehearsed.timeline.clips() == placed.timeline.clips()


def test_a_take_of_the_second_voice_is_chosen_by_its_name(project: Project) -> None:
    studio = open_studio(project.root)
    told = studio.voices.retake("two.txt", "[voice 2] two", voice="tone", count_voice="tone:varied")
    assert (told.voice, told.text, told.new) == ("tone:varied", "two", 2)

    built = build(project, "two.txt", chosen())

    assert [(e.text, e.voice, e.take) for e in built.session.events if e.take] == [("two", 2, 2)]


def test_a_class_is_built_again_in_both_and_refused_where_the_second_is_another(project: Project) -> None:
    built = build(project, "two.txt", chosen())
    session = built.path.with_suffix(".session.json")

    again = gather_again(project, session)
    refuse_changed(again)
    assert build(project, "two.txt", chosen()).unchanged
    assert again.inputs.count_voice == "tone:varied"
    assert again.inputs.digest == built.session.inputs
    show = project.scripts / "show.toml"
    show.write_text("[voices.tone]\nseconds_per_letter = 0.07\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match="the second voice"):
        refuse_changed(gather_again(project, session))


def test_an_exercise_is_counted_by_the_second_voice_and_led_by_the_first(project: Project) -> None:
    order = gather(project, "single-leg-kick", chosen())
    events = place_class(project, order, unwatched, lambda line: None).timeline.track("voice")

    counted = {clip.text for clip in events if clip.voice == 2}
    assert counted <= {"Last one.", "Halfway.", "One.", "Two.", "Three.", "Four.", "Five."}
    assert "Last one." in counted
    plain = place_class(project, gather(project, "single-leg-kick", chosen("none")), unwatched, lambda line: None)
    breaths = [[(c.start, c.end) for c in one if c.rep] for one in (
        place_class(project, order, unwatched, lambda line: None).timeline.track("breath"),
        plain.timeline.track("breath"),
    )]  # fmt: skip
    assert [end - start for start, end in breaths[0]] == [end - start for start, end in breaths[1]]


def test_show_toml_names_a_second_voice_and_one_that_there_is_not_is_told(project: Project) -> None:
    show = project.scripts / "show.toml"
    show.write_text('[defaults]\nvoice = "tone"\nmusic = "none"\ncount_voice = "tone:varied"\n', encoding="utf-8")
    assert build(project, "two.txt", studio_choices(project)).session.settings.count_voice == "tone:varied"

    show.write_text('[defaults]\ncount_voice = "espaek"\n', encoding="utf-8")
    assert [(fault.line, fault.message) for fault in build_faults(project)] == [(2, 'there is no voice "espaek"')]


def studio_choices(project: Project) -> Choices:
    return open_studio(project.root)._chosen()


def test_lines_of_the_second_voice_need_no_recording_of_the_first(project: Project, tmp_path: Path) -> None:
    made = open_studio(project.root).recording_list("two.txt", tmp_path / "own", count_voice="tone:varied")

    assert [row.text for row in made.needed] == ["two", "In.", "Let go."]
    for row in made.rows:
        ToneVoice().speak(row.text).export(tmp_path / "own" / f"{row.file}.wav", format="wav").close()
    own = choose(Defaults(voice=f"recorded:{tmp_path / 'own'}", music="none"), count_voice="tone:varied")
    spoken = place_class(project, gather(project, "two.txt", own), unwatched, lambda line: None).spoken
    assert spoken.takes["[voice 2] Now."].address == VariedToneVoice().address
    alone = choose(Defaults(voice=f"recorded:{tmp_path / 'own'}", music="none"))
    with pytest.raises(FaultsError, match="is not recorded"):
        place_class(project, gather(project, "two.txt", alone), unwatched, lambda line: None)


def test_counts_within_the_lines_of_a_breath_are_the_second_voices(project: Project) -> None:
    order = gather(project, "box-breathing", chosen())
    said = {
        (clip.text, clip.voice)
        for clip in place_class(project, order, unwatched, lambda line: None).timeline.track("voice")
    }

    assert {("In", None), ("two", 2), ("three.", 2), ("Last one.", 2), ("In.", None)} <= said
    assert ("two", None) not in said
