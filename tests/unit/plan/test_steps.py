"""Step functions: each reading agrees with the value at every instant."""

from itertools import takewhile

from hypothesis import given
from hypothesis import strategies as st

from sim.plan.steps import Spell, StepFunction, changes, integral, next_above_zero, overlaid, value_at, values
from sim.units import NEVER

PERIOD, END = 7, 40


@st.composite
def layers(draw: st.DrawFn) -> tuple[Spell, ...]:
    edges = sorted(draw(st.lists(st.integers(-5, END), max_size=8, unique=True)))
    return tuple(
        Spell(begin, end, draw(st.integers(0, 2))) for begin, end in zip(edges[::2], edges[1::2], strict=False)
    )


@st.composite
def repeating(draw: st.DrawFn) -> StepFunction:
    later = sorted(draw(st.sets(st.integers(1, PERIOD - 1), max_size=3)))
    return StepFunction((0, *later), tuple(draw(st.integers(0, 2)) for _ in (0, *later)), PERIOD)


def read(steps: StepFunction) -> list[int]:
    return [value_at(steps, at) for at in range(END)]


@given(repeating(), layers(), layers())
def test_of_layers_the_last_that_holds_wins(
    steps: StepFunction, one: tuple[Spell, ...], two: tuple[Spell, ...]
) -> None:
    expected = read(steps)
    for spell in (*one, *two):
        for at in range(max(spell.begin, 0), min(spell.end, END)):
            expected[at] = spell.value
    found = overlaid(steps, one, two)
    assert read(found) == expected
    assert all(here.end <= there.begin for here, there in zip(found.spells, found.spells[1:], strict=False))
    assert all(0 <= spell.begin < spell.end for spell in found.spells)
    for spell in found.spells:
        assert any(value_at(steps, at) != spell.value for at in range(spell.begin, spell.end))


@given(repeating(), layers(), st.integers(0, END - 1))
def test_changes_integral_and_the_next_opening_are_those_of_the_values(
    steps: StepFunction, spells: tuple[Spell, ...], after: int
) -> None:
    found = overlaid(steps, spells)
    series = read(found)
    told = list(takewhile(lambda change: change[0] < END, changes(found, after=after)))
    assert told == [(at, series[at]) for at in range(after + 1, END) if series[at] != series[at - 1]]
    assert integral(found, after, END) == sum(series[after:])
    assert set(series) <= values(found)
    opening = next_above_zero(found, after)
    assert opening == next((at for at in range(after, END) if series[at]), opening)
    assert opening == NEVER or value_at(found, opening) > 0


def test_what_never_opens_again_opens_never() -> None:
    assert next_above_zero(StepFunction((0,), (0,), PERIOD, (Spell(3, 5, 1),)), 5) == NEVER
    assert next_above_zero(StepFunction((0,), (1,), PERIOD, (Spell(3, NEVER, 0),)), 3) == NEVER
