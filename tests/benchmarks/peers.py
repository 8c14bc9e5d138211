"""Other ways to the same file, from the same takes, bed and times, or from the finished PCM: one process each.

``python -m tests.benchmarks.peers pydub|ffmpeg FOLDER`` makes a class from what `material.write_material` wrote there.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

BIT_RATE = 128_000
_LAME = "lame --quiet -r -s 48 --bitwidth 16 --signed --little-endian -q 3 --nores --cbr -b 128 class.s16 lame.mp3"
"""As our encoder is told: constant 128 kbit/s, quality 3, no reservoir; joint stereo is LAME's default, and ours."""
_NEEDS = {"lame": "lame", "ffmpeg": "ffmpeg", "pydub": "ffmpeg"}


def missing(peer: str) -> str:
    """Return why `peer` can't run on this machine; empty where it can."""
    return "" if shutil.which(_NEEDS[peer]) else f"needs {_NEEDS[peer]} on the PATH"


def command(peer: str, material: Path) -> list[str]:
    """Return how `peer` makes its file of `material`, run in that folder."""
    if peer == "lame":
        return _LAME.split()
    return [sys.executable, "-m", "tests.benchmarks.peers", peer, str(material)]


def told(peer: str) -> str:
    """Tell what `peer` is and which encoder of which version it calls."""
    if peer == "lame":
        return f"LAME {_version('lame')} of this system, one core (-q 3 --nores --cbr -b 128)"
    encoder = f"libmp3lame of ffmpeg {_version('ffmpeg')}"
    return {
        "ffmpeg": f"one ffmpeg filter graph, {encoder}",
        "pydub": f"a plain script with pydub {importlib.metadata.version('pydub')}, {encoder}",
    }[peer]


def _version(program: str) -> str:
    asked = subprocess.run(
        [program, "-version" if program == "ffmpeg" else "--version"], capture_output=True, text=True, check=True
    )
    found = re.search(r"version (\S+)", asked.stdout)
    return found[1].partition("-")[0] if found else "of an unknown version"


def pydub(folder: Path) -> None:
    """Overlay every take on the whole bed, then export: the script that everybody writes first.

    It knows no ducking, so the bed is all along as low as it is under the voice.
    """
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

    plan = json.loads((folder / "plan.json").read_text())
    bed = AudioSegment.from_file(folder / "bed.wav")
    mix = (bed * (plan["length_ms"] // len(bed) + 1))[: plan["length_ms"]] + plan["ducked_db"]
    for start, name in plan["placed"]:
        mix = mix.overlay(AudioSegment.from_file(folder / name), position=start)
    mix.export(folder / "pydub.mp3", format="mp3", bitrate=f"{BIT_RATE // 1000}k").close()


def ffmpeg(folder: Path) -> None:
    """Let one filter graph do all of it: delay and sum the takes, duck the bed under them, sum, encode."""
    plan = json.loads((folder / "plan.json").read_text())
    length_s, placed = plan["length_ms"] / 1000, plan["placed"]
    words = ["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-t", str(length_s), "-i", "bed.wav"]
    for _, name in placed:
        words += ["-i", name]
    graph = [f"[{n}]adelay={start}:all=1[t{n}]" for n, (start, _) in enumerate(placed, 1)]
    takes = "".join(f"[t{n}]" for n in range(1, len(placed) + 1))
    graph += [
        f"{takes}amix=inputs={len(placed)}:normalize=0,apad=whole_dur={length_s},"
        "aformat=channel_layouts=stereo,asplit[voice][key]",
        f"[0]volume={plan['bed_db']}dB[bed]",
        "[bed][key]sidechaincompress=threshold=0.02:ratio=6:attack=300:release=900[ducked]",
        "[ducked][voice]amix=inputs=2:normalize=0:duration=first[mix]",
    ]
    (folder / "graph.txt").write_text(";\n".join(graph))
    words += ["-filter_complex_script", "graph.txt", "-map", "[mix]", "-c:a", "libmp3lame", "-b:a", str(BIT_RATE)]
    subprocess.run([*words, "ffmpeg.mp3"], cwd=folder, check=True)


if __name__ == "__main__":
    {"pydub": pydub, "ffmpeg": ffmpeg}[sys.argv[1]](Path(sys.argv[2]))
