"""What a replication leaves behind: by hand, exactly additive, and the same after a journey through a table."""

from dataclasses import replace

import numpy as np
import pytest

from sim.plan.model import Plan
from sim.statistics.cell import EMPTY, Key
from sim.statistics.frame import from_frame, to_frame
from sim.statistics.tally import Tally, add, tally
from sim.statistics.window import Window, arrived_in
from sim.trajectory import Trajectory, Visits
from sim.units import HOUR, MINUTE
from tests.builders import CLASSES, N, S, approach, lane, plan, stage, steps
from tests.trajectories import Car, Stop, record, road

GATE, DESK = 1, 2
PLAN = plan(
    [approach(), stage("gate", direction=N), stage("desk", lane(2, direction=N), lane(1, direction=S))], window=60
)
CARS = [
    Car([road(0, 0), Stop(GATE, 0, 0, 0, 5, 5), Stop(DESK, 5, 5, 5, 13, 13)], road_time=60),
    Car([road(1, 3), Stop(GATE, 3, 5, 6, 9, 13), Stop(DESK, 13, 13, 13, 14, 14, booth=1)], "truck", tracked=True),
    Car([road(2, 3), Stop(GATE, 3, 13, 14, 16, 16)], "truck"),
    Car([road(70, 70), Stop(GATE, 70, 70, 70, 75, 75)], "bus"),
]
BOOTHS = [(GATE, 0, 0, 0, None), (DESK, 0, 0, 0, None), (DESK, 0, 1, 4, 24), (DESK, 1, 0, 0, None)]
RECORD = record(CARS, until=75, booths=BOOTHS)
HOUR_LONG = Window(0, HOUR)
THRESHOLDS = ((), (12 * MINUTE,), (12 * MINUTE, 13 * MINUTE))
TALLY = tally(RECORD, PLAN, HOUR_LONG, thresholds=THRESHOLDS)


def total_minutes(key: Key, of: Tally = TALLY) -> float:
    return of.totals[key] / MINUTE


def test_a_cell_holds_the_vehicles_of_the_window_only() -> None:
    cell = TALLY.cells[Key("crossing_time")]
    assert (cell.n, cell.sum, cell.maximum) == (3, 40 * MINUTE, 14 * MINUTE)
    assert cell.sum_squares == (13**2 + 13**2 + 14**2) * MINUTE**2
    assert cell.counts.sum() == 3
    assert Key("crossing_time", vehicle_class="bus") not in TALLY.cells


def test_cells_are_given_by_direction_class_attribute_and_hour() -> None:
    crossing = Key("crossing_time", "northbound", "truck")
    assert TALLY.cells[crossing].sum == 27 * MINUTE
    assert TALLY.cells[crossing._replace(attribute="tracked")].sum == 13 * MINUTE
    assert TALLY.cells[crossing._replace(attribute="not tracked")].sum == 14 * MINUTE
    assert TALLY.cells[crossing._replace(hour=0)].sum == 27 * MINUTE
    assert not any(key.attribute != "all" and key.vehicle_class == "car" for key in TALLY.cells)


def test_the_hour_of_arrival_is_that_of_the_scenarios_clock() -> None:
    late = tally(RECORD, replace(PLAN, start_of_day=23 * HOUR + 59 * MINUTE), HOUR_LONG)
    by_hour = {key.hour: cell.n for key, cell in late.cells.items() if key[:5] == Key("delay")[:5]}
    assert by_hour == {None: 3, 23: 1, 0: 2}


def test_times_of_visits_are_given_by_place_and_summed_over_the_places_of_a_vehicle() -> None:
    assert TALLY.cells[Key("waiting_time", place="gate")].sum == 14 * MINUTE
    assert TALLY.cells[Key("waiting_time", place="approach")].sum == 3 * MINUTE
    everywhere = TALLY.cells[Key("waiting_time")]
    assert (everywhere.n, everywhere.sum, everywhere.maximum) == (3, 17 * MINUTE, 12 * MINUTE)


def test_waiting_service_and_blocked_time_add_up_to_the_crossing_time() -> None:
    parts = sum(TALLY.cells[Key(measure)].sum for measure in ("waiting_time", "service_time", "blocked_time"))
    assert parts == TALLY.cells[Key("crossing_time")].sum


