"""Routes: declared places, in a direction where they exist, each once, the approach first."""

from collections.abc import Iterator

from sim.scenario.faults import listed, nearest, quoted
from sim.scenario.places import DIRECTIONS, Approach, Direction
from sim.scenario.rules.context import Context, Finding, gathered


def routes(context: Context) -> Iterator[Finding]:
    """Routes, and who drives them."""
    scenario = context.scenario
    if not any(scenario.routes.values()):
        yield Finding(("routes",), "no direction has a route")
    if not any(scenario.demand.values()):
        yield Finding(("demand",), "nobody arrives", accepted="at least one class in one direction")
    for direction in DIRECTIONS:
        yield from _route(context, direction)
        has_route = bool(scenario.routes.get(direction))
        if scenario.demand.get(direction) and not has_route:
            yield Finding(("demand", direction), "vehicles arrive in a direction that has no route")
        if has_route and not scenario.demand.get(direction):
            yield Finding(("routes", direction), "nobody arrives in this direction", is_warning=True)
    for name in scenario.places:
        if not context.passed(name):
            yield Finding(("places", name), "no route passes this place", is_warning=True)
        elif not any(context.visitors(name, direction) for direction in DIRECTIONS) and any(scenario.demand.values()):
            yield Finding(("places", name), "nobody visits this place", is_warning=True)


def _route(context: Context, direction: Direction) -> Iterator[Finding]:
    scenario = context.scenario
    seen: set[str] = set()
    for number, name in enumerate(scenario.routes.get(direction, ())):
        path = ("routes", direction, str(number))
        place = scenario.places.get(name)
        if place is None:
            known = list(scenario.places)
            yield Finding(path, f"there is no place {quoted(name)}", accepted=listed(known), hint=nearest(name, known))
            continue
        if name in seen:
            yield Finding(path, f"{name!r} stands twice on the route")
        seen.add(name)
        if direction not in place.directions:
            yield Finding(path, f"{name!r} does not exist {direction}", accepted=listed(place.directions))
        if isinstance(place, Approach):
            if number > 0:
                yield Finding(path, f"{name!r} is an approach, and an approach stands first on its route")
            yield from _lines(context, name, place, direction)


def _lines(context: Context, name: str, approach: Approach, direction: Direction) -> Iterator[Finding]:
    if not all(context.is_known(selector) for served in approach.lines.values() for selector in served):
        return
    demanded = context.demanded(direction)
    lines = {
        kind: [line for line, served in approach.lines.items() if context.serves(served, kind)] for kind in demanded
    }
    path = ("places", name, "lines")
    for who in gathered([kind for kind in demanded if not lines[kind]], demanded):
        yield Finding(path, f"{direction}, no line of {name!r} is for {who}")
    for who in gathered([kind for kind in demanded if len(lines[kind]) > 1], demanded):
        several = listed(next(lines[kind] for kind in demanded if len(lines[kind]) > 1))
        yield Finding(path, f"{direction}, {who} could stand in several lines: {several}", accepted="one line")
