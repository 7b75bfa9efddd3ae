"""Every random quantity of one replication, drawn before the engine starts.

Each quantity belongs to a vehicle and a decision: it is the uniform at the vehicle's own point in that
decision's stream, pushed through a quantile function. So nothing that happens to one vehicle, and no
vehicle added, changes what another draws.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import as_strided
from numpy.typing import NDArray

from sim import storage
from sim.arrivals import Points, points
from sim.laws import Law
from sim.plan.model import DIGITAL, DIRECTIONS, FORMS, MOST_REPEATS, PAPER, Demand, Plan, ServiceRecipe, Stop
from sim.quantiles import FloatArray, quantile
from sim.streams import Streams

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One row per vehicle, in the order of design R1 (arrival instant, direction, class, point).

    Vehicles of a saturated class have ``arrives_at`` NEVER and stand last, ordered by direction, class and
    point: the engine lets them arrive one by one. ``visits`` and ``service`` are indexed
    ``[vehicle, stop, form]``, stops counted along the route of the vehicle's own direction (stop 0, the
    approach, is always visited and takes no time); vehicles lie side by side in memory, for they are drawn together.
    """

    reach: int
    """Arrivals are complete before this instant."""
    direction: IntArray
    vehicle_class: IntArray
    attributes: IntArray
    """Bit mask over the plan's attributes."""
    kind: IntArray
    point: IntArray
    """Identity within direction and class: (strip << 40) | index in the strip."""
    arrives_at: IntArray
    visits: BoolArray
    service: IntArray
    repeats: IntArray
    """Services of second and later visits, ``[vehicle, slot, form]`` (see :class:`sim.plan.model.Repeats`).

    -1 from the first visit on that is not made.
    """
    luck: IntArray
    """``[vehicle, slot]`` from 0 to ``LUCK - 1``: lane number ``luck * n // LUCK`` of *n* to choose among."""
    road_time: IntArray
    """Microseconds on the roads of the corridor, before and behind the crossing."""

    def __len__(self) -> int:
        return len(self.arrives_at)


LONGEST = 2**53
"""No drawn time is longer, microseconds (285 years): the tail of a heavy law cannot overflow an instant."""


LUCK = 2**31
"""One more than the greatest luck."""


def draw(plan: Plan, *, seed: int, replication: int, reach: int) -> Draws:
    """Everything random in one replication of *plan*, complete for arrivals before *reach*.

    A longer reach gives the same vehicles with the same draws, and those who come later. In a form whose
    stop the vehicle passes by in both forms the service is 0; untracked vehicles hold in the digital column
    what stands in the paper one.
    """
    if reach < 0:
        raise ValueError(f"draws reach to an instant of 0 or later, not {reach}")
    flows = [
        _Flow.of(plan, demand, seed=seed, replication=replication, reach=reach)
        for demand in sorted(plan.demand, key=lambda demand: (demand.direction, demand.vehicle_class))
    ]
    arrives_at = np.concatenate([_NOBODY, *(flow.vehicles.at for flow in flows)])
    # Within a flow vehicles stand by point, so a stable sort leaves those of one instant as R1 has them.
    order = np.argsort(arrives_at, kind="stable")
    row = np.empty_like(order)
    row[order] = np.arange(len(order))
    draws = _blank(plan, reach, flows, arrives_at, order)
    ends = np.cumsum([len(flow.vehicles) for flow in flows])
    for flow, rows in zip(flows, np.split(row, ends[:-1]) if flows else [], strict=True):
        _fill(draws, plan, flow, rows)
    return draws


def _blank(plan: Plan, reach: int, flows: "list[_Flow]", arrives_at: IntArray, order: IntArray) -> Draws:
    """Rows for the vehicles of all flows, put into *order*, without what is drawn for each."""
    n = len(order)
    shape = (n_forms(plan), _most_stops(plan), n)
    flow = np.repeat(np.arange(len(flows)), [len(flow.vehicles) for flow in flows])[order]
    kinds = np.array([plan.kind(flow.demand.direction, flow.demand.vehicle_class, 0) for flow in flows], dtype=np.int64)
    number = np.concatenate([_NOBODY, *(flow.vehicles.number for flow in flows)])
    return Draws(
        reach=reach,
        direction=np.array([flow.demand.direction for flow in flows], dtype=np.int64)[flow],
        vehicle_class=np.array([flow.demand.vehicle_class for flow in flows], dtype=np.int64)[flow],
        attributes=np.zeros(n, dtype=np.int64),
        kind=kinds[flow],
        point=number[order],
        arrives_at=arrives_at[order],
        visits=_in_each_form(storage.filled(shape, False, np.bool_)),
        service=_in_each_form(storage.filled(shape, 0, np.int64)),
        repeats=np.full((n, n_slots(plan), len(FORMS)), -1, dtype=np.int64),
        luck=np.zeros((n, n_lucks(plan)), dtype=np.int64),
        road_time=np.zeros(n, dtype=np.int64),
    )


