"""An event log says what the trajectory says, and vidigi reads it without a word of warning."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pytest
from vidigi.analysis import event_durations, resource_utilisation
from vidigi.logging import EventLogger
from vidigi.prep import reshape_for_animations

from sim.experiment.compare import compare
from sim.experiment.run import run
from sim.plan.model import DIRECTIONS, Stage
from sim.results.event_log import COLUMNS, event_log
from sim.results.run import RunResult
from sim.results.store import read, write
from sim.statistics.totals import place_names
from sim.trajectory import IntArray, Trajectory
from sim.units import MINUTE, NEVER
from tests.builders import V, approach, lane, plan, stage, tell
from tests.tiny import SHORT, write_tiny

REPLICATION = 1


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> RunResult:
    return run(write_tiny(tmp_path_factory.mktemp("tiny")), trajectories=True)


@pytest.fixture(scope="module")
def trajectory(result: RunResult) -> Trajectory:
    return result.trajectories[REPLICATION]


@pytest.fixture(scope="module")
def logged(result: RunResult, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """The log written as CSV and read by vidigi."""
    file = tmp_path_factory.mktemp("log") / "event_log.csv"
    result.event_log(REPLICATION).write_csv(file)
    logger = EventLogger()
    logger.from_csv(pd.read_csv(file))
    return logger.to_dataframe()


def instants(logged: pd.DataFrame, event_type: str, event: str) -> Counter[tuple[int, int]]:
    """(vehicle, microsecond) of every such event."""
    rows = logged[(logged["event_type"] == event_type) & (logged["event"] == event)]
    return Counter(zip(rows["entity_id"], (rows["time"] * MINUTE).round().astype(int), strict=True))


def recorded(vehicle: IntArray, at: IntArray) -> Counter[tuple[int, int]]:
    return Counter((int(who), int(when)) for who, when in zip(vehicle, at, strict=True) if when < NEVER)


def test_vidigi_knows_every_event(result: RunResult, logged: pd.DataFrame) -> None:
    logger = EventLogger()
    for event in result.event_log(REPLICATION).iter_rows(named=True):
        logger.log_event(**event)
    assert logger.summary()["total_events"] == len(logged) > 0


def test_arrivals_and_departures_are_those_of_the_vehicles(logged: pd.DataFrame, trajectory: Trajectory) -> None:
    vehicles = trajectory.vehicles
    everyone = np.arange(len(vehicles))
    assert instants(logged, "arrival_departure", "arrival") == recorded(everyone, vehicles.arrived_at)
    assert instants(logged, "arrival_departure", "depart") == recorded(everyone, vehicles.left_at)


def test_every_instant_of_every_visit_is_in_the_log(
    logged: pd.DataFrame, trajectory: Trajectory, result: RunResult
) -> None:
    visits, names = trajectory.visits, place_names(result.plan)
    direction = trajectory.vehicles.direction[visits.vehicle]
    n_events = 0
    for number, place in enumerate(result.plan.places):
        for way, word in enumerate(DIRECTIONS):
            here = (visits.place == number) & (direction == way)
            if not here.any():
                continue
            label, who = f"{names[number]}-{word}", visits.vehicle[here]
            expected = {("queue", "wait_begins"): visits.joined_at}
            if isinstance(place, Stage):
                expected |= {("resource_use", "begins"): visits.began_at, ("resource_use_end", "ends"): visits.left_at}
            elif names[number] == "bridge":
                expected |= {("queue", "begins"): visits.began_at}
            for (event_type, step), at in expected.items():
                found = instants(logged, event_type, f"{label}_{step}")
                assert found == recorded(who, at[here]), (label, step)
                n_events += found.total()
    ways = logged["event_type"] == "arrival_departure"
    assert n_events + ways.sum() == len(logged)


def test_vidigi_finds_the_waiting_times(logged: pd.DataFrame, trajectory: Trajectory, result: RunResult) -> None:
    visits = trajectory.visits
    gate = place_names(result.plan).index("gate")
    served = (visits.place == gate) & (visits.began_at < NEVER)
    waiting = (visits.began_at - visits.joined_at)[served] / MINUTE
    found = event_durations(logged, "gate-northbound_wait_begins", "gate-northbound_begins", keep_incomplete=False)
    by_vehicle = found.set_index("entity_id")["duration"]
    assert len(found) == served.sum() > 0
    assert by_vehicle[visits.vehicle[served]].to_numpy() == pytest.approx(waiting, abs=1e-9)


def test_vidigi_finds_how_long_each_booth_was_used(
    logged: pd.DataFrame, trajectory: Trajectory, result: RunResult
) -> None:
    """Were a booth used by two at once, vidigi would warn, and a warning is an error here."""
    visits, names = trajectory.visits, place_names(result.plan)
    found = resource_utilisation(logged, by="resource", unclosed="drop", resource_col_name="unique_resource_id")
    busy = dict(zip(found["resource_id"], found["busy_time"], strict=True))
    for number, place in enumerate(result.plan.places):
        if isinstance(place, Stage):
            assert place.direction is not None
            out = (visits.place == number) & (visits.left_at < NEVER)
            used = int((visits.left_at - visits.began_at)[out].sum())
            label = f"{names[number]}-{DIRECTIONS[place.direction]}/gate/1"
            assert busy.pop(label) == pytest.approx(used / MINUTE, rel=1e-9)
    assert busy == {}


def test_vidigi_sees_who_stands_where(logged: pd.DataFrame, trajectory: Trajectory, result: RunResult) -> None:
    visits = trajectory.visits
    gate = place_names(result.plan).index("gate")
    seen = reshape_for_animations(logged, every_x_time_units=30, limit_duration=400, step_snapshot_max=1000)
    for minute in range(0, 400, 30):
        at = minute * MINUTE
        queued = (visits.place == gate) & (visits.joined_at <= at) & (visits.began_at > at)
        snapshot = seen[(seen["snapshot_time"] == minute) & (seen["event"] == "gate-northbound_wait_begins")]
        assert set(snapshot["entity_id"]) == set(visits.vehicle[queued].tolist())
    assert (seen["event"] == "gate-northbound_wait_begins").any()


def test_a_hand_worked_log_of_a_blocked_vehicle_and_one_that_repeats() -> None:
    crossing = plan([approach(), stage("first", lane(2)), stage("second", space=0)])
    story = tell(crossing, [V(0, (2, 5)), V(1, (3, 5)), V(20, (1, 1), again={1: (2,)})])
    log = event_log(story.trajectory, crossing, replication=7)
    assert log["run_number"].unique().to_list() == [7]
    columns = ("entity_id", "event_type", "event", "time", "unique_resource_id", "visit")
    assert [row for row in log.select(columns).rows() if row[0] == 1] == [
        (1, "arrival_departure", "arrival", 1, None, None),
        (1, "queue", "approach-northbound_wait_begins", 1, None, 0),
        (1, "queue", "first_wait_begins", 1, None, 0),
        (1, "resource_use", "first_begins", 1, "first/lane/2", 0),
        (1, "resource_use_end", "first_ends", 7, "first/lane/2", 0),  # served at 4, blocked until 7
        (1, "queue", "second_wait_begins", 7, None, 0),
        (1, "resource_use", "second_begins", 7, "second/lane/1", 0),
        (1, "resource_use_end", "second_ends", 12, "second/lane/1", 0),
        (1, "arrival_departure", "depart", 12, None, None),
    ]
    at_first = log.filter(pl.col("entity_id") == 2, pl.col("place") == "first")
    assert at_first.select("event", "time", "visit").rows() == [
        ("first_wait_begins", 20, 0),
        ("first_begins", 20, 0),
        ("first_ends", 21, 0),
        ("first_wait_begins", 21, 1),
        ("first_begins", 21, 1),
        ("first_ends", 23, 1),
    ]


def test_booths_are_counted_through_the_lanes_of_a_place() -> None:
    crossing = plan([approach(), stage("gate", lane(2), lane(1))])
    log = event_log(tell(crossing, [V(0, (9,)), V(1, (9,)), V(2, (9,))]).trajectory, crossing)
    used = log.filter(event_type="resource_use")
    assert used["resource_id"].to_list() == [1, 2, 3]
    assert used["unique_resource_id"].to_list() == ["gate/lane/1", "gate/lane/2", "gate/lane/1"]


def test_the_log_is_in_order_of_time_and_has_its_columns(result: RunResult) -> None:
    log = result.event_log(REPLICATION)
    assert log.columns == list(COLUMNS)
    assert log["time"].is_sorted()


def test_a_pathway_names_the_attributes_of_a_vehicle() -> None:
    crossing = plan([approach(), stage("gate")])
    log = event_log(tell(crossing, [V(0, (1,), "truck", digital=(1,)), V(5, (1,), "truck")]).trajectory, crossing)
    arrivals = log.filter(event="arrival")
    assert arrivals["pathway"].to_list() == ["northbound truck+tracked", "northbound truck"]


def test_a_log_is_written_beside_the_tables_and_can_be_made_from_them_again(result: RunResult, tmp_path: Path) -> None:
    write(result, tmp_path / "out", event_log=REPLICATION)
    again = read(tmp_path / "out")
    assert isinstance(again, RunResult)
    written = pl.read_csv(tmp_path / "out" / "event_log.csv", schema=result.event_log(REPLICATION).schema)
    assert written.equals(result.event_log(REPLICATION))
    assert written.equals(again.event_log(REPLICATION))
    assert "event_log.csv" in (tmp_path / "out" / "files.txt").read_text("utf-8").split()


def test_without_trajectories_there_is_no_log(tmp_path: Path) -> None:
    bare = run(write_tiny(tmp_path / "tiny"), replications=1)
    with pytest.raises(ValueError, match=r"replication 0 was not kept \(kept: none"):
        bare.event_log()
    with pytest.raises(ValueError, match="was not kept"):
        write(bare, tmp_path / "out", event_log=0)
    assert not (tmp_path / "out").exists()


def test_a_comparison_has_no_log(tmp_path: Path) -> None:
    comparison = compare(write_tiny(tmp_path / "tiny"), with_=["slow-bridge"], replications=1, capacity=0, **SHORT)
    with pytest.raises(ValueError, match="of a run, not of a comparison"):
        write(comparison, tmp_path / "out", event_log=0)
