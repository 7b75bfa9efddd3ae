"""Settings for every test: generated examples are the same on every run and machine."""

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")

N_SYSTEMS = 2_000
"""Systems generated for the identities of an engine, unless --systems says otherwise."""


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
