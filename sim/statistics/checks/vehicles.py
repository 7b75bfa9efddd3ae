"""Vehicles: in one place at a time, forward in time, with their own services and repeats."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from sim.plan.model import DIGITAL, MOST_VISITS, PAPER, Approach, Plan, Stage
from sim.statistics.checks.here import Here, Record, as_series
from sim.statistics.occupancy import step_series
from sim.statistics.window import BoolArray
from sim.units import NEVER


def conservation(record: Record, _: Plan) -> Iterator[str]:
    """Every vehicle is in exactly one place from its arrival until it leaves."""
    visits, vehicles = record.visits, record.vehicles
    same = visits.vehicle[1:] == visits.vehicle[:-1]
    edge = np.ones(len(visits) + 1, dtype=np.bool_)
    edge[1:-1] = ~same
    first, last = (edge[:-1], edge[1:]) if len(visits) else (edge[:0], edge[:0])
    holds = (
        np.array_equal(visits.vehicle[first], np.arange(len(vehicles)))
        and np.array_equal(visits.joined_at[first], vehicles.arrived_at)
        and np.array_equal(visits.left_at[last], vehicles.left_at)
        and np.array_equal(visits.joined_at[1:][same], visits.left_at[:-1][same])
    )
    if not holds:
        yield ""


def instants_in_order(record: Record, _: Plan) -> Iterator[str]:
    """A visit is joined, called, begun, ended and left, in this order."""
    v = record.visits
    stages = (v.joined_at, v.called_at, v.began_at, v.ended_at, v.left_at)
    if any(np.any(earlier > later) for earlier, later in pairwise(stages)):
        yield ""


def services(record: Record, plan: Plan) -> Iterator[str]:
    """A service takes the vehicle's own time, neither more nor less; what a link takes is checked with its lanes."""
    visits = record.visits
    is_stage = np.array([isinstance(place, Stage) for place in plan.places], dtype=np.bool_)
    served = is_stage[visits.place] & (visits.ended_at < NEVER)
    if np.any((visits.ended_at - visits.began_at)[served] != visits.service_time[served]):
        yield ""


def repeats(record: Record, plan: Plan) -> Iterator[str]:
    """Visits to a place are numbered 0, 1, 2, …, at most 8, at stages only.

    A further visit begins, by joining, as the one before ends: a repeater leaves its booth there and then (R14).
    """
    visits = record.visits
    is_stage = np.array([isinstance(place, Stage) for place in plan.places], dtype=np.bool_)
    again = np.flatnonzero(visits.visit > 0)
    before = again - 1
    holds = (
        not np.any(visits.visit < 0)
        and not np.any(visits.visit >= MOST_VISITS)
        and not np.any(before < 0)
        and np.array_equal(visits.vehicle[before], visits.vehicle[again])
        and np.array_equal(visits.place[before], visits.place[again])
        and np.array_equal(visits.visit[before] + 1, visits.visit[again])
        and np.array_equal(visits.ended_at[before], visits.joined_at[again])
        and np.array_equal(visits.left_at[before], visits.joined_at[again])
        and bool(np.all(is_stage[visits.place[again]]))
    )
    if not holds:
        yield ""


def forms(record: Record, plan: Plan) -> Iterator[str]:
    """Whoever is tracked is served digitally, save during an outage at its call (R13); everybody else by paper."""
    tracked_kind = np.array(
        [plan.tracked is not None and bool(kind.attributes >> plan.tracked & 1) for kind in plan.kinds], dtype=np.bool_
    )
    for number, place in enumerate(plan.places):
        here = record.places[number]
        is_served = (here.called_at < NEVER) & (not isinstance(place, Approach))
        digital = plan.digital[number] if plan.digital else None
        works = here.all if digital is None else as_series(digital, record.until).value_at(here.called_at) > 0
        if np.any(here.form != np.where(is_served & tracked_kind[here.kind] & works, DIGITAL, PAPER)):
            yield place.name


def lanes(record: Record, plan: Plan) -> Iterator[str]:
    """Vehicles stand only in lanes that serve them."""
    for number, place in enumerate(plan.places):
        here = record.places[number]
        own = place.lines if isinstance(place, Approach) else place.lanes
        allowed = [here.kind_in(lane.serves) for lane in own]
        if any(np.any(~serves & (here.lane == index)) for index, serves in enumerate(allowed)):
            yield place.name


def single_files(record: Record, plan: Plan) -> Iterator[str]:
    """A single-file approach is left in the order of arrival, line by line (R8).

    Of vehicles that arrive at one instant any may be ahead: one of a saturated class arrives in a further round,
    behind others whatever its number.
    """
    for number, place in enumerate(plan.places):
        if isinstance(place, Approach) and place.single_file:
            here = record.places[number]
            if not all(_left_in_order(here, here.lane == line) for line in range(len(place.lines))):
                yield place.name or "approach"


def _left_in_order(here: Here, chosen: BoolArray) -> bool:
    order = np.lexsort((here.left_at[chosen], here.joined_at[chosen]))
    return bool(np.all(np.diff(here.left_at[chosen][order]) >= 0))


def zones(record: Record, plan: Plan) -> Iterator[str]:
    """No zone holds more than its limit (R6)."""
    for zone in plan.zones:
        places = [record.places[place] for place in zone.places]
        counts = [here.kind_in(zone.counts) for here in places]
        began = np.concatenate([here.joined_at[own] for here, own in zip(places, counts, strict=True)])
        ended = np.concatenate([here.left_at[own] for here, own in zip(places, counts, strict=True)])
        if step_series(began, ended).value.max(initial=0) > zone.at_most:
            yield zone.name


def little(record: Record, _: Plan) -> Iterator[str]:
    """The area under the number in the system equals the sum of the times spent in it: Little's law on the path.

    The area comes from arrivals and departures in order of time, the sum from the visits, vehicle by vehicle.
    """
    vehicles, visits, until = record.vehicles, record.visits, record.until
    number = step_series(vehicles.arrived_at, np.minimum(vehicles.left_at, until))
    area = int(np.sum(number.value[:-1] * np.diff(number.at)))
    stays = np.minimum(visits.left_at, until) - np.minimum(visits.joined_at, until)
    if area != int(np.sum(stays)):
        yield ""
