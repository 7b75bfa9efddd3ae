"""One replication on SimPy: due events are marked, the crossing settles, and so on to the end (R3, R4, R22).

SimPy keeps the clock and the list of what is due. It does not decide who goes first: events that fall on
one instant are gathered, marked in their order and followed by one settling walk.
"""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import count

import simpy
from simpy.events import EventPriority

from sim.draws import Draws
from sim.engines.order import Mark
from sim.engines.reference.approach import Approach
from sim.engines.reference.arrivals import Arrivals
from sim.engines.reference.link import Link
from sim.engines.reference.place import Outside, Place
from sim.engines.reference.record import trajectory
from sim.engines.reference.ring import ring_of_blocked
from sim.engines.reference.stage import Stage
from sim.engines.reference.vehicle import Vehicle
from sim.engines.reference.zone import Zones
from sim.plan import model
from sim.plan.model import MOST_REPEATS, PAPER, Plan
from sim.plan.steps import StepFunction, changes, value_at
from sim.trajectory import Ending, Trajectory
from sim.units import NEVER

_SETTLE = max(Mark) + 1
"""Rank of the settling walk: after every mark of its instant."""


class Due(simpy.Event):
    """An event that comes due at a stated instant, ranked by its kind among those of that instant."""

    def __init__(self, env: simpy.Environment, at: int, rank: int, action: Callable[[], None]) -> None:
        super().__init__(env)
        self._ok = True
        self._value = None
        self.callbacks.append(lambda _: action())
        env.schedule(self, EventPriority(rank), at - env.now)


