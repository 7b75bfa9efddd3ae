"""From one value per vehicle or visit to the cells of every group that a report may ask for.

Values are first reduced to the finest groups (direction, class, attributes, place or hour); every coarser
group is a sum of those, so that a total is the total of its parts by construction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.plan.model import DIRECTIONS, Plan
from sim.statistics import histogram
from sim.statistics.cell import ALL, NOT, Cell, Key
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, Vehicles

_LOW_BITS = 22
"""A time splits into high and low bits, so that sums of their products stay within 64 bits."""


@dataclass(frozen=True, slots=True)
class Sample:
    """Values with the vehicle each belongs to and, where it matters, the place or the hour."""

    values: IntArray
    vehicle: IntArray
    facet: IntArray | None = None
    """Index into the names of places, or hour of arrival; None where the whole sample is one."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Who is told apart: directions, classes, and attributes where a class may have them."""

    direction: IntArray
    vehicle_class: IntArray
    attributes: IntArray
    selectors: tuple[tuple[str, str, str, int | None, int | None, int, int], ...]
    """(direction, class, attribute) as in a key, then direction, class, attribute bit and whether it is set."""
    n_classes: int
    n_attributes: int


def groups_of(plan: Plan, vehicles: Vehicles) -> Groups:
    """All groups of *plan*: attributes split the classes of which a share has them."""
    return Groups(
        vehicles.direction,
        vehicles.vehicle_class,
        vehicles.attributes,
        tuple(_selectors(plan)),
        len(plan.classes),
        len(plan.attributes),
    )


def _selectors(plan: Plan) -> Iterator[tuple[str, str, str, int | None, int | None, int, int]]:
    for direction in (None, 0, 1):
        direction_name = ALL if direction is None else DIRECTIONS[direction]
        for vehicle_class in (None, *range(len(plan.classes))):
            if vehicle_class is None:
                yield direction_name, ALL, ALL, direction, None, 0, 0
                continue
            class_name = plan.classes[vehicle_class]
            yield direction_name, class_name, ALL, direction, vehicle_class, 0, 0
            for bit, attribute in enumerate(plan.attributes):
                if plan.attribute_shares[bit][vehicle_class] > 0:
                    yield direction_name, class_name, attribute, direction, vehicle_class, 1 << bit, 1 << bit
                    yield direction_name, class_name, f"{NOT}{attribute}", direction, vehicle_class, 1 << bit, 0


def cells(
    sample: Sample,
    groups: Groups,
    *,
    measure: str,
    facets: Sequence[tuple[str, int | None]] = (),
    total: bool = True,
    thresholds: Mapping[str, Sequence[int]] | None = None,
) -> dict[Key, Cell]:
    """The non-empty cells of *measure*.

    *facets* gives place and hour of a key for each value of ``sample.facet``; *total* adds the cells over
    all of them. *thresholds* are those of each class name, ``all`` included.
    """
    if not len(sample.values):
        return {}
    thresholds = thresholds or {}
    fine = _fine(sample, groups)
    marks = sorted({threshold for own in thresholds.values() for threshold in own})
    sums = _Sums.of(sample.values, fine.row, len(fine.direction), marks)
    wanted: list[tuple[str, int | None, BoolArray]] = []
    if total or sample.facet is None:
        wanted.append((ALL, None, np.ones(len(fine.direction), dtype=np.bool_)))
    wanted += [
        (place, hour, fine.facet == index) for index, (place, hour) in enumerate(facets) if (fine.facet == index).any()
    ]
    made = {}
    for direction_name, class_name, attribute, direction, vehicle_class, mask, bits in groups.selectors:
        chosen = (fine.attributes & mask) == bits
        if direction is not None:
            chosen = chosen & (fine.direction == direction)
        if vehicle_class is not None:
            chosen = chosen & (fine.vehicle_class == vehicle_class)
        own = [(marks.index(threshold), threshold) for threshold in sorted(thresholds.get(class_name, ()))]
        for place, hour, of_facet in wanted:
            rows = np.flatnonzero(chosen & of_facet)
            if rows.size:
                key = Key(measure, direction_name, class_name, attribute, place, hour)
                made[key] = sums.cell(rows, own if hour is None else [])
    return made


@dataclass(frozen=True, slots=True)
class _Fine:
    """The finest groups that occur, and the one of each value."""

    row: IntArray
    direction: IntArray
    vehicle_class: IntArray
    attributes: IntArray
    facet: IntArray


def _fine(sample: Sample, groups: Groups) -> _Fine:
    who = sample.vehicle
    facet = np.zeros(len(sample.values), dtype=np.int64) if sample.facet is None else sample.facet
    code = (facet * len(DIRECTIONS) + groups.direction[who]) * groups.n_classes + groups.vehicle_class[who]
    code = (code << groups.n_attributes) | groups.attributes[who]
    present, row = np.unique(code, return_inverse=True)
    kind = present >> groups.n_attributes
    return _Fine(
        row=row.astype(np.int64),
        direction=kind // groups.n_classes % len(DIRECTIONS),
        vehicle_class=kind % groups.n_classes,
        attributes=present & ((1 << groups.n_attributes) - 1),
        facet=kind // groups.n_classes // len(DIRECTIONS),
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """What cells are made of, for each finest group."""

    n: IntArray
    total: IntArray
    squares: IntArray
    """Sums of high * high, high * low and low * low."""
    maximum: IntArray
    beyond: IntArray
    bins: IntArray
    counts: IntArray

    @classmethod
    def of(cls, values: IntArray, row: IntArray, n_rows: int, marks: Sequence[int]) -> "_Sums":
        high, low = values >> _LOW_BITS, values & ((1 << _LOW_BITS) - 1)
        maximum = np.zeros(n_rows, dtype=np.int64)
        np.maximum.at(maximum, row, values)
        bins, place = np.unique(histogram.bin_of(values), return_inverse=True)
        counts = np.bincount(row * len(bins) + place, minlength=n_rows * len(bins)).reshape(n_rows, len(bins))
        beyond = [np.bincount(row[values > mark], minlength=n_rows) for mark in marks]
        return cls(
            n=np.bincount(row, minlength=n_rows),
            total=_exact_sums(values, row, n_rows),
            squares=np.stack([_exact_sums(product, row, n_rows) for product in (high * high, high * low, low * low)]),
            maximum=maximum,
            beyond=np.array(beyond, dtype=np.int64).reshape(len(marks), n_rows),
            bins=bins,
            counts=counts,
        )

    def cell(self, rows: IntArray, marks: Sequence[tuple[int, int]]) -> Cell:
        """The cell of these finest groups together."""
        counts = self.counts[rows].sum(axis=0)
        occurs = np.flatnonzero(counts)
        high_high, high_low, low_low = (int(part) for part in self.squares[:, rows].sum(axis=1))
        return Cell(
            n=int(self.n[rows].sum()),
            sum=int(self.total[rows].sum()),
            sum_squares=(high_high << 2 * _LOW_BITS) + (high_low << (_LOW_BITS + 1)) + low_low,
            maximum=int(self.maximum[rows].max()),
            beyond=tuple((threshold, int(self.beyond[index, rows].sum())) for index, threshold in marks),
            bins=self.bins[occurs],
            counts=counts[occurs],
        )


def _exact_sums(values: IntArray, row: IntArray, n_rows: int) -> IntArray:
    total = np.zeros(n_rows, dtype=np.int64)
    np.add.at(total, row, values)
    return total
