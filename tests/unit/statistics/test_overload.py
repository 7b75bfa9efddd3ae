"""Stages beyond their capacity by arithmetic, and queues that were seen to grow."""

import polars as pl
import pytest

from sim.laws import Law
from sim.plan.model import NORTHBOUND, SOUTHBOUND, Plan, Saturated
from sim.statistics.cell import Key
from sim.statistics.overload import grown_queues, overloaded_stages, without_mean
from sim.statistics.summary import without_times
from sim.statistics.tally import Tally
from sim.units import DAY, MINUTE
from tests.plans import CAR, TRUCK, one_stage_plan, volume

LEVEL = 0.95
LANE_TIME = Law("constant", (14.4 * MINUTE,))


def control(trucks: float) -> Plan:
    """Two booths of 100 vehicles a day in each direction."""
    return one_stage_plan(
        (NORTHBOUND, CAR, volume(20)),
        (NORTHBOUND, TRUCK, volume(trucks)),
        (SOUTHBOUND, TRUCK, volume(100)),
        service=LANE_TIME,
        n_booths=2,
    )


def grown(*ends: int, direction: str = "northbound", days: int = 2) -> list[Tally]:
    """Replications in which 500 trucks came and so many more were inside at the end than at the start."""
    return [
        Tally(
            {},
            {
                Key("span"): days * DAY,
                Key("inside_at_start", direction, "truck"): 10,
                Key("inside_at_end", direction, "truck"): 10 + end,
                Key("offered", direction, "truck"): 500,
                Key("departures", direction, "truck"): 500 - end,
            },
            {},
        )
        for end in ends
    ]


def test_a_stage_is_overloaded_where_more_come_than_its_booths_can_serve() -> None:
    [stage] = overloaded_stages(control(220))
    assert stage.place.startswith("control")
    assert (stage.comes, stage.load, stage.serves) == pytest.approx((240, 1.2, 200))
    assert stage.classes == (("car", "northbound"), ("truck", "northbound"))
    assert stage.whole


def test_a_stage_below_its_capacity_is_not() -> None:
    assert overloaded_stages(control(170)) == ()


def test_a_saturated_class_overloads_nothing() -> None:
    assert overloaded_stages(one_stage_plan((NORTHBOUND, CAR, Saturated()))) == ()


def test_a_queue_that_grew_is_told_with_what_came_and_left() -> None:
    [queue] = grown_queues(grown(38, 40, 42, 39, 41), control(170), level=LEVEL)
    assert (queue.vehicle_class, queue.direction) == ("truck", "northbound")
    assert (queue.growth.value, queue.inside_at_end) == pytest.approx((20, 50))
    assert (queue.demand, queue.left) == pytest.approx((250, 230))


def test_growth_within_chance_or_below_a_vehicle_a_day_is_not_told() -> None:
    assert grown_queues(grown(120, -40, 60, -30, 90), control(170), level=LEVEL) == ()
    assert grown_queues(grown(1, 1, 1, 1, 1), control(170), level=LEVEL) == ()


def test_a_window_of_less_than_a_day_shows_no_growth() -> None:
    tallies = [Tally({}, {**one.totals, Key("span"): DAY // 2}, {}) for one in grown(38, 40, 42, 39, 41)]
    assert grown_queues(tallies, control(170), level=LEVEL) == ()


def test_who_grew_and_who_comes_to_an_overloaded_stage_have_no_mean() -> None:
    tallies = grown(38, 40, 42, 39, 41, direction="southbound")
    assert without_mean(tallies, control(220), level=LEVEL) == {
        ("car", "northbound"),
        ("truck", "northbound"),
        ("truck", "southbound"),
    }


def test_their_times_and_the_totals_over_them_lose_their_value_and_nobody_elses() -> None:
    rows = [
        ("truck", "northbound", "crossing_time", "mean"),
        ("truck", "southbound", "crossing_time", "mean"),
        ("truck", "all", "crossing_time", "p95"),
        ("all", "northbound", "number_in_system", "mean"),
        ("all", "northbound", "number_in_system", "growth_per_day"),
        ("all", "southbound", "crossing_time", "mean"),
        ("car", "all", "crossing_time", "mean"),
        ("truck", "northbound", "throughput", "per_day"),
        ("truck", "northbound", "service_time", "mean"),
    ]
    names = ("vehicle_class", "direction", "measure", "statistic")
    table = pl.DataFrame(rows, schema=names, orient="row").with_columns(
        pl.lit(1.0).alias(name) for name in ("value", "lower", "upper")
    )
    told = without_times(table, {("truck", "northbound")})
    gone = told.filter(pl.col("value").is_null()).select(names).rows()
    assert gone == [rows[0], rows[2], rows[3]]
    assert told["lower"].null_count() == told["upper"].null_count() == 3
