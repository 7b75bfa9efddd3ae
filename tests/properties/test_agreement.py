"""The two engines return the same trajectory, every field, every bit, ties included."""

import pytest

from sim.engines import engine
from tests.builders import draws
from tests.conftest import examine_each
from tests.systems import System, systems


@pytest.mark.parametrize("whole", [True, False], ids=["in whole minutes, full of ties", "in any microseconds"])
def test_the_compiled_engine_equals_the_reference(whole: bool, n_systems: int) -> None:
    def agree(system: System) -> None:
        drawn = draws(system.plan, system.vehicles)
        assert engine("compiled")(system.plan, drawn) == engine("reference")(system.plan, drawn)

    examine_each(systems(whole=whole), n_systems // 2, agree)
