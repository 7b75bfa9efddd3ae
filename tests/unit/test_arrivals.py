from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim import laws
from sim.arrivals import FIRST_STRIP, LEAD_DAYS, STRIP_SHIFT, Points, calendar_factors, day_factors, points
from sim.plan.model import Saturated, Timetabled, Volume
from sim.streams import Streams
from sim.units import DAY, HOUR, MINUTE, NEVER, SECOND, WEEK
from tests.plans import volume

STREAMS = Streams(1, 0, "northbound", "truck")
DAYS = 60
PROFILE = np.concatenate([np.full(8, 0.25), np.full(8, 1.75), np.full(8, 1.0)])
FLAT = np.ones(24)


def made(
    arrivals: Volume | Timetabled | Saturated, *, start_of_day: int = 0, reach: int = DAYS * DAY, seed: int = 1
) -> Points:
    return points(arrivals, streams=Streams(seed, 0, "northbound", "truck"), start_of_day=start_of_day, reach=reach)


def integrated(hours: NDArray[np.float64], at: NDArray[np.int64]) -> NDArray[np.float64]:
    """Expected arrivals until each instant, as a share of those of all the days."""
    edges = np.concatenate([[0.0], np.cumsum(np.tile(hours, DAYS))])
    return np.asarray(np.interp(at, np.arange(len(edges)) * HOUR, edges) / edges[-1], dtype=np.float64)


def test_instants_rescaled_by_the_integrated_rate_are_a_unit_poisson_process() -> None:
    at = np.sort(made(volume(300.0, hours=PROFILE.tolist())).at)
    n, expected = len(at), 300.0 * DAYS
    assert abs(n - expected) < 4 * expected**0.5
    # Given their number, the rescaled instants are a sample of the uniform law, and their gaps exponential.
    rescaled = integrated(PROFILE, at)
    assert stats.kstest(rescaled, "uniform").pvalue > 1e-3
    assert stats.kstest(np.diff(rescaled) * expected, "expon").pvalue > 1e-3
    # The same test refuses them under a wrong profile, the power that it needs.
    assert stats.kstest(np.diff(integrated(FLAT, at)) * expected, "expon").pvalue < 1e-6


