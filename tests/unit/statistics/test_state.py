"""The state at an instant, on records worked out on paper and against one more vehicle that really comes."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.plan.model import Plan, Queue, Stage
from sim.statistics import state
from sim.trajectory import IntArray
from sim.units import MINUTE, NEVER
from tests.builders import V, approach, lane, plan, stage, steps, tell

DESK = 1


def at(*minutes: float) -> IntArray:
    return np.array([round(minute * MINUTE) for minute in minutes], dtype=np.int64)


def in_minutes(values: IntArray) -> list[float | None]:
    return [None if value == NEVER else value / MINUTE for value in values.tolist()]


TWO_BOOTHS = plan([approach(), stage("desk", lane(2))])
# Served from 0 to 5, 0 to 8, 5 to 9 and 8 to 10.
RUN = tell(TWO_BOOTHS, [V(0, [5]), V(0, [8]), V(2, [4]), V(3, [2])]).trajectory


def test_the_numbers_at_an_instant_are_those_after_all_that_happened_in_it() -> None:
    instants = at(0, 2, 3, 5, 8, 10)
    assert state.number_waiting_at(RUN, instants, place=DESK).tolist() == [0, 1, 2, 1, 0, 0]
    assert state.number_at_place_at(RUN, instants, place=DESK).tolist() == [2, 3, 4, 3, 2, 0]
    assert state.number_in_system_at(RUN, instants).tolist() == [2, 3, 4, 3, 2, 0]


def test_all_booths_are_taken_if_none_is_idle() -> None:
    assert state.all_booths_taken_at(RUN, at(0, 8.5, 9, 10), place=DESK).tolist() == [True, True, False, False]
    closing = plan([approach(), stage("desk", lane(1, staffing=steps((0, 1), (4, 0))))])
    closed = tell(closing, [V(0, [2]), V(9, [1])], reach=2000).trajectory
    assert state.all_booths_taken_at(closed, at(1, 3, 5), place=DESK).tolist() == [True, False, True]


def test_a_virtual_arrival_waits_until_the_booth_behind_all_who_wait_comes_free() -> None:
    # At 3 two wait: the booths left at 5 and 8 are theirs, the one left at 9 is his.
    assert in_minutes(state.virtual_wait_at(RUN, TWO_BOOTHS, at(3, 5, 8.5, 9, 10), place=DESK)) == [6, 4, 0.5, 0, 0]
    assert in_minutes(state.virtual_wait_at(RUN, TWO_BOOTHS, at(4.5), place=DESK)) == [4.5]


def test_a_virtual_arrival_waits_for_a_booth_that_opens() -> None:
    of = plan([approach(), stage("desk", lane(2, staffing=steps((0, 1), (4, 2), (20, 1))))])
    run = tell(of, [V(0, [9]), V(1, [9])]).trajectory
    # The second booth opens at 4 for the one that waits; the first is left at 9, the second at 13.
    assert in_minutes(state.virtual_wait_at(run, of, at(0.5, 2, 9), place=DESK)) == [3.5, 7, 0]


def test_what_would_end_after_the_run_is_never_known_to_end() -> None:
    of = replace(TWO_BOOTHS, stop_at=6 * MINUTE)
    run = tell(of, [V(0, [50]), V(0, [5]), V(1, [9])]).trajectory
    assert in_minutes(state.virtual_wait_at(run, of, at(0, 6), place=DESK)) == [5, None]
    with pytest.raises(ValueError, match="knows nothing of instant 420000000"):
        state.number_in_system_at(run, at(7))


@pytest.mark.parametrize(
    "desk",
    [
        stage("desk", lane(1), lane(1), queue=Queue.OWN),
        stage("desk", lane(1), lane(1, "car")),
        stage("desk", lane(1), priority={"bus": -1}),
        stage("desk", lane(1), queue=Queue.SINGLE_FILE, space=(3, 3)),
    ],
    ids=["own", "lanes", "priority", "pools"],
)
def test_without_one_first_come_queue_there_is_no_virtual_wait(desk: Stage) -> None:
    of = plan([approach(), desk])
    run = tell(of, [V(0, [1])]).trajectory
    with pytest.raises(ValueError, match="no single first-come queue"):
        state.virtual_wait_at(run, of, at(0), place=DESK)


@st.composite
def _crossings(draw: st.DrawFn) -> tuple[Plan, list[V]]:
    """A stage with repeats and a staffing that rises and falls before one that blocks it."""
    n_booths = draw(st.integers(1, 3))
    staffing = steps((0, n_booths), (draw(st.integers(1, 20)), 0), (25, n_booths), period=40)
    control = stage("desk", lane(n_booths, staffing=draw(st.sampled_from([None, staffing])) or steps((0, n_booths))))
    of = plan([approach(), control, stage("exit", lane(1), space=draw(st.integers(0, 1)))], window=40, stop_at=2000)
    # No service of no time: what one causes within its instant would come after the true arrival.
    again: st.SearchStrategy[dict[int, tuple[float, ...]]] = st.sampled_from([{}, {}, {1: (3,)}, {1: (1, 4)}])
    one = st.tuples(st.integers(0, 30), st.integers(1, 6), st.integers(0, 6), again)
    vehicles = draw(st.lists(one, max_size=12))
    return of, [V(at, [desk, leaving], again=more) for at, desk, leaving, more in vehicles]


@given(_crossings(), st.integers(0, 30))
def test_a_virtual_arrival_waits_as_long_as_a_true_one_would(crossing: tuple[Plan, list[V]], minute: int) -> None:
    of, vehicles = crossing
    without = tell(of, vehicles).trajectory
    # The class of the highest number arrives behind all others of its instant.
    story = tell(of, [*vehicles, V(minute, [1, 1], "truck")])
    called = story.at(len(vehicles), DESK).called
    if minute * MINUTE <= without.until and called is not None:
        (wait,) = state.virtual_wait_at(without, of, at(minute), place=DESK).tolist()
        assert wait in (round(called * MINUTE) - minute * MINUTE, NEVER)
        assert wait < NEVER or called * MINUTE > without.until
