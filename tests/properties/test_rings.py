"""What is not refused as a ring never locks up."""

from dataclasses import replace

from hypothesis import HealthCheck, event, given, settings

from sim.plan.model import UNLIMITED, Demand, Link, Place, Plan, Stage, Stop, Volume
from sim.plan.rings import find_ring
from sim.trajectory import Ending
from tests.builders import CLASSES, N, S, tell
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
    ending = tell(of, system.vehicles).trajectory.ending
    event(f"{'ring' if ring else 'no ring'}: {ending.value}")
    if ring is None:
        assert ending is Ending.FINISHED, describe(system)
