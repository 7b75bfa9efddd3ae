"""R15: openings and closings under a target of open booths."""

from collections.abc import Callable

from sim.units import MINUTE, NEVER
from tests.builders import Story, V, approach, lane, plan, stage, steps

Run = Callable[..., Story]


def log(story: Story) -> list[tuple[int, float, float | None]]:
    """(booth, opened, closed) in minutes."""
    booths = story.trajectory.booths
    return [
        (int(b), int(o) / MINUTE, None if c == NEVER else int(c) / MINUTE)
        for b, o, c in zip(booths.booth, booths.opened_at, booths.closed_at, strict=True)
    ]


def test_r15_booths_open_from_the_first_and_close_idle_from_the_last(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 1), (5, 3), (10, 1))))]), [V(20, [1])])
    assert log(story) == [(0, 0, None), (1, 5, 10), (2, 5, 10)]


def test_r15_a_closing_booth_drops_nobody_and_closes_when_it_is_left(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 1), (5, 0), (30, 1))))]), [V(0, [9]), V(1, [1])])
    assert story.at(0, 1).ended == 9
    assert log(story) == [(0, 0, 9), (0, 30, None)]
    assert story.at(1, 1).called == 30


def test_r15_what_remains_to_close_is_the_next_to_be_left(run: Run) -> None:
    # Target 2 to 1 with both booths busy: booth 0 is left first and closes, though booth 1 was declared last.
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 2), (5, 1))))]), [V(0, [7]), V(0, [9]), V(1, [1])])
    assert log(story) == [(0, 0, 7), (1, 0, None)]
    assert (story.at(2, 1).called, story.at(2, 1).booth) == (9, 1)


def test_r15_idle_booths_close_before_one_that_is_busy(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 2), (5, 1))))]), [V(0, [2]), V(1, [9])])
    assert log(story) == [(0, 0, 5), (1, 0, None)]


def test_r15_a_rise_cancels_pending_closings_first(run: Run) -> None:
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 1), (2, 0), (4, 1))))]), [V(0, [9]), V(1, [1])])
    assert log(story) == [(0, 0, None)]
    assert story.at(1, 1).called == 9


def test_r15_a_blocked_booth_is_not_idle(run: Run) -> None:
    story = run(
        plan([approach(), stage("a", lane(staffing=steps((0, 1), (5, 0), (40, 1)))), stage("b", space=0)]),
        [V(0, [1, 20]), V(1, [1, 1])],
    )
    assert story.at(1, 1).left == 21
    assert log(story)[0] == (0, 0, 21)


def test_r15_a_vehicle_that_ends_at_the_closing_still_holds_its_booth(run: Run) -> None:
    # Service ends are marked before staffing: the booth is not idle at 5 and closes as it is left, at 5.
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 2), (5, 1))))]), [V(0, [5]), V(0, [5]), V(0, [1])])
    assert sorted(row[2] or 99 for row in log(story)) == [5, 99]
    assert story.at(2, 1).called == 5


def test_r15_waiting_places_go_on_filling_while_closed(run: Run) -> None:
    closed = stage("a", lane(staffing=steps((0, 0), (30, 1))), space=2)
    story = run(plan([approach(), closed]), [V(1, [1]), V(2, [1]), V(3, [1])])
    assert story.joined(1, 3) == [1, 2, 30]


def test_r15_targets_repeat_every_day(run: Run) -> None:
    daily = stage("a", lane(staffing=steps((0, 1), (10, 0), (20, 1), period=100)))
    story = run(plan([approach(), daily]), [V(115, [1]), V(211, [1])])
    assert story.called(1, 2) == [120, 220]


def test_r15_changes_of_one_lane_at_one_instant_count_as_one(run: Run) -> None:
    # The period ends with 2 and begins with 1: one change of -1, not a closing and an opening.
    story = run(plan([approach(), stage("a", lane(staffing=steps((0, 1), (10, 2), period=50)))]), [V(60, [1])])
    assert log(story) == [(0, 0, None), (1, 10, 50), (1, 60, None)]
