"""Roads: a speed for everyone who drives them."""

from collections.abc import Iterator

from sim.scenario.rules.context import Context, Finding, any_value, described
from sim.scenario.schema import DIRECTIONS


def roads(context: Context) -> Iterator[Finding]:
    """Every road."""
    for name, road in context.scenario.roads.items():
        kinds = {kind for direction in DIRECTIONS for kind in context.demanded(direction)}
        for kind in sorted(kinds, key=described):
            if any_value(road.speed, kind) is None:
                yield Finding(("roads", name, "speed"), f"{described(kind)} drives {name!r} and has no speed there")
