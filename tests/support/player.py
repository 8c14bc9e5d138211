"""The player of a published page, asked in a real browser: where it is, and what it dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

PLAYER = "document.getElementById('player')"


def time_of(page: Page) -> float:
    return float(page.evaluate(f"{PLAYER}.currentTime"))


def is_paused(page: Page) -> bool:
    return bool(page.evaluate(f"{PLAYER}.paused"))


def go(page: Page, seconds: float) -> None:
    """Go to a place; back when the player is there."""
    page.evaluate(
        f"t => new Promise(done => {{ {PLAYER}.addEventListener('seeked', done, {{once: true}});"
        f" {PLAYER}.currentTime = t }})",
        seconds,
    )


@contextmanager
def waiting_for(page: Page, kind: str) -> Iterator[None]:
    """Come back when the page has dealt with the event of the player that follows from what is done: it comes later."""
    page.evaluate(
        f"""kind => {{ globalThis.places ??= {{}}; delete places[kind];
        {PLAYER}.addEventListener(kind, () => {{ places[kind] = {PLAYER}.currentTime }}, {{once: true}}) }}""",
        kind,
    )
    yield
    page.wait_for_function("kind => kind in places", arg=kind)


def place_of(page: Page, kind: str) -> float:
    """Return where the player was at the event that was waited for."""
    return float(page.evaluate("kind => places[kind]", kind))
