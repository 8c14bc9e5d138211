"""Each sentence plays a part: by its words, by its heading, or by what came before it."""

from __future__ import annotations

from support.imported_articles import english, page_of_text, rules_alone

from audiosession.importing.understanding.exercises import articles_of
from audiosession.importing.understanding.stages import read_roles

ARTICLE = """# Heel Slide

It strengthens the belly.

1. Lie on your back.
2. Bend your knees.
3. Breathe out and slide your right heel away.
4. Breathe in and slide the heel back.
5. Repeat 8 times, then change legs.
6. Hug your knees to your chest.

## Tips

- Keep your neck long.

## Common mistakes

- The back arches.

Too hard? Slide only half the way.

Stop if your lower back hurts.

I hope that you like it.
"""


def test_the_parts_of_an_article() -> None:
    (article,), _ = articles_of(page_of_text(ARTICLE), english())
    roles = [str(one.role) for one in read_roles(article, rules_alone()["en"])]

    assert roles == [
        "purpose", "set_up", "set_up", "phase", "phase", "reps", "release", "tip", "tip", "modification", "caution", ""
    ]  # fmt: skip


def test_two_exercises_of_a_page_are_told_apart_and_share_their_cautions() -> None:
    one = "Lie on your back. Breathe in and lift your arms. Breathe out and lower your arms."
    text = f"# Two\n\n## The Float\n\n{one}\n\n## The Sink\n\n{one}\n\n## Cautions\n\nStop if it hurts.\n"
    articles, _ = articles_of(page_of_text(text), english())

    assert [article.title for article in articles] == ["The Float", "The Sink"]
    assert all(article.sentences[-1].text == "Stop if it hurts." for article in articles)
