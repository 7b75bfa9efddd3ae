"""Which places exist, for which directions, and in what order (design R2)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sim.plan.model import MOST_REPEATS, NORTHBOUND, SOUTHBOUND
from sim.scenario import places as written
from sim.scenario import schema
from sim.scenario.places import DIRECTIONS


@dataclass(frozen=True, slots=True)
class Instance:
    """A declared place as it stands in the plan; ``declared`` is None for a route's unnamed approach."""

    name: str
    declared: written.Approach | written.Stage | written.Link | None
    directions: tuple[int, ...]
    """Directions whose vehicles pass it."""

    @property
    def direction(self) -> int | None:
        """The one direction that passes it; None where both do."""
        return self.directions[0] if len(self.directions) == 1 else None


def instances(scenario: schema.Scenario) -> tuple[Instance, ...]:
    """Places in the order of their numbers.

    As declared; one of each direction, northbound first, for a place ``per: direction`` and for every
    approach, whose lines do not mix directions. Unnamed approaches come before all. A place exists for the
    directions whose routes name it.
    """
    unnamed = [
        Instance(_unnamed(scenario), None, (direction,))
        for direction, name in enumerate(DIRECTIONS)
        if (route := scenario.routes.get(name, ())) and not isinstance(scenario.places[route[0]], written.Approach)
    ]
    declared = [instance for name in scenario.places for instance in _instances_of(name, scenario)]
    return (*unnamed, *declared)


def index_of(places: tuple[Instance, ...]) -> Mapping[tuple[str, int], int]:
    """Number of each place by its name and the direction of those who pass it."""
    return {
        (instance.name, direction): number
        for number, instance in enumerate(places)
        for direction in instance.directions
    }


def passed(scenario: schema.Scenario, direction: int) -> tuple[str, ...]:
    """Names of the places on the route of *direction*, the approach first even if unnamed; () without a route."""
    route = scenario.routes.get(DIRECTIONS[direction], ())
    if not route or isinstance(scenario.places[route[0]], written.Approach):
        return route
    return (_unnamed(scenario), *route)


def luck_slots(scenario: schema.Scenario) -> Mapping[str, int]:
    """Column of luck of each stage whose lanes are chosen at random, by its name; of both directions the same."""
    at_random = [name for name, stage in _stages_passed(scenario) if stage.lane_choice == "at-random"]
    return {name: slot for slot, name in enumerate(at_random)}


def repeat_slots(scenario: schema.Scenario) -> Mapping[str, int]:
    """First slot of each stage of whose vehicles a share must repeat, by its name; of both directions the same."""
    repeated = [name for name, stage in _stages_passed(scenario) if any((stage.repeats or {}).values())]
    return {name: number * MOST_REPEATS for number, name in enumerate(repeated)}


def _stages_passed(scenario: schema.Scenario) -> Iterator[tuple[str, written.Stage]]:
    for name, place in scenario.places.items():
        if isinstance(place, written.Stage) and _instances_of(name, scenario):
            yield name, place


def _instances_of(name: str, scenario: schema.Scenario) -> list[Instance]:
    place = scenario.places[name]
    directions = tuple(
        direction
        for direction in (NORTHBOUND, SOUTHBOUND)
        if DIRECTIONS[direction] in place.directions and name in scenario.routes.get(DIRECTIONS[direction], ())
    )
    if isinstance(place, written.Approach) or (isinstance(place, written.Stage) and place.per is not None):
        return [Instance(name, place, (direction,)) for direction in directions]
    return [Instance(name, place, directions)] if directions else []


def _unnamed(scenario: schema.Scenario) -> str:
    return "(approach)" if "approach" in scenario.places else "approach"
