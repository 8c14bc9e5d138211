"""A project to be edited, and somebody who sits at it."""

from __future__ import annotations

from pathlib import Path

import pytest

from audiosession.studio.editing.sitting import Sitting
from audiosession.studio.studio import Studio, open_studio


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    open_studio(tmp_path).new(tmp_path / "mine")
    return open_studio(tmp_path / "mine")


@pytest.fixture
def sitting(studio: Studio) -> Sitting:
    return studio.sitting()
