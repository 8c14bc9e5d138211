"""Files that nobody meant: a good one, changed by chance as disks, hosts and strangers change them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_ODD = [
    b"9" * 5_000, b"9" * 4_300, b"-1", b"0", b"1e999", b"-1e999", b"NaN", b"Infinity", b"nan", b"1" + b"0" * 40,
    b"0x1F", b"null", b"true", b'""', b"[]", b"{}", b"[[[[[[[[", b'{"a":' * 300, b"[" * 300, b"<a" * 300, b"<b>" * 300,
    b"&#0;", b"&#99999999999;", b"&#" + b"9" * 5_000 + b";", b"&x;", b"<!--", b"<![CDATA[", b"]]>", b"<!DOCTYPE a>",
    b"../../x", b"/etc/passwd", b"C:\\x", b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\r", b"\x0c", b"\x85",
    b"\xe2\x80\xa8", b"\xf3\xa0\x80\x81", b"\\ud800", b"\\u0000", b"'''", b'"""', b"a." * 40, b"x" * 3_000, b"=" * 30,
    b"Mon, 01 Jan 0001 00:00:00 +9999", b"Fri, 31 Dec 9999 23:59:59 -2359",
    b"Sun, 99 Foo 99999999999 99:99:99 +99999999",
    b"0001-01-01T00:00:00+12:00", b"9999-12-31T23:59:59-12:00", b"99999999999-01-01", b"00:61:61.9999", b"%s%n{0}{{x}}",
]  # fmt: skip
_JOINTS = b"\n\r\t ,:;=.<>\"'[]{}()/&|-"


def mutated(good: bytes, n: int, seed: int) -> Iterator[bytes]:
    """Yield `n` versions of `good`, each with one to four changes; the same for the same `seed`."""
    chance = random.Random(seed)
    for _ in range(n):
        content = good
        for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
            content = chance.choice(_CHANGES)(content, chance)
        yield content


def _place(content: bytes, chance: random.Random) -> int:
    """Return a place in `content`, most often beside a sign that means something."""
    at = chance.randrange(len(content) + 1)
    if chance.random() < 0.3:
        return at
    return next((k for k in range(at, min(at + 80, len(content))) if content[k] in _JOINTS), at)


def _token(content: bytes, chance: random.Random) -> tuple[int, int]:
    """Return where a word, a number or a text begins and ends."""
    start = min(len(content), _place(content, chance) + 1)
    end = next((k for k in range(start, min(start + 80, len(content))) if content[k] in _JOINTS), start)
    return start, end


def _cut(content: bytes, chance: random.Random) -> bytes:
    return content[: _place(content, chance)]


def _without(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + content[at + chance.choice((1, 2, 5, 40)) :]


def _twice(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    end = at + chance.choice((1, 5, 40, 400))
    return content[:end] + content[at:end] * chance.choice((1, 1, 3, 60)) + content[end:]


def _replaced(content: bytes, chance: random.Random) -> bytes:
    start, end = _token(content, chance)
    return content[:start] + chance.choice(_ODD) + content[end:]


def _put_in(content: bytes, chance: random.Random) -> bytes:
    at = _place(content, chance)
    return content[:at] + chance.choice(_ODD) + content[at:]


def _swapped(content: bytes, chance: random.Random) -> bytes:
    (a, b), (c, d) = sorted((_token(content, chance), _token(content, chance)))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:] if b <= c else content


def _flipped(content: bytes, chance: random.Random) -> bytes:
    if not content:
        return content
    at = chance.randrange(len(content))
    return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]


_CHANGES: list[Callable[[bytes, random.Random], bytes]] = [
    _cut, _without, _twice, _replaced, _replaced, _replaced, _put_in, _put_in, _swapped, _flipped,
]  # fmt: skip
