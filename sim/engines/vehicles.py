"""The vehicles of a trajectory: who they are by the draws, when they came and left by the engine."""

from sim.draws import Draws
from sim.trajectory import IntArray, Vehicles


def vehicles_of(draws: Draws, rows: IntArray, *, arrived_at: IntArray, left_at: IntArray) -> Vehicles:
    """Vehicles of these *rows* of the draws, in the order given, with their instants of arrival and of leaving."""
    return Vehicles(
        direction=draws.direction[rows],
        vehicle_class=draws.vehicle_class[rows],
        attributes=draws.attributes[rows],
        kind=draws.kind[rows],
        point=draws.point[rows],
        arrived_at=arrived_at,
        left_at=left_at,
        road_time=draws.road_time[rows],
    )
