"""The figures that belong to a result: which ones, of what, under which name.

Names are those of the files that a command leaves. Figures of queues and of cumulative curves need
trajectories; they are left out where a result kept none.
"""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from sim.plan.model import DIRECTIONS, Plan, Stage
from sim.plots import style
from sim.plots.capacity import plot_capacity
from sim.plots.comparison import differences_figure
from sim.plots.crossing import crossing_figure
from sim.plots.cumulative import plot_cumulative
from sim.plots.occupancy import plot_queue_through_day
from sim.plots.standing import FloatArray, Selection, by_time_of_day, open_booths, standing
from sim.plots.sweep import plot_sweep
from sim.plots.waiting import plot_crossing_time_distribution, pooled
from sim.results.comparison import Comparison
from sim.results.run import RunResult
from sim.results.sweep import Sweep
from sim.scenario.schema import Scenario
from sim.statistics.cell import ALL, EMPTY, Key
from sim.units import DAY

_TALL = 7.6
_COUNTED = {3: "three", 4: "four", 5: "five"}


def of_run(result: RunResult, scenario: Scenario) -> dict[str, Figure]:
    """Every figure of one result, by name."""
    made = {"crossing": crossing_figure(scenario)}
    for direction in _directions(result):
        named = {style.words(result.name): result}
        made[f"crossing-times-{direction}"] = _distribution(named, direction, measure="crossing_time")
        made[f"waiting-times-{direction}"] = _distribution(named, direction, measure="waiting_time")
    return made | of_trajectories(result)


def of_trajectories(result: RunResult) -> dict[str, Figure]:
    """The figures that need every vehicle, by name; none if no trajectories were kept."""
    made: dict[str, Figure] = {}
    for direction in _directions(result) if result.trajectories else ():
        made[f"cumulative-{direction}"] = _cumulative(result, direction)
        if _is_whole_days(result.plan):
            made[f"queue-{direction}"] = _queue(result, direction)
    return made


def _directions(result: RunResult) -> list[str]:
    return [direction for direction in DIRECTIONS if result.plan.routes[DIRECTIONS.index(direction)]]


def of_comparison(comparison: Comparison) -> dict[str, Figure]:
    """The figures that set the scenarios side by side, by name."""
    import polars as pl

    made: dict[str, Figure] = {}
    called = titles(comparison)
    if comparison.others:
        # Totals over classes and directions mix those who gain with those who do not.
        told = comparison.differences.filter(pl.col("direction").is_in(DIRECTIONS), pl.col("vehicle_class") != ALL)
        for statistic in ("mean", "p95"):
            made[f"differences-{statistic}"] = differences_figure(
                told.with_columns(pl.col("scenario").replace(called)),
                measure="crossing_time",
                statistic=statistic,
                base=called[comparison.reference],
            )
    for direction in DIRECTIONS:
        for vehicle_class in _classes(comparison.runs[comparison.reference].plan, direction):
            made[f"capacity-{vehicle_class}-{direction}"] = _capacity(comparison, vehicle_class, direction)
    if comparison.others:
        ends = {called[name]: comparison.runs[name] for name in (comparison.reference, comparison.names[-1])}
        for direction in DIRECTIONS:
            if _classes(comparison.runs[comparison.reference].plan, direction):
                made[f"crossing-times-{direction}"] = _distribution(ends, direction, measure="crossing_time")
                made[f"waiting-times-{direction}"] = _distribution(ends, direction, measure="waiting_time")
    return made


def titles(comparison: Comparison) -> dict[str, str]:
    """What each scenario is called in a figure; the one with every measure of many goes by their number."""
    made = {name: " + ".join(style.words(part) for part in name.split("+")) for name in comparison.names}
    everything = "+".join(comparison.factors)
    if len(comparison.factors) in _COUNTED and everything in made:
        made[everything] = f"all {_COUNTED[len(comparison.factors)]}"
    return made


def of_sweep(sweep: Sweep) -> dict[str, Figure]:
    """Mean crossing times and throughput against the swept key; none if there are several keys."""
    if len(sweep.keys) != 1:
        return {}
    made = {}
    directions = [way for way in DIRECTIONS if sweep.table.filter(direction=way, measure="crossing_time").height]
    for direction in directions:
        for measure, statistic in (("crossing_time", "mean"), ("crossing_time", "p95"), ("throughput", "per_day")):
            figure = style.figure()
            plot_sweep(
                sweep.table,
                x=sweep.keys[0],
                measure=measure,
                statistic=statistic,
                direction=direction,
                ax=figure.add_subplot(),
            )
            made[f"{measure.replace('_', '-')}-{statistic.replace('_', '-')}-{direction}"] = figure
    return made