def test_counts_by_hour_of_the_day_follow_the_profile() -> None:
    at = made(volume(300.0, hours=PROFILE.tolist())).at
    counts = np.bincount(at % DAY // HOUR, minlength=24)
    assert stats.chisquare(counts, counts.sum() * PROFILE / 24).pvalue > 1e-3
    assert stats.chisquare(counts, counts.sum() * np.roll(PROFILE, 1) / 24).pvalue < 1e-6


def test_counts_of_disjoint_hours_vary_as_poisson_counts_do() -> None:
    counts = np.bincount(made(volume(480.0)).at // HOUR, minlength=24 * DAYS)
    dispersion = counts.var(ddof=1) / counts.mean()
    assert abs(dispersion - 1) < 4 * (2 / len(counts)) ** 0.5


def test_a_flow_within_the_first_strip_uses_no_other() -> None:
    assert set(made(volume(FIRST_STRIP)).strip.tolist()) == {0}
    assert set(made(volume(FIRST_STRIP * 1.5)).strip.tolist()) == {0, 1}
    assert set(made(volume(FIRST_STRIP * 8)).strip.tolist()) == {0, 1, 2, 3}


def test_each_strip_holds_its_share_of_the_flow() -> None:
    counts = np.bincount(made(volume(FIRST_STRIP * 8)).strip)
    expected = np.array([1.0, 1.0, 2.0, 4.0]) * FIRST_STRIP * DAYS
    assert (abs(counts - expected) < 4 * expected**0.5).all()


def test_a_point_is_numbered_by_its_strip_and_its_index_there() -> None:
    vehicles = made(volume(100.0), reach=DAY)
    assert (vehicles.number >> STRIP_SHIFT).tolist() == vehicles.strip.tolist()
    assert (vehicles.number & (2**STRIP_SHIFT - 1)).tolist() == vehicles.index.tolist()
    assert len(set(vehicles.number.tolist())) == len(vehicles)


def test_no_flow_brings_nobody() -> None:
    assert len(made(volume(0.0))) == 0
    assert len(made(volume(500.0), reach=0)) == 0


def test_the_hours_go_by_local_midnight_wherever_in_the_day_the_run_starts() -> None:
    morning = [0.0] * 24
    morning[8] = 24.0
    at = made(volume(50.0, hours=morning), start_of_day=6 * HOUR).at
    assert len(at) > 0
    assert set(((at + 6 * HOUR) % DAY // HOUR).tolist()) == {8}
    assert at.min() < 3 * HOUR  # the first local day has its hour too


def test_day_factors_have_mean_1_and_the_stated_cv_and_one_uniform_for_each_local_day() -> None:
    law = volume(300.0, day_factor_cv=0.3)
    factors = day_factors(law, streams=STREAMS, n_days=20_000)
    assert abs(factors.mean() - 1) < 4 * 0.3 / 20_000**0.5
    assert factors.std() == pytest.approx(0.3, rel=0.03)
    assert day_factors(law, streams=STREAMS, n_days=10).tolist() == factors[:10].tolist()
    assert day_factors(volume(300.0), streams=STREAMS, n_days=3).tolist() == [1, 1, 1]


def test_a_day_factor_holds_from_local_midnight_to_midnight() -> None:
    law = volume(2000.0, day_factor_cv=0.5)
    at = made(law, start_of_day=18 * HOUR, reach=20 * DAY).at
    expected = 2000 * day_factors(law, streams=STREAMS, n_days=20)
    counts = np.bincount((at + 18 * HOUR) // DAY)[1:20]
    assert (abs(counts - expected[1:]) < 4 * expected[1:] ** 0.5).all()


EVERY_DAY, EVERY_MONTH = (1.0,) * 7, (1.0,) * 12


def factors_from(
    day: str, n_days: int, *, weekdays: tuple[float, ...] = EVERY_DAY, months: tuple[float, ...] = EVERY_MONTH
) -> list[float]:
    first_day = (date.fromisoformat(day) - date(1970, 1, 1)).days
    flow = replace(volume(100.0), weekdays=weekdays, months=months)
    return list(calendar_factors(flow, first_day=first_day, n_days=n_days))


def test_every_day_has_the_factor_of_its_weekday() -> None:
    week = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 4.9)
    # 3 June 2019 was a Monday; 1 January 1970 a Thursday, and the days before it count back.
    assert factors_from("2019-06-03", 8, weekdays=week) == [*week, 0.1]
    assert factors_from("1970-01-01", 1, weekdays=week) == [0.4]
    assert factors_from("1969-12-28", 2, weekdays=week) == [4.9, 0.1]


def test_every_day_has_the_factor_of_its_month() -> None:
    year = tuple(float(month) for month in range(1, 13))
    assert factors_from("2019-06-29", 4, months=year) == [6, 6, 7, 7]
    assert factors_from("2019-12-31", 2, months=year) == [12, 1]
    assert factors_from("2019-02-28", 2, months=year) == [2, 3]
    assert factors_from("2020-02-28", 3, months=year) == [2, 2, 3]
    assert factors_from("1969-12-31", 2, months=year) == [12, 1]
    whole = factors_from("2019-01-01", 365, months=year)
    assert [whole.count(month) for month in year] == [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def test_weekday_and_month_multiply() -> None:
    week, year = (2.0, *(1.0,) * 6), (*(1.0,) * 5, 3.0, *(1.0,) * 6)
    assert factors_from("2019-06-03", 2, weekdays=week, months=year) == [6, 3]


def test_a_day_that_weighs_nothing_brings_nobody_and_the_others_keep_their_vehicles() -> None:
    first_day = (date(2019, 6, 3) - date(1970, 1, 1)).days
    streams, reach = Streams(1, 0, "northbound", "truck"), 28 * DAY

    def arriving(weekdays: tuple[float, ...]) -> list[int]:
        flow = replace(volume(300.0), weekdays=weekdays)
        return list(points(flow, streams=streams, start_of_day=6 * HOUR, first_day=first_day, reach=reach).at)

    every, some = arriving(EVERY_DAY), arriving((1.0,) * 5 + (0.0, 1.0))
    saturday = {at for at in every if (at + 6 * HOUR) // DAY % 7 == 5}
    assert len(saturday) > 1000
    assert set(some) == set(every) - saturday


def test_a_timetable_without_lateness_is_kept_to_the_microsecond() -> None:
    timetable = Timetabled((8 * HOUR, 20 * HOUR), None)
    assert made(timetable, start_of_day=12 * HOUR, reach=2 * DAY).at.tolist() == [
        8 * HOUR,
        20 * HOUR,
        32 * HOUR,
        44 * HOUR,
    ]
    assert made(timetable, start_of_day=12 * HOUR, reach=20 * HOUR).at.tolist() == [8 * HOUR]


def test_lateness_follows_its_law() -> None:
    law = laws.triangular(-30 * MINUTE, 0, 60 * MINUTE)
    scheduled = np.arange(0, DAY, 4 * HOUR) + HOUR
    vehicles = made(Timetabled(tuple(scheduled.tolist()), law), reach=400 * DAY)
    late = (
        vehicles.at
        - (scheduled + ((vehicles.index // 6) - LEAD_DAYS)[:, None] * DAY)[np.arange(len(vehicles)), vehicles.index % 6]
    )
    assert len(late) == 400 * 6
    assert stats.kstest(late, stats.triang(1 / 3, loc=-30 * MINUTE, scale=90 * MINUTE).cdf).pvalue > 1e-3


@pytest.mark.parametrize("hours", [(-50, -49), (-1, 1), (30, 31), (50, 100)])
def test_a_timetable_is_complete_however_early_or_late_its_vehicles_come(hours: tuple[int, int]) -> None:
    law = laws.uniform(hours[0] * HOUR, hours[1] * HOUR)
    timetable = Timetabled((6 * HOUR, 18 * HOUR), law)
    at, later = made(timetable, reach=5 * DAY).at, made(timetable, reach=20 * DAY).at
    assert sorted(at.tolist()) == sorted(later[later < 5 * DAY].tolist())
    # Two a day from the first day on: those of the days before are late into it, those of later days early.
    assert abs(len(at) - 10) <= 4
    assert at.min() < 18 * HOUR + abs(hours[1] - hours[0]) * HOUR


def test_a_timetable_of_no_vehicles_brings_nobody() -> None:
    assert len(made(Timetabled((), laws.exponential(HOUR)))) == 0


def test_a_saturated_class_has_more_vehicles_than_a_booth_could_pass() -> None:
    vehicles = made(Saturated(), reach=WEEK)
    assert len(vehicles) > WEEK // (20 * SECOND)
    assert set(vehicles.at.tolist()) == {NEVER}
    assert vehicles.number.tolist() == list(range(len(vehicles)))
    assert len(made(Saturated(), reach=0)) == 64
