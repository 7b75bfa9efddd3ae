"""What one replication leaves for its exact answers: a tally, and the states at the instants asked for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.plan.model import Plan
from sim.scenario.exact import Exact
from sim.statistics import state
from sim.statistics.tally import Tally, tally
from sim.statistics.totals import place_names
from sim.statistics.window import of_plan
from sim.trajectory import IntArray, Trajectory
from sim.units import MINUTE


@dataclass(frozen=True, slots=True)
class Sample:
    """One replication."""

    tally: Tally
    """Without the hours of arrival."""
    states: tuple[float | None, ...]
    """Of each answer that speaks of an instant the state then, in its unit; None for the others."""


def sample(trajectory: Trajectory, plan: Plan, exact: Sequence[Exact]) -> Sample:
    """What *trajectory* says about the answers *exact*."""
    marks = sorted({answer.threshold for answer in exact if answer.threshold and answer.at is None})
    whole = tally(trajectory, plan, of_plan(plan), thresholds=[marks] * len(plan.classes))
    kept = replace(whole, cells={key: cell for key, cell in whole.cells.items() if key.hour is None})
    return Sample(kept, tuple(_state(trajectory, plan, answer) for answer in exact))


def _state(trajectory: Trajectory, plan: Plan, exact: Exact) -> float | None:
    if exact.at is None:
        return None
    # The run ends when the last vehicle of the window is out; until the window ends, the crossing stays empty.
    instants = np.array([min(exact.at, trajectory.until)], dtype=np.int64)
    places = [number for number, name in enumerate(place_names(plan)) if name == exact.place]
    [found] = _states(trajectory, plan, exact, instants, places)
    if exact.threshold is not None:
        return float(found > exact.threshold)
    return float(found) / (MINUTE if exact.unit == "min" else 1)


def _states(
    trajectory: Trajectory, plan: Plan, exact: Exact, instants: IntArray, places: Sequence[int]
) -> Sequence[int]:
    match exact.measure:
        case "queue_length":
            found = state.number_waiting_at(trajectory, instants, place=places)
        case "number_at_place":
            found = state.number_at_place_at(trajectory, instants, place=places)
        case "number_in_system":
            found = state.number_in_system_at(trajectory, instants)
        case "all_booths_taken":
            found = state.all_booths_taken_at(trajectory, instants, place=_one(places)).astype(np.int64)
        case "virtual_wait":
            found = state.virtual_wait_at(trajectory, plan, instants, place=_one(places))
        case _:
            raise AssertionError(exact.measure)
    return list(found.tolist())


def _one(places: Sequence[int]) -> int:
    [place] = places
    return place
