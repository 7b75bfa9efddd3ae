"""Estimates of exact answers: from the rows of the table, and of states."""

import math
from pathlib import Path
from typing import Any

import pytest

from sim.experiment.prepare import prepare
from sim.experiment.reach import simulate
from sim.experiment.run import run
from sim.plan.model import Plan
from sim.scenario.exact import Exact
from sim.statistics.tally import Tally
from sim.units import MINUTE
from sim.verification.estimate import Estimate, estimates
from sim.verification.sample import Sample, sample
from tests.builders import approach, plan
from tests.tiny import write_tiny

REPLICATIONS = 6
EMPTY = Tally({}, {}, {})


def answer(measure: str, statistic: str, unit: str, **keys: Any) -> Exact:
    words = {"formula": "-", "measure": measure, "statistic": statistic, "unit": unit, "value": 1}
    return Exact.model_validate(words | keys)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def found(path: Path, *exact: Exact) -> list[Estimate]:
    plan = prepare(path).plan
    samples = [sample(simulate(plan, seed=7, replication=k), plan, exact) for k in range(REPLICATIONS)]
    return estimates(samples, plan, exact)


ROWS = (
    answer("waiting_time", "mean", "min", place="gate", vehicle_class="truck"),
    answer("waiting_time", "sd", "min", place="gate"),
    answer("waiting_time", "p90", "min", place="gate"),
    answer("waiting_time", "share_beyond", "1", place="gate", threshold="0 min"),
    answer("crossing_time", "mean", "min", direction="northbound"),
    answer("crossing_time", "share_beyond", "1", vehicle_class="truck", threshold="10 min"),
    answer("delay", "p95", "min"),
    answer("queue_length", "mean", "vehicles", place="gate"),
    answer("number_at_place", "mean", "vehicles", place="bridge"),
    answer("number_in_system", "mean", "vehicles"),
    answer("utilisation", "mean", "1", place="gate/gate"),
    answer("blocked_share", "mean", "1", place="gate"),
    answer("idle_share", "mean", "1", place="gate"),
    answer("open_booths", "mean", "booths", place="gate"),
    answer("throughput", "per_day", "vehicles/day", direction="southbound"),
)


def shown(table: Any, exact: Exact) -> float:
    keys = {name: getattr(exact, name) for name in ("direction", "vehicle_class", "place", "measure", "statistic")}
    rows = [
        row["value"]
        for row in table.filter(attribute="all", **keys).iter_rows(named=True)
        if row["hour"] is None and row["threshold"] == (None if exact.threshold is None else exact.threshold / MINUTE)
    ]
    [value] = rows
    return float(value)


def test_an_estimate_is_the_value_that_the_result_table_shows(tiny: Path) -> None:
    table = run(tiny, replications=REPLICATIONS).summary
    for exact, estimate in zip(ROWS, found(tiny, *ROWS), strict=True):
        assert estimate.value == shown(table, exact), exact.measure


def test_the_standard_error_of_a_mean_is_a_quarter_of_the_half_interval(tiny: Path) -> None:
    [estimate] = found(tiny, answer("crossing_time", "mean", "min"))
    assert estimate.value is not None
    assert estimate.upper is not None
    assert estimate.standard_error == pytest.approx((estimate.upper - estimate.value) / 4)


def test_what_no_table_has_is_empty(tiny: Path) -> None:
    assert found(tiny, answer("utilisation", "mean", "1", place="gate", vehicle_class="truck")) == [Estimate(None)]


ONE_STAGE = """\
format: 1
name: One stage
source: theory
run: {kind: episode, length: 1 h, replications: 6, seed: 1}
classes: {car: {}}
demand: {northbound: {car: {timetable: {from: "00:00", to: "01:00", per_day: 30}}}}
services: {booth: {car: {law: constant, value: 3 min}}}
places: {control: {kind: stage, space: unlimited, service: booth, lanes: {all: {booths: 1}}}}
routes: {northbound: [control]}
"""
# Every 2 min a car comes, the first after 1, and is served in 3.


def test_states_of_an_instant(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(ONE_STAGE, encoding="utf-8")
    at = {"place": "control", "at": "31 min"}
    values = [
        estimate.value
        for estimate in found(
            path,
            answer("queue_length", "mean", "vehicles", **at),
            answer("number_at_place", "mean", "vehicles", **at),
            answer("number_in_system", "mean", "vehicles", at="31 min"),
            answer("all_booths_taken", "mean", "1", **at),
            answer("virtual_wait", "mean", "min", **at),
            answer("virtual_wait", "share_beyond", "1", threshold="17 min", **at),
            answer("virtual_wait", "share_beyond", "1", threshold="18 min", **at),
        )
    ]
    # 16 have come; 10 are out, and the 11th has just begun and takes until 34, when the 12th of the 16 is called.
    assert values == [5, 6, 6, 1, 18, 1, 0]


def test_after_the_last_vehicle_of_the_window_is_out_nobody_is_there(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(ONE_STAGE.replace('to: "01:00"', 'to: "00:10"').replace("per_day: 30", "per_day: 1"))
    exact = answer("number_in_system", "mean", "vehicles", at="50 min")
    assert [each.value for each in found(path, exact)] == [0]


@pytest.mark.parametrize(
    ("keys", "deviation"),
    [
        ({"measure": "all_booths_taken", "unit": "1", "value": 0.1, "place": "gate"}, math.sqrt(0.1 * 0.9)),
        ({"measure": "queue_length", "unit": "vehicles", "value": 3, "sd": 2, "place": "gate"}, 2),
    ],
)
def test_a_known_deviation_gives_the_standard_error(keys: dict[str, Any], deviation: float) -> None:
    exact = answer(**({"statistic": "mean", "at": "30 min"} | keys))
    states = [1.0, 0.0, 0.0, 1.0]
    [estimate] = estimates([Sample(EMPTY, (state,)) for state in states], prepare_nothing(), [exact])
    error = deviation / math.sqrt(len(states))
    assert estimate == Estimate(0.5, 0.5 - 4 * error, 0.5 + 4 * error, error)


def test_without_a_known_deviation_the_spread_seen_gives_it() -> None:
    exact = answer("queue_length", "mean", "vehicles", place="gate", at="30 min")
    states = [1.0, 2.0, 3.0, 4.0, 5.0]
    [estimate] = estimates([Sample(EMPTY, (state,)) for state in states], prepare_nothing(), [exact])
    assert estimate.value == 3
    assert estimate.standard_error == pytest.approx(math.sqrt(2.5 / 5))


def prepare_nothing() -> Plan:
    return plan([approach()], window=60)
