"""Times of visits and vehicles against a record worked out on paper."""

import numpy as np
import numpy.testing as npt

from sim.statistics import times
from sim.statistics.window import Window
from sim.trajectory import IntArray
from sim.units import MINUTE
from tests.trajectories import Car, Stop, record, road

GATE, DESK = 1, 2

# Joined, called, began, ended, left: the first finds everything free; the second waits 3 at the gate, of which
# it moves up for 1, and is blocked for 4; the third is in the middle of a service of 10 when the run ends at 20.
FIRST = Car([road(0, 0), Stop(GATE, 0, 0, 0, 5, 5), Stop(DESK, 5, 5, 5, 13, 13)], road_time=60)
SECOND = Car([road(1, 3), Stop(GATE, 3, 5, 6, 9, 13), Stop(DESK, 13, 13, 13, 14, 14)])
THIRD = Car([road(10, 11), Stop(GATE, 11, 13, 14, None, None, service=10)])
RECORD = record([FIRST, SECOND, THIRD], until=20)


def in_minutes(times_of: IntArray) -> list[float]:
    return [float(value) for value in times_of / MINUTE]


def test_waiting_goes_from_joining_to_the_begin_of_service_and_is_all_the_time_at_an_approach() -> None:
    assert in_minutes(times.waiting_time(RECORD)) == [0, 0, 0, 2, 3, 0, 1, 3]


def test_moving_up_is_the_part_of_waiting_behind_the_call() -> None:
    assert in_minutes(times.move_up_time(RECORD)) == [0, 0, 0, 0, 1, 0, 0, 1]


def test_an_unfinished_service_counts_as_far_as_it_had_come() -> None:
    assert in_minutes(times.service_time(RECORD)) == [0, 5, 8, 0, 3, 1, 0, 6]


def test_blocked_goes_from_the_end_of_service_to_leaving() -> None:
    assert in_minutes(times.blocked_time(RECORD)) == [0, 0, 0, 0, 4, 0, 0, 0]


def test_a_sojourn_is_waiting_service_and_blocked_time() -> None:
    parts = times.waiting_time(RECORD) + times.service_time(RECORD) + times.blocked_time(RECORD)
    npt.assert_array_equal(times.sojourn_time(RECORD), parts)


def test_a_crossing_goes_from_arrival_to_leaving_the_last_place_or_to_the_end_of_the_run() -> None:
    assert in_minutes(times.crossing_time(RECORD)) == [13, 13, 10]


def test_delay_is_what_a_vehicle_alone_would_not_have_spent() -> None:
    assert in_minutes(times.free_flow_time(RECORD)) == [13, 4, 6]
    assert in_minutes(times.delay(RECORD)) == [0, 9, 4]


def test_being_held_up_on_a_link_is_delay_and_not_free_flow() -> None:
    behind = Car([road(0, 0), Stop(GATE, 0, 0, 0, 7, 7, booth=-1, service=4)])
    assert in_minutes(times.delay(record([behind], until=7))) == [3]


def test_corridor_time_adds_the_roads() -> None:
    assert in_minutes(times.corridor_time(RECORD)) == [73, 13, 10]


def test_a_vehicle_without_visits_that_last_has_no_time() -> None:
    alone = record([Car([road(4, 4)])], until=4)
    npt.assert_array_equal(times.crossing_time(alone), np.zeros(1))


def test_waits_at_a_place_are_those_of_the_window_and_a_repeat_is_one_of_its_own() -> None:
    again = Car([road(4, 4), Stop(GATE, 4, 6, 6, 7, 7), Stop(GATE, 7, 7, 7, 8, 8, visit=1)])
    waits = times.waits_at(record([FIRST, again, THIRD], until=20), Window(1 * MINUTE, 9 * MINUTE), place=GATE)
    assert in_minutes(waits) == [2, 0]
    assert times.number_beyond(waits, 0) == 1
    assert times.number_beyond(waits, 2 * MINUTE) == 0


def test_the_parts_of_a_repeater_add_up_to_its_crossing_time() -> None:
    again = record([Car([road(0, 1), Stop(GATE, 1, 2, 3, 6, 6), Stop(GATE, 6, 9, 9, 11, 15, visit=1)])], until=15)
    parts = times.waiting_time(again) + times.service_time(again) + times.blocked_time(again)
    assert in_minutes(times.per_vehicle(again, parts)) == in_minutes(times.crossing_time(again)) == [15]
    assert in_minutes(times.free_flow_time(again)) == [5]
