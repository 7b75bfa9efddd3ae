"""What is due, and when: a binary heap of events by instant and rank (R3)."""

from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import AT, EVENT_SIZE, HEAP, HEAP_CAPACITY, HEAP_SIZE, RANK, WHO
from sim.trajectory import IntArray


@inlined
def push(m: IntArray, at: int, rank: int, who: int) -> None:
    """An event of *rank* about the record *who* is due at instant *at*."""
    heap = m[HEAP]
    child = m[HEAP_SIZE]
    if child == m[HEAP_CAPACITY]:
        raise MemoryError("more is due than the heap can hold")
    m[HEAP_SIZE] = child + 1
    while child > 0:
        parent = (child - 1) >> 1
        above = heap + EVENT_SIZE * parent
        if m[above + AT] < at or (m[above + AT] == at and m[above + RANK] <= rank):
            break
        below = heap + EVENT_SIZE * child
        m[below + AT] = m[above + AT]
        m[below + RANK] = m[above + RANK]
        m[below + WHO] = m[above + WHO]
        child = parent
    here = heap + EVENT_SIZE * child
    m[here + AT] = at
    m[here + RANK] = rank
    m[here + WHO] = who


@inlined
def drop_first(m: IntArray) -> None:
    """Remove the first event, which stands at the heap's own address."""
    heap = m[HEAP]
    size = m[HEAP_SIZE] - 1
    m[HEAP_SIZE] = size
    last = heap + EVENT_SIZE * size
    at, rank, who = m[last + AT], m[last + RANK], m[last + WHO]
    parent = 0
    child = 1
    while child < size:
        left = heap + EVENT_SIZE * child
        if child + 1 < size:
            right = left + EVENT_SIZE
            if m[right + AT] < m[left + AT] or (m[right + AT] == m[left + AT] and m[right + RANK] < m[left + RANK]):
                child += 1
                left = right
        if at < m[left + AT] or (at == m[left + AT] and rank <= m[left + RANK]):
            break
        above = heap + EVENT_SIZE * parent
        m[above + AT] = m[left + AT]
        m[above + RANK] = m[left + RANK]
        m[above + WHO] = m[left + WHO]
        parent = child
        child = 2 * parent + 1
    here = heap + EVENT_SIZE * parent
    m[here + AT] = at
    m[here + RANK] = rank
    m[here + WHO] = who
