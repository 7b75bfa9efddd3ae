"""Cumulative curves: their distance is the number inside, their area the time spent crossing."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from numpy.typing import NDArray

from sim.plots import style
from sim.plots.cumulative import plot_cumulative
from sim.units import DAY, MINUTE
from tests.unit.plots.stories import two_trucks_at_one_booth


def _curves(ax: Axes) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    came, went = ax.lines
    days = np.asarray(came.get_xdata(), dtype=np.float64)
    return days, np.asarray(came.get_ydata(), dtype=np.float64), np.asarray(went.get_ydata(), dtype=np.float64)


def test_arrivals_and_departures_step_at_their_instants() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    ax = style.figure().add_subplot()
    assert plot_cumulative(trajectory, plan, direction="northbound", vehicle_class="truck", ax=ax) is ax
    days, came, went = _curves(ax)
    assert days * DAY / MINUTE == pytest.approx([0, 30, 60])
    assert list(came) == [2, 2, 2]
    assert list(went) == [0, 1, 2]


def test_the_area_between_the_curves_is_the_sum_of_crossing_times() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    ax = plot_cumulative(trajectory, plan, direction="all", vehicle_class="all", ax=style.figure().add_subplot())
    days, came, went = _curves(ax)
    assert float(((came - went)[:-1] * np.diff(days)).sum()) * DAY / MINUTE == pytest.approx(90)


def test_both_curves_count_from_who_had_left_when_the_window_began() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    later = replace(plan, window_start=40 * MINUTE)
    ax = plot_cumulative(trajectory, later, direction="all", vehicle_class="all", ax=style.figure().add_subplot())
    _, came, went = _curves(ax)
    assert (came[0], went[0]) == (1, 0)


def test_the_title_names_direction_and_class_and_a_short_window_reads_in_hours() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    ax = plot_cumulative(
        trajectory, plan, direction="northbound", vehicle_class="truck", ax=style.figure().add_subplot()
    )
    assert ax.get_title(loc="left") == "Arrivals and departures northbound (trucks)"
    assert ax.xaxis.get_major_formatter()(0.25, 0) == "06:00"
    assert "time of day" in ax.get_xlabel()


def test_an_unknown_class_is_refused() -> None:
    plan, trajectory = two_trucks_at_one_booth()
    with pytest.raises(ValueError, match="tram"):
        plot_cumulative(trajectory, plan, direction="all", vehicle_class="tram", ax=style.figure().add_subplot())
