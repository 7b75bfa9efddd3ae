"""What a report says about a scenario: each row's name, unit and formula, once.

A quantity is estimated for a weighted sum of paired scenarios: with one scenario and weight 1 it is the
value itself, with weights -1 and 1 a paired difference, with those of a factorial design an effect.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from sim.plan.model import Plan
from sim.statistics import intervals, percentiles
from sim.statistics.cell import ALL, NOT, Cell, Key, cells_of
from sim.statistics.intervals import Estimate
from sim.statistics.memory import remembered
from sim.statistics.tally import Tally
from sim.units import DAY, MINUTE

Scenarios: TypeAlias = Sequence[Sequence[Tally]]
"""The tallies of each scenario, replication by replication."""

Contrast: TypeAlias = Callable[[Scenarios, Sequence[float], float], Estimate]
"""Estimate for scenarios, their weights and a level."""

PERCENTILES = {"p50": 0.5, "p90": 0.9, "p95": 0.95, "p99": 0.99}
PERCENTILES_BY_HOUR = {"p95": 0.95}
MILLIMETRES_PER_METRE = 1000
AT_PLACE = {"waiting": 1, "serving": 1, "blocked": 1}
"""Totals that make up the time of vehicles at a place."""
IDLE = {"open": 1, "serving": -1, "blocked": -1, "moving_up": -1}
"""Totals that leave the time in which booths stand open without a vehicle."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One row of a table before it is estimated."""

    key: Key
    """Measure, direction, class, attribute, place and hour, as the row names them."""
    statistic: str
    unit: str
    estimate: Contrast
    scale: float = 1.0
    """The unit in those of the estimate: microseconds of a minute."""
    threshold: int | None = None
    """Microseconds."""
    is_resampled: bool = False
    """Whether its difference needs a bootstrap."""
    is_maximum: bool = False
    """A maximum has neither interval nor difference."""


def quantities(scenarios: Scenarios, plan: Plan) -> Iterator[Quantity]:
    """Everything that the tallies hold, in no particular order."""
    tallies = [tally for scenario in scenarios for tally in scenario]
    keys = remembered(("keys", *map(id, tallies)), tallies, lambda: _Keys.of(tallies))
    for key in keys.cells:
        yield from _of_cell(key, keys.marks[key.measure, key.vehicle_class, key.place, key.hour])
    for key in keys.totals:
        yield from _of_total(key, plan)
        if key.measure == "open":
            yield from _of_booths(key)
    for key in keys.maxima:
        yield from _of_maximum(key)


@dataclass(frozen=True, slots=True)
class _Keys:
    """What some tallies hold, any of them."""

    cells: frozenset[Key]
    totals: frozenset[Key]
    maxima: frozenset[Key]
    marks: Mapping[tuple[str, str, str, int | None], frozenset[int]]
    """Thresholds that every scenario counted, by measure, class, place and hour."""

    @classmethod
    def of(cls, tallies: Sequence[Tally]) -> "_Keys":
        return cls(
            cells=_of_any([tally.cells for tally in tallies]),
            totals=_of_any([tally.totals for tally in tallies]),
            maxima=_of_any([tally.maxima for tally in tallies]),
            marks=_common_thresholds(tallies),
        )


def _of_any(tables: Sequence[Mapping[Key, object]]) -> frozenset[Key]:
    """The keys of all tables; most have the same ones in the same order, which is found sooner than each is hashed."""
    different: list[list[Key]] = []
    for table in tables:
        keys = list(table)
        if keys not in different:
            different.append(keys)
    return frozenset[Key]().union(*different)


def _common_thresholds(tallies: Sequence[Tally]) -> dict[tuple[str, str, str, int | None], frozenset[int]]:
    """Thresholds that every scenario counted, by measure, class, place and hour: others cannot be compared."""
    common: dict[tuple[str, str, str, int | None], frozenset[int]] = {}
    none = frozenset[int]()
    for tally in tallies:
        for key, cell in tally.cells.items():
            group = (key.measure, key.vehicle_class, key.place, key.hour)
            own = frozenset([threshold for threshold, _ in cell.beyond]) if cell.beyond else none
            common[group] = common.get(group, own) & own
    return common


