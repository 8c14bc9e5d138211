"""What an article costs that becomes a draft: all of the tests, each the first time and again, in one process."""

from __future__ import annotations

import statistics
import time
from contextlib import suppress
from pathlib import Path

from audiosession import open_studio
from audiosession.errors import DefinitionError
from tests.benchmarks.bench import Bench, say

_ARTICLES = Path(__file__).parents[1] / "importing"


def article(bench: Bench) -> None:
    """Print the CPU of an article: the mean of all, phrase books and first looks at them counted in, and again."""
    paths = sorted(path for path in _ARTICLES.glob("*/*/article.*"))
    first = [_cost(bench, path) for path in paths]
    again = [_cost(bench, path) for path in paths]
    told = f"{statistics.mean(first):.3f} s of CPU, the median {statistics.median(first):.3f}, most {max(first):.2f}"
    say(f"{len(paths)} articles in three languages, each: the mean", told, "at most 0.2 s")
    say("the same again", f"{statistics.mean(again):.3f} s of CPU, most {max(again):.3f}")


def _cost(bench: Bench, path: Path) -> float:
    text, studio = path.read_text("utf-8"), open_studio(bench.folder)
    before = time.process_time()
    with suppress(DefinitionError):  # a recipe
        studio.drafts_of(text, kind="html" if path.suffix == ".html" else "text")
    return time.process_time() - before
