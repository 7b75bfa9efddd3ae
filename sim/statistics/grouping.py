"""From one value per vehicle or visit to the cells of every group that a report may ask for.

Values are first reduced to the finest groups (direction, class, attributes, place or hour); every coarser
group is a sum of those, so that a total is the total of its parts by construction.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from sim import storage
from sim.plan.model import DIRECTIONS, Plan
from sim.statistics import histogram
from sim.statistics.cell import ALL, NOT, Cell, Key
from sim.statistics.histograms import Histograms
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, Vehicles


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

    def without_attributes(self) -> "Groups":
        """The same vehicles, told apart by direction and class alone."""
        return replace(
            self,
            attributes=np.zeros_like(self.attributes),
            selectors=tuple(selector for selector in self.selectors if selector[2] == ALL),
            n_attributes=0,
        )


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


@dataclass(frozen=True, slots=True)
class Fine:
    """The finest groups that occur, and the one of each value."""

    row: IntArray
    """Group of each value; -1 if it does not count."""
    direction: IntArray
    vehicle_class: IntArray
    attributes: IntArray
    facet: IntArray
    """Index into the names of places, or hour of arrival; groups stand by facet."""
    is_whole: bool
    """Whether every value counts."""

    def __len__(self) -> int:
        return len(self.facet)


def fine(
    groups: Groups,
    *,
    counts: BoolArray,
    vehicle: IntArray | None = None,
    facet: IntArray | None = None,
    n_facets: int = 1,
) -> Fine:
    """The finest groups of values of which each belongs to a *vehicle* and, where it matters, to a *facet*.

    Without *vehicle* there is one value for each of them. *counts* tells which values count.
    """
    bits = groups.n_attributes
    code = ((groups.direction * groups.n_classes + groups.vehicle_class) << bits) | groups.attributes
    n_codes = (len(DIRECTIONS) * groups.n_classes) << bits
    if vehicle is not None:
        code = taken(code, vehicle)
    if facet is not None:
        code += facet * n_codes
    code[~counts] = n_facets * n_codes
    present = np.flatnonzero(np.bincount(code, minlength=n_facets * n_codes)[: n_facets * n_codes])
    row = np.full(n_facets * n_codes + 1, -1, dtype=np.int64)
    row[present] = np.arange(len(present))
    kind = present >> bits
    return Fine(
        row=taken(row, code),
        direction=kind // groups.n_classes % len(DIRECTIONS),
        vehicle_class=kind % groups.n_classes,
        attributes=present & ((1 << bits) - 1),
        facet=kind // groups.n_classes // len(DIRECTIONS),
        is_whole=bool(counts.all()),
    )


def taken(values: IntArray, index: IntArray) -> IntArray:
    """``values[index]``, in memory that has been used before."""
    return values.take(index, out=storage.empty(len(index), np.int64), mode="clip")


def cells(
    values: IntArray,
    finest: Fine,
    groups: Groups,
    *,
    measure: str,
    facets: Sequence[tuple[str, int | None]] = (),
    total: bool = True,
    thresholds: Mapping[str, Sequence[int]] | None = None,
) -> dict[Key, Cell]:
    """The non-empty cells of *measure*, whose *values* fall into the *finest* groups.

    *facets* gives place and hour of a key for each facet; *total* adds the cells over all of them. *thresholds*
    are those of each class name, ``all`` included.
    """
    if not len(finest):
        return {}
    thresholds = thresholds or {}
    marks = sorted({threshold for own in thresholds.values() for threshold in own})
    keys: list[Key] = []
    rows: list[IntArray] = []
    for direction_name, class_name, attribute, direction, vehicle_class, mask, bits in groups.selectors:
        chosen = (finest.attributes & mask) == bits
        if direction is not None:
            chosen = chosen & (finest.direction == direction)
        if vehicle_class is not None:
            chosen = chosen & (finest.vehicle_class == vehicle_class)
        own = np.flatnonzero(chosen)
        if total and len(own):
            keys.append(Key(measure, direction_name, class_name, attribute))
            rows.append(own)
        if facets and len(own):
            facet = finest.facet[own]
            edges = np.flatnonzero(np.diff(facet, prepend=-1))
            for index, of_facet in zip(facet[edges].tolist(), np.split(own, edges[1:]), strict=True):
                place, hour = facets[index]
                keys.append(Key(measure, direction_name, class_name, attribute, place, hour))
                rows.append(of_facet)
    counted = [
        [(marks.index(t), t) for t in sorted(thresholds.get(key.vehicle_class, ()))] if key.hour is None else []
        for key in keys
    ]
    return dict(zip(keys, _added(_sums(values, finest, marks), rows, counted), strict=True))


@dataclass(frozen=True, slots=True)
class _Sums:
    """What cells are made of, for each finest group (see :func:`sim.statistics.accumulate.accumulate`)."""

    sums: IntArray
    beyond: IntArray
    bins: IntArray
    counts: IntArray


def _sums(values: IntArray, finest: Fine, marks: Sequence[int]) -> _Sums:
    from sim.statistics.accumulate import SQUARES, accumulate

    counted = values if finest.is_whole else values[finest.row >= 0]
    ends = np.array([counted.min(), counted.max()])
    n_bins = int(histogram.bin_of(ends)[1]) + 1  # which refuses a negative time
    sums = np.zeros((len(finest), 2 + SQUARES + 1), dtype=np.int64)
    beyond = np.zeros((len(finest), len(marks)), dtype=np.int64)
    counts = np.zeros((len(finest), n_bins), dtype=np.int64)
    of_marks = np.array(marks, dtype=np.int64)
    accumulate(values, finest.row, of_marks, histogram.lower_edges(), _hints(), sums, beyond, counts)
    bins = np.flatnonzero(counts.any(axis=0))
    return _Sums(sums, beyond, bins, counts[:, bins])


@cache
def _hints() -> IntArray:
    from sim.statistics.accumulate import hints

    return hints(histogram.lower_edges())


def _added(parts: _Sums, rows: Sequence[IntArray], marks: Sequence[Sequence[tuple[int, int]]]) -> Iterator[Cell]:
    """The cell of each of *rows*, the finest groups that it adds up."""
    from sim.statistics.accumulate import LOW_BITS, combine

    n_cells = len(rows)
    n_filled = np.count_nonzero(parts.counts, axis=1)
    together = np.concatenate(rows)
    room = int(n_filled[together].sum())
    sums = np.zeros((n_cells, parts.sums.shape[1]), dtype=np.int64)
    beyond = np.zeros((n_cells, parts.beyond.shape[1]), dtype=np.int64)
    ends, place, number = (np.empty(n, dtype=np.int64) for n in (n_cells, room, room))
    combine(
        np.cumsum([len(own) for own in rows]),
        together,
        parts.sums,
        parts.beyond,
        parts.counts,
        sums,
        beyond,
        ends,
        place,
        number,
    )
    histograms = Histograms.of(parts.bins[place[: ends[-1]]], number[: ends[-1]], ends)
    for index, (own, above, counted) in enumerate(zip(sums.tolist(), beyond.tolist(), marks, strict=True)):
        n, total, high_high, high_low, low_low, maximum = own
        yield Cell(
            n=n,
            sum=total,
            sum_squares=(high_high << 2 * LOW_BITS) + (high_low << (LOW_BITS + 1)) + low_low,
            maximum=maximum,
            beyond=tuple((threshold, above[mark]) for mark, threshold in counted),
            histograms=histograms,
            number=index,
        )
