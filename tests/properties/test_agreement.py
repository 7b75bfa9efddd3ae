"""The two engines return the same trajectory, every field, every bit, ties included."""

import pytest

from sim.engines import engine
from sim.engines.compiled import crossing
from sim.engines.compiled.forward import is_feed_forward
from tests.builders import draws
from tests.conftest import examine_each
from tests.systems import System, feed_forward_systems, systems


@pytest.mark.parametrize("whole", [True, False], ids=["in whole minutes, full of ties", "in any microseconds"])
def test_the_compiled_engine_equals_the_reference(whole: bool, n_systems: int) -> None:
    def agree(system: System) -> None:
        drawn = draws(system.plan, system.vehicles)
        assert engine("compiled")(system.plan, drawn) == engine("reference")(system.plan, drawn)

    examine_each(systems(whole=whole), n_systems // 2, agree)


@pytest.mark.parametrize("whole", [True, False], ids=["in whole minutes, full of ties", "in any microseconds"])
def test_passing_place_by_place_equals_working_event_by_event(
    whole: bool, n_systems: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ways: list[bool] = []
    pass_forward = crossing._Run._pass_forward

    def counted(run: crossing._Run) -> bool:
        ways.append(pass_forward(run))
        return ways[-1]

    monkeypatch.setattr(crossing._Run, "_pass_forward", counted)

    def agree(system: System) -> None:
        assert is_feed_forward(system.plan)
        drawn = draws(system.plan, system.vehicles)
        assert engine("compiled")(system.plan, drawn) == engine("reference")(system.plan, drawn)

    examine_each(feed_forward_systems(whole=whole), n_systems // 4, agree)
    assert ways.count(True) > len(ways) // 4
