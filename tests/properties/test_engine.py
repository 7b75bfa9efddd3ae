"""Identities that hold exactly in every crossing, on generated systems over the whole physics.

Each system is generated once and put to every identity. ``pytest tests/properties --systems 20000`` generates more.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import assume, given, note, seed, settings
from hypothesis import strategies as st

from sim.engines import engine
from sim.engines.reference.crossing import Crossing
from sim.engines.reference.queues import Own
from sim.plan.model import Link, Place, Queue, Stage
from sim.plan.steps import Spell, StepFunction
from sim.statistics.invariants import check
from sim.trajectory import Ending, Trajectory
from sim.units import MINUTE, NEVER
from tests.builders import KINDS, MILLIMETRES, Story, V, approach, draws, kinds, lane, plan, stage, zone
from tests.conftest import examine_each, generated
from tests.mirror import mirrored, mirrored_kind
from tests.systems import System, doubled, systems

Identity: TypeAlias = Callable[[System, Trajectory], None]


def simulate(system: System) -> Trajectory:
    return engine("reference")(system.plan, draws(system.plan, system.vehicles))


def the_same_plan_and_draws_give_the_same_trajectory(system: System, once: Trajectory) -> None:
    assert simulate(system) == once


def every_invariant_holds(system: System, once: Trajectory) -> None:
    """Conservation, order, no idle booth beside whom it may call, zones, links, Little's law."""
    assert check(once, system.plan) == ()


def a_walk_that_looks_everywhere_moves_nobody_else(system: System, once: Trajectory) -> None:
    """The settling walk passes by places where nothing has changed; looking at all of them changes nothing."""

    class Thorough(Crossing):
        n_moves = 0

        def _settle(self) -> None:
            n_moves = -1
            while n_moves != self.n_moves:
                n_moves = self.n_moves
                for place in self._walk:
                    self._settle_place(place)
                    place.stirred = False

        def _move(self, vehicle: object, destination: object) -> None:
            self.n_moves += 1
            super()._move(vehicle, destination)  # type: ignore[arg-type]

    assert Thorough(system.plan, draws(system.plan, system.vehicles)).run() == once


def doubling_every_duration_doubles_every_instant(system: System, once: Trajectory) -> None:
    twice = simulate(doubled(system))
    assert once.ending is twice.ending
    for table in ("vehicles", "visits", "booths", "lights"):
        for column in fields(getattr(once, table)):
            a, b = getattr(getattr(once, table), column.name), getattr(getattr(twice, table), column.name)
            if column.name.endswith(("_at", "_time")):
                a = np.where(a == NEVER, NEVER, a * 2)
            assert np.array_equal(a, b), (table, column.name)


def every_vehicle_arrives_and_is_conserved(system: System, once: Trajectory) -> None:
    visits = once.visits
    if once.ending is Ending.FINISHED:
        assert len(once.vehicles) == len(system.vehicles) or once.until < 30 * MINUTE
    joined, left = visits.joined_at, visits.left_at
    following = visits.vehicle[1:] == visits.vehicle[:-1]
    assert np.array_equal(joined[1:][following], left[:-1][following]), "a vehicle is always in exactly one place"
    first = np.concatenate(([True], ~following)) if len(visits) else np.zeros(0, dtype=bool)
    last = np.concatenate((~following, [True])) if len(visits) else np.zeros(0, dtype=bool)
    assert np.array_equal(joined[first], once.vehicles.arrived_at)
    assert np.array_equal(left[last], once.vehicles.left_at)


def a_served_vehicle_took_its_service_time_and_no_more(system: System, once: Trajectory) -> None:
    visits = once.visits
    is_stage = np.array([isinstance(place, Stage) for place in system.plan.places])
    served = is_stage[visits.place] & (visits.ended_at < NEVER)
    assert np.array_equal((visits.ended_at - visits.began_at)[served], visits.service_time[served])
    travelled = ~is_stage[visits.place] & (visits.ended_at < NEVER)
    assert np.all((visits.ended_at - visits.began_at)[travelled] >= visits.service_time[travelled])


def a_zone_without_limit_equals_no_zone(system: System, once: Trajectory) -> None:
    everywhere = zone(kinds(), range(2, len(system.plan.places)), 10**9)
    assert simulate(System(replace(system.plan, zones=(*system.plan.zones, everywhere)), system.vehicles)) == once


