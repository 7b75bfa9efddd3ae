"""Values that change at stated instants: what repeats every day or week, and dated spells that override it.

Engines, statistics and the analysis of rings all read staffing, closures, timetables and outages through the
functions below, so that there is one answer to what holds at an instant.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import count, pairwise

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
    dated = _dated_value(steps.spells, at)
    if dated is not None:
        return dated
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


def overlaid(steps: StepFunction, *layers: Sequence[Spell]) -> StepFunction:
    """*steps*, without spells of its own, under *layers* of spells: where several hold, the last layer wins.

    Within a layer the spells are in order of time and do not overlap. What makes no difference is left out: time
    before instant 0, spells of no length, and those in which the value is what it would be without them.
    """
    given = [spell for layer in layers for spell in layer if max(spell.begin, 0) < spell.end]
    cuts = sorted({at for spell in given for at in (max(spell.begin, 0), min(spell.end, NEVER))})
    spells: list[Spell] = []
    for begin, end in pairwise(cuts):
        holding = [value for layer in layers if (value := _dated_value(layer, begin)) is not None]
        if not holding:
            continue
        if spells and (spells[-1].end, spells[-1].value) == (begin, holding[-1]):
            begin = spells.pop().begin  # noqa: PLW2901 - the two are one
        spells.append(Spell(begin, end, holding[-1]))
    return replace(steps, spells=tuple(spell for spell in spells if not _holds(steps, spell)))


def _holds(steps: StepFunction, spell: Spell) -> bool:
    """Whether *steps* has the value of *spell* all through it."""
    change, _ = next(changes(steps, after=spell.begin), (NEVER, 0))
    return value_at(steps, spell.begin) == spell.value and change >= spell.end


def _dated_value(spells: Sequence[Spell], at: int) -> int | None:
    index = bisect_right(spells, at, key=lambda spell: spell.begin) - 1
    return spells[index].value if index >= 0 and at < spells[index].end else None


def _repeating(steps: StepFunction, after: int) -> Iterator[int]:
    if len(set(steps.value)) > 1:
        for number in count(after // steps.period):
            yield from (number * steps.period + at for at in steps.at)


def _dated(steps: StepFunction) -> Iterator[int]:
    return (at for spell in steps.spells for at in (spell.begin, spell.end))
