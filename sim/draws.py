"""Every random quantity of one replication, drawn before the engine starts.

Each quantity belongs to a vehicle and a decision: it is the uniform at the vehicle's own point in that
decision's stream, pushed through a quantile function. So nothing that happens to one vehicle, and no
vehicle added, changes what another draws.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, fields
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.arrivals import Points, points
from sim.plan.model import DIGITAL, DIRECTIONS, FORMS, MOST_REPEATS, PAPER, Demand, Plan, ServiceRecipe, Stop
from sim.quantiles import FloatArray, Law, quantile
from sim.streams import Streams

IntArray: TypeAlias = NDArray[np.int64]
BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Draws:
    """One row per vehicle, in the order of design R1 (arrival instant, direction, class, point).

    Vehicles of a saturated class have ``arrives_at`` NEVER and stand last, ordered by direction, class and
    point: the engine lets them arrive one by one. ``visits`` and ``service`` are indexed
    ``[vehicle, stop, form]``, stops counted along the route of the vehicle's own direction (stop 0, the
    approach, is always visited and takes no time).
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


Own: TypeAlias = Callable[[str], FloatArray]
"""For a decision, the uniform of each vehicle of one class in one direction."""

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
    parts = [_drawn(plan, demand, seed=seed, replication=replication, reach=reach) for demand in plan.demand]
    parts = parts or [_nobody(plan, reach)]
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(Draws)
        if field.name != "reach"
    }
    order = np.lexsort([columns[name] for name in ("point", "vehicle_class", "direction", "arrives_at")])
    return Draws(reach=reach, **{name: column[order] for name, column in columns.items()})


def _drawn(plan: Plan, demand: Demand, *, seed: int, replication: int, reach: int) -> Draws:
    streams = Streams(seed, replication, DIRECTIONS[demand.direction], plan.classes[demand.vehicle_class])
    vehicles = points(
        demand.arrivals, streams=streams, start_of_day=plan.start_of_day, first_day=plan.first_day, reach=reach
    )
    own = functools.cache(functools.partial(_own_uniforms, streams, vehicles))
    attributes = _attributes(plan, demand, own, len(vehicles))
    kind = plan.kind(demand.direction, demand.vehicle_class, 0) | attributes
    visits = _visits(plan, demand, own, kind)
    return Draws(
        reach=reach,
        direction=np.full(len(vehicles), demand.direction, dtype=np.int64),
        vehicle_class=np.full(len(vehicles), demand.vehicle_class, dtype=np.int64),
        attributes=attributes,
        kind=kind,
        point=vehicles.number,
        arrives_at=vehicles.at,
        visits=visits,
        service=_service(plan, demand, own, kind, visits),
        repeats=_repeats(plan, demand, own, kind, visits),
        luck=_luck(plan, demand, own, len(vehicles)),
        road_time=_road_time(plan, demand, own, kind),
    )


def _own_uniforms(streams: Streams, vehicles: Points, decision: str) -> FloatArray:
    uniforms = np.empty(len(vehicles))
    for strip in np.unique(vehicles.strip):
        rows = vehicles.strip == strip
        index = vehicles.index[rows]
        uniforms[rows] = streams.uniforms(decision, int(index.max()) + 1, strip=int(strip))[index]
    return uniforms


def _attributes(plan: Plan, demand: Demand, own: Own, n: int) -> IntArray:
    bits = np.zeros(n, dtype=np.int64)
    for bit, (name, shares) in enumerate(zip(plan.attributes, plan.attribute_shares, strict=True)):
        bits |= (own(f"attribute/{name}") < shares[demand.vehicle_class]).astype(np.int64) << bit
    return bits


def _is_tracked(plan: Plan, kind: int) -> bool:
    return plan.tracked is not None and bool(plan.kinds[kind].attributes >> plan.tracked & 1)


def _visits(plan: Plan, demand: Demand, own: Own, kind: IntArray) -> BoolArray:
    route = plan.routes[demand.direction]
    visits = np.zeros((len(kind), _most_stops(plan), len(FORMS)), dtype=np.bool_)
    visits[:, : min(1, len(route))] = True
    digital = np.array([DIGITAL if _is_tracked(plan, k) else PAPER for k in range(len(plan.kinds))])
    for number, stop in enumerate(route[1:], start=1):
        share = np.array(stop.share)
        uniforms = own(stop.visit_decision)
        visits[:, number, PAPER] = uniforms < share[kind, PAPER]
        visits[:, number, DIGITAL] = uniforms < share[kind, digital[kind]]
    return visits


