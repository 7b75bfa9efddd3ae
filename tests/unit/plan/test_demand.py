import pytest

from sim.plan.demand import departures, shape_of_day
from sim.plan.model import Saturated, Timetabled, Volume
from sim.quantiles import Law
from sim.scenario.schema import Profile, Timetable
from sim.units import HOUR, MINUTE
from tests.unit.plan.files import CROSSING, TWO_BOOTHS, N, S, planned


def _timetable(start: str, end: str, per_day: str) -> Timetable:
    return Timetable.model_validate({"from": start, "to": end, "per_day": per_day})


def _profile(**weights: str) -> Profile:
    return Profile.model_validate({"weights": {f"{at[1:]}:00": weight for at, weight in weights.items()}})


def test_departures_are_even_and_the_first_comes_half_an_interval_in() -> None:
    assert departures(_timetable("06:00", "24:00", "3")) == (9 * HOUR, 15 * HOUR, 21 * HOUR)


def test_a_service_over_midnight_goes_on_the_next_day() -> None:
    assert departures(_timetable("22:00", "02:00", "2")) == (1 * HOUR, 23 * HOUR)


def test_a_timetable_may_be_empty() -> None:
    assert departures(_timetable("06:00", "24:00", "0")) == ()


def test_a_profile_has_a_mean_of_one_over_the_day() -> None:
    at, weights = shape_of_day(_profile(h00="1", h12="3"))
    assert at == (0, 12 * HOUR)
    assert weights == pytest.approx((0.5, 1.5))


def test_a_profile_that_begins_later_holds_its_last_weight_from_midnight() -> None:
    at, weights = shape_of_day(_profile(h06="3", h18="1"))
    assert at == (0, 6 * HOUR, 18 * HOUR)
    assert weights == pytest.approx((0.5, 1.5, 0.5))


def test_a_profile_of_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        shape_of_day(_profile(h00="0"))


def test_demand_goes_by_direction_and_then_class() -> None:
    plan = planned(CROSSING)
    found = [(each.direction, plan.classes[each.vehicle_class]) for each in plan.demand]
    assert found == [(N, "bus"), (N, "car"), (N, "truck"), (S, "car"), (S, "truck")]


def test_a_volume_without_hours_is_even() -> None:
    (demand,) = planned(TWO_BOOTHS).demand
    assert demand.arrivals == Volume(1152.0, (1.0,), (0,), 0.0)


def test_volumes_timetables_and_saturated_classes_keep_what_they_say() -> None:
    plan = planned(
        CROSSING,
        {
            "profiles": {"day": {"weights": {"00:00": "1", "12:00": "3"}}},
            "demand": {
                "northbound": {
                    "car": {"hours": "day", "day_factor_cv": "0.2"},
                    "truck": "saturated",
                    "bus": {
                        "per_day": None,
                        "timetable": {"from": "00:00", "to": "24:00", "per_day": "1"},
                        "punctuality": {"law": "uniform", "low": "-30 min", "high": "30 min"},
                    },
                }
            },
        },
    )
    bus, car, truck, *_ = (each.arrivals for each in plan.demand)
    assert bus == Timetabled((12 * HOUR,), Law("uniform", (-30.0 * MINUTE, 30.0 * MINUTE)))
    assert car == Volume(80.0, (0.5, 1.5), (0, 12 * HOUR), 0.2)
    assert truck == Saturated()
