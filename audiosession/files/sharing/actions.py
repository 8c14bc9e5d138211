"""The record of an action: inputs on the one side, the digest and the size of what was made of them on the other.

Its first line is JSON. What is short follows that line itself, so that one request does for it; all else lies under
its own digest, in pieces where it is long. Pure: what is read is checked here, and nothing is asked for.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field

from audiosession.digests import digest_of
from audiosession.files.sharing.salt import salt_of

INLINE_BYTES = 16_384
"""What is no longer than this stands in its record: what is measured of a line or a window."""
PIECE_BYTES = 8_000_000
"""How much of a long blob, such as a song made to go round, is one object: what is held in the memory at a time."""
RECORD_BYTES = INLINE_BYTES + 65_536
"""No record is longer than this: room for the pieces of some four gigabytes."""
_FORMAT = "audiosession action 1"
_DIGEST = re.compile(r"[0-9a-f]{64}")


class MissedError(Exception):
    """A part of something long is missing that was found at first."""


@dataclass(frozen=True, kw_only=True)
class ContentPiece:
    """An object that holds content: its digest and its size."""

    sha256: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Action:
    """What was made under a `key`: `pieces` in a row, or the `inline` bytes."""

    key: str
    pieces: tuple[ContentPiece, ...] = ()
    inline: bytes | None = field(default=None, repr=False)

    @property
    def digest(self) -> str:
        """The digest of all that was made, or of the digests of its pieces where they are several."""
        if self.inline is not None:
            return digest_of(self.inline)
        return self.pieces[0].sha256 if len(self.pieces) == 1 else digest_of(" ".join(p.sha256 for p in self.pieces))

    @property
    def size(self) -> int:
        """How many bytes were made."""
        return len(self.inline) if self.inline is not None else sum(piece.size for piece in self.pieces)


def action_key(kind: str, address: str) -> str:
    """Return the key of a blob of `kind` at `address`: the hash of both, and of what else bears on its bytes."""
    return digest_of("\0".join((_FORMAT, kind, address, salt_of(kind))))


def action_path(kind: str, key: str) -> str:
    """Return where in a store the record of an action stands."""
    return f"actions/{kind}/{key[:2]}/{key[2:]}"


def content_path(sha256: str) -> str:
    """Return where in a store the content of that digest stands."""
    return f"content/{sha256[:2]}/{sha256[2:]}"


def piece_of(content: bytes) -> ContentPiece:
    """Return what tells `content`, and no other."""
    return ContentPiece(sha256=digest_of(content), size=len(content))


def written_action(action: Action) -> bytes:
    """Return the bytes of a record; `read_action` reads them."""
    told: dict[str, object] = {"key": action.key, "sha256": action.digest, "size": action.size}
    if len(action.pieces) > 1:
        told["pieces"] = [[piece.sha256, piece.size] for piece in action.pieces]
    return json.dumps(told, separators=(",", ":")).encode() + b"\n" + (action.inline or b"")


def read_action(content: bytes, key: str) -> Action | None:
    """Return what a record tells, None where it is not whole, is that of another key, or contradicts itself."""
    head, newline, rest = content.partition(b"\n")
    action = _told(head, rest) if newline and len(content) <= RECORD_BYTES else None
    return action if action is not None and action.key == key and written_action(action) == content else None


def _told(head: bytes, rest: bytes) -> Action | None:
    """Return what the first line of a record tells; whoever writes it again sees whether it was all right."""
    try:
        told = json.loads(head)
        key, sha256, size = told["key"], told["sha256"], told["size"]
        several = [ContentPiece(sha256=one, size=n_bytes) for one, n_bytes in told.get("pieces", [])]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    pieces = several or [ContentPiece(sha256=sha256, size=size)]
    if type(size) is not int or not all(_is_piece(piece) for piece in pieces):
        return None
    if size <= INLINE_BYTES:
        return Action(key=key, inline=rest)
    return Action(key=key, pieces=tuple(pieces))


def _is_piece(piece: ContentPiece) -> bool:
    whole = type(piece.size) is int and 0 <= piece.size <= PIECE_BYTES
    return whole and isinstance(piece.sha256, str) and _DIGEST.fullmatch(piece.sha256) is not None
