"""Generated crossings and vehicles: small, in whole minutes, so that many things happen at one instant."""

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from sim.plan.model import Approach, Link, LinkLane, Place, Plan, Queue, Stage, StageLane, Zone
from sim.plan.steps import StepFunction
from tests.builders import CLASSES, N, S, V, approach, kinds, lane, link, plan, road_lane, stage, steps, zone

_MINUTES = st.integers(0, 6)
_SPACE = st.sampled_from([0, 1, 2, 10**9])
_CLASS_SETS: list[tuple[str, ...]] = [(), ("car",), ("truck", "bus"), ("car", "truck")]


@dataclass(frozen=True)
class System:
    """A plan and the vehicles that meet it."""

    plan: Plan
    vehicles: tuple[V, ...]


def _staffing(n_booths: int) -> st.SearchStrategy[StepFunction]:
    """A target that changes twice in a day of 40 minutes, and is above zero at its start."""
    return st.tuples(st.integers(1, n_booths), st.integers(0, n_booths), st.integers(1, 30)).map(
        lambda t: steps((0, t[0]), (t[2], t[1]), (t[2] + 5, n_booths), period=40)
    )


@st.composite
def _lanes(draw: st.DrawFn) -> tuple[StageLane, ...]:
    """A lane for everybody, and perhaps one for some, before or behind it."""
    n_booths = draw(st.integers(1, 3))
    everybody = lane(n_booths, staffing=draw(st.none() | _staffing(n_booths)))
    some = lane(draw(st.integers(1, 2)), *draw(st.sampled_from(_CLASS_SETS)))
    return draw(st.sampled_from([(everybody,), (everybody, some), (some, everybody)]))


@st.composite
def _stages(draw: st.DrawFn, name: str, *, shared: bool) -> Stage:
    return stage(
        name,
        *draw(_lanes()),
        space=(draw(_SPACE), draw(_SPACE)) if shared and draw(st.booleans()) else draw(_SPACE),
        queue=draw(st.sampled_from([Queue.COMMON, Queue.SINGLE_FILE])),
        move_up=draw(st.sampled_from([0, 0, 1, 2])),
    )


@st.composite
def _links(draw: st.DrawFn) -> Link:
    entry = (draw(st.sampled_from([1, 2, 10**9])), draw(st.sampled_from([1, 2, 10**9])))
    headway = (draw(_MINUTES), draw(_MINUTES), draw(_MINUTES))
    rooms = st.sampled_from([1, 2, 10**9])
    mode = draw(st.sampled_from(["alternating", "two-way", "reversible"]))
    if mode == "alternating":
        minimum = draw(st.integers(1, 5))
        green = (minimum, draw(st.integers(minimum, 9)), draw(st.integers(0, 3)))
        return link("link", road_lane(None, room=draw(rooms)), entry_space=entry, headway=headway, green=green)
    lanes: list[LinkLane] = [road_lane(N, room=draw(rooms)), road_lane(S, room=draw(rooms))]
    if mode == "reversible":
        turn = draw(st.integers(1, 30))
        lanes.append(road_lane(steps((0, N), (turn, S), period=40), "car", "bus"))
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
def systems(draw: st.DrawFn) -> System:
    """Two directions, some places shared, and up to 14 vehicles in 30 minutes."""
    n_stages = draw(st.integers(1, 3))
    has_link = draw(st.sampled_from([True, True, False]))
    north: list[int] = [0]
    south: list[int] = []
    places: list[Place] = [draw(_approaches(N)), draw(_approaches(S))]
    for index in range(n_stages):
        shared = draw(st.booleans())
        places.append(draw(_stages(f"stage-{index}", shared=shared)))
        north.append(len(places) - 1)
        if shared:
            south.append(len(places) - 1)
        if has_link and index == 0:
            places.append(draw(_links()))
            north.append(len(places) - 1)
            south.append(len(places) - 1)
    south_route = (1, *(reversed(south) if draw(st.booleans()) else south))
    zones = draw(st.lists(_zones(tuple(north)), max_size=2))
    of = plan(places, (tuple(north), south_route), zones=zones, window=30, stop_at=2000)
    n_vehicles = draw(st.integers(0, 3) | st.integers(8, 16))
    one = _vehicles(len(north) - 1, len(south_route) - 1)
    vehicles = draw(st.lists(one, min_size=n_vehicles, max_size=n_vehicles))
    return System(of, tuple(vehicles))


@st.composite
def _vehicles(draw: st.DrawFn, n_north: int, n_south: int) -> V:
    direction = draw(st.sampled_from([N, N, S])) if n_south else N
    n_stops = n_south if direction == S else n_north
    visit = st.sampled_from([None, 0, 1, 2, 3, 5, 6])
    services = draw(st.lists(visit, min_size=n_stops, max_size=n_stops))
    digital = draw(st.none() | st.lists(visit, min_size=n_stops, max_size=n_stops))
    return V(draw(st.integers(0, 8) | st.integers(0, 30)), services, draw(st.sampled_from(CLASSES)), direction, digital)


def doubled(system: System) -> System:
    """The same crossing with every duration and instant twice as long."""
    of = system.plan
    return System(
        replace(
            of,
            places=tuple(_doubled_place(place) for place in of.places),
            window_end=of.window_end * 2,
            stop_at=of.stop_at * 2,
        ),
        tuple(
            replace(
                v,
                at=None if v.at is None else v.at * 2,
                services=[None if s is None else s * 2 for s in v.services],
                digital=None if v.digital is None else [None if s is None else s * 2 for s in v.digital],
            )
            for v in system.vehicles
        ),
    )


def _doubled_steps(function: StepFunction) -> StepFunction:
    return StepFunction(tuple(at * 2 for at in function.at), function.value, function.period * 2)


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
                replace(one, direction=None if one.direction is None else _doubled_steps(one.direction))
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
