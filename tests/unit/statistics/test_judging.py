"""Verdicts of a family: the chance of any wrong one, and that what is equal is found equivalent."""

from collections.abc import Sequence

import numpy as np
import pytest

from sim.statistics.cell import Cell, Key
from sim.statistics.histogram import bin_of
from sim.statistics.histograms import Histograms
from sim.statistics.judging import verdicts
from sim.statistics.tally import Tally
from sim.statistics.verdict import Margin
from sim.trajectory import IntArray
from sim.units import MINUTE
from tests.builders import approach, plan, stage

PLAN = plan([approach(), stage("one")])
N_VEHICLES, N_REPLICATIONS = 120, 12
GROUPS = [("northbound", "car"), ("northbound", "truck"), ("southbound", "car"), ("southbound", "truck")]


def _cell(times: IntArray) -> Cell:
    bins, counts = np.unique(bin_of(times), return_counts=True)
    squares = sum(int(time) ** 2 for time in times)
    return Cell(len(times), int(times.sum()), squares, int(times.max()), (), Histograms.single(bins, counts))


def _tallies(rng: np.random.Generator, *, longer: float, days: IntArray) -> list[Tally]:
    """Crossing times of a common day each, about an hour, with chance of their own and so many minutes *longer*."""
    return [
        Tally(
            {
                Key("crossing_time", *group): _cell(
                    np.rint((day + longer * MINUTE) + rng.exponential(10 * MINUTE, N_VEHICLES)).astype(np.int64)
                )
                for group in GROUPS
            },
            {},
            {},
        )
        for day in days
    ]


def _found(longer: Sequence[float], *, seed: int, margin: Margin | None) -> list[list[str]]:
    """The verdicts on means, scenario by scenario."""
    rng = np.random.default_rng(seed)
    days = rng.normal(60 * MINUTE, 8 * MINUTE, N_REPLICATIONS).astype(np.int64)
    base = _tallies(rng, longer=0, days=days)
    others = {str(number): (_tallies(rng, longer=by, days=days), PLAN) for number, by in enumerate(longer)}
    frame = verdicts(base, others, level=0.95, margin=margin)
    assert frame.height == len(longer) * len(GROUPS)  # too few vehicles for a percentile's interval, so means alone
    return [frame.filter(scenario=name)["verdict"].to_list() for name in others]


@pytest.fixture(autouse=True)
def _means_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.statistics.judging.FAMILY", (("crossing_time", "mean"),))


def test_a_wrong_verdict_in_a_family_is_as_rare_as_stated() -> None:
    """Three scenarios that change nothing: without a margin any better or worse is wrong."""
    n_families = 200
    wrong = sum(
        any(verdict in ("better", "worse") for own in _found([0, 0, 0], seed=seed, margin=None) for verdict in own)
        for seed in range(n_families)
    )
    # At most 5 % of families; with 200 of them 20 or more would be seen with a chance below 1 in 500.
    assert wrong < 20


def test_differences_are_told_as_they_are() -> None:
    faster, equal, slower = _found([-12, 0, 12], seed=1, margin=Margin(relative=0.1))
    assert faster == ["better"] * 4
    assert equal == ["equivalent"] * 4
    assert slower == ["worse"] * 4


def test_a_difference_at_the_margin_is_left_undecided() -> None:
    (own,) = _found([7], seed=2, margin=Margin(absolute=7))
    assert own == ["undecided"] * 4


def test_what_is_judged_together_shares_the_level() -> None:
    rng = np.random.default_rng(3)
    days = np.full(N_REPLICATIONS, 60 * MINUTE)
    base = _tallies(rng, longer=0, days=days)
    frame = verdicts(base, {"same": (base, PLAN)}, level=0.95, margin=Margin(relative=0.05))
    assert set(frame["level"]) == {1 - 0.05 / 4}
    assert set(frame["verdict"]) == {"equivalent"}
    assert set(frame["value"]) == {0.0}
    assert set(frame["sense"]) == {"lower is better"}
    assert frame["replications_to_settle"].null_count() == 4
