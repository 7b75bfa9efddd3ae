"""Places of the plan from places of the file: spaces, lanes, booths and lights of each instance."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from sim.plan import model
from sim.plan.daily import phase_of, shown_at_0, step_function
from sim.plan.dated import closed, working
from sim.plan.kinds import Kinds
from sim.plan.model import UNLIMITED, Choice, Queue
from sim.plan.numbering import Instance
from sim.plan.staffing import Roster, staffing
from sim.scenario import places as written
from sim.scenario import schema
from sim.scenario.fields import WEEKDAYS
from sim.scenario.places import DIRECTIONS, Closure
from sim.scenario.spaces import Stretch

Space: TypeAlias = int | Stretch | str | None
"""What a file says of waiting places."""

_QUEUES = {"common": Queue.COMMON, "single-file": Queue.SINGLE_FILE, "own": Queue.OWN}
_CHOICES = {"shortest": Choice.SHORTEST, "in-turn": Choice.IN_TURN, "at-random": Choice.AT_RANDOM}


def place(instance: Instance, *, scenario: schema.Scenario, kinds: Kinds) -> model.Place:
    """*instance* as the engines see it."""
    match instance.declared:
        case written.Stage() as stage:
            return _stage(instance, stage, scenario=scenario, kinds=kinds)
        case written.Link() as link:
            return _link(instance, link, scenario=scenario, kinds=kinds)
        case approach:
            return _approach(instance, approach, kinds=kinds)


def _approach(instance: Instance, approach: written.Approach | None, *, kinds: Kinds) -> model.Approach:
    lines: Mapping[str, Iterable[str] | None] = {"all": None} if approach is None else approach.lines
    return model.Approach(
        name=instance.name,
        direction=instance.directions[0],
        single_file=approach is not None and approach.discipline == "single-file",
        lines=tuple(
            model.Line(name, kinds.matching(serves, directions=instance.directions)) for name, serves in lines.items()
        ),
    )


def _stage(instance: Instance, stage: written.Stage, *, scenario: schema.Scenario, kinds: Kinds) -> model.Stage:
    lanes = {
        name: lane
        for name, lane in stage.lanes.items()
        if lane.direction is None or DIRECTIONS.index(lane.direction) in instance.directions
    }
    if stage.queue == "own":
        spaces: tuple[Space, ...] = tuple(lane.space for lane in lanes.values())
        pool = (0, 0)
    else:
        spaces, pool = _pools(stage.space, instance.directions)
    return model.Stage(
        name=instance.name,
        post=stage.post,
        direction=instance.direction,
        queue=_QUEUES[stage.queue],
        space=tuple(_room(space) for space in spaces),
        pool=pool,
        move_up=stage.move_up,
        lanes=tuple(
            _stage_lane(name, lane, instance=instance, stage=stage, scenario=scenario, kinds=kinds)
            for name, lane in lanes.items()
        ),
        serves_nothing=stage.service is None,
        choice=_CHOICES[stage.lane_choice],
        in_metres=any(isinstance(space, Stretch) for space in spaces),
        priority=_priority(stage.priority, kinds),
    )


def _priority(ranks: Mapping[str, int] | None, kinds: Kinds) -> tuple[int, ...]:
    """Rank of each kind; 0 for those without one, who do not come."""
    return () if ranks is None else tuple(kinds.value(ranks, kind) or 0 for kind in range(len(kinds.all)))


def _pools(
    space: Space | Mapping[written.Direction, Space], directions: tuple[int, ...]
) -> tuple[tuple[Space, ...], tuple[int, int]]:
    """Waiting places of each pool, and the pool of either direction: two where both pass and each has its own."""
    if not isinstance(space, Mapping):
        return (space,), (0, 0)
    pools = tuple(space.get(DIRECTIONS[direction]) for direction in directions)
    return pools, (0, 1) if len(pools) > 1 else (0, 0)


def _room(space: Space) -> int:
    match space:
        case None:
            return 0
        case Stretch(length=length):
            return length
        case int():
            return space
        case _:
            return UNLIMITED


def _stage_lane(
    name: str,
    lane: written.StageLane,
    *,
    instance: Instance,
    stage: written.Stage,
    scenario: schema.Scenario,
    kinds: Kinds,
) -> model.StageLane:
    directions = instance.directions if lane.direction is None else (DIRECTIONS.index(lane.direction),)
    post = None if stage.post is None else scenario.posts[stage.post]
    roster = Roster(
        lane.staffing or {0: _booths(lane, directions)},
        weekdays={WEEKDAYS.index(day): booths for day, booths in lane.weekdays.items()},
        dates=lane.dates,
    )
    local = shown_at_0(post, scenario.run)
    return model.StageLane(
        name=name,
        serves=kinds.matching(lane.serves, directions=directions),
        n_booths=roster.most,
        staffing=staffing(
            roster,
            shown_at_0=local,
            pauses=[(pause.from_, pause.for_) for pause in post.pauses] if post else (),
            closures=closed(_stretches(post.closures if post else (), stage.closures, lane.closures), shown_at_0=local),
        ),
    )


def _stretches(*closures: Iterable[Closure]) -> list[tuple[int, int]]:
    return [(closure.from_, closure.for_) for each in closures for closure in each]


def _booths(lane: written.StageLane, directions: tuple[int, ...]) -> int:
    if isinstance(lane.booths, Mapping):
        if len(directions) > 1:
            raise ValueError("booths given per direction need a lane that is open to one direction")
        return lane.booths.get(DIRECTIONS[directions[0]], 0)
    return lane.booths or 0


def _link(instance: Instance, link: written.Link, *, scenario: schema.Scenario, kinds: Kinds) -> model.Link:
    northbound, southbound = (_room(link.entry_space.get(direction)) for direction in DIRECTIONS)
    return model.Link(
        name=instance.name,
        entry_space=(northbound, southbound),
        lanes=tuple(
            _link_lane(name, lane, instance=instance, link=link, scenario=scenario, kinds=kinds)
            for name, lane in link.lanes.items()
        ),
        headway=tuple(
            tuple(_headway(link, ahead, behind, kinds) for behind in range(len(kinds.all)))
            for ahead in range(len(kinds.all))
        ),
        green=None
        if link.mode != "alternating" or link.green is None
        else model.Green(link.green.minimum, link.green.maximum, link.green.clearing),
    )


def _headway(link: written.Link, ahead: int, behind: int, kinds: Kinds) -> int:
    """Headway of *behind* after *ahead*; 0 for kinds without a value, which do not come."""
    headway = kinds.value(link.headway, ahead) if isinstance(link.headway, Mapping) else link.headway
    return (kinds.value(headway, behind) if isinstance(headway, Mapping) else headway) or 0


def _link_lane(
    name: str,
    lane: written.LinkLane,
    *,
    instance: Instance,
    link: written.Link,
    scenario: schema.Scenario,
    kinds: Kinds,
) -> model.LinkLane:
    given_to: Mapping[int, written.Direction] = lane.timetable or ({0: lane.direction} if lane.direction else {})
    steps = {at: DIRECTIONS.index(direction) for at, direction in given_to.items()}
    directions = set(instance.directions) & set(steps.values()) if steps else instance.directions
    return model.LinkLane(
        name=name,
        serves=kinds.matching(lane.serves, directions=sorted(directions)),
        direction=step_function(steps, phase=phase_of(None, scenario.run)) if steps else None,
        room=_room(lane.room),
        in_metres=isinstance(lane.room, Stretch),
        is_open=working(
            closed(_stretches(link.closures, lane.closures), shown_at_0=shown_at_0(None, scenario.run)),
        ),
    )
