"""What is not refused as a ring never locks up."""

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from sim.engines import engine
from sim.plan.model import UNLIMITED, Choice, Demand, Link, Place, Plan, Queue, Stage, Stop, Volume
from sim.plan.rings import find_ring
from sim.trajectory import Ending
from sim.units import MINUTE
from tests.builders import CLASSES, N, S, V, approach, draws, kinds, lane, link, plan, road_lane, stage, tell, zone
from tests.systems import System, describe, systems


def _whoever_may_come(of: Plan) -> Plan:
    """The plan with demand of every kind and with shares that let each pass by any place, and repeat any stage."""
    return replace(
        of,
        places=tuple(_truly_unlimited(place) for place in of.places),
        attribute_shares=((0.5,) * len(CLASSES),),
        demand=tuple(
            Demand(direction, vehicle_class, Volume(1.0, (1.0,), (0,), 0.0))
            for direction in (N, S)
            for vehicle_class in range(len(CLASSES))
        ),
        routes=(
            tuple(_for_whoever_may_come(stop, len(of.kinds)) for stop in of.routes[N]),
            tuple(_for_whoever_may_come(stop, len(of.kinds)) for stop in of.routes[S]),
        ),
    )


def _for_whoever_may_come(stop: Stop, n_kinds: int) -> Stop:
    again = None if stop.repeats is None else replace(stop.repeats, share=(0.5,) * n_kinds)
    return replace(stop, share=((0.5, 0.5),) * n_kinds, repeats=again)


def _truly_unlimited(place: Place) -> Place:
    if isinstance(place, Stage):
        return replace(place, space=tuple(_space(space) for space in place.space))
    if isinstance(place, Link):
        north, south = (_space(space) for space in place.entry_space)
        lanes = tuple(replace(lane, room=_space(lane.room)) for lane in place.lanes)
        return replace(place, entry_space=(north, south), lanes=lanes)
    return place


def _space(generated: int) -> int:
    return UNLIMITED if generated == 10**9 else generated


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(systems())
def test_a_crossing_in_which_no_ring_is_found_lets_everybody_out(system: System) -> None:
    of = _whoever_may_come(system.plan)
    ring = find_ring(of)
    # A saturated class would never let the run end: those of it come at the start.
    vehicles = [v if v.at is not None else replace(v, at=0) for v in system.vehicles]
    ending = tell(of, vehicles).trajectory.ending
    event(f"{'ring' if ring else 'no ring'}: {ending.value}")
    if ring is None:
        assert ending is Ending.FINISHED, describe(system)


@st.composite
def _tight(draw: st.DrawFn) -> System:
    """Two directions that pass two or three shared places in opposite order, with hardly any room in them."""
    n_places = draw(st.integers(2, 3))
    places: list[Place] = [approach(direction=N), approach(direction=S)]
    places += [draw(_tight_stages(f"stage-{index}") | _tight_links(f"link-{index}")) for index in range(n_places)]
    ahead = range(2, len(places))
    limits = st.builds(
        lambda direction, at_most: zone(kinds(direction=direction), ahead, at_most),
        st.sampled_from([N, S, None]),
        st.integers(1, 4),
    )
    of = plan(places, [(0, *ahead), (1, *reversed(ahead))], zones=draw(st.lists(limits, max_size=2)), window=30)
    times = st.sampled_from([0, 1, 2, 5])
    vehicles = st.builds(
        lambda at, services, vehicle_class, direction, luck: V(at, services, vehicle_class, direction, luck=luck),
        st.integers(0, 8),
        st.lists(times, min_size=n_places, max_size=n_places),
        st.sampled_from(CLASSES),
        st.sampled_from([N, S]),
        st.sampled_from([0.0, 0.5, 0.9]),
    )
    return System(replace(of, stop_at=3000 * MINUTE), tuple(draw(st.lists(vehicles, min_size=6, max_size=12))))


@st.composite
def _tight_stages(draw: st.DrawFn, name: str) -> Stage:
    some = lane(1, *draw(st.sampled_from([(), ("car",)])), direction=draw(st.sampled_from([None, N, S])))
    lanes = draw(st.sampled_from([(lane(1),), (lane(2),), (lane(1), some)]))
    queue, in_metres = draw(st.sampled_from(Queue)), draw(st.booleans())
    n_parts = len(lanes) if queue is Queue.OWN else draw(st.integers(1, 2))
    space = draw(
        st.lists(st.sampled_from([20, 28, 40] if in_metres else [0, 1, 2]), min_size=n_parts, max_size=n_parts)
    )
    choice = draw(st.sampled_from(Choice))
    return stage(name, *lanes, space=space, queue=queue, choice=choice, in_metres=in_metres)


