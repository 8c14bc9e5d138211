"""English words where none should be, such as in a German class, on its pages and in its feed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import html

_FREQUENT = """
about across after again all always and another any around at away back because been before begins behind being
below bend beside between both bottom breath breathe breathing breaths but by can chapters chest class could count
down download draw each easy elbow elbows even every eyes feel feet few fingers first floor follow for forehead
forward free from gently give given go ground halfway hands have head heavy heel heels here hips how if into is
it its keep knee knees knows leave left legs length let like little lower made make music neck never next nothing
now of off one only open other our out own play ready release repeat reps right round rounds season seconds she
should shoulder shoulders side sides sit skip slowly soft sounds spine stay stretch subscribe taken than that the
their them then there they this those three through to together toward towards transcript turn two under until
untitled up upward very voice wait way welcome well were what when where which while who with without work you your
"""
ENGLISH = frozenset(_FREQUENT.split())
"""Frequent English words, and those of pages. Words that German, Spanish or French have too are left out, whatever they
mean there: German `also`, `half`, `in`, `last`, `not`, `rest`, `still`, `was`, `will`, Spanish `come`, `once`, `no`,
French `four`, `front`, `licence`, `lie`, `long`, `minutes`, `on`, `or`, `position`."""
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"\S*(?:://|@)\S*|\S+\.(?:mp3|vtt|srt|json|jpg|png|html|xml|css|js|toml)\b")
_READ = (
    *("alt", "aria-label", "title", "content", "placeholder"),
    *("data-inhale", "data-exhale", "data-hold", "data-free"),
    *("data-play", "data-pause", "data-says", "data-open", "data-close", "data-one", "data-other", "data-none"),
    *("data-copied",),
)
_NOT_READ = ("script", "style")


def english_words(text: str, names: Iterable[str] = ()) -> list[str]:
    """Return the English words in `text`, which is in another language, each once and in their order.

    Addresses and names of files are none. Neither are `names`, such as of apps, beds and people: each is left out of
    the text first, whole and in any case.
    """
    text = _ADDRESS.sub(" ", text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text, flags=re.I)
    return list(dict.fromkeys(word for word in map(str.lower, _WORD.findall(text)) if word in ENGLISH))


def texts_of_page(page: bytes) -> Iterator[str]:
    """Yield all that somebody reads or is told on an HTML page: its texts, and the attributes that stand for some."""
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in _NOT_READ:
            continue
        if element.tag != "meta" or element.get("name") == "description":
            yield from filter(None, (element.get(key) for key in _READ))
        yield from (text for text in (element.text, *(child.tail for child in element)) if text and text.strip())
