"""Sweeping keys over a grid."""

from pathlib import Path

import polars as pl
import pytest

from sim.experiment.run import run
from sim.experiment.sweep import sweep
from sim.scenario.faults import ScenarioError
from sim.scenario.load import load

BOOTHS, TRAVEL = "places.gate.lanes.gate.booths", "places.bridge.travel"


def test_every_point_of_the_grid_is_the_run_with_its_settings(tiny: Path) -> None:
    swept = sweep(tiny, grid={BOOTHS: ["1", "2"], TRAVEL: ["2 min", "4 min"]}, replications=1, jobs=2)
    assert swept.keys == (BOOTHS, TRAVEL)
    assert swept.table.select(BOOTHS, TRAVEL).unique(maintain_order=True).rows() == [
        (1.0, "2 min"),
        (1.0, "4 min"),
        (2.0, "2 min"),
        (2.0, "4 min"),
    ]
    point = swept.table.filter((pl.col(BOOTHS) == 2) & (pl.col(TRAVEL) == "4 min")).drop(BOOTHS, TRAVEL, "status")
    alone = run(tiny, sets=[f"{BOOTHS}=2", f"{TRAVEL}=4 min"], replications=1)
    assert point.equals(alone.summary)


def test_the_provenance_is_that_of_the_scenario_before_the_sweep(tiny: Path) -> None:
    swept = sweep(tiny, grid={BOOTHS: ["2"]}, replications=1)
    assert swept.provenance.fingerprint == load(tiny).fingerprint


def test_the_worst_status_of_any_point_is_that_of_the_sweep(tiny: Path) -> None:
    crowded = ["demand.northbound.car.per_day=900"]
    swept = sweep(tiny, grid={"run.stop_after": ["1 min", "2 d"]}, sets=crowded, replications=1)
    assert swept.provenance.status == "lower bound"
    assert swept.table["status"].unique(maintain_order=True).to_list() == ["lower bound", "finished"]


@pytest.mark.parametrize("grid", [{}, {BOOTHS: []}])
def test_nothing_to_sweep_is_refused(tiny: Path, grid: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="nothing to sweep"):
        sweep(tiny, grid=grid)


def test_a_wrong_point_is_refused_before_anything_is_run(tiny: Path) -> None:
    def progress(_done: int, _total: int) -> None:
        raise AssertionError("something was run")

    with pytest.raises(ScenarioError, match="booths"):
        sweep(tiny, grid={BOOTHS: ["1", "many"]}, progress=progress)
