"""Queues through the day and through the window, with the staffing beneath."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes

from sim.plots import style
from sim.plots.standing import FloatArray

_HOURS_A_DAY = 24


def plot_queue_through_day(
    queues: Mapping[str, FloatArray],
    *,
    ax: Axes,
    what: str,
    scenario: str = "",
    clock: str = "local time",
    staffing: Mapping[str, FloatArray] | None = None,
    below: Axes | None = None,
) -> Axes:
    """Draw the mean queue at each time of day, with a band from the least to the greatest replication.

    *queues* holds, for each vehicle class or direction (or whatever else the label says), the mean number of
    vehicles in even slots from midnight to midnight, one row for each replication. *what* completes the
    title: "Trucks waiting at the Russian post". *staffing* is drawn on the axes *below*, if both are given:
    the open booths of each label in even slots from midnight to midnight.
    """
    for number, (label, queue) in enumerate(queues.items()):
        edges = np.linspace(0, _HOURS_A_DAY, queue.shape[1] + 1)
        _band(ax, edges, queue, label=label, colour=_colour(label, queues, number))
    ax.set_ylim(bottom=0)
    style.dress(ax, title=_title(f"{what} through a mean day", scenario), x=f"time of day ({clock})", y="vehicles")
    style.hours_of_day(ax)
    style.legend(ax)
    if staffing is None or below is None:
        style.note(ax, _notes(queues))
    else:
        ax.set_xlabel("")
        plot_staffing_through_day(staffing, ax=below, clock=clock)
        style.note(below, _notes(queues))
    return ax


def plot_staffing_through_day(booths: Mapping[str, FloatArray], *, ax: Axes, clock: str = "local time") -> Axes:
    """Draw the open booths at each time of day: *booths* has one value for each even slot from midnight on."""
    for number, (label, series) in enumerate(booths.items()):
        edges = np.linspace(0, _HOURS_A_DAY, len(series) + 1)
        colour, line = style.series_style(number)
        ax.stairs(series, edges, label=label, color=colour, linestyle=line, linewidth=1.8, baseline=None)
    top = max((float(series.max()) for series in booths.values()), default=1.0)
    ax.set_ylim(0, top * 1.25 or 1)
    style.dress(ax, title="", x=f"time of day ({clock})", y="open booths", room=0)
    style.hours_of_day(ax)
    style.legend_above(ax)
    return ax


def plot_queue_through_window(
    queues: Mapping[str, FloatArray], *, first_day: float, slot_hours: float, ax: Axes, what: str, scenario: str = ""
) -> Axes:
    """Draw the mean queue through the whole window, with a band from the least to the greatest replication.

    *queues* is as for the mean day, in slots of *slot_hours* from *first_day* (days since the run's start at
    midnight) on.
    """
    last = first_day
    for number, (label, queue) in enumerate(queues.items()):
        edges = first_day + np.arange(queue.shape[1] + 1) * slot_hours / _HOURS_A_DAY
        last = max(last, float(edges[-1]))
        _band(ax, edges, queue, label=label, colour=_colour(label, queues, number))
    ax.set_ylim(bottom=0)
    style.dress(ax, title=_title(f"{what} through the window", scenario), x="", y="vehicles")
    style.days_of_run(ax, first=first_day, last=last)
    style.legend(ax)
    style.note(ax, _notes(queues))
    return ax


def _title(text: str, scenario: str) -> str:
    return f"{text}\n{scenario}" if scenario else text


def _colour(label: str, labels: Mapping[str, FloatArray], number: int) -> str:
    known = style.class_colours(()) | style.DIRECTION_COLOURS
    return known[label] if all(one in known for one in labels) else style.series_style(number)[0]


def _band(ax: Axes, edges: FloatArray, queue: FloatArray, *, label: str, colour: str) -> None:
    if len(queue) > 1:
        ax.stairs(queue.max(axis=0), edges, baseline=queue.min(axis=0), fill=True, color=colour, alpha=0.2, linewidth=0)
    dashed = "--" if label == "southbound" else "-"
    ax.stairs(
        queue.mean(axis=0), edges, baseline=None, color=colour, linewidth=2, linestyle=dashed, label=_legend(label)
    )


def _legend(label: str) -> str:
    return style.plural(label) if label in {"all", *style.CLASS_COLOURS} else label


def _notes(queues: Mapping[str, FloatArray]) -> list[str]:
    n = max((len(queue) for queue in queues.values()), default=0)
    band = "Line: mean over replications. Band: least to greatest replication, chance only." if n > 1 else ""
    return [band, style.replications(n)]
