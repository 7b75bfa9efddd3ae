"""Values that change at stated instants: what repeats every day or week, and dated spells that override it.

Engines, statistics and the analysis of rings all read staffing, closures, timetables and outages through the
functions below, so that there is one answer to what holds at an instant.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import count

from sim.units import NEVER


@dataclass(frozen=True, slots=True)
class Spell:
    """A dated stretch, from ``begin`` until before ``end``, in which *value* holds whatever repeats otherwise."""

    begin: int
    end: int
    value: int


@dataclass(frozen=True, slots=True)
class StepFunction:
    """A value that changes at stated instants and repeats after *period* (a day, a week), dated spells apart.

    ``at[0]`` is 0; outside the spells the value is ``value[i]`` from ``at[i]`` until ``at[i + 1]``.
    """

    at: tuple[int, ...]
    value: tuple[int, ...]
    period: int
    spells: tuple[Spell, ...] = ()
    """In order of time; no two overlap."""


def value_at(steps: StepFunction, at: int) -> int:
    """Value of *steps* at an instant of the run."""
    index = bisect_right(steps.spells, at, key=lambda spell: spell.begin) - 1
    if index >= 0 and at < steps.spells[index].end:
        return steps.spells[index].value
    return steps.value[bisect_right(steps.at, at % steps.period) - 1]


def changes(steps: StepFunction, *, after: int = 0) -> Iterator[tuple[int, int]]:
    """The changes later than *after* as (instant, new value), in order; without end if the value repeats."""
    current = value_at(steps, after)
    for at in merge(_repeating(steps, after), _dated(steps)):
        value = value_at(steps, at)
        if at > after and value != current:
            yield at, value
            current = value


def next_above_zero(steps: StepFunction, at: int) -> int:
    """The first instant, *at* or later, at which the value is above zero; NEVER if there is none."""
    if value_at(steps, at) > 0:
        return at
    last_date = max((spell.end for spell in steps.spells), default=0)
    for change, value in changes(steps, after=at):
        if value > 0:
            return change
        if change > max(at, last_date) + steps.period:
            break
    return NEVER


def integral(steps: StepFunction, start: int, end: int) -> int:
    """Exact integral from *start* to *end*; 0 if that is no stretch."""
    total, at, value = 0, start, value_at(steps, start)
    for change, following in changes(steps, after=start):
        if change >= end:
            break
        total += value * (change - at)
        at, value = change, following
    return total + value * max(end - at, 0)


def values(steps: StepFunction) -> frozenset[int]:
    """Every value that it may take."""
    return frozenset(steps.value) | {spell.value for spell in steps.spells if spell.begin < spell.end}


def _repeating(steps: StepFunction, after: int) -> Iterator[int]:
    if len(set(steps.value)) > 1:
        for number in count(after // steps.period):
            yield from (number * steps.period + at for at in steps.at)


def _dated(steps: StepFunction) -> Iterator[int]:
    return (at for spell in steps.spells for at in (spell.begin, spell.end))
