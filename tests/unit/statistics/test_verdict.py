"""Verdicts on differences, and the replications that would settle them."""

import pytest

from sim.statistics.intervals import Estimate, t_quantile
from sim.statistics.verdict import (
    Margin,
    Sense,
    Verdict,
    level_in_family,
    replications_to_settle,
    sense_of,
    verdict,
)


@pytest.mark.parametrize(
    ("lower", "upper", "margin", "expected"),
    [
        (2.0, 5.0, 1.0, Verdict.WORSE),
        (-5.0, -2.0, 1.0, Verdict.BETTER),
        (-0.5, 0.9, 1.0, Verdict.EQUIVALENT),
        (0.5, 1.5, 1.0, Verdict.UNDECIDED),
        (-3.0, 3.0, 1.0, Verdict.UNDECIDED),
        (0.1, 0.2, None, Verdict.WORSE),
        (-0.1, 0.2, None, Verdict.UNDECIDED),
        (0.0, 0.0, None, Verdict.UNDECIDED),
        (0.0, 0.0, 0.0, Verdict.EQUIVALENT),
    ],
)
def test_times_are_better_when_lower(lower: float, upper: float, margin: float | None, expected: Verdict) -> None:
    difference = Estimate((lower + upper) / 2, lower, upper, 10)
    assert verdict(difference, margin=margin, sense=Sense.LOWER) is expected


def test_throughput_is_better_when_higher() -> None:
    assert sense_of("throughput") is Sense.HIGHER
    assert sense_of("crossing_time") is Sense.LOWER
    assert verdict(Estimate(3, 2, 4, 10), margin=1, sense=Sense.HIGHER) is Verdict.BETTER
    assert verdict(Estimate(-3, -4, -2, 10), margin=1, sense=Sense.HIGHER) is Verdict.WORSE


def test_without_an_interval_nothing_is_decided() -> None:
    assert verdict(Estimate(50, None, None, 3), margin=1, sense=Sense.LOWER) is Verdict.UNDECIDED


def test_a_family_shares_its_chance_of_error() -> None:
    assert level_in_family(0.95, 10) == pytest.approx(0.995)
    assert level_in_family(0.95, 1) == pytest.approx(0.95)


def test_a_margin_is_absolute_or_a_share_of_the_base() -> None:
    assert Margin(absolute=2.0).of(None) == 2.0
    assert Margin(relative=0.05).of(-40.0) == pytest.approx(2.0)
    assert Margin(relative=0.05).of(None) is None
    assert Margin().of(40.0) is None


def _interval(value: float, spread: float, n: int, level: float) -> Estimate:
    half = t_quantile(level, n) * spread / n**0.5
    return Estimate(value, value - half, value + half, n)


@pytest.mark.parametrize(("value", "margin"), [(3.0, 1.0), (0.2, 1.0), (-1.4, 1.0), (0.5, None)])
def test_so_many_replications_settle_it_and_one_fewer_does_not(value: float, margin: float | None) -> None:
    level, spread = 0.99, 4.0
    needed = replications_to_settle(_interval(value, spread, 10, level), margin=margin, level=level)
    assert needed is not None
    settled = verdict(_interval(value, spread, needed, level), margin=margin, sense=Sense.LOWER)
    before = verdict(_interval(value, spread, needed - 1, level), margin=margin, sense=Sense.LOWER)
    assert settled is not Verdict.UNDECIDED
    assert before is Verdict.UNDECIDED


def test_on_the_margin_no_number_settles_it() -> None:
    assert replications_to_settle(_interval(1.0, 4.0, 10, 0.95), margin=1.0, level=0.95) is None
    assert replications_to_settle(Estimate(1.0, None, None, 3), margin=0.5, level=0.95) is None
    assert replications_to_settle(_interval(0.001, 4.0, 10, 0.95), margin=None, level=0.95, most=1000) is None


def test_a_margin_is_read_as_a_share_or_a_time() -> None:
    assert Margin.parse("5 %") == Margin(relative=0.05)
    assert Margin.parse("90 s") == Margin(absolute=1.5)
    assert str(Margin.parse("10 min")) == "10 min"
    assert str(Margin.parse("5%")) == "5 % of the base"
    for wrong in ("5", "5 km", "-3 min", "120 %", "much"):
        with pytest.raises(ValueError, match=r"margin|negative"):
            Margin.parse(wrong)
