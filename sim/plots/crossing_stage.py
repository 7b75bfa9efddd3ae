"""What a diagram of the crossing says about a stage: its booths, whom they serve, its queue, and who comes again."""

from collections.abc import Iterable, Iterator, Mapping

from sim.plots.crossing_words import (
    ARROWS,
    GLUE,
    TRACKING_ACTS,
    Line,
    Piece,
    PlaceWords,
    Symbol,
    place_title,
    some,
    symbol,
    tracking_acts,
)
from sim.scenario.places import DIRECTIONS, Direction, Stage, StageLane
from sim.scenario.schema import Scenario
from sim.scenario.spaces import UNLIMITED, Stretch

NO_ROOM = "no room to wait"
_MANY = 50
"""So many booths are a yard's places."""
_CHOICES = {"shortest": "the shortest is joined", "in-turn": "joined in turn", "at-random": "joined at random"}


def stage_words(name: str, stage: Stage, scenario: Scenario, direction: Direction | None) -> PlaceWords:
    """Words for a stage as *direction* meets it; for one drawn across both directions *direction* is None."""
    lines = [*_shares(stage), *_lanes(stage, scenario, direction), *_queue(stage), *_repeats(stage)]
    space = _space(stage, direction)
    if space is not None and not (stage.service is None and space == (NO_ROOM,)):
        lines.append(space)
    if tracking_acts(name, stage.post, scenario):
        lines.append((TRACKING_ACTS,))
    return PlaceWords(place_title(name, stage), tuple(lines))


def _shares(stage: Stage) -> Iterator[Line]:
    for selector, share in (stage.visits or {}).items():
        if 0 < share < 1:
            yield (f"{share:.0%} of", symbol(selector))


def _lanes(stage: Stage, scenario: Scenario, direction: Direction | None) -> Iterator[Line]:
    visitors = _visitors(stage, scenario.classes)
    for lane in stage.lanes.values():
        if direction is not None and lane.direction not in (None, direction):
            continue
        booths = _booths(lane, direction) + (", otherwise on some days" if lane.weekdays or lane.dates else "")
        if stage.service is None:
            booths = "room for " + booths.split()[0]
        way = f" {ARROWS[lane.direction]}" if lane.direction and direction is None else ""
        yield (f"{booths}{way}", *_lane_users(lane, visitors))
        if lane.space is not None:
            yield (_waiting(lane.space),)


def _visitors(stage: Stage, classes: Iterable[str]) -> list[str]:
    """Selectors of those who visit a stage, whole classes where the file says nothing else."""
    if stage.visits is None:
        return list(classes)
    return [selector for selector, share in stage.visits.items() if share > 0]


def _lane_users(lane: StageLane, visitors: list[str]) -> list[Symbol]:
    if lane.serves is None:
        return some(visitors)
    visiting = {symbol(v).vehicle_class for v in visitors}
    return [s for s in some(lane.serves) if s.vehicle_class in visiting]


def _booths(lane: StageLane, direction: Direction | None) -> str:
    """How many booths, in words."""
    if lane.staffing is not None:
        low, high = min(lane.staffing.values()), max(lane.staffing.values())
        return _number(high, "booth") if low == high else f"{low} to {high} booths by the hour"
    if isinstance(lane.booths, Mapping):
        if direction is not None:
            return _number(lane.booths.get(direction, 0), "booth")
        return ", ".join(f"{lane.booths[d]} {ARROWS[d]}" for d in DIRECTIONS if d in lane.booths) + " booths"
    return _number(lane.booths or 0, "place" if (lane.booths or 0) >= _MANY else "booth")


def _number(value: int, one: str) -> str:
    return f"{value} {one}{'' if value == 1 else 's'}"


def _queue(stage: Stage) -> Iterator[Line]:
    if stage.queue == "single-file":
        yield ("single file",)
    if stage.queue == "own":
        yield (
            f"a queue to each lane, {_CHOICES[stage.lane_choice]}" if len(stage.lanes) > 1 else "a queue of its own",
        )
    ranks = stage.priority or {}
    first, *others = sorted(set(ranks.values())) or (0,)
    if others:
        line: list[Piece] = ["called first", *some(selector for selector in ranks if ranks[selector] == first)]
        for rank in others:
            line += ["then", *some(selector for selector in ranks if ranks[selector] == rank)]
        yield tuple(line)


def _repeats(stage: Stage) -> Iterator[Line]:
    for selector, share in (stage.repeats or {}).items():
        if share > 0:
            yield (f"{share * 100:.3g}% of", symbol(selector), "queue again")


def _space(stage: Stage, direction: Direction | None) -> Line | None:
    space = stage.space
    if isinstance(space, Mapping):
        if direction is None:
            return ("may wait:", *(f"{space[d]}{GLUE}{ARROWS[d]}" for d in DIRECTIONS if d in space))
        space = space.get(direction)
    return None if space is None else (_waiting(space),)


def _waiting(space: int | Stretch | str) -> str:
    if space == UNLIMITED:
        return "any number may wait"
    if isinstance(space, Stretch):
        return f"{space} to wait"
    return f"{space} may wait" if space else NO_ROOM