def n_forms(plan: Plan) -> int:
    """Forms of service that differ: without a tracking layer everybody is served on paper."""
    return 1 if plan.tracked is None else len(FORMS)


def _in_each_form(array: NDArray[Any]) -> NDArray[Any]:
    """``[vehicle, stop, form]`` from ``[form, stop, vehicle]``; a single form stands for each."""
    step = 0 if len(array) == 1 else array.strides[0]
    every = as_strided(array, (len(FORMS), *array.shape[1:]), (step, *array.strides[1:]))
    return every.T


_NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Flow:
    """The vehicles of one class in one direction, and what is drawn for them."""

    demand: Demand
    streams: Streams
    vehicles: Points
    known: dict[str, FloatArray] = field(default_factory=dict)
    """Uniforms by decision."""

    @classmethod
    def of(cls, plan: Plan, demand: Demand, *, seed: int, replication: int, reach: int) -> "_Flow":
        streams = Streams(seed, replication, DIRECTIONS[demand.direction], plan.classes[demand.vehicle_class])
        when = {"start_of_day": plan.start_of_day, "first_day": plan.first_day, "reach": reach}
        return cls(demand, streams, points(demand.arrivals, streams=streams, **when))

    def own(self, decision: str) -> FloatArray:
        """For a decision, the uniform of each vehicle."""
        if decision not in self.known:
            self.known[decision] = self._own(decision)
        return self.known[decision]

    def _own(self, decision: str) -> FloatArray:
        strip, index = self.vehicles.strip, self.vehicles.index
        uniforms = np.empty(len(index))
        start = 0
        while start < len(index):
            end = int(np.searchsorted(strip, strip[start], side="right"))
            n = int(index[end - 1]) + 1
            found = self.streams.uniforms(decision, n, strip=int(strip[start]))
            uniforms[start:end] = found if n == end - start else found[index[start:end]]
            start = end
        return uniforms


def _fill(draws: Draws, plan: Plan, flow: _Flow, rows: IntArray) -> None:
    """Write what is drawn for the vehicles of *flow* into their *rows*."""
    demand = flow.demand
    base = plan.kind(demand.direction, demand.vehicle_class, 0)
    attributes = _attributes(plan, flow)
    present = np.flatnonzero(np.bincount(attributes)).tolist()
    for bits in present:
        alike = np.flatnonzero(attributes == bits)
        if bits:
            draws.attributes[rows[alike]] = bits
            draws.kind[rows[alike]] = base | bits
        for start in range(0, len(alike), _BLOCK):
            some = alike[start : start + _BLOCK] if len(present) > 1 else slice(start, start + _BLOCK)
            _Alike(plan, demand, base | bits, rows[some], _of(flow.own, some)).fill(draws)


_BLOCK = 2**14
"""Vehicles for which draws are made together: what is made on the way stays in the cache of a processor."""


def _attributes(plan: Plan, flow: _Flow) -> IntArray:
    bits = np.zeros(len(flow.vehicles), dtype=np.int64)
    for bit, (name, shares) in enumerate(zip(plan.attributes, plan.attribute_shares, strict=True)):
        share = shares[flow.demand.vehicle_class]
        if share > 0:
            bits |= (flow.own(f"attribute/{name}") < share).astype(np.int64) << bit
    return bits


Own: TypeAlias = Callable[[str], FloatArray]
"""For a decision, the uniform of each of some vehicles."""


def _of(own: Own, chosen: IntArray | slice) -> Own:
    """As *own*, for some of its vehicles only."""
    return lambda decision: own(decision)[chosen]


