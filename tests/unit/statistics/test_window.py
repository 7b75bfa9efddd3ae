"""A window selects vehicles by arrival, its start included and its end not."""

import numpy as np
import pytest

from sim.statistics.window import Window, arrived_in, of_plan
from sim.units import MINUTE, NEVER
from tests.builders import approach, plan
from tests.trajectories import Car, record, road


def test_a_window_holds_its_start_and_not_its_end() -> None:
    cars = record([Car([road(at, 100)]) for at in (0, 10, 19, 20)], until=100)
    assert arrived_in(cars.vehicles, Window(10 * MINUTE, 20 * MINUTE)).tolist() == [False, True, True, False]


def test_overlap_is_what_falls_inside_and_never_negative() -> None:
    window = Window(10, 20)
    began, ended = np.array([0, 5, 12, 15, 25, 0]), np.array([5, 12, 15, NEVER, 30, 30])
    assert window.overlap(began, ended).tolist() == [0, 2, 3, 5, 0, 10]


def test_the_window_of_a_plan_is_the_one_it_states() -> None:
    assert of_plan(plan([approach()], window=60)) == Window(0, 60 * MINUTE)


def test_a_window_without_length_is_refused() -> None:
    with pytest.raises(ValueError, match="ends after it starts"):
        Window(5, 5)
