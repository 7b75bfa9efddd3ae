"""What limits a class in a direction, read off a run in which that class is saturated.

The rule, in this order:

1. The stage whose lanes for the class are used most, if that is at least ``BUSY`` of their open booth-time
   in the window (serving and moving up, of all vehicles these lanes serve; blocked time is the fault of
   somewhere else and does not count).
2. Otherwise the zone that counts the class and is at its limit, or the link before which vehicles of the
   direction wait, for at least ``FULL`` of the window. Whatever lies behind a bottleneck runs free and
   whatever lies before it is full, so of several the last on the route is named, a zone lying where its last place is.
3. Otherwise no place: nothing in the scenario is full.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.plan.model import Link, Plan, Stage
from sim.statistics.occupancy import StepSeries, integral, number_waiting, zone_occupancy
from sim.statistics.window import of_plan
from sim.trajectory import IntArray, Trajectory

BUSY = 0.9
"""A stage is a limit from this share of its open booth-time on."""
FULL = 0.5
"""A zone or link is a limit from this share of the window on."""


@dataclass(frozen=True, slots=True)
class Load:
    """How hard one place works for a class in a direction."""

    place: str
    what: str
    """``stage``, ``zone`` or ``link``."""
    share: float
    """Of a stage, its utilisation with moving up; of a zone or link, the share of the window in which it is full."""
    position: int
    """Where on the route, from 0."""


def kinds_of(plan: Plan, *, direction: int, vehicle_class: int) -> frozenset[int]:
    """The kinds of one class in one direction, whatever their attributes."""
    wanted = (direction, vehicle_class)
    return frozenset(n for n, kind in enumerate(plan.kinds) if (kind.direction, kind.vehicle_class) == wanted)


def loads(trajectory: Trajectory, plan: Plan, *, direction: int, vehicle_class: int) -> tuple[Load, ...]:
    """The load of every stage, zone and link that *vehicle_class* meets in *direction*, over the plan's window."""
    kinds = kinds_of(plan, direction=direction, vehicle_class=vehicle_class)
    return tuple(_loads(trajectory, plan, direction=direction, kinds=kinds))


def limit(found: tuple[Load, ...]) -> Load | None:
    """The load that limits, by the rule above; None if nothing is full."""
    stages = [load for load in found if load.what == "stage" and load.share >= BUSY]
    if stages:
        return max(stages, key=lambda load: load.share)
    others = [load for load in found if load.what != "stage" and load.share >= FULL]
    return max(others, key=lambda load: (load.position, load.what == "zone"), default=None)


def _loads(trajectory: Trajectory, plan: Plan, *, direction: int, kinds: frozenset[int]) -> Iterator[Load]:
    position = {stop.place: number for number, stop in enumerate(plan.routes[direction])}
    for number, stop in enumerate(plan.routes[direction]):
        place = plan.places[stop.place]
        passes = any(share > 0 for kind in kinds for share in stop.share[kind])
        if isinstance(place, Stage) and not place.serves_nothing and passes:
            share = _utilisation(trajectory, plan, place=stop.place, stage=place, kinds=kinds)
            yield Load(place.name, "stage", share, number)
        elif isinstance(place, Link) and passes:
            share = _share_of_window(
                number_waiting(trajectory, place=stop.place, direction=direction), plan, at_least=1
            )
            yield Load(place.name, "link", share, number)
    for index, zone in enumerate(plan.zones):
        inside = [position[place] for place in zone.places if place in position]
        if zone.counts & kinds and inside:
            series = zone_occupancy(trajectory, plan, zone=index)
            yield Load(zone.name, "zone", _share_of_window(series, plan, at_least=zone.at_most), max(inside))


def _utilisation(trajectory: Trajectory, plan: Plan, *, place: int, stage: Stage, kinds: frozenset[int]) -> float:
    lanes = [number for number, lane in enumerate(stage.lanes) if lane.serves & kinds]
    visits, booths = trajectory.visits, trajectory.booths
    used, opened = (_rows(table.place, table.lane, place=place, lanes=lanes) for table in (visits, booths))
    window = of_plan(plan)
    open_time = int(window.overlap(booths.opened_at[opened], booths.closed_at[opened]).sum())
    if open_time == 0:
        return 0.0
    return int(window.overlap(visits.called_at[used], visits.ended_at[used]).sum()) / open_time


def _rows(places: IntArray, lanes_used: IntArray, *, place: int, lanes: list[int]) -> IntArray:
    here = np.flatnonzero(places == place)
    rows: IntArray = here[np.isin(lanes_used[here], lanes)]
    return rows


def _share_of_window(series: StepSeries, plan: Plan, *, at_least: int) -> float:
    """Share of the window in which the series is at least so high."""
    window = of_plan(plan)
    high = StepSeries(series.at, (series.value >= at_least).astype(np.int64))
    return integral(high, window) / window.span
