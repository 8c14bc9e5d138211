"""Addresses on the web, as people write them and as feeds name them."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_LONGEST = 4_000
_HOST = re.compile(
    r"[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?(\.[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?)*\.?"
)
_FOR_EXAMPLES = re.compile(r"(.*\.)?(example(\.(com|net|org))?|test|invalid)\.?", re.I)
"""Names that nobody can have: RFC 2606, RFC 6761."""
_NOT_IN_ADDRESSES = re.compile(r'[^\x21-\x7e]|["<>\\^`{|}]')


def split_address(text: str) -> SplitResult:
    """Return the parts of a web address: http or https, a host, in ASCII, and no password.

    What an address gives away stands wherever the address stands: in a feed, in a log, in a message.

    Raises:
        ValueError: It is none, and why; a password is not repeated.
    """
    if "@" in re.split(r"[/?#\\]", text.partition("//")[2], maxsplit=1)[0]:
        raise ValueError("a web address with a user name or password in it, for all to read: leave out what ends in @")
    shown = text if len(text) <= 100 else text[:97] + "..."
    if len(text) > _LONGEST:
        raise ValueError(f'"{shown}" has {len(text):,} characters; an address has at most {_LONGEST:,}')
    try:
        parts = urlsplit(text)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise ValueError(f'"{shown}" is no web address: what stands for its host or port is none') from None
    if parts.scheme not in ("http", "https") or not host:
        raise ValueError(f'"{shown}" is no web address: it starts with https:// and names a host')
    if not text.isascii():
        raise ValueError(f'"{shown}" holds letters outside ASCII: write them percent-encoded')
    if _NOT_IN_ADDRESSES.search(text):
        raise ValueError(f"{shown!r} holds a sign that no address holds: write it percent-encoded")
    if port == 0 or not (_HOST.fullmatch(host) or ":" in host) or len(host) > 253:
        raise ValueError(f'"{shown}" is no web address: "{host[:60]}" is no host')
    return parts


def is_for_examples(host: str) -> bool:
    """Tell whether `host` is a name for documents and tests alone, which nobody can have (RFC 2606).

    >>> [is_for_examples(host) for host in ("example.org", "www.Example.com", "my.test", "example.studio")]
    [True, True, True, False]
    """
    return _FOR_EXAMPLES.fullmatch(host) is not None


def is_near(host: str) -> bool:
    """Tell whether `host` is this machine or stands in its own network, so that nobody else finds what is there.

    >>> [is_near(host) for host in ("localhost", "127.0.0.1", "::1", "192.168.1.7", "mac.local", "example.org")]
    [True, True, True, True, True, False]
    """
    if host == "localhost" or host.endswith((".localhost", ".local")):
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
