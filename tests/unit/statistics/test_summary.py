"""The table of a result: every row by name, unit and value, and differences with the same rows."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from sim.statistics.summary import COLUMNS, MEASURES, STATISTICS, contrasts, differences, pairing, summarise
from sim.statistics.tally import Tally, tally
from sim.statistics.window import Window
from sim.units import DAY, MINUTE
from tests.builders import N, S, approach, lane, plan, stage
from tests.trajectories import Car, Stop, record, road

GATE = 1
PLAN = plan([approach(), approach(direction=S), stage("gate", lane(2))], [(0, 2), (1, 2)], window=24 * 60)
WITHOUT = replace(PLAN, attributes=(), attribute_shares=(), tracked=None)
LEVEL = 0.95
THRESHOLDS = ((), (30 * MINUTE,), (30 * MINUTE,))


def replication(slow: float, *, of: object = PLAN, n: int = 4, service: float = 5) -> Tally:
    """So many trucks an hour apart, every second one tracked: each waits *slow* minutes and is served."""
    known = of is PLAN
    cars = [
        Car(
            [
                road(60 * i, 60 * i),
                Stop(2, 60 * i, 60 * i + slow, 60 * i + slow, 60 * i + slow + service, 60 * i + slow + service),
            ],
            "truck",
            direction=N if i % 4 < 2 else S,
            tracked=known and bool(i % 2),
        )
        for i in range(n)
    ]
    until = 60 * n + slow + service
    made = record(cars, until=until, booths=[(2, 0, 0, 0, None), (2, 0, 1, 0, None)])
    plan_of = PLAN if known else WITHOUT
    return tally(made, plan_of, Window(0, DAY), thresholds=THRESHOLDS)


SLOWNESS = (10, 20, 30, 40, 50)
TALLIES = [replication(slow) for slow in SLOWNESS]
TABLE = summarise(TALLIES, PLAN, level=LEVEL)


def row(table: pl.DataFrame, measure: str, statistic: str, **wanted: object) -> dict[str, object]:
    """The one row of that measure and statistic; every other column is a total unless *wanted* says otherwise."""
    chosen: dict[str, object] = {"direction": "all", "vehicle_class": "all", "attribute": "all", "place": "all"}
    chosen |= {"threshold": None, "hour": None, "measure": measure, "statistic": statistic} | wanted
    found = table.filter(*(pl.col(name).eq_missing(pl.lit(value)) for name, value in chosen.items()))
    assert len(found) == 1, chosen
    return found.row(0, named=True)


def value(table: pl.DataFrame, measure: str, statistic: str, **wanted: object) -> object:
    return row(table, measure, statistic, **wanted)["value"]


def test_the_columns_are_those_of_the_contract() -> None:
    assert tuple(TABLE.columns) == COLUMNS
    assert set(TABLE["measure"]) <= set(MEASURES)
    assert set(TABLE["statistic"]) <= set(STATISTICS)


def test_no_row_stands_twice() -> None:
    names = ["direction", "vehicle_class", "attribute", "place", "measure", "statistic", "threshold", "hour"]
    assert TABLE.select(names).is_duplicated().sum() == 0


def test_times_are_in_minutes_with_an_interval_and_the_replications_behind_it() -> None:
    crossing = row(TABLE, "crossing_time", "mean")
    assert crossing["value"] == pytest.approx(35)
    # Means of 15, 25, 35, 45, 55: a standard error of 7.071, and t on 4 of 2.776.
    assert crossing["lower"] == pytest.approx(35 - 2.776 * 7.071, abs=0.01)
    assert crossing["upper"] == pytest.approx(35 + 2.776 * 7.071, abs=0.01)
    assert (crossing["n"], crossing["unit"]) == (5, "min")


def test_the_maximum_stands_alone() -> None:
    greatest = row(TABLE, "crossing_time", "maximum")
    assert (greatest["value"], greatest["lower"], greatest["upper"]) == (55, None, None)


def test_a_percentile_of_few_vehicles_stands_alone() -> None:
    median = row(TABLE, "delay", "p50")
    assert median["value"] == pytest.approx(30, rel=0.01)
    assert median["lower"] is None


def test_shares_beyond_a_threshold_name_it_in_minutes() -> None:
    assert value(TABLE, "crossing_time", "share_beyond", vehicle_class="truck", threshold=30.0) == pytest.approx(0.6)


def test_only_the_thresholds_asked_for_are_shown() -> None:
    table = summarise(TALLIES, PLAN, level=LEVEL, thresholds=((), (), ()))
    assert set(table.filter(statistic="share_beyond")["threshold"]) == {0.0}, "the share that waits is always shown"


def test_hours_of_arrival_have_mean_and_p95() -> None:
    hourly = TABLE.filter(pl.col("hour").is_not_null())
    assert set(hourly["measure"]) == {"crossing_time", "delay"}
    assert set(hourly["statistic"]) == {"mean", "p95"}
    assert set(hourly["hour"]) == {0, 1, 2, 3}


def test_flows_are_per_day() -> None:
    assert value(TABLE, "throughput", "per_day") == pytest.approx(4)
    assert value(TABLE, "throughput", "per_day", direction="northbound", place="gate") == pytest.approx(2)
    assert value(TABLE, "offered", "mean", attribute="tracked", vehicle_class="truck") == pytest.approx(2)
    assert value(TABLE, "served", "mean") == pytest.approx(4)
    assert value(TABLE, "inside", "mean") == 0


def test_the_mean_queue_obeys_littles_law() -> None:
    per_day, waiting = value(TABLE, "throughput", "per_day"), value(TABLE, "waiting_time", "mean", place="gate")
    assert isinstance(per_day, float)
    assert isinstance(waiting, float)
    queue = value(TABLE, "queue_length", "mean", place="gate")
    assert queue == pytest.approx(per_day * waiting / (24 * 60))
    # Trucks of 20 m.
    assert value(TABLE, "queue_metres", "mean", place="gate") == pytest.approx(20 * per_day * waiting / (24 * 60))
    assert value(TABLE, "queue_metres", "maximum", place="gate") == 20


def test_utilisation_is_service_over_open_booth_time() -> None:
    served = 4 * 5 / (2 * 24 * 60)
    assert value(TABLE, "utilisation", "mean", place="gate") == pytest.approx(served)
    assert value(TABLE, "load", "mean", place="gate/lane") == pytest.approx(served)
    assert value(TABLE, "offered_load", "mean", place="gate") == pytest.approx(4 * 5 / (24 * 60))
    assert value(TABLE, "open_booths", "mean", place="gate") == pytest.approx(2)
    # Both directions use the lane, so its open time cannot be shared out between them.
    assert TABLE.filter(measure="utilisation", direction="northbound").is_empty()


def test_growth_is_zero_where_everybody_got_out() -> None:
    assert value(TABLE, "number_in_system", "growth_per_day") == 0


def with_faster_gate(tallies: Sequence[float] = SLOWNESS) -> list[Tally]:
    return [replication(slow - 4) for slow in tallies]


def test_differences_are_the_other_minus_the_base_paired_by_replication() -> None:
    table = differences(TALLIES, with_faster_gate(), PLAN, level=LEVEL)
    assert tuple(table.columns) == COLUMNS
    mean = row(table, "crossing_time", "mean")
    # Every replication is faster by exactly four minutes: what they share leaves no chance.
    assert [mean[name] for name in ("value", "lower", "upper")] == pytest.approx([-4, -4, -4])
    assert value(table, "throughput", "per_day") == 0
    assert table.filter(statistic="maximum").is_empty()


def test_a_scenario_differs_from_itself_by_nothing() -> None:
    table = differences(TALLIES, TALLIES, PLAN, level=LEVEL)
    assert set(table["value"]) == {0.0}


def test_tracked_and_untracked_trucks_are_compared_with_all_trucks_of_a_base_without_tracking() -> None:
    base = [replication(slow, of=WITHOUT) for slow in SLOWNESS]
    table = differences(base, with_faster_gate(), PLAN, level=LEVEL)
    for attribute in ("tracked", "not tracked"):
        mean = value(table, "crossing_time", "mean", vehicle_class="truck", attribute=attribute)
        assert mean == pytest.approx(-4)
    # Nobody is tracked in the base, so all its trucks are untracked ones.
    assert value(table, "offered", "mean", vehicle_class="truck", attribute="tracked") == pytest.approx(2)
    assert value(table, "offered", "mean", vehicle_class="truck", attribute="not tracked") == pytest.approx(-2)


def test_shares_are_compared_at_the_thresholds_that_both_scenarios_count() -> None:
    others = [tally(record([Car([road(0, 40)], "truck")], until=40), PLAN, Window(0, DAY)) for _ in SLOWNESS]
    shares = differences(TALLIES, others, PLAN, level=LEVEL).filter(statistic="share_beyond")
    assert set(shares["threshold"]) == {0.0}, "whether a vehicle waits at all is always counted"


def test_times_have_a_standard_deviation_over_all_vehicles() -> None:
    deviation = row(TABLE, "waiting_time", "sd", place="gate")
    # Waits of 10, 20, 30, 40 and 50, each of four vehicles: squared deviations of 400, 100, 0, 100 and 400.
    assert deviation["value"] == pytest.approx(200**0.5)
    assert deviation["lower"] is not None
    assert TABLE.filter(pl.col("hour").is_not_null(), statistic="sd").is_empty()


def test_the_share_that_waits_is_given_by_place() -> None:
    tallies = [replication(slow) for slow in (0, 0, 30, 0, 50)]
    table = summarise(tallies, PLAN, level=LEVEL)
    assert value(table, "waiting_time", "share_beyond", place="gate", threshold=0.0) == pytest.approx(2 / 5)


def test_spread_and_share_that_waits_are_compared_over_whole_crossings_only() -> None:
    table = differences(TALLIES, with_faster_gate(), PLAN, level=LEVEL)
    few = table.filter((pl.col("statistic") == "sd") | (pl.col("threshold") == 0))
    assert set(few["place"]) == {"all"}
    assert value(table, "crossing_time", "sd") == pytest.approx(0)


def test_who_is_at_a_place_waits_or_is_served() -> None:
    # Four vehicles of 30 minutes of waiting on average and 5 of service, in a day.
    assert value(TABLE, "number_at_place", "mean", place="gate") == pytest.approx(4 * 35 / (24 * 60))
    assert TABLE.filter(pl.col("place").str.contains("/"), measure="number_at_place").is_empty()


def test_open_booth_time_is_used_or_idle() -> None:
    shares = ("utilisation", "blocked_share", "move_up_share", "idle_share")
    assert sum(float(str(value(TABLE, share, "mean", place="gate"))) for share in shares) == pytest.approx(1)
    assert value(TABLE, "idle_share", "mean", place="gate") == pytest.approx(1 - 4 * 5 / (2 * 24 * 60))


def test_contrasts_weigh_the_scenarios() -> None:
    scenarios = [TALLIES, with_faster_gate(), TALLIES, with_faster_gate()]
    effect = contrasts(scenarios, [-0.5, 0.5, -0.5, 0.5], PLAN, level=LEVEL)
    interaction = contrasts(scenarios, [0.5, -0.5, -0.5, 0.5], PLAN, level=LEVEL)
    assert value(effect, "crossing_time", "mean") == pytest.approx(-4)
    assert value(interaction, "crossing_time", "mean") == pytest.approx(0)


def test_pairing_says_how_many_replications_common_chance_saved() -> None:
    other = [replication(slow) for slow in (11, 19, 31, 39, 51)]
    found = pairing(TALLIES, other, PLAN).row(0, named=True)
    assert found["direction"] == "all"
    assert found["correlation"] == pytest.approx(0.9975, abs=1e-3)
    # Variances of the means: 250 and 251.2; of the differences 1, -1, 1, -1, 1: 1.2.
    assert found["replications_saved"] == pytest.approx(5 * (250 + 251.2) / 1.2 - 5, rel=1e-6)
