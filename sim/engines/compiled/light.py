"""The light of an alternating link: one lane, used by the two directions in turn (R19)."""

from sim.engines.compiled.heap import push
from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    CHANGE_IS_DUE,
    CLEAR_FROM,
    CLEARING,
    GREEN_SINCE,
    IS_GREEN,
    KIND_BITS,
    LIGHT,
    LIGHT_LINK,
    LONGEST_IS_EXPECTED,
    MAXIMUM,
    MINIMUM,
    N_ENTRY,
    N_LIGHT_ROWS,
    N_ON_LINK,
    NOW,
    NUMBER,
    SIDE,
)
from sim.engines.compiled.ready import stir
from sim.engines.order import Mark
from sim.trajectory import IntArray

_LIGHT_CHANGES = int(Mark.LIGHT_CHANGES) << KIND_BITS

SHORTEST, LONGEST, CHANGE, CLEAR = 0, 1, 2, 3
"""Why a light is looked at: minimum over, maximum over, it ought to change, clearing over."""

N_REASONS = 4


@compiled
def turn_green(m: IntArray, light: int) -> None:
    """Green begins now for the side to come."""
    now = m[NOW]
    m[light + IS_GREEN] = 1
    m[light + GREEN_SINCE] = now
    _expect(m, light, now + m[light + MINIMUM], SHORTEST)
    if not m[light + LONGEST_IS_EXPECTED]:
        m[light + LONGEST_IS_EXPECTED] = 1
        _expect(m, light, now + m[light + MAXIMUM], LONGEST)


@inlined
def turn_green_if_clear(m: IntArray, link: int) -> None:
    """Begin the green of the side to come once the link is empty and the clearing time is over."""
    light = m[link + LIGHT]
    if not m[light + IS_GREEN] and m[link + N_ON_LINK] == 0 and m[NOW] >= m[light + CLEAR_FROM]:
        turn_green(m, light)


@compiled
def look(m: IntArray, log: IntArray, light: int, reason: int) -> None:
    """A look at the light that was expected comes due."""
    if reason == CLEAR:
        stir(m, m[light + LIGHT_LINK])
    elif reason == CHANGE:
        m[light + CHANGE_IS_DUE] = 0
        if m[light + IS_GREEN]:
            _change(m, log, light)
    elif reason == SHORTEST:
        if m[NOW] == m[light + GREEN_SINCE] + m[light + MINIMUM] and _ought_to_change(m, light):
            _change(m, log, light)
    else:
        _look_at_longest(m, log, light)


@compiled
def _look_at_longest(m: IntArray, log: IntArray, light: int) -> None:
    """The end of a maximum green, of this green or of one that was cut short: then this one's is expected instead."""
    m[light + LONGEST_IS_EXPECTED] = 0
    if not m[light + IS_GREEN]:
        return
    over = m[light + GREEN_SINCE] + m[light + MAXIMUM]
    if over > m[NOW]:
        m[light + LONGEST_IS_EXPECTED] = 1
        _expect(m, light, over, LONGEST)
    elif _ought_to_change(m, light):
        _change(m, log, light)


@inlined
def look_after_settle(m: IntArray, light: int) -> None:
    """If the light ought to change, it is due to at once, in another round, and not taken back."""
    if not m[light + CHANGE_IS_DUE] and _ought_to_change(m, light):
        m[light + CHANGE_IS_DUE] = 1
        _expect(m, light, m[NOW], CHANGE)


@inlined
def _ought_to_change(m: IntArray, light: int) -> bool:
    link = m[light + LIGHT_LINK]
    side = m[light + SIDE]
    if not m[light + IS_GREEN] or m[link + N_ENTRY + 1 - side] == 0:
        return False
    green_for = m[NOW] - m[light + GREEN_SINCE]
    return green_for >= m[light + MAXIMUM] or (green_for >= m[light + MINIMUM] and m[link + N_ENTRY + side] == 0)


@compiled
def _change(m: IntArray, log: IntArray, light: int) -> None:
    link = m[light + LIGHT_LINK]
    row = m[N_LIGHT_ROWS]
    log[0, row] = m[link + NUMBER]
    log[1, row] = m[light + SIDE]
    log[2, row] = m[light + GREEN_SINCE]
    log[3, row] = m[NOW]
    m[N_LIGHT_ROWS] = row + 1
    m[light + IS_GREEN] = 0
    m[light + SIDE] = 1 - m[light + SIDE]
    m[light + CLEAR_FROM] = m[NOW] + m[light + CLEARING]
    stir(m, link)
    _expect(m, light, m[light + CLEAR_FROM], CLEAR)


@compiled
def _expect(m: IntArray, light: int, at: int, reason: int) -> None:
    push(m, at, _LIGHT_CHANGES + m[m[light + LIGHT_LINK] + NUMBER] * N_REASONS + reason, light)
