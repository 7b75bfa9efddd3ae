"""Selectors name vehicles by class and attributes: ``truck``, ``truck+tracked``, ``truck-tracked+empty``.

Where a value is looked up the most specific selector wins, the one with most attribute terms.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

V = TypeVar("V")

_TERM = re.compile(r"([+-])([a-z][a-z0-9_]*)")


@dataclass(frozen=True, slots=True)
class Selector:
    """A selector taken apart."""

    vehicle_class: str
    required: frozenset[str]
    excluded: frozenset[str]

    @property
    def attributes(self) -> frozenset[str]:
        """Every attribute it mentions."""
        return self.required | self.excluded

    @property
    def n_terms(self) -> int:
        """How specific it is."""
        return len(self.required) + len(self.excluded)


def parse(text: str) -> Selector:
    """The parts of a selector that the schema has accepted."""
    terms = _TERM.findall(text)
    vehicle_class = re.split(r"[+-]", text, maxsplit=1)[0]
    return Selector(
        vehicle_class,
        frozenset(name for sign, name in terms if sign == "+"),
        frozenset(name for sign, name in terms if sign == "-"),
    )


def matches(selector: str, vehicle_class: str, attributes: Collection[str] = ()) -> bool:
    """Whether a vehicle of *vehicle_class* with exactly *attributes* is named by *selector*."""
    parsed = parse(selector)
    has = frozenset(attributes)
    return parsed.vehicle_class == vehicle_class and parsed.required <= has and not parsed.excluded & has


def resolve(mapping: Mapping[str, V], vehicle_class: str, attributes: Collection[str] = ()) -> V | None:
    """The value of the most specific selector of *mapping* that matches, None if none does.

    Raises:
        ValueError: Two equally specific selectors match and disagree.
    """
    matching = [selector for selector in mapping if matches(selector, vehicle_class, attributes)]
    if not matching:
        return None
    most = max(parse(selector).n_terms for selector in matching)
    first, *others = (selector for selector in matching if parse(selector).n_terms == most)
    for other in others:
        if mapping[other] != mapping[first]:
            raise ValueError(f"{first!r} and {other!r} are equally specific and disagree")
    return mapping[first]


def subsets(attributes: Iterable[str]) -> list[frozenset[str]]:
    """Every combination of *attributes* that a vehicle may have."""
    names = sorted(set(attributes))
    return [frozenset(chosen) for size in range(len(names) + 1) for chosen in combinations(names, size)]