def test_thresholds_count_what_lies_above_and_all_classes_share_only_common_ones() -> None:
    assert TALLY.cells[Key("crossing_time", vehicle_class="truck")].beyond == ((12 * MINUTE, 2), (13 * MINUTE, 1))
    assert TALLY.cells[Key("crossing_time", vehicle_class="car")].beyond == ((12 * MINUTE, 1),)
    assert TALLY.cells[Key("crossing_time")].beyond == ()
    common = tally(RECORD, PLAN, HOUR_LONG, thresholds={0: (720_000_000,), 1: (720_000_000,), 2: THRESHOLDS[2]})
    assert common.cells[Key("crossing_time")].beyond == ((12 * MINUTE, 3),)


def test_offered_is_served_and_inside_and_left() -> None:
    stopped = tally(replace(RECORD, until=14 * MINUTE), PLAN, HOUR_LONG)
    numbers = [stopped.totals[Key(name)] for name in ("offered", "served", "inside", "left")]
    assert numbers == [3, 2, 1, 0]


def test_what_was_inside_and_what_came_is_what_left_and_what_remains() -> None:
    window = tally(RECORD, PLAN, Window(2 * MINUTE, 14 * MINUTE))
    names = ("inside_at_start", "offered", "departures", "inside_at_end")
    # The second vehicle leaves at minute 14, which the window no longer holds.
    assert [window.totals[Key(name)] for name in names] == [2, 1, 1, 2]


def test_integrals_are_exact() -> None:
    assert total_minutes(Key("waiting", place="gate")) == 14
    assert total_minutes(Key("waiting", place="gate", vehicle_class="truck")) == 14
    assert total_minutes(Key("moving_up", place="gate")) == 2
    assert total_minutes(Key("serving", place="gate")) == 10
    assert total_minutes(Key("blocked", place="gate")) == 4
    assert total_minutes(Key("in_system")) == 40
    assert total_minutes(Key("work", place="desk")) == 9


def test_open_booth_time_is_clipped_to_the_window_and_split_where_lanes_serve_one_direction() -> None:
    assert total_minutes(Key("open", place="gate")) == 60
    assert total_minutes(Key("open", "northbound", place="desk")) == 60 + 20
    assert total_minutes(Key("open", "southbound", place="desk")) == 60
    assert total_minutes(Key("open", place="desk")) == 140


def test_booths_stand_open_as_staffed_when_the_run_ends_before_the_window() -> None:
    staffed = lane(staffing=steps((0, 1), (30, 3), (50, 0)))
    early = plan([approach(), stage("gate", staffed), stage("desk")], window=60)
    done = record(CARS[:1], until=13, booths=[(GATE, 0, 0, 0, None)])
    # One to minute 30, three to minute 50.
    assert total_minutes(Key("open", place="gate"), tally(done, early, HOUR_LONG)) == 30 + 60


def test_maxima_are_the_greatest_of_the_window() -> None:
    assert TALLY.maxima[Key("waiting", place="gate")] == 2
    assert TALLY.maxima[Key("waiting_length", place="gate")] == 40_000
    assert TALLY.maxima[Key("in_system", "northbound")] == 3


def random_record(seed: int, n: int = 300) -> Trajectory:
    """Vehicles with whole random minutes at one gate, whether or not a gate could do that."""
    rng = np.random.default_rng(seed)
    cars = []
    for _ in range(n):
        at, waits, serves, stuck = (int(x) for x in rng.integers(0, [400, 50, 20, 3]))
        ends = at + waits + serves
        stops = [road(at, at), Stop(GATE, at, at + waits, at + waits, ends, ends + stuck)]
        cars.append(Car(stops, CLASSES[rng.integers(3)], tracked=bool(rng.integers(2))))
    return record(sorted(cars, key=lambda car: car.stops[0].joined), until=1000)


