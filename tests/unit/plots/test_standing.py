"""Vehicles that stand, and open booths, as exact means over slots of time."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plots.standing import Selection, by_time_of_day, open_booths, standing
from sim.units import DAY, HOUR, MINUTE
from tests.unit.plots.stories import two_trucks_at_one_booth


def test_a_slot_holds_the_mean_number_of_vehicles_that_wait_in_it() -> None:
    # Both trucks come at 0; the first is served until 30, the second waits these 30 minutes.
    plan, trajectory = two_trucks_at_one_booth()
    queue = standing(trajectory, plan, Selection(), slot=HOUR)
    assert len(queue) == 24
    assert queue[0] == pytest.approx(0.5)
    assert np.all(queue[1:] == 0)
    assert standing(trajectory, plan, Selection(), slot=20 * MINUTE)[:3] == pytest.approx([1.0, 0.5, 0.0])


def test_a_selection_counts_only_its_direction_class_and_places() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    for other in (Selection(direction="southbound"), Selection(vehicle_class="car"), Selection(places=("approach",))):
        assert standing(trajectory, plan, other).sum() == 0
    own = Selection(direction="northbound", vehicle_class="truck", places=("booth",))
    assert standing(trajectory, plan, own)[0] == pytest.approx(0.5)


def test_an_unknown_place_is_refused() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    with pytest.raises(ValueError, match="no place 'both'"):
        standing(trajectory, plan, Selection(places=("both",)))


def test_an_open_booth_counts_in_every_slot_until_it_closes_for_good() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    assert np.all(open_booths(trajectory, plan, places=("booth",), slot=HOUR) == 1)


def test_a_mean_day_begins_at_midnight_wherever_the_window_begins() -> None:
    plan, _ = two_trucks_at_one_booth()
    shifted = replace(plan, window_start=6 * HOUR, window_end=6 * HOUR + 2 * DAY)
    series = np.arange(48, dtype=np.float64)
    # The first slot is 06:00 of the first day; its mean with 06:00 of the second is 12.
    assert by_time_of_day(series, shifted)[6] == 12
    assert by_time_of_day(series, shifted)[5] == 35


def test_a_window_of_broken_days_has_no_mean_day() -> None:
    plan, _ = two_trucks_at_one_booth()
    with pytest.raises(ValueError, match="whole days"):
        by_time_of_day(np.zeros(25), plan)
