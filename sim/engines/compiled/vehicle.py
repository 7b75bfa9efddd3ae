"""Vehicles in memory: who goes first (R1, R4), and a record for each that is under way."""

from sim.engines.compiled.jit import inlined
from sim.engines.compiled.layout import (
    ARRIVED_AT,
    FLOW,
    FREE_VEHICLE,
    NEW_VEHICLE,
    NEXT,
    READY_SINCE,
    ROW,
    VEHICLE_SIZE,
)
from sim.trajectory import IntArray


@inlined
def goes_before(m: IntArray, one: int, other: int) -> bool:
    """Whether *one* has the lower number: arrival instant, direction and class, point (R1)."""
    if m[one + ARRIVED_AT] != m[other + ARRIVED_AT]:
        return m[one + ARRIVED_AT] < m[other + ARRIVED_AT]
    if m[one + FLOW] != m[other + FLOW]:
        return m[one + FLOW] < m[other + FLOW]
    return m[one + ROW] < m[other + ROW]


@inlined
def has_turn_before(m: IntArray, one: int, other: int) -> bool:
    """Whether *one* has been ready longer than *other*; ties go to the lower number (R4)."""
    if m[one + READY_SINCE] != m[other + READY_SINCE]:
        return m[one + READY_SINCE] < m[other + READY_SINCE]
    return goes_before(m, one, other)


@inlined
def new_vehicle(m: IntArray) -> int:
    """A record for one more vehicle."""
    vehicle = m[FREE_VEHICLE]
    if vehicle > 0:
        m[FREE_VEHICLE] = m[vehicle + NEXT]
        return vehicle
    vehicle = m[NEW_VEHICLE]
    m[NEW_VEHICLE] = vehicle + VEHICLE_SIZE
    return vehicle


@inlined
def give_back(m: IntArray, vehicle: int) -> None:
    """The record of *vehicle* is free for another."""
    m[vehicle + NEXT] = m[FREE_VEHICLE]
    m[FREE_VEHICLE] = vehicle
