"""What tells apart machines that make other sound of the same inputs, though no address says so."""

from __future__ import annotations

from functools import cache

from audiosession.digests import digest_of

SOUNDING = ("numpy", "pydub", "av", "lameenc", "espeakng-loader", "piper-tts", "onnxruntime")
"""Packages of which another version may make other bytes of the same line, song or recipe."""
DRAWING = ("pillow", "matplotlib", "numpy")
"""The same of covers."""
_DRAWN = ("cover",)
_SENT = ("project", "finished")
"""What goes from one machine to another through the store: to be found there by machines of any kind."""


@cache
def salt_of(kind: str) -> str:
    """Return the digest of all that bears on the bytes of a blob of `kind`, and stands in no address of ours.

    One local cache is filled by one machine, so that addresses do without it: a new version of numpy finds what the
    old one made, which was heard to be right. Machines that share a store have to agree to the byte, since a class is
    put together from what each of them made.

    Floats come out otherwise on another architecture. Between processors of one architecture they may too, which
    nothing here tells: then a window sounds the same and is of other bytes, as if it had been made there.
    """
    import platform  # for whoever has a store, as what follows

    if kind in _SENT:
        return ""
    return digest_of("\0".join((platform.machine(), *(_told(name) for name in told_apart_by(kind)), _codecs(kind))))


def told_apart_by(kind: str) -> tuple[str, ...]:
    """Return the packages whose versions tell blobs of `kind` apart."""
    return DRAWING if kind in _DRAWN else SOUNDING


def _told(package: str) -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return f"{package} -"


def _codecs(kind: str) -> str:
    """Return the versions of FFmpeg's libraries: av may be built against those of the system."""
    if kind in _DRAWN:
        return ""
    import av

    return repr(sorted(av.library_versions.items()))
