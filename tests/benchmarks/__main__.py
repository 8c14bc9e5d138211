"""Print what a build costs, as ratios: each pair is measured in turn in one run, and the median counts."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from audiosession.codecs.mp3 import encoder
from audiosession.voices.piper.found import voice_for
from tests.benchmarks.again import edit, preview, variants
from tests.benchmarks.against_peers import ffmpeg, limit, pydub
from tests.benchmarks.articles import article
from tests.benchmarks.bench import Bench, say
from tests.benchmarks.catalogues import catalogue
from tests.benchmarks.first_builds import many, voices
from tests.benchmarks.fleet import fleet
from tests.benchmarks.growing import memory
from tests.benchmarks.heard import heard
from tests.benchmarks.processes import FailedError
from tests.benchmarks.profile import profile
from tests.benchmarks.publishing import publish
from tests.benchmarks.sequencing import sequence
from tests.benchmarks.sharing import store
from tests.benchmarks.short_words import words
from tests.benchmarks.starting import start
from tests.benchmarks.studio import studio
from tests.benchmarks.tempos import tempo

PARTS: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "limit": limit,
    "ffmpeg": ffmpeg,
    "pydub": pydub,
    "voices": voices,
    "tempo": tempo,
    "many": many,
    "edit": edit,
    "variants": variants,
    "preview": preview,
    "memory": memory,
    "heard": heard,
    "profile": profile,
    "publish": publish,
    "words": words,
    "sequence": sequence,
    "article": article,
    "studio": studio,
    "fleet": fleet,
    "store": store,
    "catalogue": catalogue,
}


def main() -> None:
    """Read the options and measure."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="classes of 3 minutes instead of 10 and 30, and one run")
    parser.add_argument("--runs", type=int, metavar="N", help="pairs of each comparison (3)")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--piper-model", type=Path, metavar="PATH.onnx", help="a voice of Piper (one that was added)")
    options = parser.parse_args()
    runs = options.runs or (1 if options.quick else 3)
    piper = f"piper:{options.piper_model.absolute()}" if options.piper_model else voice_for("en")[0]
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[2])
    say(f"on {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}; ours: {encoder().name}", "measured", "wanted")
    with tempfile.TemporaryDirectory() as folder:
        cache = Path(folder) / "cache"
        os.environ["AUDIOSESSION_CACHE"] = str(cache)
        failed = [
            part
            for part in options.only
            if not _measured(part, Bench(Path(folder) / part, cache, runs=runs, quick=options.quick, piper=piper))
        ]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def _measured(part: str, bench: Bench) -> bool:
    """Print the rows of a part, and tell whether it could be measured to the end."""
    try:
        PARTS[part](bench)
    except FailedError as error:
        say(f"{part}: the rows that are missing", f"failed: {error}")
        return False
    return True


if __name__ == "__main__":
    main()
