"""What could hold itself for ever: booths, files, entry spaces, lanes and zones that wait for one another.

A vehicle keeps what it stands in until the next place has room. The search assumes the worst, that vehicles
which cannot move hold everything, and lets go again and again of what cannot be held: booths all of whose
vehicles find room beyond, a queue whose vehicles may use a lane that always comes free. What is left in the
end could hold itself. Pauses, nights and closures pass, so only the most open staffing counts; unlimited spaces
never refuse anybody, nor do those that a zone never fills. A lane's own queue moves with the booths of that lane
and with no others: that some may choose again when it closes is not counted on. Repeaters leave their booths, and
wait without a waiting place where there is none (R14). Metres hold as many vehicles as fit of the longest kind.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from sim.plan.model import DIRECTIONS, UNLIMITED, Link, LinkLane, Plan, Queue, Stage, StageLane
from sim.plan.passing import Passing, passing
from sim.plan.steps import value_at, values
from sim.units import DAY, WEEK


class Resource(NamedTuple):
    """Something that vehicles hold while they wait for something else."""

    number: int
    """Of the place, or of the zone."""
    what: Literal["booths", "file", "entry", "lane", "zone"]
    """Booths of a stage's lane; a single file; an entry space; the stretch of a link's lane; room in a zone."""
    part: int = 0
    """Lane, pool of waiting places, or direction of the entry space."""
    direction: int = 0
    """Of the vehicles on a link's lane."""


Waits = Mapping[Resource, frozenset[Resource]]
"""For each resource that could be held for ever, those for which the vehicles that hold it wait."""


def locks(plan: Plan) -> Waits:
    """What could hold itself in *plan*; empty if nothing can."""
    crossing = _Crossing(plan)
    held = frozenset(crossing.resources())
    while True:
        waits = {resource: crossing.waits(resource, held) for resource in sorted(held)}
        kept = frozenset(resource for resource, causes in waits.items() if causes)
        if kept == held:
            return waits
        held = kept


