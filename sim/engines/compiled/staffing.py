"""Which booths of a lane are open: openings, closings, and closings that wait for a vehicle to leave (R15)."""

from sim.engines.compiled.jit import compiled, inlined
from sim.engines.compiled.layout import (
    AGAIN,
    BOOTH_SIZE,
    BOOTH_STATE,
    BOOTHS,
    CLOSED,
    HELD,
    IDLE,
    IDLE_FROM,
    LANE_INDEX,
    LANE_STAGE,
    LAST_LEFT_AT,
    N_AGAIN,
    N_BOOTH_ROWS,
    N_BOOTHS_OF_LANE,
    N_CLOSED,
    N_IDLE,
    NOW,
    NUMBER,
    OPENED_AT,
    PENDING,
    TARGET,
)
from sim.engines.compiled.ready import stir
from sim.trajectory import IntArray
from sim.units import NEVER


@compiled
def set_target(m: IntArray, log: IntArray, lane: int, target: int) -> None:
    """Move from the old target to the new one, which count as one change."""
    change = target - m[lane + TARGET]
    if target == 0 and change < 0:
        m[m[AGAIN] + m[N_AGAIN]] = lane
        m[N_AGAIN] += 1
    m[lane + TARGET] = target
    cancelled = min(max(change, 0), m[lane + PENDING])
    m[lane + PENDING] -= cancelled
    for _ in range(change - cancelled):
        _open_first(m, lane)
    for _ in range(-change):
        if m[lane + N_IDLE] > 0:
            _close(m, log, lane, _last_idle(m, lane))
        else:
            m[lane + PENDING] += 1
    stir(m, m[lane + LANE_STAGE])


@inlined
def occupy(m: IntArray, lane: int) -> int:
    """The first declared idle booth is taken (R11): its address."""
    booth = m[lane + BOOTHS] + BOOTH_SIZE * m[lane + IDLE_FROM]
    while m[booth + BOOTH_STATE] != IDLE:
        booth += BOOTH_SIZE
    m[booth + BOOTH_STATE] = HELD
    m[lane + N_IDLE] -= 1
    m[lane + IDLE_FROM] = (booth - m[lane + BOOTHS]) // BOOTH_SIZE + 1
    return booth


@inlined
def vacate(m: IntArray, log: IntArray, lane: int, booth: int) -> None:
    """The vehicle leaves *booth*, which closes if a closing waits for it."""
    m[booth + LAST_LEFT_AT] = m[NOW]
    _becomes_idle(m, lane, booth)
    if m[lane + PENDING] > 0:
        m[lane + PENDING] -= 1
        _close(m, log, lane, booth)


@inlined
def _becomes_idle(m: IntArray, lane: int, booth: int) -> None:
    m[booth + BOOTH_STATE] = IDLE
    m[lane + N_IDLE] += 1
    m[lane + IDLE_FROM] = min(m[lane + IDLE_FROM], (booth - m[lane + BOOTHS]) // BOOTH_SIZE)


@inlined
def _open_first(m: IntArray, lane: int) -> None:
    booth = m[lane + BOOTHS]
    while m[booth + BOOTH_STATE] != CLOSED:
        booth += BOOTH_SIZE
    m[lane + N_CLOSED] -= 1
    m[booth + OPENED_AT] = m[NOW]
    _becomes_idle(m, lane, booth)


@inlined
def _last_idle(m: IntArray, lane: int) -> int:
    booth = m[lane + BOOTHS] + BOOTH_SIZE * (m[lane + N_BOOTHS_OF_LANE] - 1)
    while m[booth + BOOTH_STATE] != IDLE:
        booth -= BOOTH_SIZE
    return booth


@inlined
def _close(m: IntArray, log: IntArray, lane: int, booth: int) -> None:
    m[booth + BOOTH_STATE] = CLOSED
    m[lane + N_IDLE] -= 1
    m[lane + N_CLOSED] += 1
    row = m[N_BOOTH_ROWS]
    log[0, row] = m[m[lane + LANE_STAGE] + NUMBER]
    log[1, row] = m[lane + LANE_INDEX]
    log[2, row] = (booth - m[lane + BOOTHS]) // BOOTH_SIZE
    log[3, row] = m[booth + OPENED_AT]
    log[4, row] = m[NOW]
    m[N_BOOTH_ROWS] = row + 1
    m[booth + OPENED_AT] = NEVER
