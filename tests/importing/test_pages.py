"""A web page becomes the blocks of its article: what it tells in its markup first, and nothing of its frame."""

from __future__ import annotations

import json

import pytest

from audiosession.importing.pages import read_html


def page(body: str, *, told: object = None, title: str = "Swan | A Studio") -> str:
    script = f'<script type="application/ld+json">{json.dumps(told)}</script>' if told is not None else ""
    filler = "<p>" + "It is a long enough page about the Swan, with much to read. " * 4 + "</p>"
    return f"<html><head><title>{title}</title>{script}</head><body>{body}{filler}</body></html>"


def texts(html: str) -> list[tuple[str, str]]:
    return [(str(one.kind), one.text) for one in read_html(html).blocks if "long enough" not in one.text]


@pytest.mark.parametrize(
    "frame",
    [
        "<nav><a href='/'>Lift your legs</a></nav>",
        "<div class='cookie-notice'>Lift your legs</div>",
        "<div id='comments'><p>Lift your legs</p></div>",
        "<aside>Lift your legs</aside>",
        "<div class='ad-slot'><p>Lift your legs</p></div>",
        "<form><p>Lift your legs</p></form>",
        "<div hidden>Lift your legs</div>",
        "<p aria-hidden='true'>Lift your legs</p>",
        "<script>Lift your legs</script>",
        "<section class='related posts'><h3>Lift your legs</h3></section>",
    ],
)
def test_what_stands_round_an_article_is_left_out(frame: str) -> None:
    assert texts(page(f"{frame}<h1>Swan</h1><p>Lie down.</p>{frame}")) == [
        ("heading", "Swan"),
        ("paragraph", "Lie down."),
    ]


def test_items_of_lists_are_steps_and_bullets() -> None:
    found = read_html(page("<ol><li>Lie <b>down</b>.</li><li><p>Lift.</p></li></ol><ul><li>Slowly.</li></ul>")).blocks

    assert [(str(one.kind), one.number, one.text) for one in found][:3] == [
        ("step", 1, "Lie down."),
        ("step", 2, "Lift."),
        ("bullet", 0, "Slowly."),
    ]


def test_steps_of_json_ld_stand_in_place_of_those_of_the_text() -> None:
    told = {
        "@graph": [
            {"@type": "WebPage"},
            {
                "@type": ["HowTo"],
                "name": "Swan",
                "tool": [{"@type": "HowToTool", "name": "A folded blanket"}],
                "step": [
                    {"@type": "HowToStep", "text": "Lie face down."},
                    {
                        "@type": "HowToSection",
                        "itemListElement": [
                            {"@type": "HowToDirection", "text": "Breathe in &amp; lift."},
                            {"@type": "HowToTip", "text": "Keep the neck long."},
                        ],
                    },
                ],
            },
        ]
    }
    found = read_html(page("<h1>Swan!</h1><ol><li>Short.</li></ol>", told=told))

    assert [one.text for one in found.blocks if str(one.kind) == "step"] == ["Lie face down.", "Breathe in & lift."]
    assert "Keep the neck long." in [one.text for one in found.blocks if str(one.kind) == "bullet"]
    assert found.tools == ("a folded blanket",)


def test_questions_that_the_page_answers_are_read() -> None:
    answer = {"@type": "Answer", "text": "<p>Fold a blanket.</p>"}
    told = {"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Sore knees?", "acceptedAnswer": answer}]}
    how_to = {"@type": "HowTo", "step": [{"@type": "HowToStep", "text": "Lie down."}]}

    assert "Sore knees? Fold a blanket." in [text for _, text in texts(page("<h1>Swan</h1>", told=[told, how_to]))]


def test_a_recipe_is_refused_by_its_own_word() -> None:
    told = {"@type": "Recipe", "recipeIngredient": ["flour"], "recipeInstructions": "Roll and press."}

    assert read_html(page("<h1>Bread</h1>", told=told)).refused


