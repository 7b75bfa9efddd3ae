"""Queues of a stage: waiting places where the discipline has them, lanes that are chosen, ranks for everyone."""

from collections.abc import Iterator, Mapping

from sim.scenario.places import DIRECTIONS, Stage
from sim.scenario.rules.context import Context, Finding, any_value, gathered
from sim.scenario.rules.stages import each_direction

_REMOVE = "without the key; an intervention removes it with null"


def queues(context: Context) -> Iterator[Finding]:
    """The queue of every stage."""
    for name, stage in context.stages():
        yield from _own(name, stage) if stage.queue == "own" else _together(context, name, stage)
        if stage.priority is not None:
            yield from _priority(context, name, stage, stage.priority)


def _own(name: str, stage: Stage) -> Iterator[Finding]:
    here = ("places", name)
    if stage.space is not None:
        message = "each lane has a queue of its own, and waiting places of its own"
        yield Finding((*here, "space"), message, accepted="`space` on each lane")
    for lane_name, lane in stage.lanes.items():
        if lane.space is None and stage.service is not None:
            message = "'space' is missing: how many vehicles wait in the lane before its booths"
            yield Finding((*here, "lanes", lane_name), message, accepted="such as 20 vehicles")


def _together(context: Context, name: str, stage: Stage) -> Iterator[Finding]:
    here = ("places", name)
    if stage.space is None and stage.service is not None:
        message = "'space' is missing: how many vehicles wait before the booths"
        yield Finding(here, message, accepted="such as 20 vehicles")
    if isinstance(stage.space, Mapping):
        yield from each_direction(context, name, stage.space, (*here, "space"))
    for lane_name, lane in stage.lanes.items():
        if lane.space is not None:
            message = "a lane has waiting places of its own only where `queue` is `own`"
            yield Finding((*here, "lanes", lane_name, "space"), message, accepted="`space` on the stage")
    if "lane_choice" in stage.model_fields_set:
        message = "lanes are chosen only where `queue` is `own`"
        yield Finding((*here, "lane_choice"), message, accepted=_REMOVE)


def _priority(context: Context, name: str, stage: Stage, ranks: Mapping[str, int]) -> Iterator[Finding]:
    path = ("places", name, "priority")
    if stage.queue == "single-file":
        message = "only the first of a single file may be called, so priority is ignored there"
        yield Finding(path, message, accepted="`queue` common or own, or no priority")
    for direction in DIRECTIONS:
        visitors = context.visitors(name, direction)
        for who in gathered([kind for kind in visitors if any_value(ranks, kind) is None], visitors):
            yield Finding(path, f"{who} visits {name!r} and has no priority there", accepted=f"an entry {who!r}")
