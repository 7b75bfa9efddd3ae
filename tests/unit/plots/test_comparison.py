"""A forest plot of paired differences."""

import numpy as np
import pytest
from matplotlib.axes import Axes

from sim.plots import style
from sim.plots.comparison import differences_figure, plot_differences
from tests.unit.plots.tables import row, table

_ROWS = (
    row(value=-3.0, lower=-4.0, upper=-2.0),
    row(vehicle_class="car", value=0.5),
    row(scenario="tracking", value=1.0, lower=-1.0, upper=3.0),
    row(statistic="p95", value=99.0),
    row(place="bridge", value=98.0),
    row(attribute="tracked", value=97.0),
    row(hour=8, value=96.0),
)


def _points(ax: Axes) -> list[float]:
    return [float(np.asarray(line.get_xdata())[0]) for line in ax.lines if line.get_gid() == "point"]


def _note(ax: Axes) -> str:
    (note,) = [text.get_text() for text in ax.texts if text.get_gid() == "note"]
    return note


def test_only_the_totals_of_the_measure_and_statistic_are_drawn() -> None:
    ax = style.figure().add_subplot()
    assert plot_differences(table(*_ROWS), measure="crossing_time", statistic="mean", ax=ax) is ax
    assert _points(ax) == [-3.0, 0.5, 1.0]
    intervals = [list(np.asarray(line.get_xdata())) for line in ax.lines if line.get_gid() == "interval"]
    assert intervals == [[-4.0, -2.0], [-1.0, 3.0]]


def test_rows_stand_under_their_scenario_and_name_class_and_direction() -> None:
    ax = plot_differences(table(*_ROWS), measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    said = [label.get_text() for label in ax.get_yticklabels()]
    assert said == ["new bridge", "trucks northbound", "cars northbound", "tracking", "trucks northbound"]


def test_a_row_without_an_interval_is_hollow_and_the_note_says_why() -> None:
    ax = plot_differences(table(*_ROWS), measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    faces = [line.get_markerfacecolor() for line in ax.lines if line.get_gid() == "point"]
    assert faces == [style.CLASS_COLOURS["truck"], style.PAPER, style.CLASS_COLOURS["truck"]]
    assert "Hollow" in _note(ax)
    full = plot_differences(table(_ROWS[0]), measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    assert "Hollow" not in _note(full)


def test_the_note_says_that_intervals_cover_chance_only_and_counts_replications() -> None:
    ax = plot_differences(table(*_ROWS), measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    assert "chance only" in _note(ax)
    assert "5 replications." in _note(ax)


def test_zero_is_in_view_and_its_sides_are_named() -> None:
    ax = plot_differences(table(_ROWS[0]), measure="crossing_time", statistic="mean", ax=style.figure().add_subplot())
    low, high = ax.get_xlim()
    assert low < 0 < high
    assert [line.get_gid() for line in ax.lines].count("zero") == 1
    said = [text.get_text() for text in ax.texts]
    assert "← shorter" in said
    assert "longer →" in said


@pytest.mark.parametrize(
    ("value", "unit", "shown", "title"),
    [(7200.0, "s", 120.0, "difference (minutes)"), (36_000.0, "s", 10.0, "difference (hours)")],
)
def test_times_are_shown_in_hours_where_they_are_long_and_in_minutes_otherwise(
    value: float, unit: str, shown: float, title: str
) -> None:
    ax = plot_differences(
        table(row(value=value, unit=unit)),
        measure="crossing_time",
        statistic="mean",
        ax=style.figure().add_subplot(),
    )
    assert _points(ax) == pytest.approx([shown])
    assert ax.get_xlabel() == title


def test_a_figure_has_a_panel_for_each_class_with_the_same_rows() -> None:
    figure = differences_figure(table(*_ROWS), measure="crossing_time", statistic="mean", base="the single bridge")
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["Trucks", "Cars"]
    assert [_points(ax) for ax in figure.axes] == [[-3.0, 1.0], [pytest.approx(30.0)]]
    assert figure.axes[0].get_ylim() == figure.axes[1].get_ylim()
    assert figure.get_suptitle() == "Crossing time, mean: difference from the single bridge"


def test_a_measure_that_the_table_does_not_hold_is_an_error() -> None:
    with pytest.raises(ValueError, match="no row of delay"):
        plot_differences(table(*_ROWS), measure="delay", statistic="mean", ax=style.figure().add_subplot())