def _tight_links(name: str) -> st.SearchStrategy[Link]:
    rooms = st.integers(1, 2)
    return st.builds(
        lambda room, entry: link(name, road_lane(None, room=room), entry_space=entry, green=(1, 3, 0)),
        rooms,
        st.tuples(rooms, rooms),
    )


def _without_a_ring(of: Plan) -> Iterator[Plan]:
    """The plan itself, or with unlimited space at one place or one zone more, where that breaks its ring."""
    ring = find_ring(of)
    if ring is None:
        yield of
        return
    unlimited = [(*of.places[:n], _unlimited(of.places[n]), *of.places[n + 1 :]) for n in ring.numbers]
    stages = range(2, len(of.places))
    zones = [zone(kinds(direction=d), stages, at_most) for d in (N, S, None) for at_most in range(1, 5)]
    ways = [replace(of, places=places) for places in unlimited]
    ways += [replace(of, zones=(*of.zones, one)) for one in zones]
    yield from (way for way in ways if find_ring(way) is None)


def _unlimited(place: Place) -> Place:
    if isinstance(place, Stage):
        return replace(place, space=(UNLIMITED,) * len(place.space))
    assert isinstance(place, Link)
    return replace(place, entry_space=(UNLIMITED, UNLIMITED))


@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(_tight(), st.booleans())
def test_what_breaks_a_ring_lets_everybody_out(system: System, repeats: bool) -> None:
    """Nothing that is one vehicle too much for a place is taken for its breaking: such runs do lock up."""
    of = _whoever_may_come(system.plan)
    if not repeats:
        of = replace(of, routes=(_without_repeats(of.routes[N]), _without_repeats(of.routes[S])))
    vehicles = [_repeating(of, v) if repeats else v for v in system.vehicles]
    for way in _without_a_ring(of):
        ending = tell(way, vehicles).trajectory.ending
        event(f"{'repeats' if repeats else 'no repeats'}, {'as it was' if way is of else 'changed'}: {ending.value}")
        assert ending is Ending.FINISHED, (way.places, way.zones, vehicles)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(_tight(), st.booleans())
def test_whoever_never_gets_out_is_held_by_a_ring_that_is_found(system: System, repeats: bool) -> None:
    """Nothing opens or closes here, so that after two days only a ring can still hold anybody."""
    vehicles = [_repeating(system.plan, v) if repeats else v for v in system.vehicles]
    drawn = draws(system.plan, vehicles)
    story = engine("reference")(system.plan, drawn)
    event(story.ending.value)
    assert engine("compiled")(system.plan, drawn) == story
    assert story.ending in {Ending.FINISHED, Ending.LOCKED_UP}, describe(system)
    assert len(set(story.ring)) == len(story.ring)
    assert (len(story.ring) > 1) == (story.ending is Ending.LOCKED_UP)


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(_tight(), systems()), st.integers(1, 40))
def test_a_ring_that_is_found_never_opens_again(system: System, minutes: int) -> None:
    """However early a run is cut short: what is called locked up there is so for good."""
    vehicles = [v if v.at is not None else replace(v, at=0) for v in system.vehicles]
    early = replace(system.plan, stop_at=minutes * MINUTE, window_end=min(system.plan.window_end, minutes * MINUTE))
    found = tell(early, vehicles).trajectory
    event(found.ending.value)
    if found.ending is Ending.LOCKED_UP:
        assert tell(system.plan, vehicles).trajectory.ending is not Ending.FINISHED, describe(system)


def _without_repeats(route: tuple[Stop, ...]) -> tuple[Stop, ...]:
    return tuple(replace(stop, repeats=None) for stop in route)


def _repeating(of: Plan, v: V) -> V:
    """The vehicle, which repeats every second stage on its way."""
    stops = [n for n, stop in enumerate(of.routes[v.direction]) if isinstance(of.places[stop.place], Stage)]
    return replace(v, again=dict.fromkeys(stops[::2], (1, 2)))
