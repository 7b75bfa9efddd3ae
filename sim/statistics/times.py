"""Where a vehicle's time goes: waiting, moving up, service, blocked; crossing time and delay.

All times are microseconds. What had not ended when the run did counts as far as it had come: such a time
is a lower bound, and so is every mean that contains it. A run that ended as planned
(:attr:`sim.trajectory.Ending.FINISHED`) has none among the vehicles of its window.
"""

import numpy as np

from sim import storage
from sim.statistics.window import Window, arrived_in
from sim.trajectory import IntArray, Trajectory


def waiting_time(trajectory: Trajectory) -> IntArray:
    """Joined until service begins, of each visit; at an approach, all the time spent there.

    It includes :func:`move_up_time`. Time blocked after service is not waiting; see :func:`blocked_time`.
    """
    return _between(trajectory, "joined_at", "began_at")


def move_up_time(trajectory: Trajectory) -> IntArray:
    """Called until service begins, of each visit: the last part of its waiting time, spent with the booth held."""
    return _between(trajectory, "called_at", "began_at")


def service_time(trajectory: Trajectory) -> IntArray:
    """Service begins until it ends, of each visit; on a link, lane entered until its end is reached."""
    return _between(trajectory, "began_at", "ended_at")


def blocked_time(trajectory: Trajectory) -> IntArray:
    """Service ended until the vehicle left, of each visit: no space was found beyond."""
    return _between(trajectory, "ended_at", "left_at")


def sojourn_time(trajectory: Trajectory) -> IntArray:
    """Joined until left, of each visit: the sum of waiting, service and blocked time."""
    return _between(trajectory, "joined_at", "left_at")


def crossing_time(trajectory: Trajectory) -> IntArray:
    """Arrival at the end of the approach until the last place is left, of each vehicle."""
    return np.minimum(trajectory.vehicles.left_at, trajectory.until) - trajectory.vehicles.arrived_at


def free_flow_time(trajectory: Trajectory) -> IntArray:
    """Crossing time of each vehicle with everything open and nobody in the way: its own services and travel.

    Of an unfinished service, only what has been done counts, so that a delay is never negative.
    """
    done = np.minimum(trajectory.visits.service_time, service_time(trajectory))
    return per_vehicle(trajectory, done)


def delay(trajectory: Trajectory) -> IntArray:
    """Crossing time minus free-flow time, of each vehicle."""
    return crossing_time(trajectory) - free_flow_time(trajectory)


def corridor_time(trajectory: Trajectory) -> IntArray:
    """Crossing time plus the time on the roads before and behind, of each vehicle."""
    return crossing_time(trajectory) + trajectory.vehicles.road_time


def waits_at(trajectory: Trajectory, window: Window, *, place: int) -> IntArray:
    """Waiting times of all visits to a place by vehicles of the window; a repeated visit is one of its own."""
    visits = trajectory.visits
    of_window = arrived_in(trajectory.vehicles, window)[visits.vehicle]
    chosen: IntArray = waiting_time(trajectory)[of_window & (visits.place == place)]
    return chosen


def number_beyond(values: IntArray, threshold: int) -> int:
    """How many of *values* exceed *threshold*: over all of them, the share that does."""
    return int((values > threshold).sum())


def per_vehicle(trajectory: Trajectory, of_visits: IntArray) -> IntArray:
    """Sum over the visits of each vehicle."""
    from sim.statistics.accumulate import add_up

    total = np.zeros(len(trajectory.vehicles), dtype=np.int64)
    add_up(of_visits, trajectory.visits.vehicle, total)
    return total


def _between(trajectory: Trajectory, first: str, second: str) -> IntArray:
    """From one instant of each visit to a later one, neither beyond the end of the run."""
    from sim.statistics.accumulate import elapsed

    visits = trajectory.visits
    time: IntArray = storage.empty(len(visits), np.int64)
    elapsed(getattr(visits, first), getattr(visits, second), trajectory.until, time)
    return time
