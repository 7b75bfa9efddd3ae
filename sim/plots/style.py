"""One look for every figure: sizes, colours for classes and directions, labels with units, hours as hours.

Nothing here touches Matplotlib's global settings: every function dresses the axes it is given.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Literal, TypeAlias

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter

from sim import units

DOTS_PER_INCH = 160
"""A figure of the usual width is 1600 pixels wide."""
WIDTH = 10.0
HEIGHT = 5.6

TITLE_SIZE = 13.0
LABEL_SIZE = 11.5
TICK_SIZE = 10.5
NOTE_SIZE = 9.5

INK = "#222222"
FAINT = "#8a8a8a"
GRID = "#dddddd"
PAPER = "#ffffff"

CLASS_COLOURS = {"car": "#0072b2", "truck": "#d55e00", "bus": "#009e73"}
"""Okabe and Ito's palette (Color Universal Design, 2008): told apart by colour-blind readers."""
_FURTHER_COLOURS = ("#cc79a7", "#e69f00", "#56b4e9", "#5c4033", "#7f7f00")
DIRECTION_COLOURS = {"northbound": "#5b3a8c", "southbound": "#8c6d1f"}
SERIES_COLOURS = ("#222222", "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#8a8a8a")
"""For scenarios, in their order; the first is the base."""
SERIES_STYLES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 3)), (0, (8, 2)), (0, (3, 1)))

MEASURE_TITLES = {
    "crossing_time": "Crossing time",
    "corridor_time": "Corridor time",
    "waiting_time": "Waiting time",
    "service_time": "Service time",
    "blocked_time": "Blocked time",
    "sojourn_time": "Sojourn time",
    "free_flow_time": "Free-flow time",
    "delay": "Delay",
    "queue_length": "Queue length",
    "number_in_system": "Number in system",
    "throughput": "Throughput",
    "capacity": "Capacity",
    "demand": "Demand",
    "utilisation": "Utilisation",
    "growth": "Growth of the queue",
}

CHANCE_ONLY = "Intervals cover chance only, not what the assumptions' ranges do."

_HOURS_A_DAY = 24
_DAYS_BY_HOUR = 2
_DAYS_BY_DAY = 10
"""Up to so many days every day has its tick."""
_LONG_NAME = 3


Corner: TypeAlias = Literal["best", "upper left", "upper right", "lower left", "lower right"]


def figure(*, width: float = WIDTH, height: float = HEIGHT) -> Figure:
    """An empty figure of *width* by *height* inches that arranges its own axes."""
    return Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained", facecolor=PAPER)


def class_colours(classes: Iterable[str]) -> dict[str, str]:
    """Colour of each vehicle class: the known ones always the same, others by name."""
    others = sorted(name for name in set(classes) if name not in CLASS_COLOURS)
    further = {name: _FURTHER_COLOURS[i % len(_FURTHER_COLOURS)] for i, name in enumerate(others)}
    return {"all": INK} | CLASS_COLOURS | further


def series_style(index: int) -> tuple[str, object]:
    """Colour and line style of scenario number *index*."""
    return SERIES_COLOURS[index % len(SERIES_COLOURS)], SERIES_STYLES[index % len(SERIES_STYLES)]


def plural(vehicle_class: str) -> str:
    """Vehicles of a class in words: ``trucks``, ``buses``; ``all vehicles`` for ``all``."""
    if vehicle_class == "all":
        return "all vehicles"
    return vehicle_class + ("es" if vehicle_class.endswith("s") else "s")


def words(name: str) -> str:
    """A name as a file or a table writes it, in words: ``yk-truck-lanes`` becomes ``yk truck lanes``."""
    return name.replace("-", " ").replace("_", " ")


def headline(text: str) -> str:
    """The same text with its first letter raised."""
    return text[:1].upper() + text[1:]


def measure_title(measure: str) -> str:
    """Name of a measure in words."""
    return MEASURE_TITLES.get(measure, headline(words(measure)))


def statistic_title(statistic: str) -> str:
    """Name of a statistic in words: ``p95`` becomes ``95th percentile``."""
    if statistic[:1] == "p" and statistic[1:].isdigit():
        return f"{statistic[1:]}th percentile" if statistic != "p50" else "median"
    return words(statistic)


def unit_title(unit: str | None) -> str:
    """A unit as an axis label writes it."""
    return {"h": "hours", "min": "minutes", "s": "seconds", "d": "days", "1": "share"}.get(unit or "", unit or "")


