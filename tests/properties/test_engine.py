"""Identities that hold exactly in every crossing, on generated systems full of ties."""

from dataclasses import fields, replace

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sim.engines import engine
from sim.engines.reference.crossing import Crossing
from sim.plan.model import Stage
from sim.statistics.invariants import check
from sim.trajectory import Ending, Trajectory
from sim.units import MINUTE, NEVER
from tests.builders import S, Story, V, approach, draws, kinds, lane, plan, stage, zone
from tests.systems import System, doubled, systems


def simulate(system: System) -> Trajectory:
    return engine("reference")(system.plan, draws(system.plan, system.vehicles))


@given(systems())
def test_the_same_plan_and_draws_give_the_same_trajectory(system: System) -> None:
    assert simulate(system) == simulate(system)


@given(systems())
def test_a_walk_that_looks_everywhere_moves_nobody_else(system: System) -> None:
    """The settling walk passes by places where nothing has changed; looking at all of them changes nothing."""

    class Thorough(Crossing):
        def _settle(self) -> None:
            n_moves = -1
            while n_moves != self.n_moves:
                n_moves = self.n_moves
                for place in self._walk:
                    self._settle_place(place)
                    place.stirred = False

        n_moves = 0

        def _move(self, vehicle: object, destination: object) -> None:
            self.n_moves += 1
            super()._move(vehicle, destination)  # type: ignore[arg-type]

    assert Thorough(system.plan, draws(system.plan, system.vehicles)).run() == simulate(system)


@given(systems())
def test_doubling_every_duration_doubles_every_instant(system: System) -> None:
    once, twice = simulate(system), simulate(doubled(system))
    assert once.ending is twice.ending
    for table in ("vehicles", "visits", "booths", "lights"):
        for column in fields(getattr(once, table)):
            a, b = getattr(getattr(once, table), column.name), getattr(getattr(twice, table), column.name)
            if column.name.endswith(("_at", "_time")):
                a = np.where(a == NEVER, NEVER, a * 2)
            assert np.array_equal(a, b), (table, column.name)


@given(systems(), st.integers(0, 30), st.data())
def test_one_more_vehicle_changes_nothing_before_its_arrival(system: System, at: int, data: st.DataObject) -> None:
    assume(system.vehicles)
    like = data.draw(st.sampled_from(system.vehicles))
    more = System(system.plan, (*system.vehicles, replace(like, at=at)))
    before, after = Story(simulate(system)), Story(simulate(more))
    for (vehicle, place), seen in before._visits.items():
        for instant in ("joined", "called", "began", "left"):
            value = getattr(seen, instant)
            if value is not None and value < at:
                assert after.has(vehicle, place)
                assert getattr(after.at(vehicle, place), instant) == value


@given(systems())
def test_every_vehicle_is_conserved(system: System) -> None:
    trajectory = simulate(system)
    visits = trajectory.visits
    if trajectory.ending is Ending.FINISHED:
        assert len(trajectory.vehicles) == len(system.vehicles) or trajectory.until < 30 * MINUTE
    joined, left = visits.joined_at, visits.left_at
    following = visits.vehicle[1:] == visits.vehicle[:-1]
    assert np.array_equal(joined[1:][following], left[:-1][following]), "a vehicle is always in exactly one place"
    first = np.concatenate(([True], ~following)) if len(visits) else np.zeros(0, dtype=bool)
    last = np.concatenate((~following, [True])) if len(visits) else np.zeros(0, dtype=bool)
    assert np.array_equal(joined[first], trajectory.vehicles.arrived_at)
    assert np.array_equal(left[last], trajectory.vehicles.left_at)


@given(systems())
def test_a_visit_goes_forward_in_time(system: System) -> None:
    visits = simulate(system).visits
    for earlier, later in (
        ("joined_at", "called_at"),
        ("called_at", "began_at"),
        ("began_at", "ended_at"),
        ("ended_at", "left_at"),
    ):
        assert np.all(getattr(visits, earlier) <= getattr(visits, later))


@given(systems())
def test_a_served_vehicle_took_its_service_time_and_no_more(system: System) -> None:
    visits = simulate(system).visits
    is_stage = np.array([isinstance(place, Stage) for place in system.plan.places])
    served = is_stage[visits.place] & (visits.ended_at < NEVER)
    assert np.array_equal((visits.ended_at - visits.began_at)[served], visits.service_time[served])
    travelled = ~is_stage[visits.place] & (visits.ended_at < NEVER)
    assert np.all((visits.ended_at - visits.began_at)[travelled] >= visits.service_time[travelled])


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=40), st.integers(1, 4))
def test_one_stage_equals_the_ten_line_recursion(vehicles: list[tuple[int, int]], n_booths: int) -> None:
    one = plan([approach(), stage("a", lane(n_booths))], window=100)
    story = Story(simulate(System(one, tuple(V(at, [service]) for at, service in vehicles))))
    free = [0] * n_booths
    for index in sorted(range(len(vehicles)), key=lambda i: (vehicles[i][0], i)):
        at, service = vehicles[index]
        began = max(at, min(free))
        free[free.index(min(free))] = began + service
        assert (story.at(index, 1).began, story.at(index, 1).ended) == (began, began + service)


@given(systems())
def test_a_zone_without_limit_equals_no_zone(system: System) -> None:
    everywhere = zone(kinds(), range(2, len(system.plan.places)), 10**9)
    with_zone = System(replace(system.plan, zones=(*system.plan.zones, everywhere)), system.vehicles)
    assert simulate(with_zone) == simulate(system)


@given(systems())
def test_a_stage_that_nobody_visits_equals_its_absence(system: System) -> None:
    of = system.plan
    north = of.routes[0]
    unvisited = replace(north[0], place=len(of.places))
    longer = replace(of, places=(*of.places, stage("seal")), routes=((*north, unvisited), of.routes[1]))
    more = [
        replace(
            v,
            services=[*v.services, None],
            digital=None if v.digital is None else [*v.digital, None],
        )
        if v.direction != S
        else v
        for v in system.vehicles
    ]
    with_stage, without = simulate(System(longer, tuple(more))), simulate(system)
    assert with_stage.vehicles == without.vehicles
    assert with_stage.visits == without.visits


def test_the_generator_reaches_what_it_is_for() -> None:
    """Without blocking, closings, zones at their limit and lights the identities above would say little."""
    seen = {"blocked": 0, "closed": 0, "lights": 0, "ties": 0}

    @settings(max_examples=300)
    @given(systems())
    def look(system: System) -> None:
        trajectory = simulate(system)
        visits = trajectory.visits
        seen["blocked"] += bool(np.any((visits.left_at > visits.ended_at) & (visits.ended_at < NEVER)))
        seen["closed"] += bool(np.any(trajectory.booths.closed_at < NEVER))
        seen["lights"] += len(trajectory.lights) > 1
        instants = np.concatenate([visits.ended_at, trajectory.vehicles.arrived_at])
        instants = instants[instants < NEVER]
        seen["ties"] += len(np.unique(instants)) < len(instants)

    look()
    assert all(count >= 5 for count in seen.values()), seen


@given(systems())
def test_every_invariant_holds(system: System) -> None:
    assert check(simulate(system), system.plan) == ()
