"""Which figures belong to a result."""

from pathlib import Path

import pytest
from matplotlib.patches import StepPatch

import sim
from sim.plots import gallery
from sim.scenario.load import load
from tests.tiny import SHORT, write_tiny

DAY = ("run.warm_up=1 h", "run.length=1 d")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("tiny"))


def test_a_run_without_trajectories_has_the_crossing_and_the_distributions(base: Path) -> None:
    figures = gallery.of_run(sim.run(base, replications=2), load(base).scenario)
    assert set(figures) == {
        "crossing",
        "crossing-times-northbound",
        "crossing-times-southbound",
        "waiting-times-northbound",
        "waiting-times-southbound",
    }


def test_trajectories_add_queues_and_cumulative_curves(base: Path) -> None:
    result = sim.run(base, replications=2, sets=DAY, trajectories=True)
    figures = gallery.of_run(result, load(base).scenario)
    assert {"cumulative-northbound", "queue-northbound", "cumulative-southbound", "queue-southbound"} <= set(figures)
    _, staffing = figures["queue-northbound"].axes
    open_booths = [patch for patch in staffing.patches if isinstance(patch, StepPatch)]
    assert max(float(patch.get_data()[0].max()) for patch in open_booths) == 1, "its own gate, not both"


def test_a_window_of_less_than_a_day_has_no_mean_day(base: Path) -> None:
    result = sim.run(base, replications=2, trajectories=True)
    assert "queue-northbound" not in gallery.of_run(result, load(base).scenario)


def test_a_comparison_has_differences_capacity_and_distributions(base: Path) -> None:
    comparison = sim.compare(base, with_=["second-booth"], replications=2, capacity=1, **SHORT)
    figures = gallery.of_comparison(comparison)
    assert set(figures) == {
        "differences-mean",
        "differences-p95",
        "capacity-car-northbound",
        "capacity-truck-northbound",
        "capacity-truck-southbound",
        "crossing-times-northbound",
        "crossing-times-southbound",
        "waiting-times-northbound",
        "waiting-times-southbound",
    }
    words = [text.get_text() for text in figures["capacity-truck-northbound"].axes[0].texts]
    assert any(word.startswith("limit:") for word in words)


def test_a_base_alone_has_no_differences(base: Path) -> None:
    figures = gallery.of_comparison(sim.compare(base, with_=[], replications=2))
    assert set(figures) == {"capacity-car-northbound", "capacity-truck-northbound", "capacity-truck-southbound"}


def test_scenarios_are_called_by_what_they_are(base: Path) -> None:
    comparison = sim.compare(base, with_=["second-booth", "slow-bridge"], factorial=True, replications=2)
    assert list(gallery.titles(comparison).values()) == [
        "tiny",
        "second booth",
        "slow bridge",
        "second booth + slow bridge",
    ]
    panels = [axes.get_title() for axes in gallery.of_comparison(comparison)["differences-mean"].axes]
    assert not any("All" in title for title in panels)
