"""Paired differences and their intervals: a forest plot."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots import style
from sim.plots.lettering import wrapped
from sim.plots.rows import Row, readable, replications_of, rows_of

if TYPE_CHECKING:
    import polars as pl

_ROW_HEIGHT = 0.32
_ROOM = 2.6
"""Inches for title, axis and notes."""
_SIDES_ROOM = 26
_NAME_WIDTH = 2.3
_SIDES = {True: ("shorter", "longer"), False: ("less", "more")}


def differences_figure(frame: "pl.DataFrame", *, measure: str, statistic: str, base: str = "the base") -> Figure:
    """A figure of paired differences with a panel for each vehicle class, since their scales differ much."""
    rows = _rows(frame, measure=measure, statistic=statistic, vehicle_class=None)
    classes = list(dict.fromkeys(row.vehicle_class for row in rows))
    n_lines = len({(row.scenario, row.direction) for row in rows}) + len({row.scenario for row in rows})
    figure = style.figure(width=style.WIDTH + max(0, len(classes) - 3), height=_ROOM + _ROW_HEIGHT * n_lines)
    figure.suptitle(_title(measure, statistic, base), fontsize=style.TITLE_SIZE, x=0.01, ha="left", color=style.INK)
    panels = figure.subplots(1, len(classes), sharey=True, squeeze=False)[0]
    order = [(row.scenario, row.direction) for row in rows]
    for index, (vehicle_class, ax) in enumerate(zip(classes, panels, strict=True)):
        own = readable([row for row in rows if row.vehicle_class == vehicle_class])
        _draw_panel(ax, own, order=list(dict.fromkeys(order)), label=_way)
        style.dress(ax, title=style.headline(style.plural(vehicle_class)), x=_axis_title(own), y="", room=_SIDES_ROOM)
        ax.grid(visible=False, axis="y")
        if index:
            ax.tick_params(labelleft=False)
    style.figure_note(figure, _notes(rows))
    return figure


def plot_differences(
    frame: "pl.DataFrame",
    *,
    measure: str,
    statistic: str,
    ax: Axes,
    base: str = "the base",
    vehicle_class: str | None = None,
) -> Axes:
    """Draw each paired difference against *base* as a point with its interval, grouped by scenario.

    *frame* has the columns of a result table with ``scenario`` before them; its values are differences, scenario
    less base. *vehicle_class* keeps one class. Rows without an interval are hollow points, and the note says what
    that means.

    Raises:
        ValueError: the frame has no row of this measure and statistic.
    """
    rows = readable(_rows(frame, measure=measure, statistic=statistic, vehicle_class=vehicle_class))
    order = [(row.scenario, _label(row)) for row in rows]
    _draw_panel(ax, rows, order=order, label=_label)
    style.dress(ax, title=_title(measure, statistic, base), x=_axis_title(rows), y="", room=_SIDES_ROOM)
    ax.grid(visible=False, axis="y")
    style.note(ax, _notes(rows))
    return ax


def _rows(frame: "pl.DataFrame", *, measure: str, statistic: str, vehicle_class: str | None) -> list[Row]:
    return rows_of(
        frame, measure=measure, statistic=statistic, place="all", attribute="all", vehicle_class=vehicle_class
    )


def _title(measure: str, statistic: str, base: str) -> str:
    return f"{style.measure_title(measure)}, {style.statistic_title(statistic)}: difference from {base}"


def _axis_title(rows: list[Row]) -> str:
    return f"difference ({style.unit_title(rows[0].unit)})"


def _notes(rows: list[Row]) -> list[str]:
    hollow = any(not row.has_interval for row in rows)
    return [
        "Point and interval of the paired difference (the same vehicles in both scenarios).",
        style.CHANCE_ONLY if any(row.has_interval for row in rows) else "",
        "Hollow: too few replications or vehicles for an interval; the value stands alone." if hollow else "",
        replications_of(rows),
    ]


def _draw_panel(ax: Axes, rows: list[Row], *, order: list[tuple[str, str]], label: Callable[[Row], str]) -> None:
    """Rows at the lines of *order* (scenario, label), a heading before each scenario."""
    colours = style.class_colours(row.vehicle_class for row in rows)
    texts: list[str] = []
    lines: dict[tuple[str, str], int] = {}
    headings: list[int] = []
    for scenario in dict.fromkeys(scenario for scenario, _ in order):
        if scenario:
            headings.append(len(texts))
            texts.append("\n".join(wrapped(scenario, width=_NAME_WIDTH, size=style.TICK_SIZE, bold=True)))
        for one, text in order:
            if one == scenario:
                lines[one, text] = len(texts)
                texts.append("both directions" if text == "all" else text)
    for row in rows:
        _draw(ax, row, lines[row.scenario, label(row)], colours[row.vehicle_class])
    ax.axvline(0, color=style.INK, linewidth=1.2, zorder=1, gid="zero")
    _include_zero(ax, rows)
    ax.set_ylim(len(texts) - 0.5, -0.5)
    ax.set_yticks(range(len(texts)), texts)
    labels = ax.get_yticklabels()
    for index in headings:
        # A panel that shares its axis with the one to its left has no labels of its own.
        if labels:
            labels[index].set_fontweight("bold")
        ax.axhline(index - 0.5, color=style.GRID, linewidth=0.8, zorder=0)
    shorter, longer = _SIDES[rows[0].unit in ("h", "min")]
    for text, where, align in ((f"← {shorter}", 0.0, "left"), (f"{longer} →", 1.0, "right")):
        ax.annotate(
            text,
            xy=(where, 1.0),
            xycoords="axes fraction",
            xytext=(0, 4),
            textcoords="offset points",
            ha=align,
            va="bottom",
            fontsize=style.TICK_SIZE,
            color="#555555",
        )


def _way(row: Row) -> str:
    return row.direction


def _label(row: Row) -> str:
    way = "both directions" if row.direction == "all" else row.direction
    return f"{style.plural(row.vehicle_class)} {way}"


def _draw(ax: Axes, row: Row, y: int, colour: str) -> None:
    if row.lower is not None and row.upper is not None:
        ax.plot([row.lower, row.upper], [y, y], color=colour, linewidth=2.4, solid_capstyle="butt", gid="interval")
    ax.plot(
        [row.value],
        [y],
        marker="o",
        markersize=7,
        color=colour,
        markerfacecolor=colour if row.has_interval else style.PAPER,
        markeredgewidth=1.6,
        linestyle="none",
        gid="point",
        zorder=3,
    )


def _include_zero(ax: Axes, rows: list[Row]) -> None:
    ends = [0.0, *(x for row in rows for x in (row.value, row.lower, row.upper) if x is not None)]
    low, high = min(ends), max(ends)
    pad = (high - low) * 0.08 or 1.0
    ax.set_xlim(low - pad, high + pad)
