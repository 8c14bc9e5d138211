"""The benchmark measures what it says: its peers get what the product has, its edits change one line."""

from __future__ import annotations

import json
import wave
from pathlib import Path

import numpy as np
import pytest

from audiosession.sound.ducking import UNDER_DB
from audiosession.sound.loudness import blocks_of, integrated_loudness, weighted_hops
from audiosession.sound.recipes import BED_LUFS
from audiosession.sound.segments import Samples
from audiosession.units import FRAMES_PER_MS
from tests.benchmarks.__main__ import PARTS
from tests.benchmarks.long_class import edits, narration
from tests.benchmarks.material import write_material

pytestmark = pytest.mark.slow

README = Path(__file__).parent / "README.md"


@pytest.fixture
def material(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the material of a short class, of which nothing was spoken or built before."""
    monkeypatch.setenv("AUDIOSESSION_CACHE", str(tmp_path / "cache"))
    (tmp_path / "short.txt").write_text(narration(0.2))
    write_material(tmp_path, "short.txt", tmp_path / "material")
    return tmp_path / "material"


def sound(path: Path) -> Samples:
    with wave.open(str(path), "rb") as file:
        assert (file.getframerate(), file.getsampwidth()) == (48_000, 2)
        pcm = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        return (pcm.reshape(-1, file.getnchannels()) / 32_768).astype(np.float32)


def test_peers_get_the_takes_the_bed_and_the_times_of_the_product(material: Path) -> None:
    plan = json.loads((material / "plan.json").read_text())

    ends = [start + len(sound(material / name)) // FRAMES_PER_MS for start, name in plan["placed"]]
    starts = [start for start, _ in plan["placed"]]
    assert len(starts) >= 3
    assert all(end <= start for end, start in zip(ends, [*starts[1:], plan["length_ms"]], strict=True))
    assert all(np.abs(sound(material / name)).max() > 0.1 for _, name in plan["placed"])
    bed = sound(material / "bed.wav")
    assert bed.shape == (189_000 * FRAMES_PER_MS, 2)
    # Loudness is told to a tenth, and some minutes of a bed are not gated as all its round is.
    assert integrated_loudness(blocks_of(weighted_hops(bed))) + plan["bed_db"] == pytest.approx(BED_LUFS, abs=0.2)
    assert plan["ducked_db"] == plan["bed_db"] + UNDER_DB


def test_the_encoder_alone_gets_all_of_the_finished_sound(material: Path) -> None:
    plan = json.loads((material / "plan.json").read_text())
    pcm = np.fromfile(material / "class.s16", np.int16).reshape(-1, 2)

    assert len(pcm) == plan["length_ms"] * FRAMES_PER_MS
    for start, _ in plan["placed"]:
        assert np.abs(pcm[start * FRAMES_PER_MS :][: 300 * FRAMES_PER_MS]).max() > 3_000


def test_each_edit_changes_one_line_and_all_lines_have_one() -> None:
    text = narration(6, exercises=3)
    found = list(edits(text))

    changed = []
    for edit in found:
        pairs = list(zip(text.splitlines(), edit.text.splitlines(), strict=True))
        [number] = [number for number, (before, after) in enumerate(pairs) if before != after]
        changed.append(number)
        assert text.splitlines()[:number].count(f"[section Exercise {edit.exercise + 1}]") == 1
        assert f"[section Exercise {edit.exercise + 2}]" not in text.splitlines()[:number]
    spoken = [number for number, line in enumerate(text.splitlines()) if line.endswith(".")]
    assert changed == spoken


def test_every_part_is_told_in_the_readme() -> None:
    rows = [line for line in README.read_text("utf-8").splitlines() if line.startswith("|")]

    assert [part for part in PARTS if part != "profile" and not any(f"| `{part}` |" in row for row in rows)] == []
