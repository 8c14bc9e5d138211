"""Learn from the articles of the tests what words tell of fields, and write it beside the phrase book.

``python -m tests.learning`` takes three minutes; it prints how often the likeliest field is right in articles that it
did not learn from: a third of them each time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.imported_articles import cases

from audiosession.importing.evidence import Evidence
from audiosession.studio.importing.books import evidence_path
from tests.learning.labels import Labelled, labelled
from tests.learning.regression import learned

_PARTS = 3
_LEAST_ARTICLES = 30
"""Of a language with fewer articles nothing is learned."""


def main() -> None:
    """Learn each language of which there are articles enough, and a little of the others."""
    every = [case for kind in ("articles", "practice") for case in cases(kind) if not case.refused]
    rows = {
        tag: [row for case in every if case.language == tag for row in labelled(case)]
        for tag in sorted({case.language for case in every})
    }
    for tag, own in rows.items():
        articles = {row.article for row in own}
        if len(articles) < _LEAST_ARTICLES:
            continue
        foreign = [row for other, some in rows.items() if other != tag for row in some]
        right = _share_right(own, foreign)
        print(f"{tag}: {len(own)} sentences of {len(articles)} articles, {right:.1%} right in others")
        _write(learned(own, foreign), evidence_path(tag))


def _share_right(rows: Sequence[Labelled], foreign: Sequence[Labelled]) -> float:
    """Return how often the likeliest field is right of what was not learned from."""
    names = sorted({row.article for row in rows})
    right = 0
    for part in range(_PARTS):
        asked = set(names[part::_PARTS])
        evidence = learned([row for row in rows if row.article not in asked], foreign)
        right += sum(_likeliest(row, evidence) in row.fields for row in rows if row.article in asked)
    return right / len(rows)


def _likeliest(row: Labelled, evidence: Evidence) -> str:
    likely = evidence.probabilities(row.told)
    return max(likely, key=lambda field: likely[field])


def _write(evidence: Evidence, path: Path) -> None:
    """Write one sign a line, so that a change of it can be read."""
    rows = {json.dumps(sign, ensure_ascii=False): ",".join(map(str, row)) for sign, row in evidence.signs.items()}
    signs = ",\n".join(f"{sign}:[{row}]" for sign, row in rows.items())
    head = json.dumps({"fields": evidence.fields, "usual": evidence.usual}, ensure_ascii=False)
    path.write_text(f'{head[:-1]}, "signs": {{\n{signs}\n}}}}\n', "utf-8")


main()
