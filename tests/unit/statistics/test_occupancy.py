"""Step functions and their integrals against a record worked out on paper."""

import numpy as np
import pytest

from sim.statistics import occupancy
from sim.statistics.occupancy import StepSeries, integral, mean_by_interval, step_series
from sim.statistics.window import Window
from sim.units import MINUTE
from tests.builders import approach, kinds, lane, plan, stage, zone
from tests.trajectories import Car, Stop, record, road

GATE, DESK = 1, 2
PLAN = plan([approach(), stage("gate"), stage("desk", lane(2))], zones=[zone(kinds("truck"), [GATE, DESK], 2)])
RECORD = record(
    [
        Car([road(0, 0), Stop(GATE, 0, 0, 0, 5, 5), Stop(DESK, 5, 5, 5, 13, 13)]),
        Car([road(1, 3), Stop(GATE, 3, 5, 6, 9, 13), Stop(DESK, 13, 13, 13, 14, 14)], "truck"),
        Car([road(2, 3), Stop(GATE, 3, 13, 14, 16, 16)], "bus"),
    ],
    until=16,
    booths=[(GATE, 0, 0, 0, None), (DESK, 0, 0, 0, 14), (DESK, 0, 1, 4, 10)],
)


def steps(series: StepSeries) -> list[tuple[float, int]]:
    return [(at / MINUTE, value) for at, value in zip(series.at.tolist(), series.value.tolist(), strict=True)]


def minutes(start: float, end: float) -> Window:
    return Window(round(start * MINUTE), round(end * MINUTE))


def test_a_queue_holds_whoever_has_joined_and_is_not_yet_served() -> None:
    assert steps(occupancy.number_waiting(RECORD, place=GATE)) == [(3, 2), (6, 1), (14, 0)]
    assert steps(occupancy.number_waiting(RECORD, place=GATE, vehicle_class=2)) == [(3, 1), (6, 0)]


def test_a_waiting_place_is_free_from_the_call_on() -> None:
    assert steps(occupancy.waiting_places_taken(RECORD, place=GATE)) == [(3, 2), (5, 1), (13, 0)]


def test_a_stay_that_takes_no_time_leaves_no_trace() -> None:
    assert steps(occupancy.number_at(RECORD, place=0)) == [(1, 1), (2, 2), (3, 0)]


def test_a_queue_is_as_long_as_its_vehicles() -> None:
    # A truck of 20 m and a bus of 15 m, then the bus alone.
    assert steps(occupancy.queue_metres(RECORD, PLAN, place=GATE)) == [(3, 35_000), (6, 15_000), (14, 0)]


def test_the_number_in_the_system_counts_from_arrival_to_leaving() -> None:
    assert steps(occupancy.number_in_system(RECORD)) == [(0, 1), (1, 2), (2, 3), (13, 2), (14, 1), (16, 0)]


def test_a_zone_counts_its_kinds_in_its_places() -> None:
    assert steps(occupancy.zone_occupancy(RECORD, PLAN, zone=0)) == [(3, 1), (14, 0)]


def test_a_booth_is_busy_while_it_serves_and_not_while_blocked() -> None:
    assert steps(occupancy.busy_booths(RECORD, place=GATE)) == [(0, 1), (5, 0), (6, 1), (9, 0), (14, 1), (16, 0)]


def test_open_booths_follow_the_log() -> None:
    assert steps(occupancy.open_booths(RECORD, place=DESK))[:4] == [(0, 1), (4, 2), (10, 1), (14, 0)]


def test_an_integral_is_clipped_to_the_window() -> None:
    # From 4 to 15: two wait for 2 minutes, one for 8 more.
    assert integral(occupancy.number_waiting(RECORD, place=GATE), minutes(4, 15)) == 12 * MINUTE


def test_the_integral_before_the_first_step_is_zero() -> None:
    assert integral(occupancy.number_waiting(RECORD, place=GATE), minutes(0, 3)) == 0


def test_the_maximum_counts_what_stands_at_the_start_of_the_window() -> None:
    series = occupancy.number_waiting(RECORD, place=GATE)
    assert series.maximum(minutes(5, 20)) == 2
    assert series.maximum(minutes(6, 20)) == 1


def test_means_by_interval_are_exact_and_the_last_interval_may_be_short() -> None:
    series = occupancy.number_waiting(RECORD, place=GATE)
    starts, means = mean_by_interval(series, minutes(0, 15), 6 * MINUTE)
    assert (starts / MINUTE).tolist() == [0, 6, 12]
    # Two for half of the first six minutes; one throughout; one for two of the last three.
    assert means.tolist() == pytest.approx([1, 1, 2 / 3], rel=1e-12)


def test_a_weight_counts_as_often_as_it_says() -> None:
    series = step_series(np.array([0, 1]), np.array([2, 3]), np.array([5, 7]))
    assert series.value.tolist() == [5, 12, 7, 0]
