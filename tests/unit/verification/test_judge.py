"""When an estimate passes."""

import math

import pytest

from sim.scenario.exact import Exact
from sim.verification.estimate import Estimate
from sim.verification.judge import judge


def answer(value: float = 10.0, at: int | None = None) -> Exact:
    words = {
        "formula": "by hand", "measure": "number_in_system", "statistic": "mean", "value": value, "unit": "vehicles",
    }  # fmt: skip
    return Exact.model_validate(words | ({} if at is None else {"at": f"{at} min"}))


def estimate(value: float, error: float) -> Estimate:
    return Estimate(value, value - 4 * error, value + 4 * error, error)


@pytest.mark.parametrize(
    ("value", "error", "agrees", "is_precise"),
    [
        (10.0, 0.2, True, True),
        (10.8, 0.2, True, True),
        (10.81, 0.2, False, True),
        (9.19, 0.2, False, True),
        (10.0, 0.201, True, False),
        (11.0, 0.201, False, False),
        (10.0, 0.0, True, True),
        (10.0 + 1e-9, 0.0, True, True),
        (10.0 + 1e-7, 0.0, False, True),
    ],
)
def test_four_standard_errors_and_two_percent(value: float, error: float, agrees: bool, is_precise: bool) -> None:
    [judged] = judge({"number": answer()}, [estimate(value, error)], precision=0.02)
    assert (judged.agrees, judged.is_precise, judged.passed) == (agrees, is_precise, agrees and is_precise)


@pytest.mark.parametrize("nothing", [Estimate(None), Estimate(10.0), Estimate(10.0, math.nan, math.nan, math.nan)])
def test_without_an_interval_nothing_passes(nothing: Estimate) -> None:
    [judged] = judge({"number": answer()}, [nothing], precision=0.02)
    assert not judged.agrees
    assert not judged.is_precise


def test_a_curve_is_as_precise_as_its_greatest_value_asks() -> None:
    exact = {"early": answer(1.0, at=10), "late": answer(50.0, at=20), "over-time": answer(1.0)}
    found = [estimate(1.0, 0.5), estimate(50.0, 1.0), estimate(1.0, 0.5)]
    judged = judge(exact, found, precision=0.02)
    assert [each.scale for each in judged] == [50.0, 50.0, 1.0]
    assert [each.is_precise for each in judged] == [True, True, False]
