"""At zero adoption a scenario with the tracking layer is the scenario without it, to the microsecond."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sim.draws import draw
from sim.engines import engine
from sim.plan.build import build_plan
from sim.scenario.load import load
from sim.trajectory import Trajectory
from sim.units import DAY

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BASE, TODAY = SCENARIOS / "single-bridge.yaml", SCENARIOS / "freight-today.yaml"
SHORT = ("run.warm_up=0 d", "run.length=1 d")


def record(*interventions: str, adoption: float | None = None, base: Path = BASE) -> Trajectory:
    sets = SHORT if adoption is None else (*SHORT, f"tracking.adoption={adoption}")
    plan = build_plan(load(base, with_=interventions, sets=sets).scenario)
    return engine("reference")(plan, draw(plan, seed=1, replication=0, reach=3 * DAY))


@pytest.mark.parametrize(("base", "others"), [(BASE, ()), (BASE, ("new-bridge", "separate-checkpoints")), (TODAY, ())])
def test_zero_adoption_changes_nothing(base: Path, others: tuple[str, ...]) -> None:
    without, layer = record(*others, base=base), record(*others, "digital-tracking", adoption=0, base=base)
    # The layer declares an attribute, so kinds are numbered anew; everything else is the same.
    for table in ("vehicles", "visits", "booths", "lights"):
        for column in fields(getattr(without, table)):
            if column.name != "kind" and table != "booths":
                a, b = getattr(getattr(without, table), column.name), getattr(getattr(layer, table), column.name)
                assert np.array_equal(a, b), (table, column.name)
    assert (without.ending, without.until) == (layer.ending, layer.until)


def test_adoption_above_zero_changes_something() -> None:
    assert record() != record("digital-tracking", adoption=0.5)
