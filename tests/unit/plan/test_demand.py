from datetime import date
from typing import Any

import pytest

from sim.laws import Law
from sim.plan.demand import departures, shape_of_day
from sim.plan.model import Saturated, Timetabled, Volume
from sim.scenario.fields import MONTHS, WEEKDAYS
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


WEEK_AND_YEAR: dict[str, Any] = {
    "profiles": {
        "week": {"weekdays": {"sat": "0.5", "sun": "0"}},
        "year": {"months": {"jan": "0", "jul": "2"}},
    },
    "demand": {"northbound": {"car": {"weekdays": "week", "months": "year"}}},
}


def _volume(*changes: dict[str, Any]) -> Volume:
    plan = planned(TWO_BOOTHS, *changes)
    (demand,) = plan.demand
    assert isinstance(demand.arrivals, Volume)
    return demand.arrivals


def test_days_and_months_left_out_weigh_one_and_the_mean_is_one() -> None:
    volume = _volume(WEEK_AND_YEAR)
    assert volume.weekdays == pytest.approx((7 / 5.5,) * 5 + (3.5 / 5.5, 0))
    # 31 days of January weigh 0 and 31 of July 2, so the others keep their 1.
    assert volume.months == (0, 1, 1, 1, 1, 1, 2, 1, 1, 1, 1, 1)
    days = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    for change in ({"feb": "3"}, {"jun": "0.25", "dec": "4.5"}):
        months = _volume(WEEK_AND_YEAR, {"profiles": {"year": {"months": change}}}).months
        assert sum(n * each for n, each in zip(days, months, strict=True)) == pytest.approx(365)


@pytest.mark.parametrize("weight", ["1", "0.3", "7e-3"])
def test_equal_weights_are_none(weight: str) -> None:
    equal = {
        "profiles": {
            "week": {"weekdays": dict.fromkeys(WEEKDAYS, weight)},
            "year": {"months": dict.fromkeys(MONTHS, weight)},
        }
    }
    assert _volume(WEEK_AND_YEAR, equal) == _volume()


def test_a_week_of_zeros_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        _volume(WEEK_AND_YEAR, {"profiles": {"week": {"weekdays": dict.fromkeys(WEEKDAYS, "0")}}})


def test_the_first_day_is_that_of_the_start() -> None:
    assert planned(CROSSING).first_day == (date(2019, 6, 3) - date(1970, 1, 1)).days
