"""Dated stretches of a file, closures and outages, in instants of the run."""

from collections.abc import Iterable

from sim.plan.steps import Spell, StepFunction, overlaid
from sim.units import DAY


def closed(dated: Iterable[tuple[int, int]], *, shown_at_0: int) -> tuple[Spell, ...]:
    """0 in each stretch, given as its local begin and its length; those that overlap or meet are one.

    *shown_at_0* is the local time of instant 0; both count from 1970-01-01 00:00.
    """
    spells: list[Spell] = []
    for local, length in sorted(dated):
        begin, end = local - shown_at_0, local - shown_at_0 + length
        if spells and begin <= spells[-1].end:
            last = spells.pop()
            begin, end = last.begin, max(end, last.end)
        spells.append(Spell(begin, end, 0))
    return tuple(spells)


def working(stops: Iterable[Spell]) -> StepFunction | None:
    """1, and 0 during *stops*; None if that never is within the run."""
    steps = overlaid(StepFunction((0,), (1,), DAY), tuple(stops))
    return steps if steps.spells else None