def dress(ax: Axes, *, title: str, x: str, y: str, room: float = 10) -> None:
    """Title (*room* points above the axes), axis labels with their units, a quiet grid, no box."""
    ax.set_title(title, fontsize=TITLE_SIZE, color=INK, loc="left", pad=room)
    if x:
        ax.set_xlabel(x, fontsize=LABEL_SIZE, color=INK)
    ax.set_ylabel(y, fontsize=LABEL_SIZE, color=INK)
    ax.tick_params(labelsize=TICK_SIZE, colors=INK)
    ax.grid(visible=True, color=GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right"]].set_visible(False)


def legend(ax: Axes, *, title: str | None = None, place: Corner = "best") -> None:
    """A legend in the one look; nothing if nothing is labelled."""
    handles, labels = ax.get_legend_handles_labels()
    if handles:
        ax.legend(handles, labels, fontsize=TICK_SIZE, title=title, title_fontsize=TICK_SIZE, loc=place, framealpha=0.9)


def legend_above(ax: Axes) -> None:
    """A legend in one row between title and axes, where it can hide nothing; leave 30 points of room."""
    handles, labels = ax.get_legend_handles_labels()
    ax.legend(
        handles,
        labels,
        fontsize=TICK_SIZE,
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=len(handles),
        frameon=False,
        borderaxespad=0.2,
        handlelength=1.6,
    )


def note(ax: Axes, sentences: Sequence[str], *, below: float = 46) -> None:
    """A small footnote, one sentence to a line, *below* points under the axes: beneath the axis label."""
    text = "\n".join(sentence for sentence in sentences if sentence)
    ax.annotate(
        text,
        xy=(0, 0),
        xycoords=("axes fraction", "axes fraction"),
        xytext=(0, -below),
        textcoords="offset points",
        ha="left",
        va="top",
        fontsize=NOTE_SIZE,
        color="#555555",
        gid="note",
    )


def figure_note(figure: Figure, sentences: Sequence[str]) -> None:
    """A small footnote under a whole figure of several axes, one sentence to a line."""
    text = "\n".join(sentence for sentence in sentences if sentence)
    figure.supxlabel(text, x=0.01, ha="left", fontsize=NOTE_SIZE, color="#555555")


def replications(n: int) -> str:
    """How many replications stand behind a figure, as a sentence."""
    return f"{n} replication{'' if n == 1 else 's'}."


def clock_text(microseconds: float) -> str:
    """A time of day as hours and minutes: ``08:00``."""
    minutes = round(microseconds / units.MINUTE)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def hours_of_day(ax: Axes, *, every: int = 3) -> None:
    """An x axis in hours of the day, from 00:00 to 24:00, a tick every so many hours."""
    ax.set_xlim(0, _HOURS_A_DAY)
    ax.xaxis.set_major_locator(FixedLocator(list(range(0, _HOURS_A_DAY + 1, every))))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda hour, _: clock_text(hour * units.HOUR)))


def days_of_run(ax: Axes, *, first: float, last: float) -> None:
    """An x axis through a run, *first* to *last* in days from its first midnight; up to two days, in hours."""
    ax.set_xlim(first, last)
    span = last - first
    if span <= _DAYS_BY_HOUR:
        ticks = [hour / _HOURS_A_DAY for hour in range(int(first * 24), int(last * 24) + 1, 3 if span <= 1 else 6)]
        ax.xaxis.set_major_locator(FixedLocator([tick for tick in ticks if tick >= first]))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: clock_text(day % 1 * units.DAY)))
        ax.set_xlabel(f"time of day, from day {int(first) + 1} of the run on", fontsize=LABEL_SIZE, color=INK)
        return
    step = 1 if span <= _DAYS_BY_DAY else 7 if span > 2 * _DAYS_BY_DAY else 2
    ax.xaxis.set_major_locator(FixedLocator(list(range(math.ceil(first), int(last) + 1, step))))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda day, _: f"{day + 1:.0f}"))
    ax.set_xlabel("day of the run, each tick its first midnight (00:00)", fontsize=LABEL_SIZE, color=INK)


def symbols(classes: Iterable[str]) -> dict[str, str]:
    """A short capital for each vehicle class, two letters or more where one would not tell them apart."""
    names = sorted(set(classes))
    found: dict[str, str] = {}
    for name in names:
        others = [other for other in names if other != name]
        length = next((k for k in range(1, _LONG_NAME) if all(o[:k] != name[:k] for o in others)), len(name))
        found[name] = headline(name[:length])
    return found
