"""The distribution of crossing times: what share of the vehicles is across within so many hours."""

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator, PercentFormatter

from sim.plots import style
from sim.plots.standing import FloatArray
from sim.statistics import histogram
from sim.statistics.cell import EMPTY, Cell
from sim.units import HOUR, MINUTE

_ONE_ROW = 3
"""So many curves and the two marks fit into one row of legend."""
_MARKS = ((0.50, "o", "median"), (0.95, "D", "95th percentile"))
_TICKS_MINUTES = (1, 2, 5, 10, 30, 60, 180, 360, 720, 1440, 2880, 5760, 10080, 20160)


def pooled(cells: Iterable[Cell]) -> Cell:
    """The cell of all replications together."""
    total = EMPTY
    for cell in cells:
        total = total + cell
    return total


def plot_crossing_time_distribution(
    cells: Mapping[tuple[str, str], Cell],
    *,
    ax: Axes,
    n_replications: int,
    measure: str = "crossing_time",
    direction: str = "all",
    scale: Literal["log", "linear"] = "log",
) -> Axes:
    """Draw the share of vehicles whose time is within x, one curve for each (scenario, vehicle class).

    *cells* are pooled over replications. Colours tell classes apart; line styles scenarios, if there are
    several. Median and 95th percentile are marked on each curve.
    """
    colours = style.class_colours(vehicle_class for _, vehicle_class in cells)
    scenarios = list(dict.fromkeys(scenario for scenario, _ in cells))
    for (scenario, vehicle_class), cell in cells.items():
        if not cell.n:
            continue
        hours, share = _curve(cell)
        label = style.plural(vehicle_class) if len(scenarios) == 1 else f"{style.plural(vehicle_class)}, {scenario}"
        line = style.series_style(scenarios.index(scenario))[1]
        colour = colours[vehicle_class]
        ax.plot(hours, share, color=colour, linestyle=line, linewidth=2, label=label)
        for level, marker, _ in _MARKS:
            ax.plot(
                [float(np.interp(level, share, hours))],
                [level],
                marker=marker,
                color=colour,
                markeredgecolor=style.PAPER,
                markersize=8,
                linestyle="none",
                gid=f"mark-{level}",
            )
    for _, marker, label in _MARKS:
        ax.plot([], [], marker=marker, color=style.FAINT, linestyle="none", label=label)
    name = style.measure_title(measure)
    way = "both directions" if direction == "all" else direction
    title = f"{name} {way}: share of vehicles within a time"
    if len(scenarios) == 1 and scenarios[0]:
        title += f"\n{scenarios[0]}"
    one_row = len(cells) <= _ONE_ROW
    style.dress(
        ax,
        title=title,
        x=f"{name.lower()}{' (logarithmic axis)' if scale == 'log' else ' (hours)'}",
        y="share of vehicles",
        room=30 if one_row else 10,
    )
    if scale == "log":
        _time_ticks(ax)
    else:
        ax.set_xlim(left=0)
    ax.set_ylim(0, 1)
    ax.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    if one_row:
        style.legend_above(ax)
    else:
        style.legend(ax)
    style.note(ax, [f"All vehicles of {style.replications(n_replications)}"])
    return ax


def _curve(cell: Cell) -> tuple[FloatArray, FloatArray]:
    """Upper end of each occupied bin in hours, and the share of vehicles up to there, from zero on."""
    edges = histogram.lower_edges()
    hours = np.concatenate([edges[cell.bins[:1]], edges[cell.bins + 1]]) / HOUR
    share = np.concatenate([[0.0], np.cumsum(cell.counts) / cell.n])
    return np.asarray(hours, dtype=np.float64), np.asarray(share, dtype=np.float64)


def _time_ticks(ax: Axes) -> None:
    """A logarithmic axis of hours whose ticks are times that people say: 30 min, 1 h, 3 h, 1 d."""
    ax.set_xscale("log")
    low, high = ax.dataLim.x0, ax.dataLim.x1
    low = max(low, MINUTE / HOUR, high / 10_000)
    ax.set_xlim(low * 0.9, high * 1.1)
    ax.xaxis.set_major_locator(FixedLocator([minutes * MINUTE / HOUR for minutes in _TICKS_MINUTES]))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda hours, _: _spoken(hours)))


def _spoken(hours: float) -> str:
    minutes = round(hours * HOUR / MINUTE)
    if minutes < HOUR // MINUTE:
        return f"{minutes} min"
    whole = minutes * MINUTE / HOUR
    return f"{whole:g} h" if whole <= 48 else f"{whole / 24:g} d"  # noqa: PLR2004 - two days
