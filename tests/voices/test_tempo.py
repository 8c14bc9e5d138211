"""One tempo for all voices: each speaks as fast as it is asked to, over lines that it was not measured by."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.long_lines import LONG
from support.piper_model import make_voice
from support.speech_server import SpeechServer
from support.tls_proxy import running

from audiosession.building.build import build
from audiosession.building.gather import gather
from audiosession.errors import DefinitionError, FaultsError, VoiceError
from audiosession.project.languages import read_language, tempo_of
from audiosession.project.project import Project, open_project
from audiosession.session import parse_session
from audiosession.spelling import n_words
from audiosession.voices.piper.found import PackagedVoice
from audiosession.voices.registry import open_voice
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import TakeStore
from audiosession.voices.tempos.heard import FEWEST, heard_tempos
from audiosession.voices.tempos.tempo import LONG_LINE, PacedVoice, Tempo, seconds_a_word
from audiosession.voices.voice import Voice
from audiosession.writing.choices import Defaults, choose
from audiosession.writing.plan import Plan

pytestmark = pytest.mark.slow

WITHIN = 0.08
"""So far a tempo may be from what is asked for: lines of ten words differ from each other by more than that."""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "scripts").mkdir()
    return Project(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "https_proxy", "http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with running(SpeechServer()) as server:
        yield server


@pytest.fixture
def unknown(tmp_path: Path, packaged_voice: PackagedVoice) -> Path:
    """A real voice of Piper whose own tempo nobody knows: it lies where somebody put it."""
    assert packaged_voice.path is not None
    model = tmp_path / "en_US-somebody-medium.onnx"
    for end in ("", ".json"):
        shutil.copy(f"{packaged_voice.path}{end}", f"{model}{end}")
    return model


def english(asked: int) -> Tempo:
    """Return the tempo of a class in English that asks for `asked` words a minute."""
    tempo = tempo_of(open_project(Path(__file__).parent), Defaults())
    return Tempo(usual=tempo.usual, asked=asked, lines=tempo.lines)


def heard(voice: Voice, store: TakeStore) -> float:
    """Return how many words a minute `voice` speaks over the long lines."""
    return 60 / seconds_a_word(takes_for(voice, LONG, store).values())


def test_the_lines_that_voices_are_measured_by_are_long_and_none_of_those_that_judge_them() -> None:
    lines = english(140).lines

    assert len(lines) >= FEWEST
    assert all(n_words(line) >= LONG_LINE for line in (*lines, *LONG))
    assert not set(lines) & set(LONG)


@pytest.mark.parametrize(
    ("spec", "asked"),
    [*(("espeak", asked) for asked in (110, 125, 140, 170)), ("espeak:en-gb", 110), ("espeak:en-us+f4", 170)],
)
def test_the_embedded_voice_speaks_as_fast_as_it_is_asked_to(spec: str, asked: int, tmp_path: Path) -> None:
    voice = open_voice(spec, {}, english(asked))

    assert heard(voice, TakeStore(tmp_path)) == pytest.approx(asked, rel=WITHIN)


def test_it_is_measured_where_its_rests_are_others(tmp_path: Path) -> None:
    voice = open_voice("espeak", {"espeak": {"comma_pause": 700}}, english(140))

    assert heard(voice, TakeStore(tmp_path)) == pytest.approx(140, rel=WITHIN)


@pytest.mark.peers
def test_a_voice_of_piper_that_nobody_knows_is_measured(tmp_path: Path, unknown: Path) -> None:
    voice = open_voice(f"piper:{unknown}", {}, english(140))

    assert heard(voice, TakeStore(tmp_path / "takes")) == pytest.approx(140, rel=WITHIN)


@pytest.mark.parametrize("asked", [125, 140])
def test_a_voice_whose_sounds_are_all_of_one_length_is_measured(asked: int, tmp_path: Path) -> None:
    voice = open_voice(f"piper:{make_voice(tmp_path)}", {}, english(asked))

    assert heard(voice, TakeStore(tmp_path / "takes")) == pytest.approx(asked, rel=WITHIN)


@pytest.mark.parametrize("asked", [125, 140])
def test_a_server_is_asked_for_the_speed_that_makes_the_tempo(asked: int, tmp_path: Path, server: SpeechServer) -> None:
    voice = open_voice("openai:nova", {"openai": {"base_url": server.url}}, english(asked))

    assert heard(voice, TakeStore(tmp_path)) == pytest.approx(asked, rel=WITHIN)


def test_a_server_is_measured_once_whatever_is_spoken_later(tmp_path: Path, server: SpeechServer) -> None:
    settings, store = {"openai": {"base_url": server.url}}, TakeStore(tmp_path)
    takes_for(open_voice("openai:nova", settings, english(140)), LONG[:1], store)
    measured = len(server.asked) - 1

    takes_for(open_voice("openai:nova", settings, english(140)), LONG[1:2], store)
    takes_for(open_voice("openai:nova", settings, english(120)), LONG[:1], store)

    assert len(server.asked) == measured + 3
    assert len({one["speed"] for one in server.asked}) == 4  # its own, a slower one, and one for each tempo


def test_a_server_that_takes_no_notice_of_speed_speaks_at_its_own(tmp_path: Path, server: SpeechServer) -> None:
    server.heeds_speed = False
    takes_for(open_voice("openai:nova", {"openai": {"base_url": server.url}}, english(90)), LONG, TakeStore(tmp_path))

    assert {one["speed"] for one in server.asked if one["input"] in LONG} == {1.0}


def test_who_measured_a_voice_is_no_part_of_the_name_of_a_take(tmp_path: Path, server: SpeechServer) -> None:
    settings = {"openai": {"base_url": server.url}}
    names = []
    for own in (1.0, 1.3):
        server.own_speed = own
        voice = open_voice("openai:nova", settings, english(140))
        names.append(takes_for(voice, LONG[:1], TakeStore(tmp_path / f"{own}"))[LONG[0]].digest)

    assert names[0] == names[1]


@pytest.mark.parametrize(
    ("engine", "setting"), [("espeak", {"rate": 130}), ("openai", {"speed": 0.8, "base_url": "http://127.0.0.1:1/v1"})]
)
def test_a_measure_of_its_own_wins_over_every_tempo(engine: str, setting: dict[str, object]) -> None:
    voices = [open_voice(engine, {engine: setting}, english(asked)) for asked in (100, 160)]

    assert voices[0].address == voices[1].address
    assert [voice.words_per_minute for voice in voices if isinstance(voice, PacedVoice)] == [None, None]


def test_the_class_goes_before_the_settings_of_the_voice_and_these_before_what_is_usual() -> None:
    own, none = {"espeak": {"words_per_minute": 130}}, {"espeak": {}}
    asked = [
        open_voice("espeak", own, Tempo(usual=150, asked=110)),
        open_voice("espeak", own, Tempo(usual=150)),
        open_voice("espeak", none, Tempo(usual=150)),
        open_voice("espeak", none),
    ]

    assert [voice.words_per_minute for voice in asked if isinstance(voice, PacedVoice)] == [110, 130, 150, 140]
    assert len({voice.address for voice in asked}) == 4


def test_in_a_language_without_lines_a_server_is_asked_for_a_calm_speed(server: SpeechServer, tmp_path: Path) -> None:
    voice = open_voice("openai:nova", {"openai": {"base_url": server.url}}, Tempo(usual=140))
    takes_for(voice, LONG[:1], TakeStore(tmp_path))

    assert [one["speed"] for one in server.asked] == [0.9]


def test_what_a_voice_was_heard_at_is_kept_for_whoever_chooses_one(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    for asked in (140, 120):
        takes_for(open_voice("espeak", {}, english(asked)), LONG, store)
        takes_for(open_voice("espeak", {}, english(asked)), ["Hold.", *LONG[:FEWEST]], store)
        takes_for(open_voice("tone", {}), LONG[: FEWEST - 1], store)

    (one,) = heard_tempos(store)
    assert (one.voice, one.n_lines) == ("espeak:en-us", len(LONG))
    assert one.words_per_minute == pytest.approx(120, rel=WITHIN)


def test_what_nobody_can_read_of_that_is_as_if_it_were_not_there(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    takes_for(open_voice("espeak"), LONG, store)
    (file,) = tmp_path.rglob("*.tempo")
    file.write_bytes(b"x" * 100)

    assert heard_tempos(store) == ()


def plan(project: Project, name: str) -> Plan:
    written = gather(project, name, choose(Defaults())).written
    assert written.plan is not None
    return written.plan


def test_breath_practices_are_calmer_and_a_class_is_what_all_its_exercises_are(project: Project) -> None:
    tempos = {
        name: tempo_of(project, Defaults(), plan(project, name)).usual
        for name in ("box-breathing", "breathing", "breath:4-7-8x4", "single-leg-kick", "back-body")
    }

    assert list(tempos.values()) == [125, 125, 125, 140, 140]


def test_a_class_that_says_a_tempo_is_spoken_at_it(project: Project) -> None:
    classes = project.scripts / "classes"
    classes.mkdir()
    for name, said in {"calm": "words_per_minute = 100\n", "mixed": ""}.items():
        uses = "".join(f'[[exercise]]\nuse = "{one}"\n' for one in ("settling-breath", "spine-twist"))
        (classes / f"{name}.toml").write_text(f'title = "{name}"\n{said}{uses}', "utf-8")

    assert gather(project, "calm", choose(Defaults())).tempo.asked == 100
    assert gather(project, "mixed", choose(Defaults())).tempo.asked is None
    assert gather(project, "mixed", choose(Defaults())).tempo.usual == 140


def test_what_is_chosen_for_a_build_goes_before_the_class(project: Project) -> None:
    inputs = gather(project, "box-breathing", choose(Defaults(), words_per_minute=110))

    assert (inputs.tempo.asked, inputs.path.stem) == (110, "box-breathing.110wpm")
    with pytest.raises(DefinitionError, match="20 words a minute"):
        choose(Defaults(), words_per_minute=20)


def test_what_the_defaults_say_holds_for_every_class_that_says_nothing(project: Project) -> None:
    (project.scripts / "show.toml").write_text("[defaults]\nwords_per_minute = 110\n", "utf-8")

    for name in ("single-leg-kick", "box-breathing"):
        inputs = gather(project, name, choose(Defaults()))
        assert inputs.tempo.aim({}).words_per_minute == 110


def test_another_tempo_is_another_class_and_the_session_tells_it(project: Project) -> None:
    text = project.root / "mine.txt"
    text.write_text("[class Mine]\nSit down on your mat.\n[inhale 2] In.\n[exhale 2] Out.\n", "utf-8")
    wanted = choose(Defaults(), voice="espeak", music="none")
    path = build(project, gather(project, str(text), wanted)).path.with_suffix(".session.json")
    first = parse_session(path.read_bytes(), "x")
    (project.scripts / "show.toml").write_text("[defaults]\nwords_per_minute = 110\n", "utf-8")
    build(project, gather(project, str(text), wanted))
    second = parse_session(path.read_bytes(), "x")

    assert (first.settings.words_per_minute, second.settings.words_per_minute) == (140, 110)
    assert {"the tempo", "the voice"} <= {
        name for name in second.made_from if first.made_from[name] != second.made_from[name]
    }


def test_a_narration_in_a_language_that_nobody_wrote_is_spoken_at_the_usual_tempo(project: Project) -> None:
    (project.scripts / "show.toml").write_text('[defaults]\nlanguage = "fi"\n', "utf-8")

    assert tempo_of(project, Defaults(language="fi")) == Tempo(usual=140)


def test_a_narration_in_another_language_has_the_tempo_of_that_and_its_lines(project: Project) -> None:
    text = project.root / "mine.txt"
    text.write_text("[class Meine]\nSetz dich auf deine Matte.\n[inhale 2] Ein.\n[exhale 2] Aus.\n", "utf-8")
    german = read_language(project, "de").tempo

    tempo = gather(project, str(text), choose(Defaults(), language="de")).tempo
    assert tempo == Tempo(usual=german.words_per_minute, lines=german.lines)
    assert gather(project, str(text), choose(Defaults())).tempo.usual == 140


@pytest.mark.parametrize("line", ["Hold.", "One two three four."])
def test_a_line_that_is_too_short_to_measure_by_is_refused(project: Project, line: str) -> None:
    languages = project.scripts / "languages"
    languages.mkdir()
    (languages / "en.toml").write_text(f'[tempo]\nlines = ["{line}"]\n', "utf-8")

    with pytest.raises(FaultsError, match="too short to measure a voice by"):
        read_language(project, "en")


def test_a_voice_that_can_not_be_measured_says_so(tmp_path: Path, server: SpeechServer) -> None:
    server.faults = dict.fromkeys(range(1, 40), "404")

    with pytest.raises(VoiceError, match="refuses to speak"):
        takes_for(
            open_voice("openai:nova", {"openai": {"base_url": server.url}}, english(140)), LONG, TakeStore(tmp_path)
        )
