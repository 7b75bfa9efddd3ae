"""The largest flows that crossings sustain whose answer is a division."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

import sim
from sim.experiment.scaling import Passed, Stream, Trial, demand_of, passed, scaled
from sim.experiment.sustaining import Question, Sustained, Watched, keeping_up, search
from sim.laws import Law
from sim.plan.model import NORTHBOUND, SOUTHBOUND, Plan, Saturated, Timetabled, Volume
from sim.results.capacity import Capacity
from sim.scenario.faults import ScenarioError
from sim.units import DAY, HOUR, MINUTE
from tests.plans import BUS, CAR, TRUCK, one_stage_plan, volume

SCENARIOS = Path(__file__).parents[3] / "scenarios"
LANE_TIME = Law("constant", (14.4 * MINUTE,))
TRUCKS, CARS = Stream(NORTHBOUND, TRUCK), Stream(NORTHBOUND, CAR)
N = 6


def control(trucks: float, cars: float) -> Plan:
    """Five booths of 100 vehicles a day each."""
    return one_stage_plan(
        (NORTHBOUND, CAR, volume(cars)), (NORTHBOUND, TRUCK, volume(trucks)), service=LANE_TIME, n_booths=5
    )


def runs(plan: Plan, flows: dict[Stream, float]) -> list[Passed]:
    changed = scaled(plan, flows, warm_up=2 * DAY, length=7 * DAY)
    return [passed(Trial(changed, seed=5, replication=number)) for number in range(N)]


def found_by(question: Question, shown: Callable[[float], Sequence[Passed]], *, days: float = 1) -> Sustained:
    """What the search makes of the runs that are *shown* to it for each size."""
    going = search(question, days=days, level=0.95)
    size = next(going)
    while True:
        try:
            size = going.send(shown(size))
        except StopIteration as end:
            return cast("Sustained", end.value)


def answer(plan: Plan, question: Question) -> Sustained:
    return found_by(question, lambda size: runs(plan, question.flows(size)), days=7)


def counted(came: int, out: int, *, locked_up: bool = False) -> list[Passed]:
    return [Passed({CARS: came}, {CARS: out}, {CARS: ()}, locked_up=locked_up)] * N


def test_what_the_others_leave_of_a_shared_stage_is_the_largest_flow() -> None:
    plan = control(250, 150)
    watched = keeping_up(runs(plan, {TRUCKS: 0}))
    found = answer(plan, Question({TRUCKS: 1}, 625, watched))
    assert found.flow.value == pytest.approx(350, rel=0.02)
    assert found.flow.lower is not None
    assert found.flow.upper is not None
    assert found.flow.upper - found.flow.lower < 35


def test_one_factor_scales_all_up_to_the_capacity_of_the_stage() -> None:
    found = answer(control(250, 150), Question({TRUCKS: 250, CARS: 150}, 2.5, Watched(frozenset({TRUCKS, CARS}))))
    assert found.flow.value == pytest.approx(500 / 400, rel=0.01)


def test_who_does_not_keep_up_without_the_class_is_not_waited_for() -> None:
    # 550 cars for 500 places a day: their queue grows whatever the trucks do.
    plan = control(50, 550)
    watched = keeping_up(runs(plan, {TRUCKS: 0}))
    assert CARS not in watched.streams
    assert TRUCKS in watched.streams


def test_the_growth_without_the_class_is_taken_off() -> None:
    watched = Watched(frozenset({CARS}), tuple(counted(100, 96)))
    assert watched.growth(counted(100, 90), CARS) == [6] * N
    assert watched.overload(counted(100, 90), CARS) == pytest.approx(6 / 90)


def test_where_nothing_limits_the_greatest_flow_tried_is_told() -> None:
    found = found_by(Question({CARS: 1}, 10, Watched(frozenset({CARS}))), lambda _: counted(100, 100))
    assert (found.flow.value, found.tried, found.grows) == (None, 10 * 2**5, None)


def test_a_queue_that_grows_at_once_gives_the_last_flow_that_passed() -> None:
    question = Question({CARS: 1}, 100, Watched(frozenset({CARS})))
    found = found_by(question, lambda size: counted(100, 100 if size < 70 else 50))
    assert found.flow.value is not None
    assert 69 < found.flow.value <= 70
    assert found.flow.lower is None


def test_a_crossing_that_locks_up_sustains_nothing_that_can_be_told() -> None:
    question = Question({CARS: 1}, 100, Watched(frozenset({CARS})))
    found = found_by(question, lambda _: counted(100, 93, locked_up=True))
    assert (found.flow.value, found.grows) == (None, CARS)


def test_a_scaled_timetable_comes_at_random_in_its_hours_and_others_keep_theirs() -> None:
    departures = Timetabled((8 * HOUR, 8 * HOUR + 30 * MINUTE, 17 * HOUR), None)
    plan = one_stage_plan((NORTHBOUND, BUS, departures), (SOUTHBOUND, BUS, departures))
    own, other = scaled(plan, {Stream(NORTHBOUND, BUS): 30}, warm_up=DAY, length=DAY).demand
    assert isinstance(own.arrivals, Volume)
    assert own.arrivals.per_day == 30
    assert {hour: flow for hour, flow in enumerate(own.arrivals.hours) if flow} == {8: 16, 17: 8}
    assert other.arrivals == departures


def test_days_are_mean_days() -> None:
    busy = Volume(100, (1.0,), (0,), 0.1, weekdays=(7, 0, 0, 0, 0, 0, 0), months=(12, *(0,) * 11))
    changed = scaled(one_stage_plan((NORTHBOUND, CAR, busy)), {}, warm_up=DAY, length=DAY)
    assert changed.demand[0].arrivals == Volume(100, (1.0,), (0,), 0.1)


def test_a_saturated_class_cannot_be_scaled() -> None:
    with pytest.raises(ValueError, match="saturated"):
        demand_of(one_stage_plan((NORTHBOUND, CAR, Saturated())))
    with pytest.raises(ScenarioError, match="saturated"):
        sim.capacity(SCENARIOS / "theory" / "line2-exp-zero-buffer.yaml")


@pytest.fixture(scope="module")
def bridge() -> Capacity:
    return sim.capacity(SCENARIOS / "theory" / "bridge-headway.yaml", growth=0.05, replications=5)


def test_a_bridge_takes_as_many_as_its_headways_leave_time_for(bridge: Capacity) -> None:
    # Behind a car 20 s, behind a truck 50 s; 1440 cars and 720 trucks come a day.
    cars, trucks = bridge.table["value"]
    assert cars == pytest.approx((86_400 - 720 * 50) / 20, rel=0.02)
    assert trucks == pytest.approx((86_400 - 1440 * 20) / 50, rel=0.02)
    assert bridge.table["limit"].to_list() == ["bridge", "bridge"]


def test_the_year_is_the_first_in_which_the_demand_is_too_much(bridge: Capacity) -> None:
    # 720 trucks of 2019 are 1117 nine years later and 1173 ten years later; 1440 cars 2463 and 2586 after 11 and 12.
    assert bridge.table["year"].to_list() == [2019 + 12, 2019 + 10]


def test_it_is_written_and_read_back_equal(bridge: Capacity, tmp_path: Path) -> None:
    sim.write(bridge, tmp_path / "out")
    assert sim.read(tmp_path / "out") == bridge


def test_no_replications_are_refused() -> None:
    with pytest.raises(ValueError, match="a replication at least"):
        sim.capacity(SCENARIOS / "theory" / "bridge-headway.yaml", replications=0)


def test_growth_of_minus_everything_is_refused() -> None:
    with pytest.raises(ValueError, match="above -1"):
        sim.capacity(SCENARIOS / "theory" / "bridge-headway.yaml", growth=-1)
