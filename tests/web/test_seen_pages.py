"""The pages of a show as they are looked at in the studio: they look and play as they will, and can ask it nothing."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from support import chromium
from support.open_studio import SHOW, Opened, opened
from web.test_builds import NOD, done

pytestmark = pytest.mark.slow

EVIL = """\
document.documentElement.dataset.ran = "yes";
for (const way of [fetch("/api/jobs"), fetch("/api/undo", { method: "POST" })])
  way.then((answer) => { document.documentElement.dataset.got = String(answer.status); }, () => {});
try { parent.document.title = "Mine"; } catch { document.documentElement.dataset.alone = "yes"; }
"""


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    show = SHOW + 'description = "Of mats."\nlanguage = "en"\n'
    with opened(tmp_path_factory.mktemp("seen"), show=show) as studio:
        (studio.project / "scripts" / "exercises" / "nod.toml").write_text(NOD, "utf-8")
        with studio.client() as client:
            assert done(client, "build", {"name": "nod", "form": "mp3"})["state"] == "done"
        yield studio


def pages_of(client: httpx.Client) -> list[str]:
    """Return the addresses of the pages that a publish would make."""
    asked = {"names": ["nod"], "base_url": "https://mat.example"}
    answer = client.post("/api/publish/pages", json=asked)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["pages"])


def test_a_page_that_is_looked_at_is_let_in_without_a_cookie_and_told_to_keep_apart(studio: Opened) -> None:
    with studio.client() as client:
        pages = pages_of(client)
    bare = httpx.get(studio.origin + pages[0])

    assert bare.status_code == 200
    assert "sandbox allow-scripts;" in bare.headers["content-security-policy"]
    assert "allow-same-origin" not in bare.headers["content-security-policy"]
    assert "set-cookie" not in bare.headers
    assert httpx.get(f"{studio.origin}/site/guessed/index.html").status_code == 403
    assert httpx.post(studio.origin + pages[0]).status_code == 403
    assert httpx.get(studio.origin + pages[0], headers={"Host": "evil.example"}).status_code == 421
    assert httpx.get(f"{studio.origin}{pages[0].rpartition('/')[0]}/../../api/jobs").status_code == 403


def test_a_script_that_a_project_brings_runs_in_its_page_and_reaches_nothing_of_the_studio(
    studio: Opened,
) -> None:
    site = studio.project / "scripts" / "templates" / "site"
    site.mkdir(parents=True, exist_ok=True)
    (site / "player.js").write_text(EVIL, "utf-8")
    with studio.client() as client, chromium.opened() as browser:
        page = browser.new_page()
        page.goto(studio.url)
        pages = pages_of(client)
        episode = next(one for one in pages if "nod" in one)
        page.evaluate(
            "(src) => document.body.append(Object.assign(document.createElement('iframe'), { src }))",
            episode,
        )
        frame = page.wait_for_selector("iframe").content_frame()  # type: ignore[union-attr]
        assert frame is not None
        frame.wait_for_selector("html[data-ran]")
        page.wait_for_timeout(500)

        assert frame.evaluate("document.documentElement.dataset.alone") == "yes"
        assert frame.evaluate("document.documentElement.dataset.got") is None
        assert frame.evaluate("[...document.styleSheets].length") >= 1
