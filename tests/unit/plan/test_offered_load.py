import math
from dataclasses import replace

import pytest

from sim.plan.calendar import mean_factor
from sim.plan.model import MOST_VISITS, Repeats, Volume
from sim.plan.offered_load import mean_service, mean_visits, offered_load
from sim.units import HOUR, MINUTE
from tests.unit.plan.files import CROSSING, TRACKING, TWO_BOOTHS, N, kind, planned, stop_at

MINUTES_PER_DAY = 1440


def test_two_booths_at_1152_cars_of_two_minutes_have_load_0_8() -> None:
    (row,) = offered_load(planned(TWO_BOOTHS))
    assert (row.place, row.lanes, row.flow) == (1, (0,), 1152.0)
    assert row.erlangs == pytest.approx(1.6)
    assert row.open_booths == 2
    assert row.load == pytest.approx(0.8)


def test_a_shared_stage_has_the_load_of_both_directions() -> None:
    plan = planned(CROSSING)
    (row,) = (row for row in offered_load(plan) if plan.places[row.place].name == "truck-lanes")
    assert row.flow == pytest.approx(100)
    assert row.erlangs == pytest.approx(100 * 12 / MINUTES_PER_DAY)


def test_lanes_that_share_no_vehicles_stand_apart() -> None:
    lanes = {"cars": {"serves": ["car"], "booths": "1"}, "rest": {"serves": ["bus", "truck"], "booths": "2"}}
    plan = planned(CROSSING, {"places": {"gate": {"lanes": {"gate": None, **lanes}}}})
    rows = [row for row in offered_load(plan) if plan.places[row.place].name == "gate"]
    assert [(row.lanes, round(row.flow), row.open_booths) for row in rows[:2]] == [((0,), 80, 1), ((1,), 55, 2)]


def test_lanes_that_share_a_class_are_one_group() -> None:
    lanes = {
        "cars": {"serves": ["car"], "booths": "1"},
        "trucks": {"serves": ["truck"], "booths": "1"},
        "any": {"serves": ["bus", "car", "truck"], "booths": "1"},
    }
    plan = planned(CROSSING, {"places": {"gate": {"lanes": {"gate": None, **lanes}}}})
    assert [row.lanes for row in offered_load(plan) if plan.places[row.place].name == "gate"] == [(0, 1, 2)] * 2


def test_tracked_vehicles_load_a_stage_by_their_digital_form() -> None:
    plan = planned(CROSSING, TRACKING)
    (row,) = (row for row in offered_load(plan) if plan.places[row.place].name == "truck-lanes")
    assert row.erlangs == pytest.approx(100 * 12 * (0.8 + 0.2 * 0.7) / MINUTES_PER_DAY)


def test_who_repeats_loads_its_stage_again() -> None:
    assert mean_visits(0.5) == 2 - 0.5**7
    assert mean_visits(1.0) == MOST_VISITS
    plan = planned(TWO_BOOTHS)
    north, south = plan.routes
    stop = replace(north[1], repeats=Repeats("repeat", (0.25,) * len(plan.kinds), 0))
    again = replace(plan, routes=((north[0], stop), south))
    (once,), (more,) = offered_load(plan), offered_load(again)
    assert more.flow == pytest.approx(once.flow * mean_visits(0.25))
    assert more.erlangs == pytest.approx(once.erlangs * mean_visits(0.25))


def test_demand_is_the_mean_of_the_window_by_weekday_and_month() -> None:
    plan = planned(TWO_BOOTHS)
    volume = plan.demand[0].arrivals
    assert isinstance(volume, Volume)
    shaped = replace(volume, weekdays=(1.0, 1.0, 1.0, 1.0, 1.0, 0.5, 1.5), months=(0.5, *(1.0,) * 10, 1.5))
    # From Saturday 31 January 1970, 18:00, for 12 hours: half of it is a Saturday of January, half a February Sunday.
    night = replace(
        plan,
        first_day=30,
        start_of_day=18 * HOUR,
        window_start=0,
        window_end=12 * HOUR,
        demand=(replace(plan.demand[0], arrivals=shaped),),
    )
    assert mean_factor(night, shaped) == pytest.approx((0.5 * 0.5 + 1.5 * 1.0) / 2)
    (row,) = offered_load(night)
    assert row.flow == pytest.approx(volume.per_day * 0.875)
    day = replace(night, first_day=31, start_of_day=0, window_end=24 * HOUR)
    assert offered_load(day)[0].flow == pytest.approx(volume.per_day * 1.5)


def test_pauses_take_open_booth_time() -> None:
    pause = {"posts": {"samur": {"pauses": [{"from": "12:00", "for": "6 h"}]}}}
    plan = planned(CROSSING, pause)
    rows = {plan.places[row.place].name: row for row in offered_load(plan)}
    assert rows["gate"].open_booths == pytest.approx(0.75)


def test_a_saturated_class_loads_its_stages_without_limit() -> None:
    plan = planned(TWO_BOOTHS, {"demand": {"northbound": {"car": "saturated"}}})
    assert offered_load(plan)[0].load == math.inf


def test_a_yard_has_no_load() -> None:
    yard = {"kind": "stage", "visits": {"truck": "1"}, "lanes": {"yard": {"booths": "4"}}}
    route = ["approach", "gate", "yard", "bridge", "yarag-gate", "truck-lanes", "desks"]
    plan = planned(CROSSING, {"places": {"yard": yard}, "routes": {"northbound": route}})
    assert "yard" not in {plan.places[row.place].name for row in offered_load(plan)}


def test_persons_add_to_the_mean_service() -> None:
    desk = {"services": {"desk": {"bus": {"law": "constant", "mean": "1 min", "per_person": "30 s"}}}}
    plan = planned(CROSSING, desk)
    recipe = stop_at(plan, "desks").service[kind(plan, "bus", N)][0]
    assert mean_service(recipe, persons=20) == pytest.approx(11 * MINUTE)
