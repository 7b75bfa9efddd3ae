"""Stages: booths given one way, a lane and a service for everyone who comes."""

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Path
from sim.scenario.places import DIRECTIONS, Direction, Stage, StageLane
from sim.scenario.rules.context import Context, Finding, any_value, gathered


def stages(context: Context) -> Iterator[Finding]:
    """Every stage by itself."""
    for name, stage in context.stages():
        here = ("places", name)
        if not stage.lanes:
            yield Finding((*here, "lanes"), "a stage has at least one lane")
        if stage.repeats is not None and stage.service is None:
            yield Finding((*here, "repeats"), "only a stage with a service can be repeated")
        for lane_name, lane in stage.lanes.items():
            yield from _lane(context, name, stage, lane, (*here, "lanes", lane_name))
        for direction in DIRECTIONS:
            yield from _served(context, name, stage, direction)
            yield from _service(context, name, stage, direction)


def each_direction(context: Context, name: str, given: Mapping[Direction, object], path: Path) -> Iterator[Finding]:
    """Whether *given* has an entry for each direction whose route passes the place called *name*."""
    for direction in context.passed(name):
        if direction not in given:
            yield Finding(path, f"{direction!r} is missing, and that route passes here")


def _lane(context: Context, name: str, stage: Stage, lane: StageLane, path: Path) -> Iterator[Finding]:
    if lane.booths is None and lane.staffing is None:
        yield Finding(path, "the lane has no booths", accepted="`booths`, or `staffing` by time of day")
    if lane.booths is not None and lane.staffing is not None:
        yield Finding(
            path, "booths are given twice", "`booths` and `staffing`", "one of them; remove the other with null"
        )
    if lane.staffing is not None and 0 not in lane.staffing:
        yield Finding((*path, "staffing"), 'the first step is at "00:00"')
    if isinstance(lane.booths, Mapping):
        if stage.per is None:
            yield Finding((*path, "booths"), "booths per direction need a place declared `per: direction`")
        elif lane.direction is None:
            yield from each_direction(context, name, lane.booths, (*path, "booths"))
    if lane.direction is not None and lane.direction not in stage.directions:
        yield Finding((*path, "direction"), f"the place does not exist {lane.direction}")
    if lane.serves is not None and not lane.serves:
        yield Finding((*path, "serves"), "the lane serves nobody; leave `serves` out where it serves all")


def _served(context: Context, name: str, stage: Stage, direction: Direction) -> Iterator[Finding]:
    open_lanes = [
        lane
        for lane in stage.lanes.values()
        if lane.direction in (None, direction) and most_booths(lane, direction) > 0
    ]
    visitors = context.visitors(name, direction)
    unserved = [kind for kind in visitors if not any(context.serves(lane.serves, kind) for lane in open_lanes)]
    for who in gathered(unserved, visitors) if stage.lanes else ():
        yield Finding(("places", name, "lanes"), f"no lane of {name!r} serves {who} {direction}")


def most_booths(lane: StageLane, direction: Direction) -> int:
    """The most booths of a lane that are ever open to *direction*; 1 where the file does not say."""
    some_days = [booths for day in (*lane.weekdays.values(), *lane.dates.values()) for booths in day.values()]
    if lane.staffing is not None:
        every_day = max(lane.staffing.values(), default=0)
    elif isinstance(lane.booths, Mapping):
        every_day = lane.booths.get(direction, 0)
    else:
        every_day = 1 if lane.booths is None else lane.booths
    return max(every_day, *some_days, 0)


def _service(context: Context, name: str, stage: Stage, direction: Direction) -> Iterator[Finding]:
    table = context.scenario.services.get(stage.service or "")
    if table is None:
        return
    visitors = context.visitors(name, direction)
    for who in gathered([kind for kind in visitors if any_value(table.by_selector, kind) is None], visitors):
        message = f"{who} visits {name!r} and has no service there"
        yield Finding(("services", stage.service or ""), message, accepted=f"an entry {who!r}")
