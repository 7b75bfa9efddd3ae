"""Demand, throughput and capacity of each class, scenario beside scenario, with the place that limits."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from matplotlib.axes import Axes

from sim.plots import style
from sim.plots.lettering import wrapped
from sim.plots.rows import Row, replications_of, rows_of

if TYPE_CHECKING:
    import polars as pl

_BAR = 0.26
_BARS = ("demand", "throughput", "capacity")
_SHADES = {"demand": "#c9ced3", "throughput": None, "capacity": style.PAPER}
_NAME_WIDTH = 1.5


def plot_capacity(
    frame: "pl.DataFrame",
    *,
    vehicle_class: str,
    direction: str,
    ax: Axes,
    limits: Mapping[str, str] | None = None,
) -> Axes:
    """Draw, for each scenario, what comes, what gets across and what could get across of one class, per day.

    *frame* holds rows of the measures ``demand``, ``throughput`` and ``capacity`` (any of them may be missing),
    with ``scenario`` first. The place that limits is named above the bar of capacity: *limits* by scenario.

    Raises:
        ValueError: the frame has no such row for this class and direction.
    """
    found: dict[str, dict[str, Row]] = {}
    for measure in _BARS:
        for row in _rows(frame, measure, vehicle_class=vehicle_class, direction=direction):
            found.setdefault(row.scenario, {})[measure] = row
    if not found:
        raise ValueError(f"the table has no demand, throughput or capacity of {vehicle_class} {direction} to draw")
    colour = style.class_colours([vehicle_class])[vehicle_class]
    for group, rows in enumerate(found.values()):
        for k, measure in enumerate(_BARS):
            if measure in rows:
                _draw(ax, rows[measure], group + (k - 1) * _BAR, measure=measure, colour=colour)
    for measure in _BARS:
        if any(measure in rows for rows in found.values()):
            face = _SHADES[measure] or colour
            ax.bar([0], [0], color=face, edgecolor=colour if measure != "demand" else face, label=_meaning(measure))
    top = max(_upper(row) for rows in found.values() for row in rows.values())
    named = _name_limits(ax, found, limits or {}, top=top)
    ax.set_ylim(0, top * (1.4 if named else 1.15))
    width = _NAME_WIDTH if len(found) <= 5 else 1.05  # noqa: PLR2004 - more than five scenarios stand closer
    labels = ["\n".join(wrapped(name or "scenario", width=width, size=style.TICK_SIZE)) for name in found]
    ax.set_xticks(range(len(found)), labels)
    ax.set_xlim(-0.6, len(found) - 0.4)
    way = "both directions" if direction == "all" else direction
    title = f"{style.headline(style.plural(vehicle_class))} {way}: demand, throughput and capacity"
    style.dress(ax, title=title, x="", y="vehicles per day", room=30)
    ax.grid(visible=False, axis="x")
    style.legend_above(ax)
    every = [row for rows in found.values() for row in rows.values()]
    lines = max(label.count("\n") for label in labels)
    style.note(
        ax,
        [
            "Capacity: the flow when more of the class come than can be served, the other classes at their demand.",
            style.CHANCE_ONLY if any(row.has_interval for row in every) else "",
            replications_of(every),
        ],
        below=46 + 13 * max(0, lines - 1),
    )
    return ax


def _rows(frame: "pl.DataFrame", measure: str, *, vehicle_class: str, direction: str) -> list[Row]:
    try:
        return rows_of(
            frame,
            measure=measure,
            statistic=None,
            vehicle_class=vehicle_class,
            direction=direction,
            attribute="all",
            place="all",
        )
    except ValueError:
        return []


def _meaning(measure: str) -> str:
    return {
        "demand": "demand: what comes",
        "throughput": "throughput: what gets across",
        "capacity": "capacity: what could get across",
    }[measure]


def _upper(row: Row) -> float:
    return max(row.value, row.upper if row.upper is not None else row.value)


def _draw(ax: Axes, row: Row, x: float, *, measure: str, colour: str) -> None:
    face = _SHADES[measure] or colour
    edge = colour if measure != "demand" else face
    ax.bar([x], [row.value], width=_BAR * 0.92, color=face, edgecolor=edge, linewidth=1.4, gid=measure)
    if row.lower is not None and row.upper is not None:
        ax.plot([x, x], [row.lower, row.upper], color=style.INK, linewidth=1.4, gid="interval")
    ax.annotate(
        f"{row.value:.0f}",
        (x, _upper(row)),
        xytext=(0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=style.NOTE_SIZE,
        color=style.INK,
    )


def _name_limits(ax: Axes, found: Mapping[str, Mapping[str, Row]], limits: Mapping[str, str], *, top: float) -> bool:
    named = False
    for group, (scenario, rows) in enumerate(found.items()):
        if "capacity" in rows and scenario in limits:
            text = "\n".join(wrapped(f"limit: {style.words(limits[scenario])}", width=1.25, size=style.NOTE_SIZE))
            ax.text(
                group,
                top * 1.12,
                text,
                ha="center",
                va="bottom",
                fontsize=style.NOTE_SIZE,
                style="italic",
                color=style.INK,
                gid="limit",
            )
            named = True
    return named
