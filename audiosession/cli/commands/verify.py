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
    from audiosession.studio.results import Verified


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A built class; its session file lies beside it.")],
    as_json: AsJson = False,
) -> None:
    """Decode a finished class and measure it: length, loudness, peak, dead air, and when each line is heard."""
    from audiosession.cli.progress import watching
    from audiosession.studio.studio import open_studio

    with watching(quiet=as_json) as watch:
        verified = open_studio().verify(file, watch)
    if as_json:
        print_json(verified)
    else:
        for label, value in _rows(verified):
            print_line(f"  {label:<10} {value}")
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
    dead = ", ".join(f"{clock(a)}–{clock(b)}" for a, b in m.dead_air) or "none"
    return [
        ("length", f"{m.length / 1000:.3f} s decoded, {verified.header / 1000:.3f} s by its header"),
        ("loudness", f"speech {m.speech_lufs:.1f} LUFS, in all {m.lufs:.1f} LUFS" if spoken else f"{m.lufs:.1f} LUFS"),
        ("true peak", f"{m.true_peak_dbtp:.1f} dBTP, {m.clipped} samples clipped"),
        ("dead air", dead),
        *([("tones", f"{m.tone_over_bed_db:.1f} dB over the music at least")] if isfinite(m.tone_over_bed_db) else []),
        ("lines", late + (f", {len(verified.missing)} missing" if verified.missing else "")),
    ]
