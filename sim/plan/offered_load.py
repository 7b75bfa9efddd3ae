"""Offered load of each stage before anything is run: which place would limit the crossing, by arithmetic."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import inf

from sim.laws import mean
from sim.plan.calendar import mean_factor
from sim.plan.model import DIGITAL, MOST_VISITS, PAPER, Plan, ServiceRecipe, Stage, StageLane, Volume
from sim.plan.passing import flows, share_of_repeats
from sim.plan.steps import integral
from sim.units import DAY


@dataclass(frozen=True, slots=True)
class OfferedLoad:
    """One group of lanes of a stage that share vehicles."""

    place: int
    lanes: tuple[int, ...]
    flow: float
    """Visits per day that the demand of the window makes there, repeats among them; infinite for a saturated class."""
    erlangs: float
    """Offered load: flow times mean service time."""
    open_booths: float
    """Mean number of open booths over the window, pauses and closures included."""

    @property
    def load(self) -> float:
        """Offered load over open booths; from 1 on the queue grows."""
        return self.erlangs / self.open_booths if self.open_booths else inf * min(self.erlangs, 1)


def offered_load(plan: Plan) -> tuple[OfferedLoad, ...]:
    """Offered load of every stage that serves, by place, then group of lanes.

    The demand is the mean of the window by weekday and month. Of those who come, a share *p* that repeats makes
    ``1 + p + p**2 + ...`` visits, up to the most that anybody makes. Lanes form a group if a vehicle may use either,
    directly or through others between them. Move-up, blocking and what zones hold back are left out, so the load is
    a lower bound of how busy the booths are. Outages are left out too: a tracked vehicle counts with its digital
    share and service throughout. The mean of a service that a tracking layer shortens below zero for some vehicles
    is taken before it is cut off there.
    """
    return tuple(
        _row(plan, number, group)
        for number, place in enumerate(plan.places)
        if isinstance(place, Stage) and not place.serves_nothing
        for group in _groups(place.lanes, _kinds_at(plan, number))
    )


def _row(plan: Plan, number: int, group: tuple[int, ...]) -> OfferedLoad:
    stage = plan.places[number]
    assert isinstance(stage, Stage)
    served = frozenset[int]().union(*(stage.lanes[lane].serves for lane in group))
    parts = [(flow, service) for kind, flow, service in _visits(plan, number) if kind in served]
    return OfferedLoad(
        place=number,
        lanes=group,
        flow=sum(flow for flow, _ in parts),
        erlangs=sum(flow * service / DAY for flow, service in parts if service > 0),
        open_booths=sum(integral(stage.lanes[lane].staffing, plan.window_start, plan.window_end) for lane in group)
        / (plan.window_end - plan.window_start),
    )


def _kinds_at(plan: Plan, number: int) -> frozenset[int]:
    return frozenset(kind for kind, _, _ in _visits(plan, number))


def _visits(plan: Plan, number: int) -> Iterator[tuple[int, float, float]]:
    """Kind, visits per day and mean service of those who come to a place, microseconds."""
    for kind, flow in enumerate(flows(_of_the_window(plan))):
        form = DIGITAL if plan.tracked is not None and plan.kinds[kind].attributes >> plan.tracked & 1 else PAPER
        persons = plan.persons[plan.kinds[kind].vehicle_class]
        for stop in plan.routes[plan.kinds[kind].direction]:
            if stop.place == number and flow > 0 and stop.share[kind][form] > 0:
                visits = flow * stop.share[kind][form] * mean_visits(share_of_repeats(stop, kind))
                yield kind, visits, mean_service(stop.service[kind][form], persons=persons)


def _of_the_window(plan: Plan) -> Plan:
    """The plan with every volume as it is on the mean of the window."""
    return replace(
        plan,
        demand=tuple(
            replace(one, arrivals=replace(volume, per_day=volume.per_day * mean_factor(plan, volume)))
            if isinstance(volume := one.arrivals, Volume)
            else one
            for one in plan.demand
        ),
    )


def mean_visits(share: float) -> float:
    """Mean number of visits to a stage of which a share must repeat after each service (R14)."""
    return sum(share**again for again in range(MOST_VISITS))


def mean_service(recipe: ServiceRecipe | None, *, persons: int) -> float:
    """Mean of a service time, microseconds."""
    if recipe is None:
        return 0.0
    parts = sum(max(part.scale * mean(part.law) + part.shift, 0.0) for part in recipe.parts)
    return max(recipe.scale * (parts + recipe.per_person * persons) + recipe.shift, 0.0)


def _groups(lanes: tuple[StageLane, ...], kinds: frozenset[int]) -> Iterator[tuple[int, ...]]:
    left = {number: lane.serves & kinds for number, lane in enumerate(lanes)}
    while left:
        first = min(left)
        group, served = {first}, left[first]
        while joining := {number for number, serves in left.items() if serves & served} - group:
            group |= joining
            served = served.union(*(left[number] for number in joining))
        for number in group:
            del left[number]
        yield tuple(sorted(group))
