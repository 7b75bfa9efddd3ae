"""Closures and outages: dated stretches by local clocks, as instants of the run."""

from typing import Any

import pytest

from sim.plan.dated import closed, working
from sim.plan.model import LinkLane, StageLane
from sim.plan.steps import Spell, StepFunction, integral, overlaid, value_at
from sim.units import DAY, HOUR, NEVER
from tests.unit.plan.files import CROSSING, N, S, changed, link_named, planned, stage_named

ALWAYS = StepFunction((0,), (1,), DAY)

# The run starts on 3 June 2019 at 10:00 by UTC+4; the post called yarag goes by UTC+3, an hour behind.
AT_SIX = {"from": "2019-06-04 06:00", "for": "3 h"}
BY_RUN, BY_YARAG = Spell(20 * HOUR, 23 * HOUR, 0), Spell(21 * HOUR, 24 * HOUR, 0)


def closing(path: str, *closures: Any) -> dict[str, Any]:
    change: Any = {"closures": list(closures)}
    for key in reversed(path.split(".")):
        change = {key: change}
    return dict(change)


def truck_lane(*changes: dict[str, Any]) -> StageLane:
    (lane,) = stage_named(planned(CROSSING, *changes), "truck-lanes").lanes
    return lane


def bridge_lanes(*changes: dict[str, Any]) -> tuple[LinkLane, ...]:
    return link_named(planned(CROSSING, *changes), "bridge").lanes


def test_stretches_that_overlap_or_meet_are_one() -> None:
    assert closed([(30, 5), (10, 10), (15, 2), (20, 4)], shown_at_0=5) == (Spell(5, 19, 0), Spell(25, 30, 0))


def test_what_never_stops_within_the_run_is_none() -> None:
    assert working(()) is None
    assert working([Spell(5, 5, 0), Spell(-10, 0, 0)]) is None


def test_a_stop_that_began_before_the_run_is_cut_at_instant_0() -> None:
    assert working([Spell(-10, 7, 0)]) == StepFunction((0,), (1,), DAY, (Spell(0, 7, 0),))


def test_of_overlapping_layers_the_last_wins() -> None:
    steps = overlaid(ALWAYS, [Spell(0, 10, 3), Spell(12, 20, 4)], [Spell(5, 15, 0)])
    assert steps.spells == (Spell(0, 5, 3), Spell(5, 15, 0), Spell(15, 20, 4))


def test_spells_of_one_value_that_meet_are_one() -> None:
    assert overlaid(ALWAYS, [Spell(0, 10, 0)], [Spell(10, 15, 0)]).spells == (Spell(0, 15, 0),)


def test_a_spell_that_changes_nothing_is_left_out() -> None:
    steps = StepFunction((0, 8 * HOUR), (1, 4), DAY)
    same = [Spell(9 * HOUR, 20 * HOUR, 4), Spell(DAY, DAY + 8 * HOUR, 1), Spell(2 * DAY + 9 * HOUR, 4 * DAY, 4)]
    assert overlaid(steps, same).spells == (same[-1],)


def test_a_spell_without_end_ends_at_never() -> None:
    assert overlaid(ALWAYS, [Spell(10, 2 * NEVER, 0)]).spells == (Spell(10, NEVER, 0),)


def test_the_closure_of_a_stage_goes_by_the_clock_of_its_post() -> None:
    lane = truck_lane(closing("places.truck-lanes", AT_SIX))
    assert lane.staffing == StepFunction((0,), (5,), DAY, (BY_YARAG,))
    assert lane.n_booths == 5


def test_a_stage_without_a_post_goes_by_the_clock_of_the_run() -> None:
    lane = truck_lane({"places": {"truck-lanes": {"post": None}}}, closing("places.truck-lanes", AT_SIX))
    assert lane.staffing.spells == (BY_RUN,)


