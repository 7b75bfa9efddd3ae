"""The distribution of crossing times comes from the pooled histograms and marks median and p95."""

import numpy as np
import pytest

from sim.plots import style
from sim.plots.waiting import plot_crossing_time_distribution, pooled
from sim.statistics import histogram
from sim.statistics.cell import EMPTY, Cell
from sim.statistics.histograms import Histograms
from sim.trajectory import IntArray
from sim.units import HOUR


def _cell(values: IntArray) -> Cell:
    bins, counts = np.unique(histogram.bin_of(values), return_counts=True)
    return Cell(len(values), int(values.sum()), 0, int(values.max()), (), Histograms.single(bins, counts))


_EVEN = _cell(np.arange(1, 1001, dtype=np.int64) * (HOUR // 100))
"""Evenly from 0.01 to 10 hours."""


def test_median_and_p95_are_marked_where_half_and_95_percent_are_across() -> None:
    ax = style.figure().add_subplot()
    cells = {("single bridge", "truck"): _EVEN}
    assert plot_crossing_time_distribution(cells, ax=ax, n_replications=5) is ax
    marks = {line.get_gid(): line for line in ax.lines if (line.get_gid() or "").startswith("mark-")}
    assert marks["mark-0.5"].get_xdata()[0] == pytest.approx(5, rel=0.01)  # type: ignore[index]
    assert marks["mark-0.95"].get_xdata()[0] == pytest.approx(9.5, rel=0.01)  # type: ignore[index]


def test_the_curve_climbs_from_nobody_to_everybody() -> None:
    ax = plot_crossing_time_distribution(
        {("", "car"): _EVEN}, ax=style.figure().add_subplot(), n_replications=5, scale="linear"
    )
    share = np.asarray(ax.lines[0].get_ydata(), dtype=np.float64)
    assert (share[0], share[-1]) == (0, 1)
    assert np.all(np.diff(share) > 0)
    assert "(hours)" in ax.get_xlabel()


def test_classes_have_their_colours_and_scenarios_their_line_styles() -> None:
    cells = {(scenario, name): _EVEN for scenario in ("one", "two") for name in ("car", "truck")}
    ax = plot_crossing_time_distribution(cells, ax=style.figure().add_subplot(), n_replications=5)
    curves = [line for line in ax.lines if len(np.asarray(line.get_xdata())) > 1]
    assert [line.get_color() for line in curves] == [style.CLASS_COLOURS[name] for _, name in cells]
    assert [line.get_linestyle() for line in curves] == ["-", "-", "--", "--"]
    legend = ax.get_legend()
    assert legend is not None
    said = [text.get_text() for text in legend.get_texts()]
    assert said == ["cars, one", "trucks, one", "cars, two", "trucks, two", "median", "95th percentile"]


def test_replications_are_pooled_and_a_class_without_vehicles_is_not_drawn() -> None:
    assert pooled([_EVEN, EMPTY, _EVEN]).n == 2000
    cells = {("", "car"): _EVEN, ("", "bus"): EMPTY}
    ax = plot_crossing_time_distribution(cells, ax=style.figure().add_subplot(), n_replications=1)
    assert "buses" not in [line.get_label() for line in ax.lines]


def test_ticks_of_the_logarithmic_axis_are_times_that_people_say() -> None:
    ax = plot_crossing_time_distribution({("", "car"): _EVEN}, ax=style.figure().add_subplot(), n_replications=1)
    spoken = ax.xaxis.get_major_formatter()
    assert [spoken(hours, 0) for hours in (0.5, 1, 3, 24, 96)] == ["30 min", "1 h", "3 h", "24 h", "4 d"]