def _of_cell(key: Key, thresholds: Iterable[int]) -> Iterator[Quantity]:
    """Statistics of a time, minutes; of waiting also the share that waits at all, beyond 0."""
    yield Quantity(key, "mean", "min", partial(_mean, key), MINUTE)
    if key.hour is None:
        yield Quantity(key, "sd", "min", partial(_standard_deviation, key), MINUTE)
    for name, p in (PERCENTILES if key.hour is None else PERCENTILES_BY_HOUR).items():
        yield Quantity(key, name, "min", partial(_percentile, key, p), MINUTE, is_resampled=True)
    if key.hour is None:
        yield Quantity(key, "maximum", "min", partial(_greatest_time, key), MINUTE, is_maximum=True)
    waits = {0} if key.measure == "waiting_time" and key.hour is None else set[int]()
    for threshold in waits.union(thresholds):
        yield Quantity(key, "share_beyond", "1", partial(_share, key, threshold), threshold=threshold)


def _of_total(key: Key, plan: Plan) -> Iterator[Quantity]:
    """Counts and flows of vehicles, and means over time."""
    match key.measure:
        case "offered" | "served" | "inside" | "left":
            yield Quantity(key, "mean", "vehicles", partial(_ratio, key, None))
            if key.measure in ("offered", "served"):
                yield Quantity(key, "per_day", "vehicles/day", partial(_ratio, key, Key("span")), 1 / DAY)
        case "departures":
            of = key._replace(measure="throughput")
            yield Quantity(of, "per_day", "vehicles/day", partial(_ratio, key, Key("span")), 1 / DAY)
        case "in_system":
            of = key._replace(measure="number_in_system")
            yield Quantity(of, "mean", "vehicles", partial(_ratio, key, Key("span")))
            if key.attribute == ALL:
                yield Quantity(of, "growth_per_day", "vehicles/day", partial(_growth, key), 1 / DAY)
        case "waiting":
            of = key._replace(measure="queue_length")
            yield Quantity(of, "mean", "vehicles", partial(_ratio, key, Key("span")))
            if key.place != ALL and "/" not in key.place:
                of = key._replace(measure="number_at_place")
                yield Quantity(of, "mean", "vehicles", partial(_ratio_of_sum, _signed(key, AT_PLACE), Key("span")))
            if any(plan.lengths):
                of = key._replace(measure="queue_metres")
                yield Quantity(of, "mean", "m", partial(_metres, key, plan), MILLIMETRES_PER_METRE)
        case "in_zone":
            of = key._replace(measure="zone_occupancy")
            yield Quantity(of, "mean", "vehicles", partial(_ratio, key, Key("span")))


def _of_booths(key: Key) -> Iterator[Quantity]:
    """How the open booth-time of a stage or lane is used."""

    def used(measure: str, part: str) -> Quantity:
        of = key._replace(measure=measure)
        return Quantity(of, "mean", "1", partial(_ratio, key._replace(measure=part), key))

    yield used("utilisation", "serving")
    yield used("blocked_share", "blocked")
    yield used("move_up_share", "moving_up")
    of = key._replace(measure="idle_share")
    yield Quantity(of, "mean", "1", partial(_ratio_of_sum, _signed(key, IDLE), key))
    yield used("load", "work")
    for measure, part, unit in (("open_booths", "open", "booths"), ("offered_load", "work", "erlang")):
        estimate = partial(_ratio, key._replace(measure=part), Key("span"))
        yield Quantity(key._replace(measure=measure), "mean", unit, estimate)


def _signed(key: Key, parts: Mapping[str, int]) -> dict[Key, int]:
    return {key._replace(measure=measure): sign for measure, sign in parts.items()}


def _of_maximum(key: Key) -> Iterator[Quantity]:
    measure, unit, scale = {
        "in_system": ("number_in_system", "vehicles", 1),
        "waiting": ("queue_length", "vehicles", 1),
        "waiting_length": ("queue_metres", "m", MILLIMETRES_PER_METRE),
        "in_zone": ("zone_occupancy", "vehicles", 1),
    }[key.measure]
    of = key._replace(measure=measure)
    yield Quantity(of, "maximum", unit, partial(_greatest, key), scale, is_maximum=True)


# Formulas.


