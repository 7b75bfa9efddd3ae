"""A value against the swept key."""

from typing import Any

import numpy as np
import pytest

from sim.plots import style
from sim.plots.sweep import plot_sweep
from tests.unit.plots.tables import row, table


def _swept(value: Any, mean: float, **more: Any) -> dict[str, Any]:
    return {"adoption": value} | row(value=mean, lower=mean - 1, upper=mean + 1) | more


def test_numbers_stand_to_scale_in_their_order() -> None:
    ax = style.figure().add_subplot()
    frame = table(_swept(0.7, 4.0), _swept(0.0, 9.0), _swept(0.22, 7.0))
    assert plot_sweep(frame, x="adoption", measure="crossing_time", statistic="mean", ax=ax) is ax
    line = ax.lines[0]
    assert list(np.asarray(line.get_xdata())) == [0.0, 0.22, 0.7]
    assert list(np.asarray(line.get_ydata())) == [9.0, 7.0, 4.0]


def test_other_values_stand_side_by_side_in_the_order_of_the_table() -> None:
    frame = table(_swept("low", 9.0), _swept("base", 7.0), _swept("high", 4.0))
    ax = plot_sweep(frame, x="adoption", measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    assert [label.get_text() for label in ax.get_xticklabels()] == ["low", "base", "high"]
    assert list(np.asarray(ax.lines[0].get_xdata())) == [0, 1, 2]


def test_the_band_is_the_interval_and_points_without_one_are_hollow() -> None:
    frame = table(_swept(0, 9.0), _swept(1, 7.0), _swept(2, 4.0, lower=None, upper=None))
    ax = plot_sweep(frame, x="adoption", measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    (band,) = ax.collections
    corners = np.asarray(band.get_paths()[0].vertices, dtype=np.float64)
    assert (corners[:, 0].max(), corners[:, 1].min(), corners[:, 1].max()) == (1, 6, 10)
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_linestyle() == "None"]
    assert faces == [style.CLASS_COLOURS["truck"]] * 2 + [style.PAPER]


def test_the_scenarios_own_value_is_marked() -> None:
    frame = table(_swept(0.0, 9.0), _swept(0.22, 7.0))
    ax = plot_sweep(
        frame, x="adoption", measure="crossing_time", statistic="mean", ax=style.figure().add_subplot(), base=0.22
    )
    (mark,) = [line for line in ax.lines if line.get_label() == "value of the scenario"]
    assert list(np.asarray(mark.get_xdata())) == [0.22, 0.22]


def test_title_and_axes_name_measure_statistic_key_and_unit() -> None:
    frame = table(_swept(0.0, 9.0), _swept(1.0, 7.0))
    ax = plot_sweep(
        frame,
        x="adoption",
        measure="crossing_time",
        statistic="mean",
        ax=style.figure().add_subplot(),
        x_title="share of trucks that is tracked",
    )
    assert ax.get_title(loc="left") == "Crossing time, mean, as share of trucks that is tracked varies"
    assert ax.get_xlabel() == "share of trucks that is tracked"
    assert ax.get_ylabel() == "crossing time (hours)"


def test_a_direction_keeps_its_own_rows() -> None:
    frame = table(_swept(0.0, 9.0), _swept(0.0, 5.0, direction="southbound"))
    ax = plot_sweep(
        frame,
        x="adoption",
        measure="crossing_time",
        statistic="mean",
        ax=style.figure().add_subplot(),
        direction="southbound",
    )
    assert list(np.asarray(ax.lines[0].get_ydata())) == [5.0]
    with pytest.raises(ValueError, match="no row"):
        plot_sweep(
            frame,
            x="adoption",
            measure="crossing_time",
            statistic="mean",
            ax=style.figure().add_subplot(),
            direction="all",
        )
