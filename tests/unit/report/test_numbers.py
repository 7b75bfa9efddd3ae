import pytest

from sim.report.numbers import decimals, quantity, written


@pytest.mark.parametrize(
    ("value", "lower", "upper", "text"),
    [
        (3.4218, 3.1, 3.8, "3.4 min (3.1 to 3.8)"),
        (3.4218, 3.3, 3.54, "3.42 min (3.30 to 3.54)"),
        (107.31, 98.2, 116.4, "107 min (98 to 116)"),
        (112.7, 30.2, 188.9, "110 min (30 to 190)"),
        (1.0, 0.9999, 1.0001, "1.000 min (1.000 to 1.000)"),
    ],
)
def test_digits_end_where_the_interval_is_unsure(value: float, lower: float, upper: float, text: str) -> None:
    assert quantity(value, "min", lower=lower, upper=upper) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (3.14159, "min", "3.14 min"),
        (0.5, "min", "30 s"),
        (0.0, "min", "0 min"),
        (119.9, "min", "120 min"),
        (120.0, "min", "2 h"),
        (1234.5, "min", "20.6 h"),
        (1.7, "h", "102 min"),
        (0.12345, "1", "12.3 %"),
        (1.0, "1", "100 %"),
        (533.4, "vehicles/day", "533 /day"),
        (5.0, "booths", "5"),
        (12345.0, "m", "12345 m"),
        (12345.6, "m", "12300 m"),
        (None, "min", "-"),
    ],
)
def test_a_value_without_an_interval_keeps_three_digits_in_a_sensible_unit(
    value: float | None, unit: str, text: str
) -> None:
    assert quantity(value, unit) == text


def test_an_interval_without_width_is_not_shown() -> None:
    assert quantity(2.0, "min", lower=2.0, upper=2.0) == "2 min"


@pytest.mark.parametrize(
    ("value", "half", "text"),
    [(12.0, 4.0, "+12 min (+8 to +16)"), (-12.0, 4.0, "-12 min (-16 to -8)"), (1.5, 4.0, "+2 min (-2 to +6)")],
)
def test_a_difference_shows_its_sign(value: float, half: float, text: str) -> None:
    assert quantity(value, "min", lower=value - half, upper=value + half, signed=True) == text


def test_no_zero_is_negative() -> None:
    assert written(-0.01, 1, signed=True) == "0.0"


def test_places_before_the_point_may_be_unsure_too() -> None:
    assert decimals(4321.0, lower=3500.0, upper=5100.0) == -2
    assert written(4321.0, -2) == "4300"
