"""A value against the key that was swept, with its interval as a band."""

from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.plots import style
from sim.plots.rows import Row, readable, replications_of, rows_of

if TYPE_CHECKING:
    import polars as pl


def plot_sweep(
    frame: "pl.DataFrame",
    *,
    x: str,
    measure: str,
    statistic: str,
    ax: Axes,
    direction: str | None = None,
    x_title: str | None = None,
    base: str | float | None = None,
) -> Axes:
    """Draw *measure* against the column *x*, one line for each class and direction, with its interval as a band.

    Values of *x* that are numbers stand to scale; others (names, quantities in words) stand side by side in the
    frame's order. *direction* keeps one of them. *base* marks the scenario's own value of the key. Points without
    an interval are hollow.

    Raises:
        ValueError: the frame has no row to draw.
    """
    rows = readable(
        rows_of(
            frame,
            measure=measure,
            statistic=statistic,
            at=x,
            attribute="all",
            place="all",
            **({"direction": direction} if direction is not None else {}),
        )
    )
    ordered = list(dict.fromkeys(row.at for row in rows))
    numbers = all(isinstance(value, int | float) for value in ordered)
    position = {value: float(value) if numbers else float(index) for index, value in enumerate(ordered)}
    colours = style.class_colours(row.vehicle_class for row in rows)
    lines = dict.fromkeys((row.vehicle_class, row.direction) for row in rows)
    several = len({way for _, way in lines}) > 1
    for vehicle_class, way in lines:
        own = [row for row in rows if (row.vehicle_class, row.direction) == (vehicle_class, way)]
        own.sort(key=lambda row: position[row.at])
        where = "both directions" if way == "all" else way
        label = f"{style.plural(vehicle_class)} {where}" if several else style.plural(vehicle_class)
        _line(ax, [position[row.at] for row in own], own, colours[vehicle_class], label, dashed=way == "southbound")
    if base is not None and base in position:
        ax.axvline(position[base], color=style.FAINT, linewidth=1.2, linestyle=":", label="value of the scenario")
    if not numbers:
        ax.set_xticks([position[value] for value in ordered], [str(value) for value in ordered])
    ax.set_ylim(bottom=min(0.0, *(row.value for row in rows)))
    way = f", {direction}" if direction not in (None, "all") else ""
    of = f"{style.measure_title(measure)}, {style.statistic_title(statistic)}{way}"
    style.dress(ax, title=f"{of}, as {x_title or x} varies", x=x_title or x, y=_unit(rows, measure))
    style.legend(ax)
    hollow = any(not row.has_interval for row in rows)
    style.note(
        ax,
        [
            f"Band: interval. {style.CHANCE_ONLY}" if any(row.has_interval for row in rows) else "",
            "Hollow: too few replications or vehicles for an interval; the value stands alone." if hollow else "",
            replications_of(rows),
        ],
    )
    return ax


def _unit(rows: list[Row], measure: str) -> str:
    unit = style.unit_title(rows[0].unit)
    return f"{style.measure_title(measure).lower()} ({unit})" if unit else style.measure_title(measure).lower()


def _line(ax: Axes, at: list[float], rows: list[Row], colour: str, label: str, *, dashed: bool) -> None:
    ax.plot(
        at, [row.value for row in rows], color=colour, linewidth=1.8, linestyle="--" if dashed else "-", label=label
    )
    covered = [(place, row.lower, row.upper) for place, row in zip(at, rows, strict=True) if row.has_interval]
    if covered:
        where, lower, upper = zip(*covered, strict=True)
        ax.fill_between(where, lower, upper, color=colour, alpha=0.2, linewidth=0)
    for place, row in zip(at, rows, strict=True):
        face = colour if row.has_interval else style.PAPER
        ax.plot([place], [row.value], marker="o", markersize=6, color=colour, markerfacecolor=face, linestyle="none")
