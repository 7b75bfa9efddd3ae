"""The table of a result: one row for each measure, statistic and group of vehicles, with its interval.

Columns:

=============  ==================================================================================
direction      ``northbound``, ``southbound`` or ``all``
vehicle_class  a class or ``all``
attribute      ``all``, an attribute, or ``not`` and an attribute; where a class may have it
place          a place, a lane as ``place/lane``, a zone, or ``all``
measure        see below
statistic      ``mean``, ``sd``, ``p50`` ``p90`` ``p95`` ``p99``, ``maximum``, ``share_beyond``, ``per_day``,
               ``growth_per_day``
threshold      of ``share_beyond``, minutes (0 of a waiting time: the share that waits); null otherwise
hour           hour of arrival on the scenario's clock, 0 to 23; null for the whole window
value          null where it is not defined (nobody, or no open booth)
lower, upper   ends of the confidence interval; null where none is given
n              replications behind it
unit           ``min``, ``vehicles``, ``vehicles/day``, ``m``, ``booths``, ``erlang``, or ``1`` for a share
=============  ==================================================================================

Measures of time are those of :mod:`sim.statistics.tally`. Beside them: ``offered``, ``served``, ``inside``,
``left`` (vehicles of the window; the mean is per replication), ``throughput`` (departures within the window),
``number_in_system``, ``number_at_place``, ``queue_length`` and ``queue_metres``, ``zone_occupancy``; of stages and
lanes ``utilisation``, ``blocked_share``, ``move_up_share`` and ``idle_share`` (of open booth-time, together 1),
``open_booths``, ``offered_load`` (arrivals of the window times their mean service time) and ``load`` (offered load
over open booths).
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.plan.model import DIRECTIONS, Plan
from sim.statistics import intervals
from sim.statistics.cell import ALL, NOT, Key, cells_of
from sim.statistics.quantities import Quantity, Scenarios, quantities
from sim.statistics.tally import Tally
from sim.statistics.totals import lane_names, place_names
from sim.units import MINUTE

if TYPE_CHECKING:
    import polars as pl

Row: TypeAlias = tuple[Any, ...]

MEASURES = (
    "crossing_time",
    "delay",
    "free_flow_time",
    "corridor_time",
    "waiting_time",
    "service_time",
    "blocked_time",
    "offered",
    "served",
    "inside",
    "left",
    "throughput",
    "number_in_system",
    "number_at_place",
    "queue_length",
    "queue_metres",
    "zone_occupancy",
    "utilisation",
    "blocked_share",
    "move_up_share",
    "idle_share",
    "load",
    "offered_load",
    "open_booths",
)
"""In the order of the table."""

STATISTICS = ("mean", "sd", "p50", "p90", "p95", "p99", "maximum", "share_beyond", "per_day", "growth_per_day")
"""In the order of the table."""

RESAMPLED = ("crossing_time", "delay", "corridor_time", "waiting_time")
"""Times whose percentiles are compared between scenarios, over whole crossings; of the others, only the means.