@pytest.mark.parametrize(
    "html",
    [
        "",
        "\x00",
        "<",
        "<?xml version='1.0' encoding='utf-8'?><p>Lie down.</p>",
        "<html>" + "<div>" * 3_000 + "Lie down." + "</div>" * 3_000,
        "<script type='application/ld+json'>{not json</script><p>a</p>",
        "<script type='application/ld+json'>" + "[" * 5_000 + "</script><p>a</p>",
        "<script type='application/ld+json'>" + '{"@type":"HowTo","step":' * 500 + "</script><p>a</p>",
        "<ol>" * 200 + "<li>a",
    ],
)
def test_whatever_a_page_is_it_is_read(html: str) -> None:
    assert isinstance(read_html(html).blocks, tuple)


def test_a_table_with_headings_is_a_list_below_each_of_them() -> None:
    table = "<table><tr><th>Do</th><th>Don't</th></tr><tr><td>Breathe.</td><td>Bounce.</td></tr></table>"

    assert texts(page(f"<h1>Swan</h1>{table}<p>Lie down.</p>")) == [
        ("heading", "Swan"),
        ("heading", "Do"),
        ("bullet", "Breathe."),
        ("heading", "Don't"),
        ("bullet", "Bounce."),
        ("paragraph", "Lie down."),
    ]


def test_a_table_of_labels_is_a_line_for_each() -> None:
    table = "<table><tr><th>Level:</th><td>beginner</td></tr><tr><th>Reps</th><td>8</td></tr></table>"

    assert texts(page(f"<h1>Swan</h1>{table}"))[1:] == [("paragraph", "Level: beginner"), ("paragraph", "Reps: 8")]


@pytest.mark.parametrize("term", ["Props", "Props:"])
def test_a_list_of_terms_is_a_line_for_each_and_no_heading_of_what_follows(term: str) -> None:
    terms = f"<dl><dt>{term}</dt><dd>a blanket</dd><dt>Level</dt><dd>beginner</dd></dl>"

    assert texts(page(f"<h1>Swan</h1>{terms}<p>Lie down.</p>"))[1:] == [
        ("paragraph", "Props: a blanket"),
        ("paragraph", "Level: beginner"),
        ("paragraph", "Lie down."),
    ]


@pytest.mark.parametrize(
    "table",
    [
        "<table></table>",
        "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td></tr></table>",
        "<table><tr><th>A</th></tr><tr><td>Lie down.</td></tr></table>",
        "<dl><dt>A</dt></dl>",
        "<dl><dd>Lie down.</dd></dl>",
        "<table><tr><th>A</th><td><table><tr><th>B</th><td>C</td></tr><tr><th>D</th><td>E</td></tr></table></td></tr>"
        "<tr><th>F</th><td>G</td></tr></table>",
    ],
)
def test_a_table_of_another_shape_is_read_as_it_stands(table: str) -> None:
    assert texts(page(f"<h1>Swan</h1>{table}<p>Sit up.</p>"))[-1] == ("paragraph", "Sit up.")


@pytest.mark.parametrize("sign", ["\x02", "&#1;", "\x1f", "\x0b", "\uffff"])
@pytest.mark.parametrize(
    "page",
    [
        "<table><tr><th>Do{0}</th><td>Keep{0} long.</td></tr><tr><th>Rest</th><td>Lie{0} down.</td></tr></table>",
        "<table><tr><th>Do{0}</th><th>Do not</th></tr><tr><td>Stand{0} tall.</td><td>Lean{0} back.</td></tr></table>",
        "<dl><dt>Set-up{0}</dt><dd>Lie{0} on your back.</dd></dl>",
        "<p>Lie{0} on your back.</p>{0}<p>Rest.</p>",
    ],
)
def test_signs_that_no_text_may_hold_are_left_out(page: str, sign: str) -> None:
    blocks = read_html(f"<body>{page.format(sign)}</body>").blocks

    assert blocks
    assert all(one.text.isprintable() for one in blocks)