@dataclass(frozen=True, slots=True, eq=False)
class _Alike:
    """Vehicles of one kind: whatever rules can tell apart about a vehicle is the same for all of them."""

    plan: Plan
    demand: Demand
    kind: int
    rows: IntArray
    """Where they stand among all vehicles."""
    own: Own

    @property
    def persons(self) -> int:
        return self.plan.persons[self.demand.vehicle_class]

    @property
    def forms(self) -> tuple[int, int]:
        """The form by which they are served where the forms are paper and digital."""
        plan = self.plan
        is_tracked = plan.tracked is not None and bool(plan.kinds[self.kind].attributes >> plan.tracked & 1)
        return PAPER, DIGITAL if is_tracked else PAPER

    def fill(self, draws: Draws) -> None:
        """Write what is drawn for them into their rows."""
        route = self.plan.routes[self.demand.direction]
        visits = np.empty((len(FORMS), len(self.rows)), dtype=np.bool_)
        service = np.empty((len(FORMS), len(self.rows)), dtype=np.int64)
        draws.visits[self.rows, : min(1, len(route))] = True
        for number, stop in enumerate(route[1:], start=1):
            who = self._visitors(visits, stop)
            if who is not None:
                self._serve(service, stop, who)
                self._repeat(draws.repeats, stop, who)
                for form in range(n_forms(self.plan)):
                    draws.visits[:, number, form][self.rows] = visits[form]
                    draws.service[:, number, form][self.rows] = service[form]
        for stop in route:
            if stop.luck is not None:
                draws.luck[self.rows, stop.luck.slot] = np.floor(self.own(stop.luck.decision) * LUCK)
        if self.plan.roads:
            draws.road_time[self.rows] = self._road_time()

    def _visitors(self, visits: BoolArray, stop: Stop) -> IntArray | slice | None:
        """Which of them visit *stop* in either form, None if nobody does; marked in ``visits[form, vehicle]``."""
        shares = [stop.share[self.kind][form] for form in self.forms]
        if max(shares) <= 0:
            return None
        uniforms = self.own(stop.visit_decision) if min(shares) < 1 else None
        for form, share in enumerate(shares):
            visits[form] = True if uniforms is None else uniforms < share
        return slice(None) if uniforms is None else np.flatnonzero(uniforms < max(shares))

    def _serve(self, service: IntArray, stop: Stop, who: IntArray | slice) -> None:
        """Write the services of first visits, ``service[form, vehicle]``."""
        times = _times(_of(self.own, who))
        service[:] = 0
        for form, own_form in enumerate(self.forms):
            recipe = stop.service[self.kind][own_form]
            if form == own_form:
                service[form, who] = _service_time(recipe, times, self.persons)
            else:
                service[form] = service[own_form]

    def _repeat(self, repeats: IntArray, stop: Stop, who: IntArray | slice) -> None:
        """Services of repeated visits: one more follows with probability *share* each time, so *u* below its powers."""
        if stop.repeats is None:
            return
        uniforms, share = self.own(stop.repeats.decision), stop.repeats.share[self.kind]
        of_all = np.arange(len(self.rows))[who]
        for again in range(MOST_REPEATS):
            made = of_all[uniforms[of_all] < share ** (again + 1)]
            times = _times(_of(self.own, made), prefix=f"repeat-{again + 1}/")
            if len(made):
                for form, own_form in enumerate(self.forms):
                    recipe = stop.service[self.kind][own_form]
                    repeats[self.rows[made], stop.repeats.first_slot + again, form] = _service_time(
                        recipe, times, self.persons
                    )

    def _road_time(self) -> IntArray:
        total = np.zeros(len(self.rows), dtype=np.int64)
        times = _times(self.own)
        for road in self.plan.roads:
            recipe = road.service[self.kind][self.forms[DIGITAL]]
            total += road.driving[self.kind] + _service_time(recipe, times, self.persons)
        return total


def n_slots(plan: Plan) -> int:
    """Slots for services of repeated visits."""
    return max((_end_of_slots(stop) for route in plan.routes for stop in route), default=0)


def n_lucks(plan: Plan) -> int:
    """Columns of luck."""
    return max((stop.luck.slot + 1 for route in plan.routes for stop in route if stop.luck is not None), default=0)


def _most_stops(plan: Plan) -> int:
    return max(len(route) for route in plan.routes)


def _end_of_slots(stop: Stop) -> int:
    return 0 if stop.repeats is None else stop.repeats.first_slot + MOST_REPEATS


Times: TypeAlias = Callable[[str, Law], FloatArray]
"""For a decision and a law, the time of each of some vehicles."""


def _times(own: Own, *, prefix: str = "") -> Times:
    @functools.cache
    def times(decision: str, law: Law) -> FloatArray:
        return quantile(law, own(prefix + decision))

    return times


def _service_time(recipe: ServiceRecipe | None, times: Times, persons: int) -> IntArray | int:
    """Service by *recipe*, microseconds, rounded once."""
    if recipe is None:
        return 0
    total: FloatArray | float = float(recipe.per_person * persons)
    for part in recipe.parts:
        time = times(part.decision, part.law) * part.scale
        time += part.shift
        total += np.maximum(time, 0.0, out=time)
    time = np.asarray(total * recipe.scale + recipe.shift)
    np.clip(time, 0.0, LONGEST, out=time)
    return np.rint(time, out=time).astype(np.int64)
