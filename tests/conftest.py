"""Options of the suite."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

# How fast a machine is decides nothing here: no deadlines, no check of the clock, and the same examples every time.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="record the golden files instead of comparing them")
    parser.addoption("--steps", type=int, default=3, help="how many lengths of each class to ask for (the figure: 30)")


@pytest.fixture
def steps(request: pytest.FixtureRequest) -> int:
    """How many lengths, from the shortest to the longest possible, are asked for."""
    return int(request.config.getoption("--steps"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are recorded in this run."""
    return bool(request.config.getoption("--update-golden"))
