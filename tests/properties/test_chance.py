"""What compared scenarios share: a change moves what it changes and nothing else."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.draws import Draws, draw
from sim.laws import exponential, lognormal_from_mean_cv, uniform
from sim.plan.model import DIGITAL, NORTHBOUND, PAPER, SOUTHBOUND, Plan, Saturated, Timetabled
from sim.units import DAY, HOUR, MINUTE
from tests.plans import BUS, CAR, FLAT, TRUCK, one_stage_plan, volume

Identity: TypeAlias = tuple[int, int, int]
Row: TypeAlias = tuple[int, int, int, bytes, bytes, int]

LATE = Timetabled((7 * HOUR, 19 * HOUR), uniform(-HOUR, 3 * HOUR))
BUSES = (NORTHBOUND, BUS, LATE)
CARS = (NORTHBOUND, CAR, volume(120.0, day_factor_cv=0.2))
TRUCKS = (SOUTHBOUND, TRUCK, volume(80.0))
SATURATED = (SOUTHBOUND, TRUCK, Saturated())

flows = st.floats(0.0, 400.0)
profiles = st.lists(st.floats(0.0, 3.0), min_size=24, max_size=24)
seeds = st.integers(0, 2**62)
few = settings(max_examples=40, deadline=None)


def vehicles(plan: Plan, *, seed: int = 1, replication: int = 0, reach: int = 2 * DAY) -> dict[Identity, Row]:
    """Everything drawn for each vehicle, by its identity."""
    return rows(draw(plan, seed=seed, replication=replication, reach=reach))


def rows(draws: Draws) -> dict[Identity, Row]:
    found = {
        (int(draws.direction[v]), int(draws.vehicle_class[v]), int(draws.point[v])): (
            int(draws.attributes[v]),
            int(draws.kind[v]),
            int(draws.arrives_at[v]),
            draws.visits[v].tobytes(),
            draws.service[v].tobytes(),
            int(draws.road_time[v]),
        )
        for v in range(len(draws))
    }
    assert len(found) == len(draws)
    return found


def class_of(found: dict[Identity, Row], vehicle_class: int) -> dict[Identity, Row]:
    return {identity: row for identity, row in found.items() if identity[1] == vehicle_class}


def test_one_more_vehicle_leaves_every_other_as_it_was() -> None:
    before = vehicles(one_stage_plan(BUSES, CARS, TRUCKS, share=(0.5, 0.5), adoption=0.4))
    for per_day in np.arange(80.0, 82.0, 0.01):
        more = (SOUTHBOUND, TRUCK, volume(float(per_day)))
        after = vehicles(one_stage_plan(BUSES, CARS, more, share=(0.5, 0.5), adoption=0.4))
        if len(after) > len(before):
            break
    assert len(after.keys() - before.keys()) == 1
    assert before.items() <= after.items()


def test_another_class_or_direction_deals_nobody_a_new_draw() -> None:
    alone = vehicles(one_stage_plan(CARS))
    for others in ((BUSES, CARS), (CARS, TRUCKS), (CARS, SATURATED), (CARS, (SOUTHBOUND, CAR, CARS[2]))):
        assert alone.items() < vehicles(one_stage_plan(*others)).items()


@few
@given(low=flows, high=flows, hours=profiles, cv=st.sampled_from([0.0, 0.3]), seed=seeds)
def test_more_demand_keeps_every_vehicle_its_instant_and_its_draws(
    low: float, high: float, hours: list[float], cv: float, seed: int
) -> None:
    low, high = sorted((low, high))
    fewer, more = (
        vehicles(
            one_stage_plan((NORTHBOUND, TRUCK, volume(flow, hours=hours, day_factor_cv=cv)), share=(0.5, 0.5)),
            seed=seed,
        )
        for flow in (low, high)
    )
    assert fewer.items() <= more.items()


def test_more_demand_does_add_vehicles() -> None:
    fewer, more = (vehicles(one_stage_plan((NORTHBOUND, TRUCK, volume(flow)))) for flow in (100.0, 200.0))
    assert 1.5 < len(more) / len(fewer) < 2.5


@few
@given(low=st.floats(0, 1), high=st.floats(0, 1), seed=seeds)
def test_raising_adoption_equips_further_trucks_and_unequips_none(low: float, high: float, seed: int) -> None:
    low, high = sorted((low, high))
    fewer, more = (
        draw(
            one_stage_plan(CARS, TRUCKS, adoption=adoption, share=(0.9, 0.5), digital_scale=0.5),
            seed=seed,
            replication=0,
            reach=DAY,
        )
        for adoption in (low, high)
    )
    assert fewer.point.tolist() == more.point.tolist()
    assert fewer.arrives_at.tolist() == more.arrives_at.tolist()
    assert (fewer.attributes <= more.attributes).all()
    same = fewer.attributes == more.attributes
    assert fewer.service[same].tolist() == more.service[same].tolist()
    assert fewer.visits[:, :, PAPER].tolist() == more.visits[:, :, PAPER].tolist()
    # Who is equipped keeps its service on paper, to which an outage returns it.
    visiting = fewer.visits[:, 1].all(axis=1) & more.visits[:, 1].all(axis=1)
    assert fewer.service[visiting, 1, PAPER].tolist() == more.service[visiting, 1, PAPER].tolist()


def test_the_share_equipped_is_the_adoption() -> None:
    plan = one_stage_plan((NORTHBOUND, CAR, volume(500.0)), (NORTHBOUND, TRUCK, volume(2000.0)), adoption=0.3)
    draws = draw(plan, seed=1, replication=0, reach=5 * DAY)
    trucks = draws.vehicle_class == TRUCK
    assert not draws.attributes[~trucks].any()
    assert abs(draws.attributes[trucks].mean() - 0.3) < 4 * (0.3 * 0.7 / trucks.sum()) ** 0.5


@few
@given(short=st.integers(0, 3 * DAY), long=st.integers(0, 3 * DAY), start=st.integers(0, DAY - 1), seed=seeds)
def test_a_longer_run_extends_a_shorter_one(short: int, long: int, start: int, seed: int) -> None:
    short, long = sorted((short, long))
    plan = one_stage_plan(BUSES, CARS, TRUCKS, share=(0.5, 0.5), adoption=0.4, start_of_day=start)
    brief, extended = (vehicles(plan, seed=seed, reach=reach) for reach in (short, long))
    assert brief == {identity: row for identity, row in extended.items() if row[2] < short}


def test_a_longer_run_extends_a_saturated_class() -> None:
    plan = one_stage_plan(SATURATED, share=(0.5, 0.5), adoption=0.4)
    brief, extended = (vehicles(plan, reach=reach) for reach in (HOUR, DAY))
    assert brief.items() < extended.items()


def test_a_replication_alone_equals_the_same_of_many() -> None:
    plan = one_stage_plan(BUSES, CARS, TRUCKS, adoption=0.4)
    many = [vehicles(plan, replication=k) for k in range(4)]
    assert vehicles(plan, replication=3) == many[3]
    instants = [frozenset(row[2] for row in each.values()) for each in many]
    assert not any(a & b for k, a in enumerate(instants) for b in instants[:k])
    assert vehicles(plan, seed=2, replication=3) != many[3]


@few
@given(hour=st.integers(0, 23), weight=st.floats(0, 4), hours=profiles, start=st.integers(0, DAY - 1))
def test_a_changed_hour_leaves_the_vehicles_of_the_others_alone(
    hour: int, weight: float, hours: Sequence[float], start: int
) -> None:
    changed = [*hours[:hour], weight, *hours[hour + 1 :]]
    before, after = (
        vehicles(one_stage_plan((NORTHBOUND, TRUCK, volume(200.0, hours=shape)), start_of_day=start))
        for shape in (hours, changed)
    )
    elsewhere = [
        {identity: row for identity, row in found.items() if (row[2] + start) % DAY // HOUR != hour}
        for found in (before, after)
    ]
    assert elsewhere[0] == elsewhere[1]


def test_a_changed_hour_changes_its_own_vehicles() -> None:
    rush = (*FLAT[:8], 3.0, *FLAT[9:])
    before, after = (
        vehicles(one_stage_plan((NORTHBOUND, TRUCK, volume(500.0, hours=shape)))) for shape in (FLAT, rush)
    )
    added = [row[2] % DAY // HOUR for identity, row in after.items() if identity not in before]
    assert len(added) > 40
    assert set(added) == {8}


def test_a_changed_law_or_share_changes_no_other_draw() -> None:
    plans = [
        one_stage_plan(CARS, TRUCKS, adoption=0.4, service=service, share=share)
        for service, share in (
            (exponential(5 * MINUTE), (0.5, 0.5)),
            (lognormal_from_mean_cv(9 * MINUTE, 2.0), (0.8, 0.8)),
        )
    ]
    before, after = (draw(plan, seed=1, replication=0, reach=2 * DAY) for plan in plans)
    for name in ("point", "arrives_at", "attributes", "kind"):
        assert getattr(before, name).tolist() == getattr(after, name).tolist()
    assert (before.visits <= after.visits).all()
    # The times move along their own uniforms: their order stays as it was.
    visiting = before.visits[:, 1, DIGITAL]
    ranks = [np.argsort(draws.service[visiting, 1, PAPER]).tolist() for draws in (before, after)]
    assert ranks[0] == ranks[1]


def test_a_changed_lateness_moves_each_bus_along_its_own_uniform() -> None:
    early, late = (
        class_of(vehicles(one_stage_plan((NORTHBOUND, BUS, Timetabled((12 * HOUR,), uniform(0, spread * HOUR))))), BUS)
        for spread in (1, 2)
    )
    assert early.keys() == late.keys()
    for identity, row in early.items():
        noon = row[2] // DAY * DAY + 12 * HOUR
        assert abs(2 * (row[2] - noon) - (late[identity][2] - noon)) <= 1
        assert row[4] == late[identity][4]
