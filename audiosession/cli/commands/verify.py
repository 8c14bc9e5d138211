"""`audiosession verify`: a finished file, measured against its session."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiosession.cli.options import AsJson, print_json
from audiosession.cli.saying import print_line, tell
from audiosession.units import clock

if TYPE_CHECKING:
    from audiosession.studio.results import HeardWords, Verified


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A built class; its session file lies beside it.")],
    words: Annotated[
        bool, typer.Option("--words", help="Also listen which lines may not be understood (English; the extra words).")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Decode a finished class and measure it: length, loudness, peak, dead air, and when each line is heard."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    with watching(quiet=as_json) as watch:
        studio = open_studio()
        verified = studio.verify_words(file, watch) if words else studio.verify(file, watch)
    if as_json:
        print_json(verified)
    else:
        for label, value in _rows(verified):
            print_line(f"  {label:<10} {value}")
        for remark in verified.remarks:
            print_line(f"  {'quiet':<10} {remark}")
        for line in verified.words.unclear if verified.words else ():
            print_line(f"  {'':<10} “{line.text}” is heard as {f'“{line.heard}”' if line.heard else 'nothing'}")
    if verified.faults:
        for fault in verified.faults:
            tell(f"error: {file}: {fault}")
        raise typer.Exit(1)
    if not as_json:
        print_line("  all as promised")


def _rows(verified: Verified) -> list[tuple[str, str]]:
    m = verified.measured
    late = "not heard apart from music and tones" if m.onset_p95_ms is None else f"95 % within {m.onset_p95_ms} ms"
    spoken = isfinite(m.speech_lufs)
    heard = [("words", _heard(verified.words))] if verified.words else []
    dead = ", ".join(f"{clock(a)}–{clock(b)}" for a, b in m.dead_air) or "none"
    return [
        ("length", f"{m.length / 1000:.3f} s decoded, {verified.header / 1000:.3f} s by its header"),
        ("loudness", f"speech {m.speech_lufs:.1f} LUFS, in all {m.lufs:.1f} LUFS" if spoken else f"{m.lufs:.1f} LUFS"),
        ("true peak", f"{m.true_peak_dbtp:.1f} dBTP, {m.clipped} samples clipped"),
        ("dead air", dead),
        *([("tones", f"{m.tone_over_bed_db:.1f} dB over the music at least")] if isfinite(m.tone_over_bed_db) else []),
        ("lines", late + (f", {len(verified.missing)} missing" if verified.missing else "")),
        *heard,
    ]


def _heard(words: HeardWords) -> str:
    gone = f"; {len(words.unkept)} are no longer kept: build the class again" if words.unkept else ""
    if not words.lines:
        return f"no line is kept that could be listened to{gone}"
    if not words.unclear:
        return f"all {len(words.lines)} lines are heard as clearly as this voice speaks{gone}"
    return f"{len(words.unclear)} of {len(words.lines)} lines may not be understood{gone}"