class Crossing:
    """The state of one replication."""

    def __init__(self, plan: Plan, draws: Draws) -> None:
        self.plan = plan
        self.draws = draws
        self.env = simpy.Environment(initial_time=0)
        self.booth_log: list[tuple[int, int, int, int, int]] = []
        self.light_log: list[tuple[int, int, int, int]] = []
        self.vehicles: list[Vehicle] = []
        self.zones = Zones(plan.zones)
        self._due: list[tuple[Mark, tuple[int, ...], Callable[[], None]]] = []
        self._settle_is_due = False
        self.places: list[Place] = [self._build(number, place) for number, place in enumerate(plan.places)]
        self.outside = Outside(self, len(self.places))
        self._walk = [self.outside, *reversed(self.places)]
        self._n_window_inside = int((draws.arrives_at < plan.window_end).sum())
        self._open_at_start()
        self.arrivals = Arrivals(self)

    def _build(self, number: int, place: model.Place) -> Place:
        if isinstance(place, model.Approach):
            return Approach(self, number, place)
        if isinstance(place, model.Stage):
            return Stage(self, number, place)
        return Link(self, number, place)

    @property
    def now(self) -> int:
        """The present instant."""
        return int(self.env.now)

    def schedule(
        self,
        mark: Mark,
        entity: tuple[int, ...],
        at: int,
        action: Callable[[], None],
        *,
        announce: Callable[[], None] = lambda: None,
    ) -> None:
        """Have *action* marked at instant *at*, in the order (mark, entity) among what is due then (R3).

        *announce* is called as the instant comes, before anything of it is marked.
        """
        Due(self.env, at, mark, lambda: self._comes_due(mark, entity, action, announce))

    def _comes_due(
        self, mark: Mark, entity: tuple[int, ...], action: Callable[[], None], announce: Callable[[], None]
    ) -> None:
        announce()
        self._due.append((mark, entity, action))
        if not self._settle_is_due:
            self._settle_is_due = True
            Due(self.env, self.now, _SETTLE, self._round)

    # -- a round of an instant ---------------------------------------------------------------------------

    def _round(self) -> None:
        """Mark what is due, then settle (R3, R4)."""
        self._settle_is_due = False
        due, self._due = sorted(self._due, key=lambda event: event[:2]), []
        for _, _, action in due:
            action()
        for place in self.places:
            place.after_marks()
        self._settle()
        for place in self.places:
            place.after_settle()

    def _settle(self) -> None:
        """Walk from the outside back to the first place until nobody moves.

        A place where nothing has changed since the walk last left it can neither call nor take in anybody,
        so the walk passes it by.
        """
        while any(place.stirred for place in self._walk):
            for place in self._walk:
                if place.stirred:
                    self._settle_place(place)

    def _settle_place(self, place: Place) -> None:
        place.work()
        while (vehicle := self._longest_ready_with_room(place)) is not None:
            self._move(vehicle, place)
            place.work()
        place.stirred = False

    def _longest_ready_with_room(self, place: Place) -> Vehicle | None:
        with_room = [vehicle for vehicle in place.expected() if place.has_room(vehicle) and self.zones.admit(vehicle)]
        return min(with_room, key=lambda vehicle: vehicle.turn) if with_room else None

    def _move(self, vehicle: Vehicle, destination: Place) -> None:
        origin = vehicle.place
        destination.no_longer_expect(vehicle)
        vehicle.visit.left_at = self.now
        origin.let_go(vehicle)
        for zone in self.zones.move(vehicle.kind, origin.number, destination.number):
            for number in zone.plan.places:
                self.places[number].stirred = True
        vehicle.place, vehicle.stop, vehicle.next = destination, vehicle.next_stop, None
        destination.take_in(vehicle)
        origin.stirred = destination.stirred = True

    # -- what places ask and tell ------------------------------------------------------------------------

    def becomes_ready(self, vehicle: Vehicle, *, since: int) -> None:
        """*vehicle* is ready to move on: its next place is fixed now (R5)."""
        route = self.plan.routes[vehicle.direction]
        visits = self.draws.visits[vehicle.row]
        ahead = range(vehicle.stop + 1, len(route))
        vehicle.next_stop = next(
            (stop for stop in ahead if visits[stop, self.form_at(vehicle, route[stop].place)]), len(route)
        )
        on_route = vehicle.next_stop < len(route)
        vehicle.next = self.places[route[vehicle.next_stop].place] if on_route else self.outside
        vehicle.ready_since = since
        vehicle.next.expect(vehicle)

    def form_at(self, vehicle: Vehicle, place: int) -> int:
        """Form of service that *vehicle* gets at *place* as things stand: paper during an outage."""
        return vehicle.form if self.places[place].digital_works else PAPER

    def service_time(self, vehicle: Vehicle, form: int) -> int:
        """Time that the present visit of *vehicle* takes in *form* of service."""
        if vehicle.visit.number == 0:
            return int(self.draws.service[vehicle.row, vehicle.stop, form])
        return int(self.draws.repeats[vehicle.row, self._repeats(vehicle).first_slot + vehicle.visit.number - 1, form])

    def must_repeat(self, vehicle: Vehicle) -> bool:
        """Whether *vehicle*, served, must pass its present stage once more (R14)."""
        if self.plan.routes[vehicle.direction][vehicle.stop].repeats is None or vehicle.visit.number == MOST_REPEATS:
            return False
        slot = self._repeats(vehicle).first_slot + vehicle.visit.number
        return bool(self.draws.repeats[vehicle.row, slot, PAPER] >= 0)

    def _repeats(self, vehicle: Vehicle) -> model.Repeats:
        repeats = self.plan.routes[vehicle.direction][vehicle.stop].repeats
        assert repeats is not None
        return repeats

    def luck(self, vehicle: Vehicle) -> int:
        """What decides for *vehicle* between the lanes of the stage it joins."""
        luck = self.plan.routes[vehicle.direction][vehicle.stop].luck
        assert luck is not None
        return int(self.draws.luck[vehicle.row, luck.slot])

    def count_out(self, vehicle: Vehicle) -> None:
        """*vehicle* has left the crossing."""
        if self.draws.arrives_at[vehicle.row] < self.plan.window_end:
            self._n_window_inside -= 1

    # -- staffing, closures, outages -----------------------------------------------------------------------

    def _open_at_start(self) -> None:
        for number, place in enumerate(self.places):
            if isinstance(place, Stage):
                for index, lane in enumerate(place.lanes):
                    place.set_target(index, value_at(lane.plan.staffing, 0))
                    self._expect_changes((number, index), lane.plan.staffing, partial(place.set_target, index))
            elif isinstance(place, Link):
                for index, road_lane in enumerate(place.lanes):
                    entity = (number, index)
                    self._expect_changes(entity, road_lane.plan.direction, partial(place.give_lane, index))
                    self._expect_changes(entity, road_lane.plan.is_open, partial(place.close_or_open_lane, index))
            if self.plan.digital and (digital := self.plan.digital[number]) is not None:
                place.digital_works = value_at(digital, 0) > 0
                self._expect_changes((number, -1), digital, partial(self._set_digital, place))

    def _set_digital(self, place: Place, works: int) -> None:
        place.digital_works = works > 0

    def _expect_changes(
        self, entity: tuple[int, int], steps: StepFunction | None, apply: Callable[[int], None]
    ) -> None:
        if steps is not None:
            self._expect_next_change(entity, changes(steps), apply)

    def _expect_next_change(
        self, entity: tuple[int, int], later: Iterator[tuple[int, int]], apply: Callable[[int], None]
    ) -> None:
        change = next(later, None)
        if change is None:
            return
        at, value = change

        def happens() -> None:
            apply(value)
            self._expect_next_change(entity, later, apply)

        self.schedule(Mark.STAFFING_CHANGES, entity, at, happens)

    # -- the end -----------------------------------------------------------------------------------------

    def run(self) -> Trajectory:
        """Work whole instants until the end (R22)."""
        for n_instants in count():
            if self.arrivals.ran_out:
                return self._end(Ending.OUT_OF_DRAWS, self.now)
            if self._n_window_inside == 0 and self._window_is_known() and (n_instants or not self._due_at(0)):
                return self._end(Ending.FINISHED, self.now)
            at = self.env.peek()
            if at >= self.draws.reach and self.draws.reach <= self.plan.stop_at:
                return self._end(Ending.OUT_OF_DRAWS, self.draws.reach)
            if at > self.plan.stop_at:
                return self._end(Ending.STOPPED, self.plan.stop_at)
            while self._due_at(at):
                self.env.step()
        raise AssertionError

    def _due_at(self, at: float) -> bool:
        return bool(self.env.peek() == at)

    def _window_is_known(self) -> bool:
        """Whether every vehicle of the window is known: never while a class is saturated."""
        return self.draws.reach >= self.plan.window_end and not self.arrivals.is_saturated

    def _end(self, ending: Ending, until: int) -> Trajectory:
        ring = () if ending is Ending.FINISHED else ring_of_blocked(self.plan, self.places, self.vehicles)
        if ring:
            ending = Ending.LOCKED_UP
        for place in self.places:
            if isinstance(place, Stage):
                for index, lane in enumerate(place.lanes):
                    self.booth_log += [
                        (place.number, index, booth.index, booth.opened_at, NEVER) for booth in lane.still_open()
                    ]
            elif isinstance(place, Link) and place.light is not None:
                place.light.log_the_last()
        return trajectory(
            self.draws,
            self.vehicles,
            ending=ending,
            until=until,
            ring=ring,
            booths=self.booth_log,
            lights=self.light_log,
        )


def simulate(plan: Plan, draws: Draws) -> Trajectory:
    """The trajectory of *plan* under *draws*."""
    return Crossing(plan, draws).run()
