"""Identities of the statistics that hold exactly, on generated crossings, cut short at any instant."""

import pickle
from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sim.engines import engine
from sim.plan.model import Stage
from sim.statistics import occupancy, state, times
from sim.statistics.cell import Key
from sim.statistics.frame import from_frame, to_frame
from sim.statistics.invariants import check
from sim.statistics.occupancy import StepSeries, integral, mean_by_interval
from sim.statistics.tally import add, crossings_only, tally, tally_of_crossings
from sim.statistics.totals import totals
from sim.statistics.window import Window, arrived_in
from sim.trajectory import Trajectory
from sim.units import MINUTE, NEVER
from tests.builders import draws
from tests.systems import System, systems

CUTS = st.integers(1, 120)
MARKS = ((5 * MINUTE, 20 * MINUTE),) * 3


def simulate(system: System, stop_at: int) -> Trajectory:
    """The run of *system*, stopped at that minute if it is not over before."""
    cut = replace(system.plan, stop_at=stop_at * MINUTE)
    return engine("reference")(cut, draws(cut, system.vehicles))


def whole(trajectory: Trajectory) -> Window:
    return Window(0, trajectory.until + 1)


def area_under(series: StepSeries, trajectory: Trajectory) -> int:
    """Up to the last instant; a run that is over as it starts has none."""
    return integral(series, Window(0, trajectory.until)) if trajectory.until else 0


