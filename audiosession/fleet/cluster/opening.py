"""The cluster that a build was asked to run on: the one module that opens Dask."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from audiosession import __version__
from audiosession.errors import ClusterError
from audiosession.progress import Teller

if TYPE_CHECKING:
    from distributed import Client

_CONFIGURED = "dask"
_ADDRESS = re.compile(r"[a-z]+://\S+")
_PATIENCE_S = 20
_PACKAGE = "audiosession"


@contextmanager
def cluster(on: str) -> Iterator[Client]:
    """Lend a client of the cluster that `on` names: the address of a scheduler, its file, or ``dask``.

    ``dask`` is what Dask's own configuration tells, such as ``DASK_SCHEDULER_ADDRESS``.

    Raises:
        ClusterError: Dask is not installed, nobody answers, or a worker has another version of this package.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterError("a cluster needs dask.distributed", hint='pip install "audiosession[fleet]"') from None
    told = _told(on)
    try:
        client = distributed.Client(timeout=_PATIENCE_S, set_as_default=False, name=_PACKAGE, **told)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no scheduler answers at {on}", hint="start one: dask scheduler") from error
    try:
        _refuse_other_versions(client)
        yield client
    finally:
        client.close(timeout=_PATIENCE_S)


def _told(on: str) -> dict[str, str]:
    """Return by which arguments Dask finds the scheduler.

    Raises:
        ClusterError: `on` is nothing of the kind.
    """
    if on == _CONFIGURED:
        import dask

        address = dask.config.get("scheduler-address", None)
        if address:
            return {"address": str(address)}
        hint = "set DASK_SCHEDULER_ADDRESS, or scheduler-address in a file of ~/.config/dask"
        raise ClusterError("Dask's configuration names no scheduler", hint=hint)
    if _ADDRESS.fullmatch(on):
        return {"address": on}
    if Path(on).is_file():  # Dask would wait for it for ever
        return {"scheduler_file": on}
    hint = "write tcp://HOST:8786, the path of a scheduler's file, or dask for Dask's own configuration"
    raise ClusterError(f'"{on}" is no scheduler', hint=hint)


def is_likely_to_stall() -> bool:
    """Tell, on a worker, whether it may stand still for minutes, until its scheduler begins it anew.

    On Python 3.11 whoever looks at the frames of all threads, as Dask's profile does a hundred times a second, may lock
    up the interpreter: https://github.com/python/cpython/issues/106883, https://github.com/dask/distributed/issues/8616.
    """
    import dask

    return sys.version_info < (3, 12) and bool(dask.config.get("distributed.worker.profile.enabled", True))


def warn_of_stalls(client: Client, tell: Teller) -> None:
    """Tell a person if a worker is likely to stand still now and then; nothing is lost by it but time."""
    if any(found is True for found in client.run(is_likely_to_stall, on_error="return").values()):
        tell(
            "warning: workers on Python 3.11 may stand still for minutes while Dask profiles them: "
            "begin them with DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED=False, or take Python 3.12"
        )


def _refuse_other_versions(client: Client) -> None:
    """Refuse workers of another version, before any work; one that comes later is asked by its first task.

    Raises:
        ClusterError: There is one.
    """
    from importlib.metadata import version

    found = client.run(version, _PACKAGE, on_error="return")
    for address, told in found.items():
        if told != __version__:
            has = f"audiosession {told}" if isinstance(told, str) else "no audiosession"
            message = f"the worker {address} has {has}, and this is {__version__}"
            raise ClusterError(message, hint="have the same release on all workers")