def a_stage_that_nobody_visits_equals_its_absence(system: System, once: Trajectory) -> None:
    of = system.plan
    north = of.routes[0]
    unvisited = replace(north[0], place=len(of.places))
    digital = (*of.digital, None) if of.digital else ()
    longer = replace(
        of, places=(*of.places, stage("seal")), routes=((*north, unvisited), of.routes[1]), digital=digital
    )
    more = [
        replace(
            v,
            services=[*v.services, None],
            digital=None if v.digital is None else [*v.digital, None],
        )
        if v.direction == 0
        else v
        for v in system.vehicles
    ]
    with_stage = simulate(System(longer, tuple(more)))
    assert with_stage.vehicles == once.vehicles
    assert with_stage.visits == once.visits


def with_places(system: System, change: Callable[[Place], Place]) -> System:
    return replace(system, plan=replace(system.plan, places=tuple(change(place) for place in system.plan.places)))


def priority_that_is_equal_for_all_equals_none(system: System, once: Trajectory) -> None:
    """And so does its absence where it was different for some: then it is the equal ones that must agree."""

    def ranked(rank: tuple[int, ...]) -> System:
        return with_places(system, lambda p: replace(p, priority=rank) if isinstance(p, Stage) else p)

    unranked = simulate(ranked(()))
    assert simulate(ranked((7,) * len(KINDS))) == unranked
    if not any(isinstance(place, Stage) and place.priority for place in system.plan.places):
        assert unranked == once


def closures_and_outages_of_length_zero_equal_none(system: System, once: Trajectory) -> None:
    def with_empty_spell(steps: StepFunction | None) -> StepFunction:
        steps = steps or StepFunction((0,), (1,), 40 * MINUTE)
        end = max((spell.end for spell in steps.spells), default=0) + 3 * MINUTE
        return replace(steps, spells=(*steps.spells, Spell(end, end, 0)))

    def change(place: Place) -> Place:
        if isinstance(place, Stage):
            lanes = tuple(replace(each, staffing=with_empty_spell(each.staffing)) for each in place.lanes)
            return replace(place, lanes=lanes)
        if isinstance(place, Link):
            roads = tuple(replace(each, is_open=with_empty_spell(each.is_open)) for each in place.lanes)
            return replace(place, lanes=roads)
        return place

    digital = system.plan.digital or (None,) * len(system.plan.places)
    changed = with_places(system, change)
    changed = replace(changed, plan=replace(changed.plan, digital=tuple(with_empty_spell(each) for each in digital)))
    assert simulate(changed) == once


def so_many_vehicles_equal_so_many_times_their_length(system: System, once: Trajectory) -> None:
    if any(isinstance(p, Stage) and p.in_metres for p in system.plan.places) or any(
        each.in_metres for p in system.plan.places if isinstance(p, Link) for each in p.lanes
    ):
        return

    def change(place: Place) -> Place:
        if isinstance(place, Stage):
            return replace(place, in_metres=True, space=tuple(each * MILLIMETRES for each in place.space))
        if isinstance(place, Link):
            roads = tuple(replace(each, in_metres=True, room=each.room * MILLIMETRES) for each in place.lanes)
            return replace(place, lanes=roads)
        return place

    changed = with_places(system, change)
    assert simulate(replace(changed, plan=replace(changed.plan, lengths=(MILLIMETRES,) * 3))) == once


def a_single_lane_with_a_queue_of_its_own_equals_a_common_queue(system: System, once: Trajectory) -> None:
    """The lane of who is not called yet apart: it is known from joining on."""

    def queued(queue: Queue) -> System:
        def change(place: Place) -> Place:
            if not isinstance(place, Stage) or len(place.lanes) > 1 or len(place.space) > 1:
                return place
            return place if place.queue is Queue.SINGLE_FILE else replace(place, queue=queue)

        return with_places(system, change)

    own, common = simulate(queued(Queue.OWN)), simulate(queued(Queue.COMMON))
    lanes = np.where(own.visits.called_at < NEVER, own.visits.lane, common.visits.lane)
    assert replace(own, visits=replace(own.visits, lane=lanes)) == common
    del once


def a_mirrored_crossing_gives_the_mirrored_trajectory(system: System, once: Trajectory) -> None:
    """Where no tie between the directions decides: no two arrivals at one instant, no light, nobody saturated."""
    arrivals = [round(v.at * MINUTE) for v in system.vehicles if v.at is not None]
    has_light = any(isinstance(place, Link) and place.green is not None for place in system.plan.places)
    if has_light or system.plan.demand or len(set(arrivals)) < len(arrivals):
        return
    image = simulate(mirrored(system))
    vehicles = replace(
        image.vehicles,
        direction=1 - image.vehicles.direction,
        kind=np.array([mirrored_kind(kind) for kind in image.vehicles.kind.tolist()], dtype=np.int64),
    )
    assert replace(image, vehicles=vehicles) == once