def pooled(a: Trajectory, b: Trajectory) -> Trajectory:
    """Both records as one, the vehicles of *b* behind those of *a*."""
    visits = {name: np.concatenate([getattr(a.visits, name), getattr(b.visits, name)]) for name in Visits.__slots__}
    visits["vehicle"] = np.concatenate([a.visits.vehicle, b.visits.vehicle + len(a.vehicles)])
    names = type(a.vehicles).__slots__
    vehicles = {name: np.concatenate([getattr(a.vehicles, name), getattr(b.vehicles, name)]) for name in names}
    return replace(a, vehicles=type(a.vehicles)(**vehicles), visits=Visits(**visits))


ONE_GATE: Plan = plan([approach(), stage("gate")], window=350)
WINDOW = Window(20 * MINUTE, 350 * MINUTE)


def of(trajectory: Trajectory) -> Tally:
    return tally(trajectory, ONE_GATE, WINDOW, thresholds=((10 * MINUTE, 30 * MINUTE),) * 3)


def test_the_tally_of_both_is_the_sum_of_the_tallies() -> None:
    a, b = random_record(1), random_record(2)
    both, together = add(of(a), of(b)), of(pooled(a, b))
    assert both.cells == together.cells
    # The window is counted once for each replication, and booths were open in each.
    own = {key: value for key, value in both.totals.items() if key.measure not in ("span", "open")}
    assert own == {key: value for key, value in together.totals.items() if key.measure not in ("span", "open")}
    assert both.totals[Key("span")] == 2 * WINDOW.span


def test_a_total_is_the_total_of_its_parts() -> None:
    made = of(random_record(3)).cells
    parts = [made[Key("crossing_time", vehicle_class=name)] for name in CLASSES]
    assert parts[0] + parts[1] + parts[2] == made[Key("crossing_time")]
    split = [made[Key("crossing_time", vehicle_class="truck", attribute=name)] for name in ("tracked", "not tracked")]
    assert split[0] + split[1] == made[Key("crossing_time", vehicle_class="truck")]


def test_cells_agree_with_the_vehicles_one_by_one() -> None:
    trajectory = random_record(4)
    vehicles = trajectory.vehicles
    chosen = arrived_in(vehicles, WINDOW) & (vehicles.vehicle_class == 2)
    times = [int(value) for value in (vehicles.left_at - vehicles.arrived_at)[chosen]]
    cell = of(trajectory).cells[Key("crossing_time", "northbound", "truck")]
    assert (cell.n, cell.sum, cell.maximum) == (len(times), sum(times), max(times))
    assert cell.sum_squares == sum(value * value for value in times)
    assert cell.beyond == tuple((m * MINUTE, sum(t > m * MINUTE for t in times)) for m in (10, 30))


def test_sums_of_squares_are_exact_beyond_64_bits() -> None:
    weeks = record([Car([road(0, 50_000)]), Car([road(1, 60_000)])], until=60_000)
    cell = tally(weeks, PLAN, HOUR_LONG).cells[Key("crossing_time")]
    assert cell.sum_squares == (50_000**2 + 59_999**2) * MINUTE**2
    assert cell.sum_squares > 2**64


def test_the_empty_cell_changes_nothing() -> None:
    cell = TALLY.cells[Key("delay")]
    assert EMPTY + cell == cell
    assert cell + EMPTY == cell


def test_cells_with_different_thresholds_do_not_add() -> None:
    plain = tally(RECORD, PLAN, HOUR_LONG).cells[Key("delay", vehicle_class="truck")]
    with pytest.raises(ValueError, match="thresholds"):
        plain + TALLY.cells[Key("delay", vehicle_class="truck")]


def test_a_table_of_tallies_gives_them_back_exactly() -> None:
    weeks = tally(record([Car([road(0, 50_000)])], until=60_000), PLAN, HOUR_LONG)
    tallies = [of(random_record(5)), of(random_record(6)), weeks]
    assert from_frame(to_frame(tallies)) == tallies


def test_a_table_of_no_tallies_is_empty() -> None:
    assert from_frame(to_frame([])) == []


def test_an_empty_record_has_counts_of_zero_and_no_cells() -> None:
    nothing = tally(record([], until=0), PLAN, HOUR_LONG)
    assert nothing.cells == {}
    assert nothing.totals[Key("offered")] == 0
    assert total_minutes(Key("open", place="gate"), nothing) == 60
