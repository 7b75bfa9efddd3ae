"""Which kinds of vehicles can come, which places they can stand in, and where they can want to go next."""

from dataclasses import dataclass
from math import inf

from sim.plan.model import DIGITAL, PAPER, Plan, Saturated, Stop, Timetabled, Volume


@dataclass(frozen=True, slots=True)
class Passing:
    """A kind of vehicle at one place behind its approach, and the places it may visit next (none: it is out)."""

    kind: int
    direction: int
    place: int
    following: tuple[int, ...]
    repeats: bool
    """Whether it may have to join the queue there again after its service."""


def passing(plan: Plan) -> tuple[Passing, ...]:
    """Every kind at every place that it can visit; kinds that nobody can be of are left out."""
    return tuple(
        Passing(
            kind,
            plan.kinds[kind].direction,
            stop.place,
            _following(route[number + 1 :], kind),
            share_of_repeats(stop, kind) > 0,
        )
        for kind, flow in enumerate(flows(plan))
        if flow > 0
        for route in (plan.routes[plan.kinds[kind].direction],)
        for number, stop in enumerate(route)
        if number > 0 and _may_visit(stop, kind)
    )


def flows(plan: Plan) -> tuple[float, ...]:
    """Mean vehicles per day of each kind; infinite for a saturated class."""
    per_class = {(each.direction, each.vehicle_class): _per_day(each.arrivals) for each in plan.demand}

    def flow(kind: int) -> float:
        per_day = per_class.get((plan.kinds[kind].direction, plan.kinds[kind].vehicle_class), 0.0)
        share = 1.0
        for bit, shares in enumerate(plan.attribute_shares):
            has = plan.kinds[kind].attributes >> bit & 1
            own = shares[plan.kinds[kind].vehicle_class]
            share *= own if has else 1 - own
        return per_day * share if share > 0 else 0.0

    return tuple(flow(kind) for kind in range(len(plan.kinds)))


def _per_day(arrivals: Volume | Timetabled | Saturated) -> float:
    match arrivals:
        case Volume():
            return arrivals.per_day
        case Timetabled():
            return float(len(arrivals.at))
        case _:
            return inf


def share_of_repeats(stop: Stop, kind: int) -> float:
    """Share of a kind that must queue at a stop again after each service."""
    return 0.0 if stop.repeats is None else stop.repeats.share[kind]


def _may_visit(stop: Stop, kind: int) -> bool:
    return max(stop.share[kind][PAPER], stop.share[kind][DIGITAL]) > 0


def _following(rest: tuple[Stop, ...], kind: int) -> tuple[int, ...]:
    """Places among which the next one is: all up to the first that no vehicle of the kind passes by."""
    places: list[int] = []
    for stop in rest:
        if _may_visit(stop, kind):
            places.append(stop.place)
        if min(stop.share[kind][PAPER], stop.share[kind][DIGITAL]) >= 1:
            break
    return tuple(places)