def test_the_closure_of_a_lane_leaves_the_others_open() -> None:
    other = {"places": {"truck-lanes": {"lanes": {"other": {"booths": "2"}}}}}
    plan = planned(CROSSING, other, closing("places.truck-lanes.lanes.lane", AT_SIX))
    assert [lane.staffing.spells for lane in stage_named(plan, "truck-lanes").lanes] == [(BY_YARAG,), ()]


def test_the_closure_of_a_post_closes_its_stages_and_no_other() -> None:
    plan = planned(CROSSING, closing("posts.yarag", AT_SIX))
    for name, direction, spells in (
        ("yarag-gate", N, (BY_YARAG,)),
        ("yarag-gate", S, (BY_YARAG,)),
        ("truck-lanes", None, (BY_YARAG,)),
        ("desks", N, (BY_YARAG,)),
        ("gate", N, ()),
        ("gate", S, ()),
    ):
        assert [lane.staffing.spells for lane in stage_named(plan, name, direction).lanes] == [spells]
    assert [lane.is_open for lane in link_named(plan, "bridge").lanes] == [None, None]


def test_closures_of_post_stage_and_lane_add_up() -> None:
    lane = truck_lane(
        closing("posts.yarag", {"from": "2019-06-04 06:00", "for": "1 h"}),
        closing("places.truck-lanes", {"from": "2019-06-04 06:30", "for": "1 h"}),
        closing("places.truck-lanes.lanes.lane", {"from": "2019-06-05", "for": "1 h"}),
    )
    assert lane.staffing.spells == (
        Spell(21 * HOUR, 22 * HOUR + HOUR // 2, 0),
        Spell(39 * HOUR, 40 * HOUR, 0),
    )
    assert integral(lane.staffing, 0, 3 * DAY) == 5 * (3 * DAY - 2 * HOUR - HOUR // 2)


def test_the_closure_of_a_link_goes_by_the_clock_of_the_run_and_closes_every_lane() -> None:
    assert [lane.is_open for lane in bridge_lanes(closing("places.bridge", AT_SIX))] == [
        StepFunction((0,), (1,), DAY, (BY_RUN,)),
        StepFunction((0,), (1,), DAY, (BY_RUN,)),
    ]


def test_the_closure_of_a_lane_of_a_link_leaves_the_other_open() -> None:
    east, west = bridge_lanes(closing("places.bridge.lanes.east", AT_SIX))
    assert east.is_open is not None
    assert value_at(east.is_open, 21 * HOUR) == 0
    assert west.is_open is None


@pytest.mark.parametrize(
    "path",
    [
        "posts.yarag",
        "places.truck-lanes",
        "places.truck-lanes.lanes.lane",
        "places.bridge",
        "places.bridge.lanes.east",
    ],
)
def test_a_closure_of_length_zero_is_none(path: str) -> None:
    assert planned(CROSSING, closing(path, {"from": "2019-06-04 06:00", "for": "0 h"})) == planned(CROSSING)


def test_weekdays_and_dates_of_a_lane_reach_the_plan() -> None:
    booths = {"weekdays": {"tue": {"00:00": "2"}}, "dates": {"2019-06-05": {"00:00": "9"}}}
    lane = truck_lane({"places": {"truck-lanes": {"lanes": {"lane": booths}}}})
    assert lane.n_booths == 9
    # Midnight of Tuesday by UTC+3 comes after 15 hours.
    assert [value_at(lane.staffing, 15 * HOUR + day * DAY) for day in (0, 1, 2, 7, 8)] == [2, 9, 5, 2, 5]
    assert value_at(lane.staffing, 15 * HOUR - 1) == 5


def test_weekdays_go_with_booths_per_direction() -> None:
    desk = {"places": {"desks": {"lanes": {"desk": {"weekdays": {"tue": {"00:00": "1"}}}}}}}
    plan = planned(changed(CROSSING, desk))
    assert [stage_named(plan, "desks", way).lanes[0].staffing.value for way in (N, S)] == [(5, 1, 5), (4, 1, 4)]
