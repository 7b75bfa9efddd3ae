"""Zones: a stretch of a route, its first place before its last, without the approach."""

from collections.abc import Iterator

from sim.scenario.faults import Path, listed, nearest
from sim.scenario.places import DIRECTIONS, Approach, Link
from sim.scenario.rules.context import Context, Finding
from sim.scenario.schema import Zone


def zones(context: Context) -> Iterator[Finding]:
    """Every zone."""
    for name, zone in context.scenario.zones.items():
        path = ("zones", name)
        if not zone.classes:
            yield Finding((*path, "classes"), "the zone counts nobody")
        ends = list(_ends(context, zone, path))
        yield from ends
        if not ends:
            yield from _stretch(context, zone, path)


def _ends(context: Context, zone: Zone, path: Path) -> Iterator[Finding]:
    places = context.scenario.places
    for key, name in (("from", zone.from_), ("to", zone.to)):
        if name not in places:
            known = list(places)
            message = f"there is no place {name!r}"
            yield Finding((*path, key), message, accepted=listed(known), hint=nearest(name, known))
        elif isinstance(places[name], Approach):
            yield Finding((*path, key), f"{name!r} is an approach, and approaches are never in a zone")


def _stretch(context: Context, zone: Zone, path: Path) -> Iterator[Finding]:
    routes = context.scenario.routes
    directions = DIRECTIONS if zone.direction is None else (zone.direction,)
    metered = [
        direction
        for direction in directions
        if zone.from_ in routes.get(direction, ()) and zone.to in routes.get(direction, ())
    ]
    if not metered:
        where = zone.direction or "either"
        yield Finding(path, f"the {where} route does not pass both {zone.from_!r} and {zone.to!r}")
    for direction in metered:
        route = routes[direction]
        first, last = route.index(zone.from_), route.index(zone.to)
        if zone.direction is not None and first > last:
            yield Finding((*path, "to"), f"{direction}, {zone.to!r} comes before {zone.from_!r}")
        begins = context.scenario.places.get(route[min(first, last)])
        if isinstance(begins, Link):
            message = (
                f"{direction}, the zone begins with the link {route[min(first, last)]!r}: "
                "who waits for the zone stands at the place before it and keeps its booth there"
            )
            yield Finding(path, message, is_warning=True)
