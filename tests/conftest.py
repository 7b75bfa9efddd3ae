"""Settings for every test: generated examples are the same on every run and machine."""

from collections.abc import Callable
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis.strategies import SearchStrategy

T = TypeVar("T")

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

N_SYSTEMS = 2_000
"""Systems generated for the identities of an engine, unless --systems says otherwise."""

BATCH = 1_000
"""Examples generated in one go: more of them together are remembered and slow one another down."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--systems",
        type=int,
        default=N_SYSTEMS,
        metavar="N",
        help=f"systems generated for the identities of an engine (default {N_SYSTEMS})",
    )


@pytest.fixture
def n_systems(request: pytest.FixtureRequest) -> int:
    """How many systems to generate."""
    return int(request.config.getoption("--systems"))


def generated(n_examples: int) -> settings:
    """So many examples; a whole crossing takes more drawing than Hypothesis thinks healthy."""
    return settings(max_examples=n_examples, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def examine_each(strategy: SearchStrategy[T], n_examples: int, examine: Callable[[T], None]) -> None:
    """Put so many generated examples to *examine*, the same ones on every run, in batches of their own."""
    for batch, first in enumerate(range(0, n_examples, BATCH)):
        n = min(BATCH, n_examples - first)
        seed(batch)(settings(generated(n), derandomize=False, database=None)(given(strategy)(examine)))()
