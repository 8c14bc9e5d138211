"""The sound of a built class, held against its session before it leaves the house."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from audiosession.errors import Act, PublishError, Remedy
from audiosession.session import SessionHead


def check_audio(output: Path, session: SessionHead, digest_of: Callable[[Path], str]) -> Path:
    """Return the MP3 of `session` after checking that it is the very file that was built, by what `digest_of` tells.

    Raises:
        PublishError: It is missing, cut short or changed.
    """
    path = output / session.audio.file
    if path.suffix != ".mp3":
        remedy = Remedy(act=Act.BUILD_MP3, to=session.slug)
        raise PublishError("is no MP3, which all podcast apps play", path=path, remedy=remedy)
    try:
        digest = digest_of(path)
        size = path.stat().st_size
    except OSError as error:
        remedy = Remedy(act=Act.BUILD, to=session.slug)
        raise PublishError("the sound of the class is missing", path=path, remedy=remedy) from error
    if (size, digest) != (session.audio.bytes, session.audio.sha256):
        remedy = Remedy(act=Act.BUILD_ANEW, to=session.slug)
        raise PublishError(f"is not the file that was built ({size:,} bytes)", path=path, remedy=remedy)
    return path
