"""A ring of places, each held by blocked vehicles that wait for the next (R23): the search, for either engine."""

from collections.abc import Mapping


def ring_among(waits_for: Mapping[int, frozenset[int]]) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none.

    *waits_for* says, of each place that blocked vehicles hold, which places they wait for. A place is stuck if
    everybody who holds it waits for a stuck place. Places are taken for stuck and freed one by one as something
    in them, or ahead of them, is seen to go on; a ring is a circle among the rest.
    """
    stuck = set(waits_for)
    while free := {number for number in stuck if not waits_for[number] or not waits_for[number] <= stuck}:
        stuck -= free
    return _circle(waits_for, stuck)


def _circle(waits_for: Mapping[int, frozenset[int]], stuck: set[int]) -> tuple[int, ...]:
    """A circle among the stuck places: each of them waits for another, so any walk comes round."""
    if not stuck:
        return ()
    walk = [min(stuck)]
    while (following := min(waits_for[walk[-1]])) not in walk:
        walk.append(following)
    return tuple(walk[walk.index(following) :])