So it is with standard deviations and shares that wait at all.
"""

LENGTHENED = ("crossing_time", "delay", "corridor_time", "waiting_time", "blocked_time", "number_in_system")
"""What has no long-run value for those whose queue grows: it rises with the length of the run."""

_PAIR = 2


def summarise(
    tallies: Sequence[Tally],
    plan: Plan,
    *,
    level: float,
    thresholds: Sequence[Sequence[int]] | None = None,
) -> "pl.DataFrame":
    """The table of one scenario from the tallies of its replications.

    *level* is that of the intervals (0.95). *thresholds*, microseconds for each class, limits which of the
    counted ones are shown; all are if it is left out.
    """
    shown = None if thresholds is None else {mark for own in thresholds for mark in own}

    def is_shown(quantity: Quantity) -> bool:
        return shown is None or not quantity.threshold or quantity.threshold in shown

    return _frame(_rows([tallies], [1.0], plan, level=level, chosen=is_shown))


def without_times(table: "pl.DataFrame", who: Collection[tuple[str, str]]) -> "pl.DataFrame":
    """*table* without the values of :data:`LENGTHENED` for each class and direction of *who*, and for totals over them.

    What the number in the system grew by, per day, stays: it stands in place of the mean.
    """
    import polars as pl

    classes, ways = ({ALL, *(each[place] for each in who)} for place in (0, 1))
    theirs = pl.struct("vehicle_class", "direction").is_in(
        [
            {"vehicle_class": vehicle_class, "direction": direction}
            for vehicle_class in classes
            for direction in ways
            if ALL in (vehicle_class, direction) or (vehicle_class, direction) in who
        ]
    )
    gone = theirs & pl.col("measure").is_in(LENGTHENED) & (pl.col("statistic") != "growth_per_day")
    return table.with_columns(
        pl.when(gone).then(None).otherwise(pl.col(name)).alias(name) for name in ("value", "lower", "upper")
    )


def differences(base: Sequence[Tally], other: Sequence[Tally], plan: Plan, *, level: float) -> "pl.DataFrame":
    """The same rows with *other* minus *base* as value, paired by replication; *plan* is that of *other*.

    Rows that one of them cannot have, and maxima, are left out. A group that the base does not know, such as
    tracked trucks, is compared with all vehicles of its class there. Percentiles are compared over whole crossings.
    """
    return contrasts([base, other], [-1.0, 1.0], plan, level=level)


def contrasts(scenarios: Scenarios, weights: Sequence[float], plan: Plan, *, level: float) -> "pl.DataFrame":
    """The same rows with a weighted sum over paired scenarios as value: effects of a factorial design.

    *plan* is that of the scenario with most in it. Over more than two scenarios only whole crossings are given, and of
    the percentiles only p50 and p95: each costs a bootstrap of every scenario.
    """

    def is_shown(quantity: Quantity) -> bool:
        if len(scenarios) > _PAIR and not _is_of_crossings(quantity):
            return False
        return _is_compared(quantity)

    rows = _rows(scenarios, weights, plan, level=level, chosen=is_shown)
    return _frame(row for row in rows if row[COLUMNS.index("value")] is not None)


def pairing(base: Sequence[Tally], other: Sequence[Tally], plan: Plan) -> "pl.DataFrame":
    """What common random numbers gave: for each direction and class, of mean crossing times.

    Columns direction, vehicle_class, ``correlation`` between paired replications, and ``replications_saved``: how
    many independent replications of each scenario would tell the difference as well, less those that were run.
    """
    import polars as pl

    rows = []
    for direction in (ALL, *DIRECTIONS):
        for vehicle_class in (ALL, *plan.classes):
            key = Key("crossing_time", direction, vehicle_class)
            before, after = (cells_of(key, [tally.cells for tally in side]) for side in (base, other))
            needed = intervals.replications_saved(before, after)
            saved = None if needed is None else needed - len(before)
            rows.append((direction, vehicle_class, intervals.correlation(before, after), saved))
    columns = {
        "direction": pl.String,
        "vehicle_class": pl.String,
        "correlation": pl.Float64,
        "replications_saved": pl.Float64,
    }
    return pl.DataFrame(rows, schema=columns, orient="row")


COLUMNS = (
    "direction",
    "vehicle_class",
    "attribute",
    "place",
    "measure",
    "statistic",
    "threshold",
    "hour",
    "value",
    "lower",
    "upper",
    "n",
    "unit",
)


def _is_of_crossings(quantity: Quantity) -> bool:
    key = quantity.key
    return key.place == ALL and key.hour is None and quantity.statistic not in ("p90", "p99")


def _is_compared(quantity: Quantity) -> bool:
    if not (quantity.is_resampled or quantity.statistic == "sd" or quantity.threshold == 0):
        return not quantity.is_maximum
    key = quantity.key
    return key.measure in RESAMPLED and key.place == ALL and key.hour is None


def _rows(
    scenarios: Scenarios, weights: Sequence[float], plan: Plan, *, level: float, chosen: Callable[[Quantity], bool]
) -> Iterator[Row]:
    rank = _rank(plan)
    for quantity in sorted(filter(chosen, quantities(scenarios, plan)), key=rank):
        estimate = quantity.estimate(scenarios, weights, level).scaled(quantity.scale)
        key = quantity.key
        yield (
            key.direction,
            key.vehicle_class,
            key.attribute,
            key.place,
            key.measure,
            quantity.statistic,
            None if quantity.threshold is None else quantity.threshold / MINUTE,
            key.hour,
            estimate.value,
            estimate.lower,
            estimate.upper,
            estimate.n,
            quantity.unit,
        )


def _rank(plan: Plan) -> Callable[[Quantity], tuple[int, ...]]:
    """Order of the rows: by measure, place, direction, class, attribute, hour, statistic and threshold."""
    places = [ALL]
    for number, name in enumerate(place_names(plan)):
        places += [name, *(f"{name}/{lane}" for lane in lane_names(plan, number))]
    places += [zone.name for zone in plan.zones]
    directions, classes = (ALL, *DIRECTIONS), (ALL, *plan.classes)
    attributes = [ALL, *(f"{sign}{name}" for name in plan.attributes for sign in ("", NOT))]
    position = {name: number for number, name in reversed(list(enumerate(places)))}

    def rank(quantity: Quantity) -> tuple[int, ...]:
        key = quantity.key
        return (
            MEASURES.index(key.measure),
            position.get(key.place, len(places)),
            directions.index(key.direction),
            classes.index(key.vehicle_class),
            attributes.index(key.attribute),
            -1 if key.hour is None else key.hour,
            STATISTICS.index(quantity.statistic),
            quantity.threshold or 0,
        )

    return rank


def _frame(rows: Iterator[Row]) -> "pl.DataFrame":
    import polars as pl

    types = {"threshold": pl.Float64, "hour": pl.Int64, "value": pl.Float64, "lower": pl.Float64}
    types |= {"upper": pl.Float64, "n": pl.Int64}
    return pl.DataFrame(list(rows), schema={name: types.get(name, pl.String) for name in COLUMNS}, orient="row")