IDENTITIES: tuple[Identity, ...] = (
    the_same_plan_and_draws_give_the_same_trajectory,
    every_invariant_holds,
    a_walk_that_looks_everywhere_moves_nobody_else,
    doubling_every_duration_doubles_every_instant,
    every_vehicle_arrives_and_is_conserved,
    a_served_vehicle_took_its_service_time_and_no_more,
    a_zone_without_limit_equals_no_zone,
    a_stage_that_nobody_visits_equals_its_absence,
    priority_that_is_equal_for_all_equals_none,
    closures_and_outages_of_length_zero_equal_none,
    so_many_vehicles_equal_so_many_times_their_length,
    a_single_lane_with_a_queue_of_its_own_equals_a_common_queue,
    a_mirrored_crossing_gives_the_mirrored_trajectory,
)


@pytest.mark.parametrize("whole", [True, False], ids=["in whole minutes, full of ties", "in any microseconds"])
def test_every_identity_holds(whole: bool, n_systems: int) -> None:
    def identities(system: System) -> None:
        once = simulate(system)
        for identity in IDENTITIES:
            note(identity.__name__)
            identity(system, once)

    examine_each(systems(whole=whole), n_systems // 2, identities)


@generated(200)
@given(systems(), st.integers(0, 30 * 60), st.data())
def test_one_more_vehicle_changes_nothing_before_its_arrival(system: System, second: int, data: st.DataObject) -> None:
    like = data.draw(st.sampled_from(system.vehicles or (V(0, []),)))
    assume(like.at is not None)
    at = second / 60
    more = System(system.plan, (*system.vehicles, replace(like, at=at)))
    before, after = Story(simulate(system)), Story(simulate(more))
    for (vehicle, place, visit), seen in before.visits.items():
        for instant in ("joined", "called", "began", "left"):
            value = getattr(seen, instant)
            if value is not None and value < at:
                assert after.has(vehicle, place, visit)
                assert getattr(after.at(vehicle, place, visit), instant) == value


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


MOST_BATCHES, ENOUGH = 10, 3
"""Batches of 400 systems, and in how many systems of all of them each thing must be seen."""


def test_the_generator_reaches_what_it_is_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without blocking, closings, repeats, lights and the rest the identities above would say little."""
    seen = dict.fromkeys(
        ("blocked", "closed", "lights", "ties", "repeats", "own", "moved lane", "outage", "metres", "priority"), 0
    )
    choose_again = Own.choose_again

    def watched(self: Own, lane: int) -> None:
        before = self._n_waiting[lane]
        choose_again(self, lane)
        seen["moved lane"] += self._n_waiting[lane] < before

    monkeypatch.setattr(Own, "choose_again", watched)

    def look(system: System) -> None:
        trajectory = simulate(system)
        visits = trajectory.visits
        stages = {n: place for n, place in enumerate(system.plan.places) if isinstance(place, Stage)}
        own = [n for n, place in stages.items() if place.queue is Queue.OWN and len(place.lanes) > 1]
        waited = visits.began_at > visits.joined_at
        tracked = trajectory.vehicles.attributes[visits.vehicle] > 0
        seen["blocked"] += bool(np.any((visits.left_at > visits.ended_at) & (visits.ended_at < NEVER)))
        seen["closed"] += bool(np.any(trajectory.booths.closed_at < NEVER))
        seen["lights"] += len(trajectory.lights) > 1
        seen["repeats"] += bool(np.any(visits.visit > 0))
        seen["own"] += bool(np.any(np.isin(visits.place, own) & waited))
        seen["outage"] += bool(np.any(tracked & (visits.form == 0) & np.isin(visits.place, list(stages))))
        metres = [n for n, place in stages.items() if place.in_metres and max(place.space) > 0]
        seen["metres"] += bool(np.any(np.isin(visits.place, metres) & waited))
        ranked = [n for n, place in stages.items() if len(set(place.priority)) > 1]
        seen["priority"] += bool(np.any(np.isin(visits.place, ranked) & waited))
        instants = np.concatenate([visits.ended_at, trajectory.vehicles.arrived_at])
        instants = instants[instants < NEVER]
        seen["ties"] += len(np.unique(instants)) < len(instants)

    # What is drawn depends on which modules are loaded, so the rarest is looked for until it is found.
    for batch in range(MOST_BATCHES):
        seed(batch)(settings(generated(400), derandomize=False, database=None)(given(systems())(look)))()
        if min(seen.values()) >= ENOUGH:
            break
    assert not {what: count for what, count in seen.items() if count < ENOUGH}