def _mean(key: Key, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    return intervals.mean_contrast([_cells(key, tallies) for tallies in scenarios], weights, level=level)


def _standard_deviation(key: Key, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    cells = [_cells(key, tallies) for tallies in scenarios]
    if len(scenarios) == 1:
        return intervals.standard_deviation(cells[0], level=level)
    return intervals.standard_deviation_contrast(cells, weights, level=level)


def _percentile(key: Key, p: float, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    if len(scenarios) == 1:
        return percentiles.percentile(_cells(key, scenarios[0]), p, level=level)
    return percentiles.percentile_contrast([_cells(key, tallies) for tallies in scenarios], weights, p, level=level)


def _share(key: Key, threshold: int, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    cells = [_cells(key, tallies) for tallies in scenarios]
    if len(scenarios) == 1:
        return intervals.share_beyond(cells[0], threshold, level=level)
    return intervals.share_contrast(cells, weights, threshold, level=level)


def _greatest_time(key: Key, scenarios: Scenarios, _weights: Sequence[float], _level: float) -> Estimate:
    return intervals.maximum(_cells(key, scenarios[0]))


def _greatest(key: Key, scenarios: Scenarios, _weights: Sequence[float], _level: float) -> Estimate:
    found = [tally.maxima[key] for tally in scenarios[0] if key in tally.maxima]
    return Estimate(float(max(found)) if found else None, None, None, len(found))


def _ratio(over: Key, under: Key | None, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    """Ratio of two totals; per replication where *under* is None."""
    return intervals.ratio_contrast(
        [_totals(over, tallies) for tallies in scenarios],
        [[1.0] * len(tallies) if under is None else _totals(under, tallies) for tallies in scenarios],
        weights,
        level=level,
    )


def _ratio_of_sum(
    parts: Mapping[Key, int], under: Key, scenarios: Scenarios, weights: Sequence[float], level: float
) -> Estimate:
    """Sum of totals, each with its sign, over another total."""
    rows = []
    for tallies in scenarios:
        columns = [[sign * part for part in _totals(key, tallies)] for key, sign in parts.items()]
        rows.append([sum(row) for row in zip(*columns, strict=True)])
    return intervals.ratio_contrast(rows, [_totals(under, tallies) for tallies in scenarios], weights, level=level)


def _growth(key: Key, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    """Number in the system at the end of the window minus that at its start, over its length."""
    at_end, at_start = (key._replace(measure=measure) for measure in ("inside_at_end", "inside_at_start"))
    grown = [
        [end - start for end, start in zip(_totals(at_end, tallies), _totals(at_start, tallies), strict=True)]
        for tallies in scenarios
    ]
    return intervals.ratio_contrast(grown, [_totals(Key("span"), t) for t in scenarios], weights, level=level)


def _metres(key: Key, plan: Plan, scenarios: Scenarios, weights: Sequence[float], level: float) -> Estimate:
    """Mean length of the queue, millimetres: of each class so many vehicles of its length."""
    lengths = dict(zip(plan.classes, plan.lengths, strict=True))
    classes = plan.classes if key.vehicle_class == ALL else (key.vehicle_class,)
    rows = []
    for tallies in scenarios:
        by_class = [_totals(key._replace(vehicle_class=name), tallies) for name in classes]
        weighted = zip(*by_class, strict=True)
        rows.append([sum(lengths[name] * part for name, part in zip(classes, own, strict=True)) for own in weighted])
    return intervals.ratio_contrast(rows, [_totals(Key("span"), t) for t in scenarios], weights, level=level)


def _cells(key: Key, tallies: Sequence[Tally]) -> list[Cell]:
    """Cells of *key*; those of all vehicles where the scenario knows nothing of its attribute.

    Without a tracking layer every truck is an untracked one; and as who is tracked is drawn apart from
    everything else, all trucks are also what tracked ones would have been.
    """

    def of_all() -> list[Cell]:
        own = key if _is_declared(key, tallies) else key._replace(attribute=ALL)
        return cells_of(own, [tally.cells for tally in tallies])

    return remembered(("cells", key, id(tallies)), tallies, of_all)


def _totals(key: Key, tallies: Sequence[Tally]) -> list[int]:
    """Totals of *key*; where the scenario knows nothing of its attribute, nobody has it."""

    def of_all() -> list[int]:
        without = key.attribute.startswith(NOT) and not _is_declared(key, tallies)
        own = key._replace(attribute=ALL) if without else key
        return [tally.totals.get(own, 0) for tally in tallies]

    return remembered(("totals", key, id(tallies)), tallies, of_all)


def _is_declared(key: Key, tallies: Sequence[Tally]) -> bool:
    of_vehicles = key._replace(measure="offered", place=ALL, hour=None)
    return key.attribute == ALL or any(of_vehicles in tally.totals for tally in tallies)
