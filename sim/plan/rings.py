"""Rings of finite spaces that could lock up, and what would break them (design R23)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sim.plan.locks import Resource, Waits, capacity, locks, users_of
from sim.plan.model import DIRECTIONS, UNLIMITED, Link, Plan, Queue, Stage, Zone
from sim.plan.passing import Passing, passing


@dataclass(frozen=True, slots=True)
class Ring:
    """Places and zones that could wait for one another in a circle."""

    places: tuple[str, ...]
    """Their names in the order of waiting, a zone as ``zone NAME``; the last waits for the first."""
    numbers: tuple[int, ...]
    """Numbers of the places among them."""
    remedy: str
    """What would break it, in a sentence."""

    def __str__(self) -> str:
        return f"ring: {' -> '.join((*self.places, self.places[0]))}. {self.remedy}"


def find_ring(plan: Plan) -> Ring | None:
    """A shortest ring of *plan* that could lock up, None if there is none.

    The remedy names changes that were tried on the plan: each leaves it without any ring, if one change can.
    """
    waits = locks(plan)
    if not waits:
        return None
    cycle = _shortest_cycle(waits)
    numbers = tuple(dict.fromkeys(each.number for each in cycle if each.what != "zone"))
    return Ring(_names(plan, cycle), numbers, _remedy(plan, numbers))


def _shortest_cycle(waits: Waits) -> tuple[Resource, ...]:
    """The shortest cycle of *waits*, from its least resource on; the first of equals."""
    cycles = (cycle for start in sorted(waits) for cycle in (_cycle_through(start, waits),) if cycle)
    return min(cycles, key=len)


def _cycle_through(start: Resource, waits: Waits) -> tuple[Resource, ...]:
    paths: list[tuple[Resource, ...]] = [(start,)]
    seen: set[Resource] = set()
    while paths:
        longer = []
        for path in paths:
            for cause in sorted(waits[path[-1]]):
                if cause == start:
                    return path
                if cause not in seen:
                    seen.add(cause)
                    longer.append((*path, cause))
        paths = longer
    return ()


def _names(plan: Plan, cycle: tuple[Resource, ...]) -> tuple[str, ...]:
    # Several parts of one place may follow one another, its entry space and then its lane: one place, named once.
    before = (cycle[-1], *cycle)
    names = tuple(_name(plan, each) for each, last in zip(cycle, before, strict=False) if not _is_same(each, last))
    return names or (_name(plan, cycle[0]),)


def _is_same(one: Resource, other: Resource) -> bool:
    return one.number == other.number and (one.what == "zone") == (other.what == "zone")


def _name(plan: Plan, resource: Resource) -> str:
    if resource.what == "zone":
        return f"zone {plan.zones[resource.number].name}"
    return plan.places[resource.number].name


def _remedy(plan: Plan, numbers: tuple[int, ...]) -> str:
    spaces = [plan.places[number].name for number in numbers if not locks(_with_unlimited(plan, number))]
    zones = [
        f"a zone from {names[0]} to {names[1]} {DIRECTIONS[direction]} that counts {', '.join(counted)} and "
        f"holds at most {zone.at_most}"
        for direction, names, counted, zone in _zones(plan, numbers)
        if not locks(replace(plan, zones=(*plan.zones, zone)))
    ]
    ways = [f"unlimited space at {' or '.join(dict.fromkeys(spaces))}"] if spaces else []
    ways += zones[:1]
    if not ways:
        return "No single change breaks it: it takes unlimited space at some of these places, or zones."
    return f"What would break it: {', or '.join(ways)}."


def _with_unlimited(plan: Plan, number: int) -> Plan:
    place = plan.places[number]
    if isinstance(place, Stage):
        place = replace(place, space=(UNLIMITED,) * len(place.space))
    elif isinstance(place, Link):
        place = replace(place, entry_space=(UNLIMITED, UNLIMITED))
    return replace(plan, places=(*plan.places[:number], place, *plan.places[number + 1 :]))


def _zones(plan: Plan, numbers: tuple[int, ...]) -> Iterator[tuple[int, tuple[str, str], tuple[str, ...], Zone]]:
    """Zones along the ring that never admit more than fit before their last stage."""
    visits = passing(plan)
    for direction in range(len(DIRECTIONS)):
        route = [stop.place for stop in plan.routes[direction]]
        along = sorted(route.index(number) for number in numbers if number in route)
        for last in reversed(along):
            stage = plan.places[route[last]]
            if not isinstance(stage, Stage):
                continue
            here = [each for each in visits if each.place == route[last]]
            users, at_most = _fitting(plan, stage, direction, here)
            if not 0 < at_most < UNLIMITED:
                continue
            counts = frozenset(each.kind for each in users)
            counted = tuple(
                name
                for index, name in enumerate(plan.classes)
                if any(plan.kinds[kind].vehicle_class == index for kind in counts)
            )
            places = frozenset(route[along[0] : last + 1])
            yield (
                direction,
                (plan.places[route[along[0]]].name, stage.name),
                counted,
                Zone("", counts, places, at_most),
            )


def _fitting(plan: Plan, stage: Stage, direction: int, here: Sequence[Passing]) -> tuple[Sequence[Passing], int]:
    """Who shares waiting places with those of a direction, and how many of them always fit, booths apart.

    Of lanes with queues of their own the smallest counts: each of them may be the one that all want to join.
    """
    own = stage.queue is Queue.OWN
    users = here if own else users_of(stage, stage.pool[direction], here)
    parts = range(len(stage.lanes)) if own else (stage.pool[direction],)
    spaces = [capacity(plan, stage, part, users_of(stage, part, here)) for part in parts]
    return users, min(spaces) - any(each.repeats for each in users)
