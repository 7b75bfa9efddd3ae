import pytest

from sim.scenario.expressions import check, evaluate


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.7", 0.7),
        ("1 - effect", 0.7),
        ("(1 - effect) * (1 + adoption)", 0.84),
        ("2 * effect / adoption - -1", 4.0),
        ("+1", 1.0),
        (" 1 ", 1.0),
    ],
)
def test_an_expression_is_the_arithmetic_it_says(text: str, value: float) -> None:
    assert evaluate(text, effect=0.3, adoption=0.2) == pytest.approx(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "1 -", "effekt", "effect ** 2", "effect // 2", "effect % 2", "abs(effect)", "effect.real", "[1][0]", "True",
        "None", "'1'", "1j", "1 if effect else 0", "effect < 1", "(lambda: 1)()", "x := 1", "effect; 1", "1\n2", "~1",
        "not 1", "__import__('os')", "(" * 79,
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expression"):
        evaluate(text, effect=0.3, adoption=0.2)
    with pytest.raises(ValueError, match="expression"):
        check(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("effect - 1", "it must be 0 or more"),
        ("1 / (effect - effect)", "divides by zero"),
        ("1e308 * 10", "it must be 0 or more"),
        ("9" * 60 + " * 1e300", "it must be 0 or more"),
        ("1" * 90, "at most 80 characters"),
    ],
)
def test_a_value_that_no_factor_can_have_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate(text, effect=0.3, adoption=0.2)