class _Crossing:
    """Who can stand where, and what refuses whom if certain resources are held."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._at: dict[int, list[Passing]] = defaultdict(list)
        for each in passing(plan):
            self._at[each.place].append(each)

    def resources(self) -> Iterator[Resource]:
        for number, place in enumerate(self._plan.places):
            if isinstance(place, Stage):
                yield from (Resource(number, "booths", lane) for lane in range(len(place.lanes)))
                files = range(len(place.space) if place.queue is Queue.SINGLE_FILE else 0)
                yield from (Resource(number, "file", pool) for pool in files)
            elif isinstance(place, Link):
                yield from (Resource(number, "entry", direction) for direction in range(len(DIRECTIONS)))
                yield from (
                    Resource(number, "lane", lane, direction)
                    for lane in range(len(place.lanes))
                    for direction in range(len(DIRECTIONS))
                )
        yield from (Resource(number, "zone") for number in range(len(self._plan.zones)))

    def waits(self, resource: Resource, held: frozenset[Resource]) -> frozenset[Resource]:
        """For what the vehicles that hold *resource* could wait for ever, if *held* is held."""
        if resource.what == "zone":
            zone = self._plan.zones[resource.number]
            inside = [each for place in zone.places for each in self._at[place] if each.kind in zone.counts]
            return _all(self._stands(each, held) for each in inside)
        here = self._at[resource.number]
        match self._plan.places[resource.number], resource.what:
            case Stage() as stage, "booths":
                serves = stage.lanes[resource.part].serves
                return _all(self._refused(each, held) for each in here if each.kind in serves)
            case Stage() as stage, _:
                return _all(
                    self._uncalled(each, held)
                    for each in here
                    if stage.pool[each.direction] == resource.part and _may_wait(stage, each)
                )
            case Link(), "entry":
                return _all(self._kept_out(each, held) for each in here if each.direction == resource.part)
            case Link() as link, _:
                serves = link.lanes[resource.part].serves
                return _all(
                    self._refused(each, held)
                    for each in here
                    if each.kind in serves and each.direction == resource.direction
                )
            case _:
                return frozenset()

    def _stands(self, each: Passing, held: frozenset[Resource]) -> frozenset[Resource]:
        """For what a vehicle could wait for ever that is anywhere in its place: before its booth or lane, or in it."""
        match self._plan.places[each.place]:
            case Stage() as stage:
                return self._waits_inside(stage, each, held) | self._refused(each, held)
            case Link() as link:
                lanes = {
                    Resource(each.place, "lane", number, each.direction)
                    for number, lane in enumerate(link.lanes)
                    if each.kind in lane.serves
                }
                return frozenset(lanes | {Resource(each.place, "entry", each.direction)}) & held
            case _:
                return frozenset()

    def _waits_inside(self, stage: Stage, each: Passing, held: frozenset[Resource]) -> frozenset[Resource]:
        """For what a vehicle could wait for ever in the queue of its stage."""
        if stage.queue is Queue.OWN:
            lanes = (lane for lane in _own_lanes(stage, each.kind) if stage.space[lane] > 0 or each.repeats)
            return frozenset(Resource(each.place, "booths", lane) for lane in lanes) & held
        if not _may_wait(stage, each):
            return frozenset()
        file = {Resource(each.place, "file", stage.pool[each.direction])} & held
        return self._uncalled(each, held) | file

    def _refused(self, each: Passing, held: frozenset[Resource]) -> frozenset[Resource]:
        """What could refuse a vehicle for ever that has ended its service, at any place that may be its next."""
        return _all(self._zones(each, place, held) | self._full(each, place, held) for place in each.following)

    def _zones(self, each: Passing, place: int, held: frozenset[Resource]) -> frozenset[Resource]:
        entered = (
            Resource(number, "zone")
            for number, zone in enumerate(self._plan.zones)
            if each.kind in zone.counts and place in zone.places and each.place not in zone.places
        )
        return frozenset(entered) & held

    def _full(self, each: Passing, number: int, held: frozenset[Resource]) -> frozenset[Resource]:
        match self._plan.places[number]:
            case Stage() as stage:
                parts = _own_lanes(stage, each.kind) if stage.queue is Queue.OWN else (stage.pool[each.direction],)
                if any(self._never_fills(stage, number, part) for part in parts):
                    return frozenset()
                # Whom an idle booth would call finds room however full the waiting places are (R6).
                uncalled = self._uncalled(each, held, at=number)
                if stage.queue is not Queue.SINGLE_FILE:
                    return uncalled
                file = frozenset({Resource(number, "file", parts[0])}) & held
                return file if stage.space[parts[0]] > 0 else file | uncalled
            case Link() as link:
                space = link.entry_space[each.direction]
                users = [user for user in self._at[number] if user.direction == each.direction]
                if space >= UNLIMITED or self._is_metered(number, users, space):
                    return frozenset()
                return frozenset({Resource(number, "entry", each.direction)}) & held
            case _:
                return frozenset()

    def _never_fills(self, stage: Stage, number: int, part: int) -> bool:
        """Whether waiting places, those of a pool or of a lane with its own queue, always have room for one more."""
        if stage.space[part] >= UNLIMITED:
            return True
        users = users_of(stage, part, self._at[number])
        room = capacity(self._plan, stage, part, users) + self._own_booths(stage, number, part, users)
        return self._is_metered(number, users, room)

    def _is_metered(self, place: int, users: Sequence[Passing], room: int) -> bool:
        """Whether a zone keeps the number of *users* at *place* within its *room*; repeaters need one place more."""
        kinds = {user.kind for user in users}
        spare = any(user.repeats for user in users)
        return any(
            place in zone.places and kinds <= zone.counts and zone.at_most + spare <= room for zone in self._plan.zones
        )

    def _own_booths(self, stage: Stage, number: int, part: int, users: Sequence[Passing]) -> int:
        """Booths that any of *users* may use and nobody else may; 0 if these depend on who it is."""
        if stage.queue is Queue.OWN:
            return most_open([stage.lanes[part]])
        everybody, kinds = ({user.kind for user in group} for group in (self._at[number], users))
        lanes = [lane for lane in stage.lanes if lane.serves & kinds]
        return most_open(lanes) if all(lane.serves & everybody == kinds for lane in lanes) else 0

    def _uncalled(self, each: Passing, held: frozenset[Resource], *, at: int | None = None) -> frozenset[Resource]:
        """The booths for which a vehicle could wait for ever; none if one lane that serves it comes free."""
        number = each.place if at is None else at
        stage = self._plan.places[number]
        assert isinstance(stage, Stage)
        lanes = frozenset(
            Resource(number, "booths", part)
            for part, lane in enumerate(stage.lanes)
            if each.kind in lane.serves and lane.n_booths > 0
        )
        return lanes if lanes <= held else frozenset()

    def _kept_out(self, each: Passing, held: frozenset[Resource]) -> frozenset[Resource]:
        """The vehicles on a link for which one at its entry could wait for ever; none if one lane comes free."""
        link = self._plan.places[each.place]
        assert isinstance(link, Link)
        occupied = [
            _occupants(Resource(each.place, "lane", part, each.direction), lane) & held
            for part, lane in enumerate(link.lanes)
            if each.kind in lane.serves and each.direction in directions_of(lane)
        ]
        return _all(occupied) if all(occupied) else frozenset()


def users_of(stage: Stage, part: int, passing_here: Iterable[Passing]) -> list[Passing]:
    """Who of *passing_here* uses the waiting places of a pool, or of a lane with its own queue."""
    if stage.queue is Queue.OWN:
        return [each for each in passing_here if each.kind in stage.lanes[part].serves]
    return [each for each in passing_here if stage.pool[each.direction] == part]


def capacity(plan: Plan, stage: Stage, part: int, users: Iterable[Passing]) -> int:
    """How many of *users*, whoever they are, have room in the waiting places of a pool or lane."""
    if not stage.in_metres:
        return stage.space[part]
    longest = max((plan.lengths[plan.kinds[each.kind].vehicle_class] for each in users), default=0)
    return stage.space[part] // longest if longest else UNLIMITED


def _own_lanes(stage: Stage, kind: int) -> tuple[int, ...]:
    """Lanes that a kind may join: those that serve it and open at some time."""
    return tuple(number for number, lane in enumerate(stage.lanes) if kind in lane.serves and lane.n_booths > 0)


def _may_wait(stage: Stage, each: Passing) -> bool:
    """Whether a vehicle may stand in its pool of waiting places: there are some, or it repeats and needs none."""
    return stage.space[stage.pool[each.direction]] > 0 or each.repeats


def _occupants(resource: Resource, lane: LinkLane) -> frozenset[Resource]:
    """Vehicles that keep those of one direction from a lane: who goes the other way, who leaves no room."""
    if len(directions_of(lane)) > 1:
        return frozenset(resource._replace(direction=direction) for direction in range(len(DIRECTIONS)))
    return frozenset({resource}) if lane.room < UNLIMITED else frozenset()


def directions_of(lane: LinkLane) -> frozenset[int]:
    """Directions that a link's lane is open to at some time of the day."""
    return frozenset(range(len(DIRECTIONS))) if lane.direction is None else values(lane.direction)


def most_open(lanes: Iterable[StageLane]) -> int:
    """The most booths of *lanes* that are open together at some time."""
    staffing = [lane.staffing for lane in lanes]
    daily = {at % DAY for steps in staffing for at in steps.at}
    changes = {day + at for day in range(0, WEEK, DAY) for at in daily}
    changes |= {at for steps in staffing for spell in steps.spells for at in (spell.begin, spell.end)}
    return max((sum(value_at(steps, at) for steps in staffing) for at in changes), default=0)


def _all(causes: Iterable[frozenset[Resource]]) -> frozenset[Resource]:
    return frozenset[Resource]().union(*causes)
