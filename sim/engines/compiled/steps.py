"""Step functions in memory: the value at an instant, and when it changes next (see :mod:`sim.plan.steps`)."""

from sim.engines.compiled.jit import compiled
from sim.engines.compiled.layout import N_SPELLS, N_STEPS, PERIOD, SPELLS, STEPS_AT, STEPS_VALUE, VARIES
from sim.trajectory import IntArray
from sim.units import NEVER

_SPELL = 3


@compiled
def value_at(m: IntArray, steps: int, at: int) -> int:
    """Value at instant *at*."""
    for number in range(m[steps + N_SPELLS]):
        spell = m[steps + SPELLS] + _SPELL * number
        if m[spell] <= at < m[spell + 1]:
            return m[spell + 2]
    within = at % m[steps + PERIOD]
    index = m[steps + N_STEPS] - 1
    while m[m[steps + STEPS_AT] + index] > within:
        index -= 1
    return m[m[steps + STEPS_VALUE] + index]


@compiled
def _next_edge(m: IntArray, steps: int, after: int) -> int:
    """The first instant later than *after* at which the value might change; NEVER if there is none."""
    edge = NEVER
    if m[steps + VARIES]:
        period = m[steps + PERIOD]
        began = after - after % period
        edge = began + period
        for index in range(m[steps + N_STEPS]):
            at = began + m[m[steps + STEPS_AT] + index]
            if at > after:
                edge = at
                break
    for number in range(_SPELL * m[steps + N_SPELLS]):
        if number % _SPELL < 2:  # noqa: PLR2004 - begin and end of a spell, not its value
            at = m[m[steps + SPELLS] + number]
            if after < at < edge:
                edge = at
    return edge


@compiled
def next_change(m: IntArray, steps: int, after: int) -> int:
    """The first instant later than *after* at which the value changes; NEVER if there is none."""
    current = value_at(m, steps, after)
    at = _next_edge(m, steps, after)
    while at < NEVER and value_at(m, steps, at) == current:
        at = _next_edge(m, steps, at)
    return at


@compiled
def next_above_zero(m: IntArray, steps: int, at: int) -> int:
    """The first instant, *at* or later, at which the value is above zero; NEVER if there is none."""
    last_date = at
    for number in range(m[steps + N_SPELLS]):
        last_date = max(last_date, m[m[steps + SPELLS] + _SPELL * number + 1])
    last = last_date + m[steps + PERIOD]
    while at < NEVER and value_at(m, steps, at) <= 0:
        if at > last:
            return NEVER
        at = _next_edge(m, steps, at)
    return at
