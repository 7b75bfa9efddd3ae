"""A ring of places, each held by blocked vehicles that wait for the next (R23): the judgment, for either engine.

A vehicle is *stuck* if it can never move again, whatever else happens: if what it waits for is held by stuck vehicles
alone. Everybody who stands in a stage or on a link is taken for stuck, and then freed one by one: who is being served
or under way; who would find room, or a place in a zone, if all who are free went on; who stands behind a free one in
a file; who waits where a booth could come free. Whoever is left is stuck, and the places of those of them that are
blocked, each waiting for the next, hold a ring.

Lanes and links may open and close. A lane counts with the most booths that it ever has open, and a link as if no
closure held: what later staffing could free is not called stuck.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from sim.plan.model import Link, LinkLane, Plan, Queue, Stage, Zone
from sim.plan.steps import values


class Where(Enum):
    """In which part of a place somebody stands."""

    WAITING = "in a waiting place of a stage"
    BOOTH = "at a booth"
    ENTRY = "in the entry space of a link"
    ROAD = "on a lane of a link"


@dataclass(frozen=True, slots=True)
class Standing:
    """A vehicle in a stage or on a link."""

    place: int
    where: Where
    kind: int
    lane: int
    """Number of its lane; -1 where it has none yet."""
    ahead: int | None
    """Who stands right ahead in its file, entry space or lane: a number in the list; None for the first."""
    following: int | None
    """Where it goes next, if it is ready: the number of the place, that of the world outside included."""


def ring_among(plan: Plan, standing: Sequence[Standing]) -> tuple[int, ...]:
    """Numbers of the places of a ring, in the order in which each waits for the next; empty if there is none.

    In *standing* everybody comes behind who is ahead.
    """
    if all(one.following is None for one in standing):
        return ()
    crowd = _Crowd(plan, standing)
    crowd.free_who_can_go_on()
    blocked = [one for number, one in enumerate(standing) if number in crowd.stuck and one.following is not None]
    held = {one.place for one in blocked}
    waits_for: dict[int, set[int]] = {place: set() for place in held}
    for one in blocked:
        waits_for[one.place] |= (crowd.awaited_by(one) & held) - {one.place}
    return _circle(waits_for)


def _circle(waits_for: Mapping[int, set[int]]) -> tuple[int, ...]:
    """A circle among places of which each waits for others; those that wait for none of them are left out first."""
    left = set(waits_for)
    while idle := {place for place in left if not waits_for[place] & left}:
        left -= idle
    if not left:
        return ()
    walk = [min(left)]
    while (following := min(waits_for[walk[-1]] & left)) not in walk:
        walk.append(following)
    return tuple(walk[walk.index(following) :])


class _Crowd:
    """Everybody who stands in a stage or on a link, and what those who are still taken for stuck hold."""

    def __init__(self, plan: Plan, standing: Sequence[Standing]) -> None:
        self._plan = plan
        self._standing = standing
        self.stuck = set(range(len(standing)))
        self._waiting: Counter[tuple[int, int]] = Counter()
        """Vehicles in a pool, or own lane, of a stage; in an entry space, by direction."""
        self._taken: Counter[tuple[int, int]] = Counter()
        """Space that they take."""
        self._booths: Counter[tuple[int, int]] = Counter()
        """Booths held, by lane."""
        self._road: Counter[tuple[int, int]] = Counter()
        """Room taken on a lane of a link."""
        self._ways: Counter[tuple[int, int, int]] = Counter()
        """Vehicles on it, by direction."""
        self._zones: Counter[int] = Counter()
        for one in standing:
            self._count(one, 1)

    def free_who_can_go_on(self) -> None:
        """Free one after the other, until nobody else could go on."""
        changed = True
        while changed:
            changed = False
            for number in sorted(self.stuck):
                one = self._standing[number]
                if (one.ahead is None or one.ahead not in self.stuck) and self._can_go_on(one):
                    self.stuck.remove(number)
                    self._count(one, -1)
                    changed = True

    def awaited_by(self, one: Standing) -> set[int]:
        """Places that a blocked vehicle waits for: the next, if it has no room, and those of its full zones."""
        assert one.following is not None
        awaited = set() if self._has_room(one.following, one) else {one.following}
        for index, zone in enumerate(self._plan.zones):
            if self._is_full(index, zone, one):
                awaited |= zone.places
        return awaited

    def _count(self, one: Standing, by: int) -> None:
        place, direction = self._plan.places[one.place], self._plan.kinds[one.kind].direction
        if one.where is Where.WAITING:
            assert isinstance(place, Stage)
            part = one.place, one.lane if place.queue is Queue.OWN else place.pool[direction]
            self._waiting[part] += by
            self._taken[part] += by * self._size(place.in_metres, one)
        elif one.where is Where.BOOTH:
            self._booths[one.place, one.lane] += by
        elif one.where is Where.ENTRY:
            self._waiting[one.place, direction] += by
        else:
            assert isinstance(place, Link)
            self._road[one.place, one.lane] += by * self._size(place.lanes[one.lane].in_metres, one)
            self._ways[one.place, one.lane, direction] += by
        for index, zone in enumerate(self._plan.zones):
            if one.kind in zone.counts and one.place in zone.places:
                self._zones[index] += by

    def _size(self, in_metres: bool, one: Standing) -> int:
        return self._plan.lengths[self._plan.kinds[one.kind].vehicle_class] if in_metres else 1

    def _can_go_on(self, one: Standing) -> bool:
        place = self._plan.places[one.place]
        if one.where is Where.WAITING:
            assert isinstance(place, Stage)
            return any(self._has_booth(one.place, lane, place) for lane in _lanes_for(one, place))
        if one.where is Where.ENTRY:
            assert isinstance(place, Link)
            return any(self._is_passable(one, lane, road) for lane, road in enumerate(place.lanes))
        if one.following is None:
            return True
        zones = enumerate(self._plan.zones)
        return self._has_room(one.following, one) and not any(self._is_full(index, zone, one) for index, zone in zones)

    def _has_booth(self, place: int, lane: int, stage: Stage) -> bool:
        return self._booths[place, lane] < stage.lanes[lane].n_booths

    def _is_passable(self, one: Standing, lane: int, road: LinkLane) -> bool:
        direction = self._plan.kinds[one.kind].direction
        return (
            one.kind in road.serves
            and (road.direction is None or direction in values(road.direction))
            and not self._ways[one.place, lane, 1 - direction]
            and self._road[one.place, lane] + self._size(road.in_metres, one) <= road.room
        )

    def _is_full(self, index: int, zone: Zone, one: Standing) -> bool:
        """Whether the next move of *one* enters a zone that has no place for it."""
        enters = one.kind in zone.counts and one.following in zone.places and one.place not in zone.places
        return enters and self._zones[index] >= zone.at_most

    def _has_room(self, number: int, one: Standing) -> bool:
        """Whether *one* would find room in the place *number* if all who are free went on (R6)."""
        if number >= len(self._plan.places):
            return True
        place, direction = self._plan.places[number], self._plan.kinds[one.kind].direction
        if isinstance(place, Link):
            return self._waiting[number, direction] < place.entry_space[direction]
        if not isinstance(place, Stage):
            return True
        size = self._size(place.in_metres, one)
        lanes = [lane for lane, each in enumerate(place.lanes) if one.kind in each.serves]
        if place.queue is Queue.OWN:
            return any(self._fits(number, lane, size, place, (lane,)) for lane in lanes)
        return self._fits(number, place.pool[direction], size, place, lanes)

    def _fits(self, number: int, part: int, size: int, stage: Stage, lanes: Sequence[int]) -> bool:
        """A waiting place in a pool or own lane, or a booth of *lanes* that would call at once."""
        if self._taken[number, part] + size <= stage.space[part]:
            return True
        in_turn = stage.queue is not Queue.COMMON and self._waiting[number, part] > 0
        return not in_turn and any(self._has_booth(number, lane, stage) for lane in lanes)


def _lanes_for(one: Standing, stage: Stage) -> Sequence[int]:
    """Lanes whose booths may call *one*: of own lanes its own, or any that serves it where that one closes (R9)."""
    if stage.queue is Queue.OWN and 0 not in values(stage.lanes[one.lane].staffing):
        return (one.lane,)
    return [lane for lane, each in enumerate(stage.lanes) if one.kind in each.serves]
