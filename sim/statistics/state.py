"""The crossing at an instant: how many wait, how many are there, and how long one who came then would wait.

All functions take instants (microseconds) and give one value for each, after all that happened in that instant:
a vehicle that arrives then is counted, one that leaves then is not. Over replications their means are the
time-dependent expectations of queueing theory. Nothing is known beyond the last instant of the run: to ask for
more is an error.
"""

from collections.abc import Iterable

import numpy as np

from sim.plan.model import Plan, Queue, Stage
from sim.statistics import occupancy
from sim.statistics.occupancy import StepSeries
from sim.statistics.window import BoolArray
from sim.trajectory import IntArray, Trajectory
from sim.units import NEVER


def number_waiting_at(trajectory: Trajectory, instants: IntArray, *, place: int | Iterable[int]) -> IntArray:
    """Queue length at a place, or several together: joined, and service not begun."""
    return _at(occupancy.number_waiting(trajectory, place=place), trajectory, instants)


def number_at_place_at(trajectory: Trajectory, instants: IntArray, *, place: int | Iterable[int]) -> IntArray:
    """Vehicles at a place, or several together: waiting, in service and blocked."""
    return _at(occupancy.number_at(trajectory, place=place), trajectory, instants)


def number_in_system_at(trajectory: Trajectory, instants: IntArray) -> IntArray:
    """Vehicles between arrival and leaving the last place."""
    return _at(occupancy.number_in_system(trajectory), trajectory, instants)


def all_booths_taken_at(trajectory: Trajectory, instants: IntArray, *, place: int) -> BoolArray:
    """Whether a stage has no idle open booth: all are held or closed, so that who came now would wait.

    A booth is held from the call of a vehicle until it leaves.
    """
    visits, here = trajectory.visits, trajectory.visits.place == place
    n_held = occupancy.step_series(visits.called_at[here], visits.left_at[here])
    n_open = occupancy.open_booths(trajectory, place=place)
    return np.asarray(_at(n_held, trajectory, instants) >= _at(n_open, trajectory, instants))


def virtual_wait_at(trajectory: Trajectory, plan: Plan, instants: IntArray, *, place: int) -> IntArray:
    """How long a vehicle that joined a stage at each instant, behind all others of that instant, would wait.

    Microseconds until it would be called; NEVER if that would be after the end of the run.

    If *J* vehicles have joined by the instant *t*, the hypothetical one is number *J* + 1 to be called, since the
    queue is first come, first served. The *k*-th call is possible as soon as *k* booths have been handed out: one
    for each booth opened, less those closed, and one more whenever a vehicle leaves its booth. So it is called at
    the first instant *u* from *t* on with ``opened(u) - closed(u) + left(u) >= J(t) + 1``. With all booths open
    throughout, *b* of them idle and *q* vehicles waiting that is *t* itself if *b* > 0, and otherwise the
    (*q* + 1)-th instant after *t* at which a booth is left, which without blocking is the (*q* + 1)-th end of
    service. Staffing, blocking and repeats are taken as they happened: who is not yet called takes no booth
    and stands behind nobody who matters, so the hypothetical vehicle changes none of them before its call.

    Valid where all lanes serve the same kinds and one queue without priority stands before them, move-up apart,
    which comes on top; anything else is an error. Waiting places must not refuse it either: it is assumed to fit.
    """
    _require_one_queue(plan, place)
    _require_known(trajectory, instants)
    visits, log = trajectory.visits, trajectory.booths
    here, of_place = visits.place == place, log.place == place
    left_at = visits.left_at[here]
    handed_out = occupancy.step_series(
        np.concatenate([log.opened_at[of_place], left_at]),
        np.concatenate([log.closed_at[of_place], np.full_like(left_at, NEVER)]),
    )
    number = np.searchsorted(np.sort(visits.joined_at[here]), instants, side="right") + 1
    called_at = [_first_with(handed_out, *each) for each in zip(number.tolist(), instants.tolist(), strict=True)]
    return np.array([NEVER if at == NEVER else at - t for at, t in zip(called_at, instants.tolist(), strict=True)])


def _first_with(series: StepSeries, least: int, start: int) -> int:
    """First instant from *start* on at which *series* is *least* or more; NEVER if there is none."""
    if int(series.value_at(np.array([start]))[0]) >= least:
        return start
    first = int(np.searchsorted(series.at, start, side="right"))
    enough = np.flatnonzero((series.value[first:] >= least) & (series.at[first:] < NEVER))
    return int(series.at[first + enough[0]]) if len(enough) else NEVER


def _at(series: StepSeries, trajectory: Trajectory, instants: IntArray) -> IntArray:
    _require_known(trajectory, instants)
    return series.value_at(instants)


def _require_known(trajectory: Trajectory, instants: IntArray) -> None:
    if len(instants) and int(instants.max()) > trajectory.until:
        raise ValueError(f"the run ended at {trajectory.until} and knows nothing of instant {int(instants.max())}")


def _require_one_queue(plan: Plan, place: int) -> None:
    stage = plan.places[place]
    if (
        not isinstance(stage, Stage)
        or stage.queue is Queue.OWN
        or (stage.queue is Queue.SINGLE_FILE and len(stage.space) > 1)
        or len({lane.serves for lane in stage.lanes}) != 1
        or len(set(stage.priority)) > 1
    ):
        raise ValueError(f"{stage.name} has no single first-come queue that all its booths serve")
