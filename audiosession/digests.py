"""The digest of everything here: SHA-256, in hexadecimal; that of files is in `audiosession.files.digests`."""

from __future__ import annotations

import hashlib
import json


def digest_of(content: bytes | str) -> str:
    """Return the digest of bytes, or of a text as UTF-8.

    >>> digest_of("breathe in")[:12], digest_of("breathe in") == digest_of(b"breathe in")
    ('831c05582002', True)
    """
    return hashlib.sha256(content if isinstance(content, bytes) else content.encode()).hexdigest()


def digest_of_everything(value: object) -> str:
    """Return the digest of a value as JSON with its keys in order; what JSON does not know counts as `str` shows it.

    >>> digest_of_everything({"reps": 5, "pace": "slow"}) == digest_of_everything({"pace": "slow", "reps": 5})
    True
    """
    return digest_of(json.dumps(value, sort_keys=True, default=str))
