"""Capacity of crossings whose answer is a short division, and the place that limits it."""

import pytest

from sim.engines import engine
from sim.experiment.capacity import mean_loads, outflow, saturated, saturations, table
from sim.experiment.limits import Load, limit, loads
from sim.laws import Law
from sim.plan.model import NORTHBOUND, SOUTHBOUND, Plan, Volume
from sim.units import DAY, MINUTE
from tests.builders import N, V, approach, draws, kinds, lane, link, plan, stage, zone
from tests.plans import CAR, TRUCK, one_stage_plan, volume

LANE_TIME = Law("constant", (14.4 * MINUTE,))


def _truck_lanes(n_booths: int) -> Plan:
    return one_stage_plan(
        (NORTHBOUND, CAR, volume(20)), (NORTHBOUND, TRUCK, volume(250)), service=LANE_TIME, n_booths=n_booths
    )


def _capacity(of: Plan, *, vehicle_class: int = TRUCK) -> tuple[float, str | None]:
    full = saturated(of, direction=NORTHBOUND, vehicle_class=vehicle_class, warm_up=DAY, length=4 * DAY)
    run = next(r for r in saturations(of, seed=1, warm_up=DAY, length=4 * DAY) if r.vehicle_class == vehicle_class)
    assert run.plan == full
    found = outflow(run)
    return found.per_day, None if found.limit is None else found.limit.place


def test_one_more_truck_lane_is_worth_100_trucks_a_day() -> None:
    without = one_stage_plan((NORTHBOUND, TRUCK, volume(250)), service=LANE_TIME, n_booths=5)
    with_one_more = one_stage_plan((NORTHBOUND, TRUCK, volume(250)), service=LANE_TIME, n_booths=6)
    assert _capacity(without) == (500, "control-northbound")
    assert _capacity(with_one_more) == (600, "control-northbound")


def test_what_the_others_use_of_a_shared_stage_is_not_there_for_the_saturated_class() -> None:
    per_day, place = _capacity(_truck_lanes(5))
    assert 500 - 20 - 10 < per_day < 500 - 10
    assert place == "control-northbound"


def test_demand_above_what_can_be_served_is_raised_further() -> None:
    of = one_stage_plan((NORTHBOUND, TRUCK, volume(900)), service=LANE_TIME, n_booths=5)
    full = saturated(of, direction=NORTHBOUND, vehicle_class=TRUCK, warm_up=DAY, length=DAY)
    assert full.demand[0].arrivals == Volume(1.25 * 900, (1.0,), (0,), 0.0)


def test_only_the_one_class_is_saturated_and_the_run_ends_with_its_window() -> None:
    of = _truck_lanes(5)
    full = saturated(of, direction=NORTHBOUND, vehicle_class=TRUCK, warm_up=DAY, length=2 * DAY)
    assert full.demand[0] == of.demand[0]
    assert full.demand[1].arrivals == Volume(1.25 * 500, (1.0,), (0,), 0.0)
    assert (full.window_start, full.window_end, full.stop_at) == (DAY, 3 * DAY, 3 * DAY)


def test_a_class_without_demand_is_refused() -> None:
    with pytest.raises(ValueError, match="without demand"):
        saturated(_truck_lanes(5), direction=SOUTHBOUND, vehicle_class=TRUCK, warm_up=DAY, length=DAY)


def test_the_table_names_the_limit_and_what_the_others_got() -> None:
    of = _truck_lanes(5)
    runs = [r for r in saturations(of, seed=3, warm_up=DAY, length=2 * DAY) if r.vehicle_class == TRUCK]
    row = table([(run, outflow(run)) for run in runs], classes=of.classes, level=0.95).row(0, named=True)
    assert (row["direction"], row["vehicle_class"], row["measure"]) == ("northbound", "truck", "capacity")
    assert (row["unit"], row["limit"], row["limit_kind"]) == ("vehicles/day", "control-northbound", "stage")
    assert 470 < row["value"] < 500
    assert row["lower"] is None
    assert row["others_served"] == pytest.approx(1, abs=0.2)


def test_every_class_and_direction_is_saturated_once_for_each_replication() -> None:
    runs = saturations(_truck_lanes(5), seed=3, replications=2, warm_up=DAY, length=DAY)
    assert [(r.vehicle_class, r.replication) for r in runs] == [(CAR, 0), (CAR, 1), (TRUCK, 0), (TRUCK, 1)]


def test_loads_are_averaged_over_replications() -> None:
    runs = [
        r
        for r in saturations(_truck_lanes(5), seed=3, replications=2, warm_up=DAY, length=DAY)
        if r.vehicle_class == TRUCK
    ]
    one, two = (outflow(r) for r in runs)
    both = mean_loads([one.loads, two.loads])
    assert both[0].share == pytest.approx((one.loads[0].share + two.loads[0].share) / 2)


def _loads(of: Plan, vehicles: list[V]) -> dict[str, float]:
    trajectory = engine("reference")(of, draws(of, vehicles))
    return {load.place: load.share for load in loads(trajectory, of, direction=N, vehicle_class=2)}


def test_a_stage_is_used_while_it_serves_or_a_vehicle_moves_up() -> None:
    # Two trucks, 10 minutes each, 5 minutes to move up: 25 of 100 minutes; the second booth lane is not for trucks.
    of = plan([approach(), stage("control", lane(1, "truck"), lane(1, "car"), move_up=5)], window=100, stop_at=100)
    assert _loads(of, [V(0, [10], "truck"), V(0, [10], "truck"), V(0, [40], "car")]) == {"control": 0.25}


def test_a_zone_is_full_while_its_limit_stands_inside() -> None:
    # Inside are two trucks from 0 to 10, one until 20; the third, who had to wait, from 10 to 30.
    metering = zone(kinds("truck"), [1], 2)
    of = plan([approach(), stage("yard", lane(9))], zones=[metering], window=100, stop_at=100)
    vehicles = [V(0, [10], "truck"), V(0, [20], "truck"), V(0, [20], "truck"), V(0, [90], "car")]
    assert _loads(of, vehicles)["zone"] == pytest.approx(0.2)


def test_a_link_is_full_while_somebody_waits_before_it() -> None:
    # Headway 10 minutes behind a truck: the second waits 10 minutes, the third 20.
    of = plan([approach(), link("bridge", headway=10)], window=100, stop_at=100)
    assert _loads(of, [V(0, [1], "truck")] * 3) == {"bridge": pytest.approx(0.2)}


@pytest.mark.parametrize(
    ("found", "place"),
    [
        ([Load("a", "stage", 0.95, 1), Load("b", "stage", 0.97, 2), Load("z", "zone", 1.0, 3)], "b"),
        ([Load("a", "stage", 0.85, 1), Load("z", "zone", 0.9, 3), Load("bridge", "link", 0.99, 2)], "z"),
        ([Load("z", "zone", 0.9, 2), Load("bridge", "link", 0.99, 2)], "z"),
        ([Load("a", "stage", 0.85, 1), Load("bridge", "link", 0.4, 2)], None),
    ],
)
def test_the_limit_is_the_busiest_stage_or_else_the_last_full_zone_or_link(
    found: list[Load], place: str | None
) -> None:
    chosen = limit(tuple(found))
    assert (None if chosen is None else chosen.place) == place