def _classes(plan: Plan, direction: str) -> list[str]:
    """Classes with demand in *direction*."""
    return [plan.classes[one.vehicle_class] for one in plan.demand if DIRECTIONS[one.direction] == direction]


def _distribution(results: Mapping[str, RunResult], direction: str, *, measure: str) -> Figure:
    figure = style.figure()
    cells = {}
    for name, result in results.items():
        for vehicle_class in _classes(result.plan, direction):
            key = Key(measure, direction, vehicle_class)
            cells[name, vehicle_class] = pooled(tally.cells.get(key, EMPTY) for tally in result.tallies)
    n_replications = max(len(result.tallies) for result in results.values())
    plot_crossing_time_distribution(
        cells, ax=figure.add_subplot(), n_replications=n_replications, measure=measure, direction=direction
    )
    return figure


def _capacity(comparison: Comparison, vehicle_class: str, direction: str) -> Figure:
    import polars as pl

    columns = comparison.summary.columns
    offered = comparison.summary.filter(measure="offered", statistic="per_day").with_columns(measure=pl.lit("demand"))
    frames = [offered, comparison.summary.filter(measure="throughput")]
    limits: dict[str, str] = {}
    if comparison.capacity is not None:
        frames.append(comparison.capacity.select(columns))
        own = comparison.capacity.filter(vehicle_class=vehicle_class, direction=direction)
        limits = {row["scenario"]: style.words(row["limit"]) for row in own.iter_rows(named=True) if row["limit"]}
    readable = titles(comparison)
    named = pl.concat(frames, how="vertical_relaxed").with_columns(pl.col("scenario").replace(readable))
    figure = style.figure(height=_TALL)
    plot_capacity(
        named,
        vehicle_class=vehicle_class,
        direction=direction,
        ax=figure.add_subplot(),
        limits={readable[name]: place for name, place in limits.items()},
    )
    return figure


def _cumulative(result: RunResult, direction: str) -> Figure:
    """Cumulative curves of every class of one direction, first replication kept."""
    classes = _classes(result.plan, direction)
    figure = style.figure(height=3.2 * len(classes) + 1)
    trajectory = result.trajectories[min(result.trajectories)]
    for axes, vehicle_class in zip(np.atleast_1d(figure.subplots(len(classes), 1)), classes, strict=True):
        plot_cumulative(trajectory, result.plan, direction=direction, vehicle_class=vehicle_class, ax=axes)
    return figure


def _queue(result: RunResult, direction: str) -> Figure:
    """Waiting and blocked vehicles of each class through a mean day, with the open booths of the busiest stages."""
    figure = style.figure(height=_TALL)
    above, below = figure.subplots(2, 1, height_ratios=(3, 1))
    plan, kept = result.plan, list(result.trajectories.values())
    queues = {
        vehicle_class: np.stack(
            [by_time_of_day(standing(one, plan, Selection(direction, vehicle_class)), plan) for one in kept]
        )
        for vehicle_class in _classes(plan, direction)
    }
    staffing = _staffing(result, direction, plan=plan)
    plot_queue_through_day(
        queues,
        ax=above,
        what=f"Vehicles standing {direction}",
        scenario=style.words(result.name),
        staffing=staffing,
        below=below,
    )
    return figure


def _staffing(result: RunResult, direction: str, *, plan: Plan) -> dict[str, FloatArray]:
    """Open booths through the day of the two stages of *direction* whose booths are used most."""
    used = result.summary.filter(measure="utilisation", statistic="mean")
    names = {
        place.name
        for place in plan.places
        if isinstance(place, Stage)
        and place.direction in (None, DIRECTIONS.index(direction))
        and not place.serves_nothing
    }
    busiest = sorted(
        (
            row
            for row in used.iter_rows(named=True)
            if row["place"] in names and row["direction"] in ("all", direction) and row["value"] is not None
        ),
        key=lambda row: -row["value"],
    )
    chosen = list(dict.fromkeys(row["place"] for row in busiest))[:2]
    trajectory = result.trajectories[min(result.trajectories)]
    return {
        style.words(place): by_time_of_day(open_booths(trajectory, plan, places=(place,), direction=direction), plan)
        for place in chosen
    }


def _is_whole_days(plan: Plan) -> bool:
    return (plan.window_end - plan.window_start) % DAY == 0
