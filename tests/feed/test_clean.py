"""Notes from anywhere become HTML that every podcast app draws and none runs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiosession.errors import PublishError
from audiosession.feed.clean import html_faults, plain_text, safe_html, text_to_html
from audiosession.feed.letters import fit_line, has_unfit, within_bytes


@pytest.mark.parametrize(
    ("given_html", "becomes"),
    [
        ("<p>Calm</p><script>x()</script>", "<p>Calm</p>"),
        ('<a href="javascript:x()">go</a>', "go"),
        ('<a href="https://a.org/?a=1&b=2" onclick="x()">go</a>', '<a href="https://a.org/?a=1&amp;b=2">go</a>'),
        ("<h2>Cautions</h2><div>Stop if it <em>hurts</em></div>", "<p>Cautions</p><p>Stop if it <em>hurts</em></p>"),
        ("one<br>two<img src=x onerror=y>", "one two"),
        ("a ]]> b & c < d", "a ]]&gt; b &amp; c &lt; d"),
        ("<ul><li>one<li>two</ul>", "<ul><li>one</li><li>two</li></ul>"),
        ("<!-- x --><style>p{}</style>", ""),
        ('<a href="//a.org">one</a> <a href="/two">two</a> <a>three</a>', "one two three"),
        ('<a href=" HTTPS://a.org " onclick=x()>go</a>', '<a href="HTTPS://a.org">go</a>'),
        ('<a href="mailto:a@b.org" class="x">write</a>', '<a href="mailto:a@b.org">write</a>'),
        ('<a href="java&#115;cript:x()">a</a><a href="data:text/html,x">b</a><a href="vbscript:x">c</a>', "abc"),
        ("<svg><script>x()</script></svg><template><p>t</p></template>z", "z"),
        ("<p>Calm &lt;script&gt; &#1;&#xfffe;</p>", "<p>Calm &lt;script&gt; </p>"),
        ("<div>Lie down.<h3>Then</h3>Rest.</div>", "<p>Lie down.</p><p>Then</p>Rest."),
        ("<noscript><p title='</noscript><img src=x onerror=y()>'></noscript>ok", "'&gt;ok"),
    ],
)
def test_html_keeps_what_apps_draw(given_html: str, becomes: str) -> None:
    assert safe_html(given_html) == becomes


@pytest.mark.parametrize("piece", ["<div>", "<b>", "<a<a", "<p ", "<!--", "<table>", "<a href='http://x'>", "&#1;"])
def test_no_notes_take_long_and_too_long_ones_are_refused(piece: str) -> None:
    started = time.process_time()
    assert html_faults(safe_html(piece * (60_000 // len(piece)))) == []
    assert time.process_time() - started < 2

    with pytest.raises(PublishError, match=r"the show notes have [\d,]+ letters; 64,000 are taken"):
        safe_html(piece * 40_000)


def test_plain_text_becomes_paragraphs_lists_and_links() -> None:
    text = "Bring <b>water</b>.\nAnd a towel.\n\n\nNeeded:\n- a mat\n* a wall\n\nSee https://a.org/x?a=1&b=2."
    assert text_to_html(text) == (
        "<p>Bring &lt;b&gt;water&lt;/b&gt;. And a towel.</p>\n<p>Needed:</p>\n<ul><li>a mat</li><li>a wall</li></ul>\n"
        '<p>See <a href="https://a.org/x?a=1&amp;b=2">https://a.org/x?a=1&amp;b=2</a>.</p>'
    )


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["{}", "<p>{}</p>", "<script>{}</script>", '<a href="{}">x</a>', "<{}>"]))
def test_any_html_comes_out_clean_and_stays_so(text: str, frame: str) -> None:
    once = safe_html(frame.format(text))
    assert html_faults(once) == []
    assert not has_unfit(once)
    assert "]]>" not in once
    assert plain_text(safe_html(once)) == plain_text(once)


@given(st.text(max_size=200), st.integers(20, 100))
def test_a_text_is_shortened_to_its_bytes(text: str, limit: int) -> None:
    assert len(within_bytes(text.encode("utf-8", "ignore").decode(), limit).encode()) <= limit


def test_a_title_is_one_line_that_turns_nothing_around() -> None:
    assert fit_line("Swan\n\u202edive\u2069 \u200fשלום\x07") == "Swan dive \u200fשלום"
