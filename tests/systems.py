"""Generated crossings and vehicles over the whole physics, half in whole minutes: many things at one instant."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from sim.plan.model import Approach, Choice, Link, LinkLane, Place, Plan, Queue, Stage, StageLane, Zone
from sim.plan.steps import Spell, StepFunction
from sim.units import MINUTE
from tests.builders import CLASSES, N, S, V, approach, kinds, lane, link, plan, road_lane, stage, steps, zone

_SPACE = st.sampled_from([0, 1, 2, 4, 10**9])
_METRES = st.sampled_from([0, 8, 20, 36, 60])
_ROOM = st.sampled_from([1, 2, 10**9])
_ROOM_METRES = st.sampled_from([20, 29, 45])
_CLASS_SETS: list[tuple[str, ...]] = [(), ("car",), ("truck", "bus"), ("car", "truck")]
_DAY = 40
"""Minutes after which staffing and timetables repeat: a run sees several."""


@dataclass(frozen=True)
class System:
    """A plan and the vehicles that meet it."""

    plan: Plan
    vehicles: tuple[V, ...]


@dataclass(frozen=True)
class Clock:
    """Whether durations are whole minutes, so that many things fall on one instant, or any microseconds."""

    is_whole: bool

    def minutes(self, low: int, high: int) -> st.SearchStrategy[float]:
        """A duration."""
        if self.is_whole:
            return st.integers(low, high).map(float)
        return st.integers(low * MINUTE, high * MINUTE).map(lambda microseconds: microseconds / MINUTE)

    def services(self) -> st.SearchStrategy[float]:
        """A service or travel time, now and then none."""
        return st.sampled_from([0.0, 1.0, 2.0, 3.0, 5.0, 6.0, 9.0]) if self.is_whole else self.minutes(0, 9)


@st.composite
def _spells(draw: st.DrawFn, clock: Clock, value: st.SearchStrategy[int]) -> list[tuple[float, float, int]]:
    """Up to two dated stretches, one behind the other."""
    edges = sorted(draw(st.lists(clock.minutes(0, 60), min_size=4, max_size=4)))
    pairs = draw(st.sampled_from([[], [edges[:2]], [edges[:2], edges[2:]]]))
    return [(begin, end, draw(value)) for begin, end in pairs if begin < end]


@st.composite
def _staffing(draw: st.DrawFn, clock: Clock, n_booths: int) -> StepFunction:
    """A target that changes twice in a short day, and on some dates."""
    turn = draw(clock.minutes(1, 20))
    fewer = draw(st.sampled_from([0, 0, n_booths - 1]))
    daily = ((0, draw(st.integers(1, n_booths))), (turn, fewer), (turn + 5, n_booths))
    spells = draw(_spells(clock, st.sampled_from([0, 0, n_booths])))
    return steps(*daily, period=_DAY, spells=spells)


@st.composite
def _lanes(draw: st.DrawFn, clock: Clock) -> tuple[StageLane, ...]:
    """A lane for everybody, and perhaps others for some, before or behind it."""
    n_booths = draw(st.sampled_from([1, 1, 1, 2, 3]))
    everybody = lane(n_booths, staffing=draw(st.none() | _staffing(clock, n_booths)))
    n_some = draw(st.sampled_from([1, 1, 2]))
    some = lane(
        n_some,
        *draw(st.sampled_from(_CLASS_SETS)),
        staffing=draw(st.none() | _staffing(clock, n_some)),
        tracked=draw(st.sampled_from([None, None, None, True])),
    )
    twin = lane(1, staffing=draw(st.none() | _staffing(clock, 1)))
    return draw(
        st.sampled_from(
            [(everybody,), (everybody, some), (some, everybody, some), (everybody, twin), (twin, everybody)]
        )
    )


@st.composite
def _stages(draw: st.DrawFn, clock: Clock, name: str, *, shared: bool) -> Stage:
    lanes = draw(_lanes(clock))
    queue = draw(st.sampled_from(Queue))
    in_metres = draw(st.sampled_from([False, False, True]))
    space = _METRES if in_metres else _SPACE
    n_pools = len(lanes) if queue is Queue.OWN else 2 if shared and draw(st.booleans()) else 1
    return stage(
        name,
        *lanes,
        space=draw(st.lists(space, min_size=n_pools, max_size=n_pools)),
        queue=queue,
        choice=draw(st.sampled_from(Choice)),
        move_up=draw(st.sampled_from([0.0, 0.0]) | clock.minutes(1, 2)),
        in_metres=in_metres,
        priority=draw(st.none() | st.fixed_dictionaries({name: st.integers(0, 2) for name in CLASSES})),
    )


@st.composite
def _links(draw: st.DrawFn, clock: Clock) -> Link:
    entry = (draw(_ROOM), draw(_ROOM))
    headway = draw(
        st.fixed_dictionaries({(one, other): clock.minutes(0, 6) for one in CLASSES for other in CLASSES})
        | clock.minutes(0, 6)
    )

    def road(direction: int | StepFunction | None, *classes: str) -> LinkLane:
        in_metres = draw(st.sampled_from([False, False, True]))
        closures = draw(_spells(clock, st.just(0)))
        return road_lane(
            direction,
            *classes,
            room=draw(_ROOM_METRES if in_metres else _ROOM),
            in_metres=in_metres,
            is_open=steps((0, 1), spells=closures) if closures else None,
        )

    mode = draw(st.sampled_from(["alternating", "two-way", "reversible"]))
    if mode == "alternating":
        minimum = draw(clock.minutes(1, 5))
        green = (minimum, minimum + draw(clock.minutes(0, 4)), draw(clock.minutes(0, 3)))
        return link("link", road(None), entry_space=entry, headway=headway, green=green)
    lanes: list[LinkLane] = [road(N), road(S)]
    if mode == "reversible":
        lanes.append(road(steps((0, N), (draw(clock.minutes(1, 30)), S), period=_DAY), "car", "bus"))
    return link("link", *lanes, entry_space=entry, headway=headway)


@st.composite
def _approaches(draw: st.DrawFn, direction: int) -> Approach:
    lines = draw(st.sampled_from([((),), (("car",), ("truck", "bus"))]))
    return approach("approach", direction, single_file=draw(st.booleans()), lines=lines)


@st.composite
def _zones(draw: st.DrawFn, route: tuple[int, ...]) -> Zone:
    first = draw(st.integers(1, len(route) - 1))
    last = draw(st.integers(first, len(route) - 1))
    direction = draw(st.sampled_from([N, None]))
    return zone(kinds("truck", direction=direction), route[first : last + 1], draw(st.integers(1, 3)))


@st.composite
def systems(draw: st.DrawFn, *, whole: bool | None = None) -> System:
    """Two directions, some places shared, and up to 20 vehicles in 30 minutes.

    Half of them, unless *whole* is said, have durations in whole minutes.
    """
    clock = Clock(draw(st.booleans()) if whole is None else whole)
    n_stages = draw(st.integers(1, 3))
    has_link = draw(st.sampled_from([True, True, False]))
    north: list[int] = [0]
    south: list[int] = []
    places: list[Place] = [draw(_approaches(N)), draw(_approaches(S))]
    for index in range(n_stages):
        shared = draw(st.booleans())
        places.append(draw(_stages(clock, f"stage-{index}", shared=shared)))
        north.append(len(places) - 1)
        if shared:
            south.append(len(places) - 1)
        if has_link and index == 0:
            places.append(draw(_links(clock)))
            north.append(len(places) - 1)
            south.append(len(places) - 1)
    south_route = (1, *(reversed(south) if draw(st.booleans()) else south))
    zones = draw(st.lists(_zones(tuple(north)), max_size=2))
    outages = {
        number: steps((0, 1), spells=draw(_spells(clock, st.just(0))))
        for number in draw(st.lists(st.sampled_from(north[1:]), max_size=2, unique=True))
    }
    saturated = draw(st.sampled_from([(), (), (), (), ((N, "car"),), ((N, "car"), (S, "truck"))]))
    of = plan(
        places,
        (tuple(north), south_route),
        zones=zones,
        window=30,
        stop_at=2000,
        outages=outages or None,
        saturated=saturated,
    )
    n_vehicles = draw(st.sampled_from([0, 1, 3, 8, 12, 16, 16, 20]))
    one = _vehicles(clock, len(north) - 1, len(south_route) - 1)
    vehicles = draw(st.lists(one, min_size=n_vehicles, max_size=n_vehicles))
    vehicles = [replace(v, at=None if (v.direction, v.vehicle_class) in saturated else v.at) for v in vehicles]
    return System(of, tuple(_without_repeats_on_links(of, v) for v in vehicles))


@st.composite
def feed_forward_systems(draw: st.DrawFn, *, whole: bool) -> System:
    """Two directions in which nothing can hold anybody up but those ahead in a queue or on a link.

    Now and then a visit takes no time.
    """
    clock = Clock(whole)
    places: list[Place] = [replace(draw(_approaches(way)), single_file=False) for way in (N, S)]
    routes: tuple[list[int], list[int]] = ([0], [1])
    has_link = draw(st.booleans())
    for way, route in enumerate(routes):
        for number in range(draw(st.integers(0, 3))):
            move_up = draw(st.sampled_from([0.0, 0.0]) | clock.minutes(1, 2))
            places.append(stage(f"stage-{way}-{number}", lane(draw(st.integers(1, 3))), move_up=move_up))
            route.append(len(places) - 1)
    if has_link:
        headway = st.fixed_dictionaries({(one, other): clock.minutes(0, 6) for one in CLASSES for other in CLASSES})
        places.append(link("link", headway=draw(headway)))
        for route in routes:
            route.insert(draw(st.integers(1, len(route))), len(places) - 1)
    one = _vehicles(clock, len(routes[0]) - 1, len(routes[1]) - 1)
    n_vehicles = draw(st.sampled_from([0, 3, 8, 12, 16, 20]))
    vehicles = draw(st.lists(one, min_size=n_vehicles, max_size=n_vehicles))
    of = plan(places, routes, window=draw(st.sampled_from([0, 4, 6, 8, 30])), stop_at=2000)
    return System(of, tuple(replace(v, again={}) for v in vehicles))


@st.composite
def _vehicles(draw: st.DrawFn, clock: Clock, n_north: int, n_south: int) -> V:
    direction = draw(st.sampled_from([N, N, S])) if n_south else N
    n_stops = n_south if direction == S else n_north
    visit = st.none() | clock.services() | clock.services()
    services = draw(st.lists(visit, min_size=n_stops, max_size=n_stops))
    digital = draw(st.none() | st.lists(visit, min_size=n_stops, max_size=n_stops))
    stops = st.integers(1, n_stops) if n_stops else st.nothing()
    again = draw(
        st.just({})
        | st.just({})
        | st.dictionaries(stops, st.lists(clock.services(), min_size=1, max_size=2), max_size=2)
        if n_stops
        else st.just({})
    )
    return V(
        draw(clock.minutes(0, 8) | clock.minutes(0, 15) | clock.minutes(0, 30)),
        services,
        draw(st.sampled_from(CLASSES)),
        direction,
        digital,
        again=again,
        luck=draw(st.sampled_from([0.0, 0.3, 0.5, 0.9])),
    )


def _without_repeats_on_links(of: Plan, v: V) -> V:
    """Nobody repeats a link."""
    route = of.routes[v.direction]
    return replace(
        v, again={stop: own for stop, own in v.again.items() if isinstance(of.places[route[stop].place], Stage)}
    )


def doubled(system: System) -> System:
    """The same crossing with every duration and instant twice as long."""
    of = system.plan
    return System(
        replace(
            of,
            places=tuple(_doubled_place(place) for place in of.places),
            window_end=of.window_end * 2,
            stop_at=of.stop_at * 2,
            digital=tuple(None if each is None else _doubled_steps(each) for each in of.digital),
        ),
        tuple(
            replace(
                v,
                at=None if v.at is None else v.at * 2,
                services=[None if s is None else s * 2 for s in v.services],
                digital=None if v.digital is None else [None if s is None else s * 2 for s in v.digital],
                again={stop: [s * 2 for s in services] for stop, services in v.again.items()},
            )
            for v in system.vehicles
        ),
    )


def _doubled_steps(function: StepFunction) -> StepFunction:
    return StepFunction(
        tuple(at * 2 for at in function.at),
        function.value,
        function.period * 2,
        tuple(Spell(spell.begin * 2, spell.end * 2, spell.value) for spell in function.spells),
    )


def _doubled_place(place: Place) -> Place:
    if isinstance(place, Stage):
        lanes = tuple(replace(one, staffing=_doubled_steps(one.staffing)) for one in place.lanes)
        return replace(place, move_up=place.move_up * 2, lanes=lanes)
    if isinstance(place, Link):
        green = place.green
        return replace(
            place,
            headway=tuple(tuple(each * 2 for each in row) for row in place.headway),
            lanes=tuple(
                replace(
                    one,
                    direction=None if one.direction is None else _doubled_steps(one.direction),
                    is_open=None if one.is_open is None else _doubled_steps(one.is_open),
                )
                for one in place.lanes
            ),
            green=None
            if green is None
            else replace(green, minimum=green.minimum * 2, maximum=green.maximum * 2, clearing=green.clearing * 2),
        )
    return place


def describe(system: System) -> str:
    """The system in words, for a failing example."""
    return f"{system.plan.places}\n{system.plan.zones}\n{system.vehicles}"
