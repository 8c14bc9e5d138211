"""Other ways to the same file, from the same takes, bed and times: one process each.

``python -m tests.benchmarks.peers encode|pydub|ffmpeg FOLDER`` makes a class from what `write_material` wrote there.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np

BIT_RATE = 128_000
RATE = 48_000


def write_material(mp3: Path, cache: Path, folder: Path) -> None:
    """Write what the peers read: the finished class as PCM, each take and the bed as WAV, and where they are placed."""
    from audiosession.codecs.decode import decode_blocks
    from audiosession.sound.segments import AudioSegment
    from audiosession.voices.registry import open_voice
    from audiosession.voices.store import TakeStore

    folder.mkdir(exist_ok=True)
    with (folder / "class.s16").open("wb") as pcm:
        for block in decode_blocks(mp3, channels=2):
            pcm.write(np.rint(block * 32_767).astype(np.int16).tobytes())
    session = json.loads(mp3.with_suffix(".session.json").read_text("utf-8"))
    store, voice = TakeStore(cache / "takes"), open_voice(session["settings"]["voice"])
    names: dict[str, str] = {}
    placed = []
    for event in session["events"]:
        if event["kind"] == "speech":
            text = event["text"]
            if text not in names:
                names[text] = f"take-{len(names)}.wav"
                take = store.find(text=text, spoken=text, address=voice.address)
                assert take is not None
                store.load(take).export(folder / names[text], format="wav").close()
            placed.append((round(1000 * event["start"]), names[text]))
    (loop,) = (cache / "beds").glob("*.pcm")
    bed = AudioSegment(data=loop.read_bytes(), sample_width=2, frame_rate=RATE, channels=2)
    bed.export(folder / "bed.wav", format="wav").close()
    plan = {"length_ms": round(1000 * session["audio"]["duration"]), "placed": placed}
    (folder / "plan.json").write_text(json.dumps(plan))


def encode(folder: Path) -> None:
    """Encode the finished PCM in one go, by the same encoder with the same settings."""
    import av

    pcm = np.memmap(folder / "class.s16", np.int16, "r").reshape(-1, 2)
    encoder = av.CodecContext.create("libmp3lame", "w")
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "stereo", "s16p", BIT_RATE
    encoder.options = {"reservoir": "0"}
    with (folder / "encode.mp3").open("wb") as file:
        for start in range(0, len(pcm), RATE):
            block = np.ascontiguousarray(pcm[start : start + RATE])
            frame = av.AudioFrame.from_ndarray(block.reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = RATE, start
            for packet in encoder.encode(frame):
                file.write(bytes(packet))
        for packet in encoder.encode(None):
            file.write(bytes(packet))


def pydub(folder: Path) -> None:
    """Overlay every take on the whole bed, then export: the script that everybody writes first."""
    warnings.simplefilter("ignore")
    from pydub import AudioSegment

    plan = json.loads((folder / "plan.json").read_text())
    bed = AudioSegment.from_file(folder / "bed.wav")
    mix = (bed * (plan["length_ms"] // len(bed) + 1))[: plan["length_ms"]] - 16
    for start, name in plan["placed"]:
        mix = mix.overlay(AudioSegment.from_file(folder / name), position=start)
    mix.export(folder / "pydub.mp3", format="mp3", bitrate=f"{BIT_RATE // 1000}k").close()


def ffmpeg(folder: Path) -> None:
    """Let one filter graph do all of it: delay and sum the takes, duck the bed under them, sum, encode."""
    plan = json.loads((folder / "plan.json").read_text())
    length_s, placed = plan["length_ms"] / 1000, plan["placed"]
    command = ["ffmpeg", "-v", "error", "-y", "-stream_loop", "-1", "-t", str(length_s), "-i", "bed.wav"]
    for _, name in placed:
        command += ["-i", name]
    graph = [f"[{n}]adelay={start}:all=1[t{n}]" for n, (start, _) in enumerate(placed, 1)]
    takes = "".join(f"[t{n}]" for n in range(1, len(placed) + 1))
    graph += [
        f"{takes}amix=inputs={len(placed)}:normalize=0,apad=whole_dur={length_s},"
        "aformat=channel_layouts=stereo,asplit[voice][key]",
        "[0]volume=-4dB[bed]",
        "[bed][key]sidechaincompress=threshold=0.02:ratio=6:attack=300:release=900[ducked]",
        "[ducked][voice]amix=inputs=2:normalize=0:duration=first[mix]",
    ]
    (folder / "graph.txt").write_text(";\n".join(graph))
    command += ["-filter_complex_script", "graph.txt", "-map", "[mix]", "-c:a", "libmp3lame", "-b:a", str(BIT_RATE)]
    subprocess.run([*command, "ffmpeg.mp3"], cwd=folder, check=True)


def missing(peer: str) -> str:
    """Return why `peer` can't run on this machine; empty where it can."""
    return "needs ffmpeg on the PATH" if peer != "encode" and shutil.which("ffmpeg") is None else ""


if __name__ == "__main__":
    {"encode": encode, "pydub": pydub, "ffmpeg": ffmpeg}[sys.argv[1]](Path(sys.argv[2]))