def _service(plan: Plan, demand: Demand, own: Own, kind: IntArray, visits: BoolArray) -> IntArray:
    service = np.zeros(visits.shape, dtype=np.int64)
    persons = plan.persons[demand.vehicle_class]
    for each in np.unique(kind).tolist():
        tracked = _is_tracked(plan, each)
        for number, stop in enumerate(plan.routes[demand.direction][1:], start=1):
            rows = np.flatnonzero((kind == each) & visits[:, number].any(axis=1))
            times = _times(own, rows)
            for form in (PAPER, DIGITAL):
                recipe = stop.service[each][form if tracked else PAPER]
                service[rows, number, form] = _service_time(recipe, times, persons)
    return service


def _repeats(plan: Plan, demand: Demand, own: Own, kind: IntArray, visits: BoolArray) -> IntArray:
    """Services of repeated visits: one more follows with probability *share* each time, so *u* below its powers."""
    repeats = np.full((len(kind), n_slots(plan), len(FORMS)), -1, dtype=np.int64)
    persons = plan.persons[demand.vehicle_class]
    for number, stop in enumerate(plan.routes[demand.direction]):
        if stop.repeats is None:
            continue
        uniforms = own(stop.repeats.decision)
        for again, each in product(range(MOST_REPEATS), np.unique(kind).tolist()):
            is_made = uniforms < stop.repeats.share[each] ** (again + 1)
            rows = np.flatnonzero((kind == each) & visits[:, number].any(axis=1) & is_made)
            times = _times(own, rows, prefix=f"repeat-{again + 1}/")
            for form in (PAPER, DIGITAL):
                recipe = stop.service[each][form if _is_tracked(plan, each) else PAPER]
                repeats[rows, stop.repeats.first_slot + again, form] = _service_time(recipe, times, persons)
    return repeats


def _luck(plan: Plan, demand: Demand, own: Own, n: int) -> IntArray:
    luck = np.zeros((n, n_lucks(plan)), dtype=np.int64)
    for stop in plan.routes[demand.direction]:
        if stop.luck is not None:
            luck[:, stop.luck.slot] = np.floor(own(stop.luck.decision) * LUCK)
    return luck


def n_slots(plan: Plan) -> int:
    """Slots for services of repeated visits."""
    return max((_end_of_slots(stop) for route in plan.routes for stop in route), default=0)


def n_lucks(plan: Plan) -> int:
    """Columns of luck."""
    return max((stop.luck.slot + 1 for route in plan.routes for stop in route if stop.luck is not None), default=0)


def _end_of_slots(stop: Stop) -> int:
    return 0 if stop.repeats is None else stop.repeats.first_slot + MOST_REPEATS


def _road_time(plan: Plan, demand: Demand, own: Own, kind: IntArray) -> IntArray:
    total = np.zeros(len(kind), dtype=np.int64)
    persons = plan.persons[demand.vehicle_class]
    for each in np.unique(kind).tolist():
        rows = np.flatnonzero(kind == each)
        times = _times(own, rows)
        form = DIGITAL if _is_tracked(plan, each) else PAPER
        for road in plan.roads:
            total[rows] += road.driving[each] + _service_time(road.service[each][form], times, persons)
    return total


Times: TypeAlias = Callable[[str, Law], FloatArray]
"""For a decision and a law, the time of each of some vehicles."""


def _times(own: Own, rows: IntArray, *, prefix: str = "") -> Times:
    @functools.cache
    def times(decision: str, law: Law) -> FloatArray:
        return quantile(law, own(prefix + decision)[rows])

    return times


def _service_time(recipe: ServiceRecipe | None, times: Times, persons: int) -> IntArray | int:
    """Service by *recipe*, microseconds, rounded once."""
    if recipe is None:
        return 0
    total: FloatArray | float = float(recipe.per_person * persons)
    for part in recipe.parts:
        total = total + np.maximum(part.scale * times(part.decision, part.law) + part.shift, 0.0)
    time = np.clip(recipe.scale * total + recipe.shift, 0.0, LONGEST)
    return np.asarray(np.rint(time), dtype=np.int64)


def _most_stops(plan: Plan) -> int:
    return max(len(route) for route in plan.routes)


def _nobody(plan: Plan, reach: int) -> Draws:
    none = np.zeros(0, dtype=np.int64)
    shape = (0, _most_stops(plan), len(FORMS))
    return Draws(
        reach=reach,
        direction=none,
        vehicle_class=none,
        attributes=none,
        kind=none,
        point=none,
        arrives_at=none,
        visits=np.zeros(shape, dtype=np.bool_),
        service=np.zeros(shape, dtype=np.int64),
        repeats=np.zeros((0, n_slots(plan), len(FORMS)), dtype=np.int64),
        luck=np.zeros((0, n_lucks(plan)), dtype=np.int64),
        road_time=none,
    )
