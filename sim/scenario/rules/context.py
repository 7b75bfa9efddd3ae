"""What the rules look at, and what they say."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from sim.scenario import selectors
from sim.scenario.faults import Path
from sim.scenario.places import DIRECTIONS, Approach, Direction, Link, Stage
from sim.scenario.schema import Scenario
from sim.scenario.tree import Branch

V = TypeVar("V")

TRACKED = "tracked"
"""The attribute that belongs to the tracking layer."""
MOST_ATTRIBUTES = 8
"""Vehicle kinds double with every attribute."""

Kind = tuple[str, frozenset[str]]
"""A vehicle class, and the attributes that a vehicle has."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, or, as a warning, something allowed that surprises."""

    path: Path
    message: str
    found: str | None = None
    accepted: str | None = None
    hint: str | None = None
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """A scenario with its tree, and what follows from it for many rules."""

    scenario: Scenario
    tree: Branch
    base_file: str
    is_merged: bool
    """Whether interventions are in force, so that what only the base speaks of may have gone."""
    attributes: dict[str, frozenset[str]] = field(default_factory=dict)
    """Attributes that vehicles of each class may have."""

    def kinds(self, vehicle_class: str) -> list[Kind]:
        """Every combination of attributes that a vehicle of the class may have."""
        possible = sorted(self.attributes.get(vehicle_class, frozenset()))[:MOST_ATTRIBUTES]
        return [(vehicle_class, attributes) for attributes in selectors.subsets(possible)]

    def demanded(self, direction: Direction) -> list[Kind]:
        """Kinds of vehicle that arrive in *direction*."""
        return [
            kind
            for vehicle_class in sorted(self.scenario.demand.get(direction, {}))
            if vehicle_class in self.scenario.classes
            for kind in self.kinds(vehicle_class)
        ]

    def visitors(self, name: str, direction: Direction) -> list[Kind]:
        """Kinds of *direction* of which a share passes the place called *name*."""
        place = self.scenario.places.get(name)
        if place is None or name not in self.scenario.routes.get(direction, ()):
            return []
        visits = place.visits if isinstance(place, Stage) else None
        if visits is None:
            return self.demanded(direction)
        return [kind for kind in self.demanded(direction) if any_value(visits, kind)]

    def serves(self, lane_serves: Collection[str] | None, kind: Kind) -> bool:
        """Whether a lane with this `serves` takes vehicles of *kind*; of a misspelt class, told elsewhere, all."""
        return lane_serves is None or any(
            selectors.matches(selector, *kind) or not self.is_known(selector) for selector in lane_serves
        )

    def is_known(self, selector: str) -> bool:
        """Whether class and attributes of *selector* are declared."""
        parsed = selectors.parse(selector)
        declared = {*self.scenario.attributes, *((TRACKED,) if self.scenario.tracking is not None else ())}
        return parsed.vehicle_class in self.scenario.classes and parsed.attributes <= declared

    def passed(self, name: str) -> list[Direction]:
        """Directions whose route names the place."""
        return [direction for direction in DIRECTIONS if name in self.scenario.routes.get(direction, ())]

    def stages(self) -> Iterator[tuple[str, Stage]]:
        """Stages by name."""
        return ((name, place) for name, place in self.scenario.places.items() if isinstance(place, Stage))

    def links(self) -> Iterator[tuple[str, Link]]:
        """Links by name."""
        return ((name, place) for name, place in self.scenario.places.items() if isinstance(place, Link))

    def approaches(self) -> Iterator[tuple[str, Approach]]:
        """Approaches by name."""
        return ((name, place) for name, place in self.scenario.places.items() if isinstance(place, Approach))


def context(scenario: Scenario, tree: Branch, *, base_file: str, is_merged: bool) -> Context:
    """What the rules need to know about *scenario*."""
    possible: dict[str, set[str]] = {name: set() for name in scenario.classes}
    for name, attribute in scenario.attributes.items():
        for vehicle_class, share in attribute.share.items():
            if share > 0 and vehicle_class in possible:
                possible[vehicle_class].add(name)
    if scenario.tracking is not None:
        for vehicle_class in scenario.tracking.applies_to:
            possible.get(vehicle_class, set()).add(TRACKED)
    attributes = {name: frozenset(names) for name, names in possible.items()}
    return Context(scenario, tree, base_file, is_merged, attributes)


def any_value(by_selector: Mapping[str, V], kind: Kind) -> V | None:
    """The value for *kind*; of two that disagree the first, as another rule reports those."""
    try:
        return selectors.resolve(by_selector, *kind)
    except ValueError:
        return next(value for selector, value in by_selector.items() if selectors.matches(selector, *kind))


def described(kind: Kind) -> str:
    """A kind as a selector: ``truck+tracked``."""
    vehicle_class, attributes = kind
    return "".join([vehicle_class, *(f"+{attribute}" for attribute in sorted(attributes))])


def gathered(failing: Collection[Kind], among: Collection[Kind]) -> list[str]:
    """*failing* as selectors, a class by its name alone where it fails whatever its attributes."""
    classes = sorted({vehicle_class for vehicle_class, _ in failing})
    words: list[str] = []
    for vehicle_class in classes:
        those = [kind for kind in failing if kind[0] == vehicle_class]
        everyone = [kind for kind in among if kind[0] == vehicle_class]
        words += [vehicle_class] if len(those) == len(everyone) else [described(kind) for kind in those]
    return words
