"""The figure of a pilot: every class and direction, its level, and the warm-up that all of them get."""

import numpy as np
import pytest
from matplotlib.patches import Rectangle

from sim.plots.warm_up import warm_up_figure
from sim.statistics.settling import Settling

DAILY = np.array([2.0, 8, 10, 10, 10, 10, 10, 10])


def settled(*, reached: int = 1, growth: float = 0.0, is_flat: bool = True) -> Settling:
    return Settling(DAILY, level=10.0, tolerance=2.0, reached=reached, growth=growth, is_flat=is_flat)


def test_each_series_has_a_panel_with_its_days_and_a_sentence_that_says_when_it_settled() -> None:
    series = {
        ("car", "northbound"): settled(reached=0),
        ("truck", "northbound"): settled(),
        ("truck", "southbound"): settled(growth=0.5, is_flat=False),
    }
    figure = warm_up_figure(series, warm_up=3, replications=10, scenario="Tiny")
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert titles == [
        "Cars northbound: at its level from the first day on",
        "Trucks northbound: at its level after 1 d",
        "Trucks southbound: still grows, by 0.5 a day",
    ]
    assert all(ax.get_ylabel() == "vehicles" for ax in figure.axes)
    drawn = [patch.get_data().values for patch in figure.axes[0].patches if hasattr(patch, "get_data")]
    assert drawn[0] == pytest.approx(DAILY)


def test_the_warm_up_is_shaded_and_named() -> None:
    [ax] = warm_up_figure({("car", "northbound"): settled()}, warm_up=3, replications=10, scenario="Tiny").axes
    [shade] = [patch for patch in ax.patches if patch.get_label() == "warm-up"]
    assert isinstance(shade, Rectangle)
    assert (shade.get_x(), shade.get_width()) == (0, 3)
    assert "warm-up 3 d" in ax.figure.get_suptitle()
