"""How far the draws reach changes nothing but whether the run can end."""

from dataclasses import replace

import pytest

from sim.experiment import reach
from sim.plan.model import NORTHBOUND, Saturated
from sim.scenario.faults import ScenarioError
from sim.trajectory import Ending
from sim.units import DAY, HOUR, MINUTE
from tests.plans import CAR, TRUCK, one_stage_plan, volume


def test_a_run_that_outlasts_its_draws_is_drawn_further_and_ends_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    overloaded = one_stage_plan((NORTHBOUND, CAR, volume(230)), (NORTHBOUND, TRUCK, volume(100)))
    far = reach.simulate(overloaded, seed=5, replication=2)
    monkeypatch.setattr(reach, "MARGIN", MINUTE)
    near = reach.simulate(overloaded, seed=5, replication=2)
    assert far.ending is Ending.FINISHED
    assert far.until > overloaded.window_end + HOUR
    assert near == far


def test_a_saturated_class_that_nothing_refuses_is_an_error_and_no_endless_loop() -> None:
    of = replace(one_stage_plan((NORTHBOUND, CAR, Saturated())), stop_at=HOUR, window_end=HOUR)
    with pytest.raises(ScenarioError, match="enters without end"):
        reach.simulate(of, seed=1, replication=0)


def test_replications_differ_and_repeat() -> None:
    plan = one_stage_plan((NORTHBOUND, CAR, volume(100)))
    assert reach.simulate(plan, seed=1, replication=0) == reach.simulate(plan, seed=1, replication=0)
    assert reach.simulate(plan, seed=1, replication=0) != reach.simulate(plan, seed=1, replication=1)
    assert plan.window_end == DAY
