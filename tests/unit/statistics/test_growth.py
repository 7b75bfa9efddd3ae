"""Growth of the number in the system and the time a queue takes to clear."""

import math

import pytest

from sim.statistics.cell import Key
from sim.statistics.growth import grew, growth_per_day, time_to_clear, year_reached
from sim.statistics.tally import Tally
from sim.units import DAY

LEVEL = 0.95


def replication(start: int, end: int, *, offered: int = 1000, days: int = 2) -> Tally:
    totals = {"inside_at_start": start, "inside_at_end": end, "offered": offered, "span": days * DAY}
    return Tally({}, {Key(name): value for name, value in totals.items()}, {})


def test_growth_is_what_was_added_over_the_days() -> None:
    growth = growth_per_day([replication(5, 25), replication(0, 40)], level=LEVEL)
    assert growth.value == pytest.approx((20 + 40) / 4)
    assert growth.lower is None


def test_growth_has_an_interval_from_five_replications_on() -> None:
    growth = growth_per_day([replication(0, end) for end in (38, 40, 42, 39, 41)], level=LEVEL)
    assert growth.value == pytest.approx(20)
    # Student's t on 4 is 2.776; the standard error of 19, 20, 21, 19.5, 20.5 is 0.3536.
    assert growth.lower == pytest.approx(20 - 2.776 * 0.3536, abs=1e-3)


def test_a_queue_that_grows_beyond_chance_and_beyond_one_percent_of_the_arrivals_grew() -> None:
    assert grew([replication(0, end) for end in (38, 40, 42, 39, 41)], level=LEVEL)


def test_growth_within_chance_is_none() -> None:
    assert not grew([replication(0, end) for end in (120, -40, 60, -30, 90)], level=LEVEL)


def test_growth_of_less_than_one_percent_of_the_arrivals_is_none() -> None:
    assert not grew([replication(0, 8, offered=1000) for _ in range(5)], level=LEVEL)


def test_with_few_replications_every_one_must_have_grown() -> None:
    assert grew([replication(0, 40), replication(0, 30)], level=LEVEL)
    assert not grew([replication(0, 40), replication(0, 5)], level=LEVEL)


def test_the_time_to_clear_is_the_queue_over_the_spare_capacity() -> None:
    assert time_to_clear(queue=100, capacity_per_day=450, demand_per_day=400) == pytest.approx(2)
    assert time_to_clear(queue=100, capacity_per_day=400, demand_per_day=400) == math.inf
    assert time_to_clear(queue=0, capacity_per_day=1, demand_per_day=2) == 0


@pytest.mark.parametrize(
    ("growth", "flow", "year"),
    [
        (0.04, 100, 2019),
        (0.04, 104, 2020),
        (0.04, 104.1, 2021),
        (0.04, 100 * 1.04**20, 2039),
        (0.0, 101, None),
        (-0.5, 101, None),
    ],
)
def test_the_year_is_the_first_whose_demand_is_the_flow_or_more(growth: float, flow: float, year: int | None) -> None:
    assert year_reached(100, flow, growth=growth, start=2019) == year


def test_no_demand_never_grows() -> None:
    assert year_reached(0, 10, growth=0.04, start=2019) is None
