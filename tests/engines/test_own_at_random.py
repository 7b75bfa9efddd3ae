"""R9: lanes chosen at random are chosen by the vehicle's own luck at the stage, wherever it comes from."""

from collections.abc import Callable, Sequence

import pytest

from sim.plan.model import Choice, Queue
from tests.builders import Story, V, approach, lane, plan, stage, steps

Run = Callable[..., Story]


@pytest.mark.parametrize(("luck", "lanes"), [(0, (0, 0)), (0.34, (1, 0)), (0.5, (1, 1)), (0.99, (2, 1))])
def test_r9_luck_picks_among_the_lanes_with_room(run: Run, luck: float, lanes: Sequence[int]) -> None:
    # The second vehicle comes while lane 2, which the first may or may not have taken, is closed.
    own = stage(
        "a", lane(1), lane(1), lane(1, staffing=steps((0, 1), (5, 0))), queue=Queue.OWN, choice=Choice.AT_RANDOM
    )
    story = run(plan([approach(), own]), [V(0, [1], luck=luck), V(6, [1], luck=luck)])
    assert (story.at(0, 1).lane, story.at(1, 1).lane) == lanes


def test_r9_a_lane_that_opens_is_joined_whatever_the_luck(run: Run) -> None:
    late = [lane(1, staffing=steps((0, 0), (opens, 1))) for opens in (9, 7)]
    own = stage("b", *late, queue=Queue.OWN, choice=Choice.AT_RANDOM)
    story = run(plan([approach(), stage("a"), own]), [V(0, [1, 1], luck=0)])
    assert (story.at(0, 2).lane, story.at(0, 2).joined, story.at(0, 2).called) == (1, 1, 7)
