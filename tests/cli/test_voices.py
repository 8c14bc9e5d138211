"""The voices commands, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.long_lines import LONG
from typer.testing import CliRunner, Result

from audiosession.cli.app import app
from audiosession.cli.report import told
from audiosession.codecs.decode import decode
from audiosession.errors import AudioSessionError, FaultsError, VoiceError
from audiosession.project.project import open_project
from audiosession.project.stores import take_store
from audiosession.sound.loudness import k_weighted, weighted_speech_loudness
from audiosession.voices.registry import open_voice
from audiosession.voices.speaking import takes_for

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def studio(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("AUDIOSESSION_VOICES", str(tmp_path / "voices"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def typed(*words: str) -> Result:
    result = CliRunner().invoke(app, words)
    if isinstance(result.exception, AudioSessionError):
        raise result.exception
    return result


def test_every_engine_is_told_with_its_privacy_and_its_cost() -> None:
    rows = {row["name"]: row for row in json.loads(typed("voices", "--json").stdout)}

    assert {"espeak", "gtts", "piper", "openai", "command", "recorded", "tone"} <= set(rows)
    assert "not verified" in rows["gtts"]["privacy"]
    assert rows["espeak"]["ready"]
    assert "en-us" in rows["espeak"]["languages"]
    assert rows["piper"]["cure"].startswith("audiosession voices add")
    assert "stays on this machine" in typed("voices").stdout


def test_each_engine_tells_the_tempo_that_is_set_and_the_one_that_was_heard(studio: Path) -> None:
    (studio / "scripts").mkdir()
    told = "[defaults]\nwords_per_minute = 120\n[voices.piper]\nwords_per_minute = 130\n[voices.espeak]\nrate = 100\n"
    (studio / "scripts/show.toml").write_text(told, "utf-8")
    takes_for(open_voice("tone"), LONG, take_store(open_project(studio)))

    rows = {row["name"]: row for row in json.loads(typed("voices", "--json").stdout)}

    set_to = {name: rows[name]["words_per_minute"] for name in ("openai", "piper", "espeak", "gtts", "tone")}
    assert set_to == {"openai": 120, "piper": 130, "espeak": None, "gtts": None, "tone": None}
    # a word of these lines has five letters and a space, each of which this voice hums for 60 ms
    [heard] = rows["tone"]["heard"]
    assert heard == {"voice": "tone:en", "words_per_minute": pytest.approx(190, rel=0.05), "lines": len(LONG)}
    assert rows["gtts"]["heard"] == []
    assert "as rate = 100 has it, under [voices.espeak]" in typed("voices").stdout
    assert f"tone:en was heard at {heard['words_per_minute']} words a minute, over 10 long" in typed("voices").stdout


def test_a_line_is_spoken_to_a_file_at_the_loudness_of_a_class(studio: Path) -> None:
    result = typed("voices", "try", "espeak:en-gb", "Breathe in, and grow long.")

    assert "espeak:en-gb: " in result.stdout
    samples = decode(studio / "espeak-en-gb.wav", channels=1)
    assert weighted_speech_loudness(k_weighted(samples)) == pytest.approx(-16, abs=0.1)


def test_a_wrong_voice_is_refused_with_the_near_miss() -> None:
    with pytest.raises(VoiceError) as caught:
        typed("voices", "try", "espeak:en-uk")

    assert caught.value.hint == 'did you mean "en-us"?'


def test_the_cache_is_shown_and_pruned() -> None:
    for line in ("One.", "Two.", "Three."):
        typed("voices", "try", "tone", line)
    before = json.loads(typed("voices", "cache", "--json").stdout)
    typed("voices", "cache", "--prune")
    kept = json.loads(typed("voices", "cache", "--json").stdout)
    typed("voices", "cache", "--prune", "--limit", "0")
    after = json.loads(typed("voices", "cache", "--json").stdout)

    assert (before["takes"], kept["takes"], after["takes"]) == (3, 3, 0)
    assert before["bytes"] > 50_000
    assert "0 takes, 0.0 MB" in typed("voices", "cache").stdout


def test_check_reads_the_voices_of_show_toml_and_the_lexicon(studio: Path) -> None:
    (studio / "scripts").mkdir()
    (studio / "scripts" / "show.toml").write_text("[voices.espaek]\nrate = 120\n\n[voices.espeak]\nrate = 1\n")
    (studio / "scripts" / "lexicon.toml").write_text('"psoas" = "so us"\n')

    with pytest.raises(FaultsError) as caught:
        typed("check", "saw")

    found = [told(fault) for fault in caught.value.faults]
    assert "scripts/show.toml:1: [voices.espaek] is meant for no engine" in found
    assert 'scripts/show.toml:5: the setting "rate" of the voice "espeak" is 1' in found
    assert 'scripts/lexicon.toml:1: "psoas" stands in no table' in found


def test_a_recording_list_is_written_as_csv_and_as_text_to_print(studio: Path) -> None:
    result = typed("recording-list", "single-leg-kick", "-o", "takes")

    table = (studio / "takes" / "recording-list.csv").read_text("utf-8-sig").splitlines()
    printed = (studio / "takes" / "recording-list.txt").read_text("utf-8")
    assert table[0] == "number,file,text"
    assert table[1].startswith("1,001-")
    assert len(table) > 30
    assert printed.startswith("Single Leg Kick\n")
    assert f"{len(table) - 1} lines, 0 recorded, {len(table) - 1} to record" in result.stdout
    assert "--voice recorded:takes" in result.stdout


def test_lines_are_listed_to_be_recorded_in_another_language(studio: Path) -> None:
    result = typed("recording-list", "single-leg-kick", "--language", "de", "-o", "takes")

    assert (studio / "takes" / "recording-list.txt").read_text("utf-8").startswith("Einzelner Beinkick\n")
    assert "audiosession build single-leg-kick --language de --voice recorded:takes" in result.stdout


def test_a_recording_list_never_overwrites_what_is_no_list(studio: Path) -> None:
    (studio / "takes").mkdir()
    (studio / "takes" / "recording-list.csv").write_text("my shopping\n")

    with pytest.raises(VoiceError, match="is no recording list"):
        typed("recording-list", "single-leg-kick", "-o", "takes")

    assert (studio / "takes" / "recording-list.csv").read_text() == "my shopping\n"


def test_a_line_is_spoken_again_and_the_take_that_is_heard_is_told(studio: Path) -> None:
    (studio / "scripts" / "exercises").mkdir(parents=True)
    line = ("voices", "retake", "saw", "Turn left.", "--voice", "tone:varied")

    told = typed(*line, "-o", "take.wav").stdout.splitlines()

    assert told[0] == "“Turn left.”, by tone:varied"
    assert [row.split()[:2] for row in told[1:3]] == [["take", "1"], ["take", "2"]]
    assert told[2].endswith("new, chosen")
    assert told[3] == "the chosen one → take.wav"
    assert (studio / "take.wav").is_file()
    assert [row["chosen"] for row in json.loads(typed(*line, "--take", "1", "--json").stdout)["takes"]] == [True, False]
    assert typed(*line, "--list").stdout.splitlines()[1].endswith("chosen")
    assert "one of --take, --recording and --list" in typed(*line, "--list", "--take", "2").output
