"""How fast each voice was heard to speak: kept beside its takes, for whoever chooses one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from audiosession.digests import digest_of
from audiosession.files.blobs import BlobStore
from audiosession.spelling import n_words
from audiosession.voices.store import Take, TakeStore
from audiosession.voices.tempos.tempo import LONG_LINE, seconds_a_word
from audiosession.voices.voice import Voice

FEWEST = 5
"""Of so many long lines something is told: of fewer a tempo would be a matter of luck."""
_MOST = 200
"""Of so many voices it is kept, of those that were heard last."""
_ADDRESS = digest_of("tempos")


class HeardTempo(BaseModel):
    """How many words a minute the voice called `voice` was heard to speak, over `n_lines` long lines.

    `address` is the digest of its own: of how it was set by then.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    voice: str = Field(min_length=1, max_length=1_000)
    address: str = Field(max_length=64)
    words_per_minute: int = Field(ge=0, le=10_000)
    n_lines: int = Field(ge=1)


_HEARD = TypeAdapter(Annotated[tuple[HeardTempo, ...], Field(max_length=_MOST)])


def heard_tempo(voice: Voice, takes: Iterable[Take]) -> HeardTempo | None:
    """Return how fast `voice` spoke the long lines of `takes`; None where they are too few."""
    long = [take for take in takes if n_words(take.text) >= LONG_LINE]
    if len(long) < FEWEST:
        return None
    pace, address = round(60 / seconds_a_word(long)), digest_of(voice.address)
    return HeardTempo(voice=voice.name, address=address, words_per_minute=pace, n_lines=len(long))


def keep_tempo(store: TakeStore, voice: Voice, takes: Iterable[Take]) -> None:
    """Keep how fast `voice` spoke `takes`, unless it was heard in more lines before, set as it is.

    Where two processes do so at once, one of them may do it in vain: it is no more than good to know.

    Raises:
        OutputError: The folder can't be written.
    """
    heard = heard_tempo(voice, takes)
    if heard is None:
        return
    known = {one.voice: one for one in heard_tempos(store)}
    before = known.pop(heard.voice, None)
    if before is None or before.address != heard.address or before.n_lines < heard.n_lines:
        kept = [*known.values(), heard][-_MOST:]
        _blobs(store).put(_ADDRESS, _HEARD.dump_json(tuple(kept)))


def heard_tempos(store: TakeStore) -> tuple[HeardTempo, ...]:
    """Return the tempo of each voice, as it was set when it was last heard."""
    content = _blobs(store).get(_ADDRESS)
    try:
        return () if content is None else _HEARD.validate_json(content)
    except ValidationError:
        return ()


def _blobs(store: TakeStore) -> BlobStore:
    return BlobStore(store.folder, kind="tempo", limit=store.limit, share=store.share)
