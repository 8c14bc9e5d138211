"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from audiosession.errors import OutputError


@contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a new file that takes the name `path` only when the block ends without an error.

    The bytes go to a hidden file in the same folder, are flushed to the disk, and take the name in one rename:
    whoever looks sees the old file or the new one. Its `name` is the hidden file's path.

    Raises:
        OutputError: The folder is missing or not writable, or the disk is full. The old file is untouched.
    """
    if path.is_dir():
        raise OutputError("is a folder, so no file can be written there", path=path, hint="name a file, not a folder")
    partial: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".partial", dir=path.parent)
        partial = Path(name)
        os.close(handle)
        with partial.open("w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.chmod(0o666 & ~_umask())
        partial.replace(path)
    except OSError as error:
        raise OutputError(f"can't be written: {error.strerror or error}", path=path, hint=_hint(error)) from error
    finally:
        if partial is not None:
            with suppress(OSError):
                partial.unlink()


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` under the name `path`, whole or not at all; see `whole_file`."""
    with whole_file(path) as file:
        file.write(content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _hint(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "free some space, or write elsewhere with -o"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "choose a folder that you may write to, with -o"
    return "check the folder, or write elsewhere with -o"
