"""Comparing scenarios: the same vehicles in each, and the tables of the difference."""

from pathlib import Path

import polars as pl
import pytest

from sim.experiment.compare import compare, scenarios
from sim.experiment.run import run
from tests.tiny import SHORT


def _mean_crossing(frame: pl.DataFrame, **wanted: str) -> pl.DataFrame:
    groups = {"direction": "all", "vehicle_class": "all", "attribute": "all", "place": "all"}
    rows = frame.filter(measure="crossing_time", statistic="mean", **{**groups, **wanted})
    return rows.filter(pl.col("hour").is_null())


def test_scenarios_are_the_base_and_each_intervention_or_every_combination() -> None:
    assert scenarios(["a", "b"], factorial=False) == ((), ("a",), ("b",))
    assert scenarios(["a", "b+c"], factorial=False) == ((), ("a",), ("b", "c"))
    assert scenarios(["a", "b"], factorial=True) == ((), ("a",), ("b",), ("a", "b"))


@pytest.mark.parametrize("factorial", [False, True])
def test_an_intervention_named_twice_is_refused(factorial: bool) -> None:
    with pytest.raises(ValueError, match="named twice"):
        scenarios(["a", "a"], factorial=factorial)


def test_two_scenarios_of_one_name_are_refused(tiny: Path) -> None:
    namesake = tiny.parent / "interventions" / "tiny.yaml"
    namesake.write_text(
        (tiny.parent / "interventions" / "slow-bridge.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    with pytest.raises(ValueError, match="would be called 'tiny'"):
        compare(tiny, with_=["tiny"])


def test_each_scenario_of_a_comparison_is_the_run_of_itself(tiny: Path) -> None:
    comparison = compare(tiny, with_=["second-booth", "slow-bridge"])
    assert comparison.names == ("tiny", "second-booth", "slow-bridge")
    assert comparison.runs["tiny"] == run(tiny)
    assert comparison.runs["slow-bridge"] == run(tiny, with_=["slow-bridge"])


def test_compared_scenarios_see_the_same_vehicles(tiny: Path) -> None:
    runs = compare(tiny, with_=["second-booth"], trajectories=True, replications=1).runs.values()
    base, other = (run.trajectories[0].vehicles for run in runs)
    n = min(len(base), len(other))
    assert n > 50
    assert (base.point[:n] == other.point[:n]).all()
    assert (base.arrived_at[:n] == other.arrived_at[:n]).all()


def test_a_difference_is_the_scenario_minus_the_reference(tiny: Path) -> None:
    comparison = compare(tiny, with_=["slow-bridge"])
    value = {row["scenario"]: row["value"] for row in _mean_crossing(comparison.summary).iter_rows(named=True)}
    difference = _mean_crossing(comparison.differences).row(0, named=True)
    assert difference["scenario"] == "slow-bridge"
    assert difference["value"] == pytest.approx(value["slow-bridge"] - value["tiny"])
    assert difference["value"] > 3


def test_another_reference_turns_the_difference_around(tiny: Path) -> None:
    there = _mean_crossing(compare(tiny, with_=["slow-bridge"]).differences).row(0, named=True)
    back = compare(tiny, with_=["slow-bridge"], reference="slow-bridge")
    assert back.others == ("tiny",)
    assert _mean_crossing(back.differences).row(0, named=True)["value"] == pytest.approx(-there["value"])


def test_an_unknown_reference_is_refused_before_anything_is_run(tiny: Path) -> None:
    def progress(_done: int, _total: int) -> None:
        raise AssertionError("something was run")

    with pytest.raises(ValueError, match="'old' is none of the scenarios: tiny, slow-bridge"):
        compare(tiny, with_=["slow-bridge"], reference="old", progress=progress)


def test_factorial_effects_are_those_of_the_means(tiny: Path) -> None:
    comparison = compare(tiny, with_=["second-booth", "slow-bridge"], factorial=True)
    assert comparison.names == ("tiny", "second-booth", "slow-bridge", "second-booth+slow-bridge")
    y = _mean_crossing(comparison.summary)["value"].to_list()
    effects = comparison.effects
    assert effects is not None
    found = {row["effect"]: row["value"] for row in _mean_crossing(effects).iter_rows(named=True)}
    assert found == {
        "second-booth": pytest.approx((y[1] - y[0] + y[3] - y[2]) / 2),
        "slow-bridge": pytest.approx((y[2] - y[0] + y[3] - y[1]) / 2),
        "second-booth x slow-bridge": pytest.approx(((y[3] - y[2]) - (y[1] - y[0])) / 2),
    }
    assert set(effects["kind"]) == {"main effect", "interaction"}


def test_without_a_factorial_there_are_no_effects(tiny: Path) -> None:
    assert compare(tiny, with_=["second-booth"], replications=1).effects is None


def test_what_is_always_in_force_is_in_the_base_too_and_not_in_the_names(tiny: Path) -> None:
    comparison = compare(tiny, with_=["second-booth"], always=["slow-bridge"], replications=1)
    assert comparison.names == ("tiny", "second-booth")
    assert comparison.runs["tiny"].provenance.interventions == ("slow-bridge",)
    assert comparison.runs["second-booth"].provenance.interventions == ("second-booth", "slow-bridge")


def test_capacity_of_every_scenario_direction_and_class_with_its_limit(tiny: Path) -> None:
    capacity = compare(tiny, with_=["second-booth"], replications=1, capacity=1, **SHORT, jobs=2).capacity
    assert capacity is not None
    assert capacity.select("scenario", "direction", "vehicle_class").rows() == [
        (scenario, *who)
        for scenario in ("tiny", "second-booth")
        for who in (("northbound", "car"), ("northbound", "truck"), ("southbound", "truck"))
    ]
    southbound = capacity.filter(direction="southbound")
    # One booth of 5 minutes: 288 a day, two of them 576.
    assert southbound["value"].to_list() == pytest.approx([288, 576], rel=0.1)
    assert southbound["limit"].to_list() == ["gate", "gate"]


def test_parallel_equals_serial(tiny: Path) -> None:
    serial = compare(tiny, with_=["second-booth"], replications=2, capacity=1, **SHORT, jobs=1)
    assert compare(tiny, with_=["second-booth"], replications=2, capacity=1, **SHORT, jobs=2) == serial
