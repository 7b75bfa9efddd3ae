"""Vehicle kinds: every combination of direction, class and attributes, and the selectors that pick among them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from sim.plan.model import DIRECTIONS, VehicleKind
from sim.scenario.schema import Scenario
from sim.scenario.selectors import matches, resolve

V = TypeVar("V")

TRACKED = "tracked"
"""The attribute that the tracking layer declares."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of one scenario, by index, with the names that selectors use."""

    classes: tuple[str, ...]
    attributes: tuple[str, ...]
    all: tuple[VehicleKind, ...]

    def going(self, direction: int) -> tuple[int, ...]:
        """Kinds of *direction*."""
        return tuple(index for index, kind in enumerate(self.all) if kind.direction == direction)

    def matching(self, selectors: Iterable[str] | None, *, directions: Iterable[int]) -> frozenset[int]:
        """Kinds of *directions* that at least one of *selectors* names; all of them where there are none."""
        texts = None if selectors is None else tuple(selectors)
        return frozenset(
            index
            for direction in directions
            for index in self.going(direction)
            if texts is None or any(matches(text, *self._named(index)) for text in texts)
        )

    def value(self, by_selector: Mapping[str, V], kind: int) -> V | None:
        """The value of the most specific selector that names *kind*; None if none does."""
        return resolve(by_selector, *self._named(kind))

    def _named(self, kind: int) -> tuple[str, frozenset[str]]:
        bits = self.all[kind].attributes
        has = frozenset(name for bit, name in enumerate(self.attributes) if bits >> bit & 1)
        return self.classes[self.all[kind].vehicle_class], has


def kinds_of(scenario: Scenario) -> Kinds:
    """Kinds in the order of :meth:`sim.plan.model.Plan.kind`: direction, class, attribute bits.

    Classes and attributes go by name; ``tracked`` stands last, so that a tracking layer leaves the bits of
    the other attributes as they were.
    """
    classes = tuple(sorted(scenario.classes))
    attributes = tuple(sorted(set(scenario.attributes) - {TRACKED}))
    if scenario.tracking is not None:
        attributes += (TRACKED,)
    return Kinds(
        classes,
        attributes,
        tuple(
            VehicleKind(direction, vehicle_class, bits)
            for direction, vehicle_class, bits in product(
                range(len(DIRECTIONS)), range(len(classes)), range(1 << len(attributes))
            )
        ),
    )
