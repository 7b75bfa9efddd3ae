"""How the grid of a sweep is typed."""

import pytest

from sim.cli.grid import grid_of, values_of
from sim.cli.leaving import UserError


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5:7:1", ("5", "6", "7")),
        ("0:0.3:0.1", ("0.0", "0.1", "0.2", "0.3")),
        ("10:16:3 min", ("10 min", "13 min", "16 min")),
        ("10 min:12 min:2 min", ("10 min", "12 min")),
        ("7:5:-1", ("7", "6", "5")),
        ("1:2:0.4", ("1.0", "1.4", "1.8")),
        ("low, base ,high", ("low", "base", "high")),
        ("5", ("5",)),
        ("08:00", ("08:00",)),
    ],
)
def test_values(text: str, values: tuple[str, ...]) -> None:
    assert values_of("key", text) == values


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1:5:0", "the step does not lead from 1 to 5"),
        ("1:5:-1", "the step does not lead"),
        ("1 min:5 h:1 min", "one range has one unit"),
        ("0:1:0.00001", "at most 10000"),
    ],
)
def test_a_range_that_makes_no_sense_is_refused(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        values_of("key", text)


def test_one_value_is_a_setting() -> None:
    assert grid_of(["run.length=1 d", "a.b=1:2:1"]) == ({"a.b": ("1", "2")}, ("run.length=1 d",))


@pytest.mark.parametrize("texts", [["a"], ["=1,2"], ["a="], [], ["a=1"], ["a=1,2", "a=3,4"]])
def test_what_is_no_grid_is_refused(texts: list[str]) -> None:
    with pytest.raises(UserError):
        grid_of(texts)
