"""Every test of the rules runs on every engine."""

from collections.abc import Callable
from functools import partial

import pytest

from sim.engines import ENGINES
from tests.builders import Story, tell


@pytest.fixture(params=ENGINES)
def run(request: pytest.FixtureRequest) -> Callable[..., Story]:
    """Runs a hand-made case on one engine."""
    return partial(tell, name=request.param)
