"""The cache of takes: whole, checked, shared, bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from support.counted_calls import counted_calls
from tone_voice import ToneVoice

from audiosession.errors import OutputError, VoiceError
from audiosession.sound.loudness import blocks_of, integrated_loudness
from audiosession.sound.segments import to_samples
from audiosession.voices.speaking import takes_for
from audiosession.voices.store import Take, TakeStore
from audiosession.voices.take import SPEECH_LUFS

LINES = ["Breathe in.", "Breathe out, and kick.", "Two."]


def spoken(folder: Path, lines: list[str] = LINES) -> tuple[ToneVoice, dict[str, Take]]:
    voice = ToneVoice()
    return voice, takes_for(voice, lines, TakeStore(folder))


def test_a_take_loads_as_long_as_it_says(tmp_path: Path) -> None:
    _, takes = spoken(tmp_path)

    for take in takes.values():
        assert len(TakeStore(tmp_path).load(take)) == take.duration


@pytest.mark.parametrize("damage", ["flip", "cut", "empty"])
def test_a_damaged_take_is_noticed_and_made_again(tmp_path: Path, damage: str) -> None:
    _, takes = spoken(tmp_path)
    path = TakeStore(tmp_path).takes()[0].path
    content = bytearray(path.read_bytes())
    content[5000] ^= 0xFF
    path.write_bytes({"flip": bytes(content), "cut": bytes(content[:4000]), "empty": b""}[damage])

    voice, again = spoken(tmp_path)

    assert len(voice.asked) == 1
    assert again == takes


def test_a_take_is_found_at_a_glance_without_a_byte_of_it_read(tmp_path: Path) -> None:
    voice, takes = spoken(tmp_path)
    store = TakeStore(tmp_path)

    with counted_calls() as calls:
        found = {text: store.glance(text=text, spoken=text, address=voice.address) for text in (*LINES, "Three.")}

    assert found == {**takes, "Three.": None}
    assert calls == []


def test_a_take_that_went_after_it_was_found_is_an_error_and_no_silence(tmp_path: Path) -> None:
    _, takes = spoken(tmp_path)
    for stored in TakeStore(tmp_path).takes():
        stored.path.unlink()

    with pytest.raises(VoiceError, match="gone or damaged"):
        TakeStore(tmp_path).load(takes["Two."])


def test_pruning_removes_what_was_used_longest_ago_until_the_limit_holds(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    spoken(tmp_path)
    for age, stored in enumerate(store.takes()):
        os.utime(stored.path, (1e9 - age, 1e9 - age))
    oldest, *rest = store.takes()

    removed = store.prune(sum(stored.size for stored in rest))

    assert [stored.path for stored in removed] == [oldest.path]
    assert store.takes() == rest


def test_a_take_is_measured_once_and_its_energies_tell_its_loudness(tmp_path: Path) -> None:
    _, takes = spoken(tmp_path)
    take = takes["Breathe out, and kick."]
    energies = TakeStore(tmp_path).energies(take)

    assert len(energies) == take.duration
    # Ten milliseconds more or less at the ends of blocks: a take is levelled to -16 LUFS over all of them.
    assert integrated_loudness(blocks_of(energies[: take.duration // 100 * 100].reshape(-1, 100).mean(axis=1))) == (
        pytest.approx(SPEECH_LUFS, abs=0.3)
    )
    for stored in TakeStore(tmp_path).takes():
        stored.path.unlink()
    np.testing.assert_array_equal(TakeStore(tmp_path).energies(take), energies)


def test_the_envelope_of_a_take_is_found_out_once_and_is_as_far_as_it_swings(tmp_path: Path) -> None:
    _, takes = spoken(tmp_path)
    take = takes["Breathe out, and kick."]
    store = TakeStore(tmp_path)
    envelope = store.envelope(take)
    swing = np.abs(to_samples(store.load(take))[:, 0])

    assert len(envelope) == -(-take.duration // 10)
    assert [round(255 * float(swing[at * 480 : (at + 1) * 480].max())) for at in range(len(envelope))] == list(envelope)
    for stored in TakeStore(tmp_path).takes():
        stored.path.unlink()
    np.testing.assert_array_equal(TakeStore(tmp_path).envelope(take), envelope)


def test_pruning_a_take_removes_what_was_measured_of_it(tmp_path: Path) -> None:
    _, takes = spoken(tmp_path)
    store = TakeStore(tmp_path)
    for take in takes.values():
        store.energies(take)
        store.envelope(take)

    store.prune(limit=0)

    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [".held"]  # the tally: nothing


def test_a_store_of_takes_keeps_its_bound_by_itself(tmp_path: Path) -> None:
    takes_for(ToneVoice(), [f"Line {n}." for n in range(60)], TakeStore(tmp_path, limit=1_000_000))

    kept = sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file())
    assert 500_000 < kept < 2_000_000


def test_using_a_take_makes_it_young_again(tmp_path: Path) -> None:
    store = TakeStore(tmp_path)
    spoken(tmp_path)
    for stored in store.takes():
        os.utime(stored.path, (1e9, 1e9))

    spoken(tmp_path, ["Two."])

    assert [stored.used > 1e9 for stored in store.takes()] == [False, False, True]


def test_two_builds_at_once_share_the_store(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from tone_voice import ToneVoice;"
        "from audiosession.voices.speaking import takes_for; from audiosession.voices.store import TakeStore;"
        "store = TakeStore(Path(sys.argv[1]));"
        "takes = takes_for(ToneVoice(), [f'Line {n}.' for n in range(40)], store);"
        "print(sum(len(store.load(take)) for take in takes.values()))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "plugins")}
    builds = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, env=environment)
        for _ in range(2)
    ]
    results = [build.communicate()[0] for build in builds]

    assert results[0] == results[1] != b""
    assert len(TakeStore(tmp_path).takes()) == 40
    assert not list(tmp_path.rglob("*.partial"))


def test_a_cache_that_can_not_be_written_is_an_error_with_a_cure(tmp_path: Path) -> None:
    (tmp_path / "takes").write_text("a file where the folder should be")

    with pytest.raises(OutputError) as caught:
        spoken(tmp_path / "takes")

    assert "AUDIOSESSION_CACHE" in caught.value.hint
