import math

import pytest

from sim.plan.offered_load import mean_service, offered_load
from sim.units import MINUTE
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
