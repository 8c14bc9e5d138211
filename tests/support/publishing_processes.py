"""Publishers in processes of their own: to run several at once, or to be killed."""

from __future__ import annotations

import multiprocessing
import os
from datetime import UTC, datetime
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path

from audiosession.errors import AudioSessionError
from audiosession.project.project import Project
from audiosession.publishing.decide import Wishes
from audiosession.publishing.publish import publish
from audiosession.publishing.ready import Destination
from audiosession.publishing.select import ALL

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def start(project: Project, destination: Destination, environment: dict[str, str]) -> BaseProcess:
    """Start a publish of all classes of `project`; its exit code is 0 when it went well, 1 for an error of ours."""
    process = _context().Process(
        target=_publish, args=(str(project.root), destination.to, destination.base_url, environment)
    )
    process.start()
    return process


def _publish(root: str, to: str, base_url: str, environment: dict[str, str]) -> None:
    os.environ.update(environment)
    try:
        publish(Project(Path(root)), ALL, Destination(to=to, base_url=base_url), Wishes(), NOW)
    except AudioSessionError as error:
        print(error, error.hint, flush=True)
        raise SystemExit(1) from error


def _context() -> ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(
        ["audiosession.publishing.publish", "audiosession.feed.places.bucket", "boto3.session", "botocore.client"]
    )
    return context