@given(systems(), CUTS)
def test_the_area_under_the_number_in_the_system_is_the_sum_of_the_crossing_times(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    area = area_under(occupancy.number_in_system(trajectory), trajectory)
    assert area == int(times.crossing_time(trajectory).sum())


@given(systems(), CUTS)
def test_the_area_under_each_queue_is_the_sum_of_its_waiting_times(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    waiting = times.waiting_time(trajectory)
    for place in range(len(system.plan.places)):
        area = area_under(occupancy.number_waiting(trajectory, place=place), trajectory)
        assert area == int(waiting[trajectory.visits.place == place].sum())


@given(systems(), CUTS)
def test_waiting_service_and_blocked_time_add_up_and_nobody_is_faster_than_alone(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    parts = times.waiting_time(trajectory) + times.service_time(trajectory) + times.blocked_time(trajectory)
    assert np.array_equal(times.per_vehicle(trajectory, parts), times.crossing_time(trajectory))
    assert np.all(times.delay(trajectory) >= 0)
    assert np.all(times.free_flow_time(trajectory) >= 0)


@given(systems(), CUTS, st.integers(0, 60), st.integers(1, 60))
def test_vehicles_are_conserved_in_every_window(system: System, cut: int, start: int, length: int) -> None:
    trajectory = simulate(system, cut)
    window = Window(start * MINUTE, (start + length) * MINUTE)
    found = totals(trajectory, system.plan, window)
    for key in [key for key in found if key.measure == "offered"]:
        of = {name: found[key._replace(measure=name)] for name in ("offered", "served", "inside", "left")}
        assert of["offered"] == of["served"] + of["inside"] + of["left"]
        flow = {n: found[key._replace(measure=n)] for n in ("inside_at_start", "departures", "inside_at_end")}
        assert flow["inside_at_start"] + of["offered"] == flow["departures"] + flow["inside_at_end"]


@given(systems(), st.integers(1, 60), st.integers(1, 60))
def test_two_windows_side_by_side_add_up_to_the_one_they_make(system: System, first: int, second: int) -> None:
    trajectory = simulate(system, 10_000)
    middle, end = first * MINUTE, (first + second) * MINUTE
    parts = [tally(trajectory, system.plan, w, thresholds=MARKS) for w in (Window(0, middle), Window(middle, end))]
    both, one = add(*parts), tally(trajectory, system.plan, Window(0, end), thresholds=MARKS)
    assert both.cells == one.cells
    assert both.maxima == one.maxima
    at_an_instant = ("inside_at_start", "inside_at_end")
    left, right = (
        {key: value for key, value in whose.totals.items() if key.measure not in at_an_instant and value}
        for whose in (both, one)
    )
    assert left == right


@given(systems(), CUTS)
def test_a_tally_survives_the_journey_through_a_table(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    made = tally(trajectory, system.plan, whole(trajectory), thresholds=MARKS)
    assert from_frame(to_frame([made, made])) == [made, made]


@given(systems(), CUTS)
def test_whole_crossings_alone_are_what_the_tally_says_of_them(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    window = whole(trajectory)
    brief = tally_of_crossings(trajectory, system.plan, window, thresholds=MARKS)
    assert brief == crossings_only(tally(trajectory, system.plan, window, thresholds=MARKS))


@given(systems(), CUTS)
def test_a_tally_survives_the_journey_between_processes(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    made = tally(trajectory, system.plan, whole(trajectory), thresholds=MARKS)
    assert pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - our own


@given(systems())
def test_the_time_that_booths_are_held_is_no_more_than_the_time_they_are_open(system: System) -> None:
    trajectory = simulate(system, 10_000)
    found = totals(trajectory, system.plan, whole(trajectory))
    for place in system.plan.places:
        if isinstance(place, Stage):
            held = [found.get(Key(part, place=place.name), 0) for part in ("serving", "moving_up", "blocked")]
            assert sum(held) <= found[Key("open", place=place.name)]


@given(systems(), CUTS, st.integers(1, 50))
def test_means_by_interval_have_the_integral_as_their_sum(system: System, cut: int, width: int) -> None:
    trajectory = simulate(system, cut)
    series, window = occupancy.number_in_system(trajectory), whole(trajectory)
    starts, means = mean_by_interval(series, window, width * MINUTE)
    lengths = np.diff(np.append(starts, window.end))
    assert np.isclose(float((means * lengths).sum()), integral(series, window), rtol=1e-12, atol=1e-6)


@given(systems(), CUTS)
def test_cells_of_crossing_times_hold_every_vehicle_of_the_window(system: System, cut: int) -> None:
    trajectory = simulate(system, cut)
    window = whole(trajectory)
    made = tally(trajectory, system.plan, window)
    n = int(arrived_in(trajectory.vehicles, window).sum())
    assert n == (made.cells[Key("crossing_time")].n if n else 0)
    visited = trajectory.visits.joined_at < NEVER
    for place in {place.name for place in system.plan.places}:
        numbers = [number for number, other in enumerate(system.plan.places) if other.name == place]
        n_visits = int((np.isin(trajectory.visits.place, numbers) & visited).sum())
        key = Key("waiting_time", place=place)
        assert n_visits == (made.cells[key].n if n_visits else 0)


@given(systems(), CUTS)
def test_every_invariant_holds_however_short_the_run_is_cut(system: System, cut: int) -> None:
    assert check(simulate(system, cut), system.plan) == ()


@given(systems(), CUTS, st.lists(st.integers(0, 120), max_size=5))
def test_whoever_is_at_a_place_waits_is_served_or_is_blocked(system: System, cut: int, minutes: list[int]) -> None:
    trajectory = simulate(system, cut)
    visits, window = trajectory.visits, whole(trajectory)
    found = totals(trajectory, system.plan, window)
    instants = np.array([minute * MINUTE for minute in minutes if minute * MINUTE <= trajectory.until], dtype=np.int64)
    for name in {place.name for place in system.plan.places}:
        numbers = [number for number, other in enumerate(system.plan.places) if other.name == name]
        parts = [found.get(Key(part, place=name), 0) for part in ("waiting", "serving", "blocked")]
        assert sum(parts) == integral(occupancy.number_at(trajectory, place=numbers), window)
        here = np.isin(visits.place, numbers)
        standing = [int((here & (visits.joined_at <= at) & (at < visits.left_at)).sum()) for at in instants]
        assert state.number_at_place_at(trajectory, instants, place=numbers).tolist() == standing
