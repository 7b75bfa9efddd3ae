"""A crossing with its directions exchanged: what went north goes south, place by place."""

from dataclasses import replace

from sim.plan.model import Approach, Link, LinkLane, Place, Stage, Zone
from tests.builders import CLASSES, KINDS
from tests.systems import System

_HALF = len(CLASSES) * 2
"""Kinds of one direction: every class, untracked and tracked."""


def mirrored(system: System) -> System:
    """The same crossing and vehicles, each direction in the place of the other."""
    of = system.plan
    return System(
        replace(
            of,
            places=tuple(_place(place) for place in of.places),
            zones=tuple(_zone(zone) for zone in of.zones),
            routes=(of.routes[1], of.routes[0]),
        ),
        tuple(replace(v, direction=1 - v.direction) for v in system.vehicles),
    )


def mirrored_kind(kind: int) -> int:
    """The same class and attributes, the other way."""
    return (kind + _HALF) % len(KINDS)


def _kinds(kinds: frozenset[int]) -> frozenset[int]:
    return frozenset(mirrored_kind(kind) for kind in kinds)


def _zone(zone: Zone) -> Zone:
    return replace(zone, counts=_kinds(zone.counts))


def _place(place: Place) -> Place:
    match place:
        case Approach():
            lines = tuple(replace(line, serves=_kinds(line.serves)) for line in place.lines)
            return replace(place, direction=1 - place.direction, lines=lines)
        case Stage():
            return replace(
                place,
                pool=(place.pool[1], place.pool[0]),
                lanes=tuple(replace(lane, serves=_kinds(lane.serves)) for lane in place.lanes),
                priority=tuple(place.priority[mirrored_kind(kind)] for kind in range(len(place.priority))),
            )
        case Link():
            kinds = range(len(KINDS))
            return replace(
                place,
                entry_space=(place.entry_space[1], place.entry_space[0]),
                lanes=tuple(_road_lane(lane) for lane in place.lanes),
                headway=tuple(
                    tuple(place.headway[mirrored_kind(ahead)][mirrored_kind(behind)] for behind in kinds)
                    for ahead in kinds
                ),
            )


def _road_lane(lane: LinkLane) -> LinkLane:
    steps = lane.direction
    if steps is not None:
        steps = replace(steps, value=tuple(1 - value for value in steps.value))
    return replace(lane, serves=_kinds(lane.serves), direction=steps)
