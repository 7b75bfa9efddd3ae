"""Roads: a speed for everyone who drives them."""

from collections.abc import Iterator

from sim.scenario.places import DIRECTIONS
from sim.scenario.rules.context import Context, Finding, any_value, gathered


def roads(context: Context) -> Iterator[Finding]:
    """Every road."""
    for name, road in context.scenario.roads.items():
        drivers = {kind for direction in DIRECTIONS for kind in context.demanded(direction)}
        for who in gathered([kind for kind in drivers if any_value(road.speed, kind) is None], drivers):
            yield Finding(("roads", name, "speed"), f"{who} drives {name!r} and has no speed there")
