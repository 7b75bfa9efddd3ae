"""Zones: the stretch of each route that is metered, as a set of places."""

from collections.abc import Mapping

from sim.plan import model
from sim.plan.kinds import Kinds
from sim.plan.model import NORTHBOUND, SOUTHBOUND
from sim.plan.numbering import passed
from sim.scenario import schema
from sim.scenario.places import DIRECTIONS


def zones(
    scenario: schema.Scenario, *, kinds: Kinds, index_of: Mapping[tuple[str, int], int]
) -> tuple[model.Zone, ...]:
    """Zones in order of name.

    A zone of both directions is the stretch between its two places on either route, whichever of them that
    route reaches first; a route that does not name both is not metered by it.
    """
    return tuple(_zone(name, zone, scenario, kinds, index_of) for name, zone in sorted(scenario.zones.items()))


def _zone(
    name: str,
    zone: schema.Zone,
    scenario: schema.Scenario,
    kinds: Kinds,
    index_of: Mapping[tuple[str, int], int],
) -> model.Zone:
    directions = (NORTHBOUND, SOUTHBOUND) if zone.direction is None else (DIRECTIONS.index(zone.direction),)
    stretches = {direction: _stretch(passed(scenario, direction), zone) for direction in directions}
    metered = [direction for direction in directions if stretches[direction]]
    return model.Zone(
        name=name,
        counts=kinds.matching(zone.classes, directions=metered),
        places=frozenset(index_of[place, direction] for direction in metered for place in stretches[direction]),
        at_most=zone.at_most,
    )


def _stretch(route: tuple[str, ...], zone: schema.Zone) -> tuple[str, ...]:
    if zone.from_ not in route or zone.to not in route:
        return ()
    first, last = sorted((route.index(zone.from_), route.index(zone.to)))
    return route[first : last + 1]
