"""What one replication leaves behind, and how a set of them stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from sim.statistics.tally import Tally
from sim.trajectory import Ending, Trajectory

FINISHED, LOWER_BOUND, OVERLOADED, LOCKED_UP = "finished", "lower bound", "overloaded", "locked up"
STATUSES = (FINISHED, LOWER_BOUND, OVERLOADED, LOCKED_UP)
"""How far the figures of a result can be trusted, from best to worst.

``finished``: every vehicle of the window crossed. ``lower bound``: some were still inside when the run had
to stop, so times are at least what is shown. ``overloaded``: a steady scenario whose demand is above the
capacity of some stage, so that its means depend on how long it ran. ``locked up``: a ring of blocked
vehicles held itself, and nothing here is a throughput.
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One replication."""

    replication: int
    """Its number, from 0; with the seed it fixes every random quantity."""
    tally: Tally
    ending: Ending
    until: int
    """Last instant worked, microseconds."""
    ring: tuple[int, ...]
    """Places of the ring that locked up, by number; empty otherwise."""
    broken: tuple[str, ...]
    """Invariants that did not hold, each with what was found; empty in a sound run."""
    trajectory: Trajectory | None = None
    """Every vehicle and visit, if it was asked for."""


def status_of(outcomes: Sequence[Outcome], *, overloaded: bool) -> str:
    """The worst that can be said of any replication; *overloaded* for a steady scenario whose load passes one."""
    endings = {outcome.ending for outcome in outcomes}
    if Ending.LOCKED_UP in endings:
        return LOCKED_UP
    if overloaded:
        return OVERLOADED
    return LOWER_BOUND if Ending.STOPPED in endings else FINISHED
