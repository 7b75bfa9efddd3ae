"""The crossing of today carries, more trucks arriving than it can take, what its customs directorate reports."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

import sim

TODAY = Path(__file__).parents[2] / "scenarios" / "freight-today.yaml"
REPORTED = 640
"""Trucks a day of OBS025."""


def trucks_per_day(sets: Sequence[str]) -> float:
    result = sim.run(TODAY, sets=[*sets, "run.warm_up=1 d", "run.length=4 d"], replications=1)
    assert result.broken == ()
    row = result.summary.filter(measure="throughput", statistic="per_day", place="all", direction="all")
    return float(row.filter(pl.col("vehicle_class") == "truck", pl.col("attribute") == "all")["value"].item())


@pytest.fixture
def crowded() -> list[str]:
    """More trucks than can cross, in both directions."""
    return [f"demand.{direction}.truck.per_day=400" for direction in ("northbound", "southbound")]


def test_ten_lanes_that_never_rest_carry_the_reported_trucks(crowded: list[str]) -> None:
    assert trucks_per_day(crowded) == pytest.approx(REPORTED, rel=0.03)


def test_six_lanes_of_the_old_pace_would_carry_as_many(crowded: list[str]) -> None:
    six = ["places.yk-truck-lanes.lanes.lane.booths=6", "services.yk-truck-lane.truck.mean=13.1 min"]
    assert trucks_per_day([*crowded, *six]) == pytest.approx(REPORTED, rel=0.03)
