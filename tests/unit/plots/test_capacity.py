"""Demand, throughput and capacity beside each other, with the place that limits."""

import pytest
from matplotlib.patches import Patch, Rectangle

from sim.plots import style
from sim.plots.capacity import plot_capacity
from tests.unit.plots.tables import row, table

_ROWS = (
    row(measure="demand", value=250.0, unit="vehicles/d"),
    row(measure="throughput", value=248.0, lower=240.0, upper=256.0, unit="vehicles/d"),
    row(measure="capacity", value=270.0, unit="vehicles/d"),
    row(scenario="one more lane", measure="capacity", value=370.0, unit="vehicles/d"),
    row(measure="capacity", vehicle_class="car", value=999.0, unit="vehicles/d"),
)


def _heights(patches: list[Patch], measure: str) -> list[float]:
    return [bar.get_height() for bar in patches if isinstance(bar, Rectangle) and bar.get_gid() == measure]


def test_each_scenario_has_its_bars_of_the_class_and_direction() -> None:
    ax = style.figure().add_subplot()
    assert plot_capacity(table(*_ROWS), vehicle_class="truck", direction="northbound", ax=ax) is ax
    bars = list(ax.patches)
    assert _heights(bars, "demand") == [250]
    assert _heights(bars, "throughput") == [248]
    assert _heights(bars, "capacity") == [270, 370]
    assert [label.get_text() for label in ax.get_xticklabels()] == ["new bridge", "one more lane"]
    assert ax.get_ylabel() == "vehicles per day"


def test_the_limiting_place_is_named_at_its_scenario() -> None:
    ax = plot_capacity(
        table(*_ROWS),
        vehicle_class="truck",
        direction="northbound",
        ax=style.figure().add_subplot(),
        limits={"one more lane": "yk-truck-lanes"},
    )
    (limit,) = [text for text in ax.texts if text.get_gid() == "limit"]
    assert limit.get_text().replace("\n", " ") == "limit: yk truck lanes"
    assert limit.get_position()[0] == 1


def test_every_kind_of_bar_that_is_drawn_stands_in_the_legend() -> None:
    ax = plot_capacity(table(_ROWS[2]), vehicle_class="truck", direction="northbound", ax=style.figure().add_subplot())
    legend = ax.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()] == ["capacity: what could get across"]


def test_without_any_row_of_the_class_it_refuses() -> None:
    with pytest.raises(ValueError, match="bus southbound"):
        plot_capacity(table(*_ROWS), vehicle_class="bus", direction="southbound", ax=style.figure().add_subplot())
