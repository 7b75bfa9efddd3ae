"""Our side of BORDER-1 and BORDER-2: the parts of a replication timed, and its figures as the others give them out."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from unittest.mock import patch

import numpy as np

from sim.draws import Draws, draw
from sim.engines.compiled import crossing
from sim.engines.compiled.forward import is_feed_forward
from sim.experiment.prepare import Prepared, prepare
from sim.plan.model import PAPER, Plan
from sim.statistics.invariants import check
from sim.statistics.tally import tally
from sim.statistics.times import crossing_time, waiting_time
from sim.statistics.window import arrived_in, of_plan
from sim.trajectory import Ending, IntArray, Trajectory
from sim.units import DAY, MINUTE
from tests.benchmarks.peers import border1

T = TypeVar("T")

SCENARIOS = Path(__file__).parents[2] / "scenarios"
KERNEL = "of it in the kernel"
"""Part of the loop in which memory that nobody had touched was found."""
EVENTS = "loop, event by event"
"""Our loop where a plan is passed place by place, made to work its events instead."""
STAGES_THAT_SERVE = [stage for stage in border1.STAGES if stage != "bridge"]


@dataclass(frozen=True)
class Replication:
    """One replication and the seconds of CPU of its parts."""

    draws: Draws
    trajectory: Trajectory
    seconds: dict[str, float]


def border_1(days: float) -> Prepared:
    """BORDER-1 over so many days."""
    return prepare(SCENARIOS / "benchmark" / "border-1.yaml", sets=[f"run.length={days:g} d"])


def border_2(days: float) -> Prepared:
    """BORDER-2, the shipped single bridge, over so many days after two of warm-up."""
    return prepare(SCENARIOS / "single-bridge.yaml", sets=[f"run.length={days:g} d", "run.warm_up=2 d"])


def replication(prepared: Prepared, *, seed: int, number: int) -> Replication:
    """Draw, run, tally and check, each timed."""
    made = simulated(prepared, seed=seed, number=number)
    plan, trajectory = prepared.plan, made.trajectory
    window = of_plan(plan)
    made.seconds["tally"], _ = timed(lambda: tally(trajectory, plan, window, thresholds=prepared.thresholds))
    made.seconds["check"], broken = timed(lambda: check(trajectory, plan))
    assert not broken
    return made


def simulated(prepared: Prepared, *, seed: int, number: int) -> Replication:
    """Draw and run, each timed, as far as the draws have to reach."""
    reach = prepared.plan.window_end + DAY
    made = _run(prepared.plan, seed=seed, number=number, reach=reach)
    while made.trajectory.ending is Ending.OUT_OF_DRAWS:
        reach *= 2
        made = _run(prepared.plan, seed=seed, number=number, reach=reach)
    assert made.trajectory.ending is Ending.FINISHED
    return made


def _run(plan: Plan, *, seed: int, number: int, reach: int) -> Replication:
    seconds: dict[str, float] = {}
    seconds["draws"], draws = timed(lambda: draw(plan, seed=seed, replication=number, reach=reach))
    with _loop_timed(seconds):
        seconds["engine"], trajectory = timed(lambda: crossing.simulate(plan, draws))
    return Replication(draws, trajectory, seconds)


def event_by_event(prepared: Prepared, made: Replication) -> float:
    """Seconds of CPU of our loop on the same draws, if it may not pass the crossing place by place."""
    assert is_feed_forward(prepared.plan)
    seconds: dict[str, float] = {}
    with patch.object(crossing, "is_feed_forward", lambda _: False), _loop_timed(seconds):
        again = crossing.simulate(prepared.plan, made.draws)
    assert again == made.trajectory
    return seconds["loop"]


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Seconds of CPU that *work* takes, and what it gives."""
    start = time.process_time()
    made = work()
    return time.process_time() - start, made


@contextmanager
def _loop_timed(seconds: dict[str, float]) -> Iterator[None]:
    """Time the compiled loop inside of what is done under it, apart from the memory made and the record packed."""
    usual = crossing._Run._work

    def work(run: crossing._Run) -> Ending:
        in_kernel = os.times().system
        seconds["loop"], ending = timed(lambda: usual(run))
        seconds[KERNEL] = os.times().system - in_kernel
        return ending

    with patch.object(crossing._Run, "_work", work):
        yield


def n_gamma(plan: Plan, draws: Draws) -> int:
    """How many gamma variates BORDER-1 needs: one for each visit of a stage that serves."""
    stops = [number for number, stop in enumerate(plan.routes[0]) if plan.places[stop.place].name in STAGES_THAT_SERVE]
    return int(draws.visits[:, stops, PAPER].sum())


def numpy_gamma(n: int) -> float:
    """Seconds of CPU in which NumPy samples *n* gamma variates of shape 4."""
    rng = np.random.Generator(np.random.PCG64(1))
    seconds, _ = timed(lambda: rng.standard_gamma(border1.SHAPE, n))
    return seconds


@dataclass(frozen=True)
class Crossings:
    """BORDER-1 vehicle by vehicle, minutes; waits by stage, NaN where it was not visited."""

    direction: IntArray
    vehicle_class: IntArray
    arrived_at: np.typing.NDArray[np.float64]
    crossing: np.typing.NDArray[np.float64]
    waits: np.typing.NDArray[np.float64]

    def between(self, begins: float, ends: float) -> dict[str, float]:
        """What BORDER-1 gives out of the vehicles that arrive between two instants."""
        rows = (self.arrived_at >= begins) & (self.arrived_at < ends)
        return border1.measures(self.direction[rows], self.vehicle_class[rows], self.crossing[rows], self.waits[rows])


def crossings(plan: Plan, trajectory: Trajectory) -> Crossings:
    """The vehicles of the window, as the other programs count them."""
    vehicles, visits = trajectory.vehicles, trajectory.visits
    waits = np.full((len(vehicles), len(border1.STAGES)), np.nan)
    stage = _stage_of_place(plan)[visits.place]
    rows = np.flatnonzero(stage >= 0)
    waits[visits.vehicle[rows], stage[rows]] = waiting_time(trajectory)[rows] / MINUTE
    own = arrived_in(vehicles, of_plan(plan))
    return Crossings(
        vehicles.direction[own],
        vehicles.vehicle_class[own],
        vehicles.arrived_at[own] / MINUTE,
        crossing_time(trajectory)[own] / MINUTE,
        waits[own],
    )


def means(prepared: Prepared, trajectory: Trajectory) -> dict[str, float]:
    """Mean crossing times of the window, minutes."""
    vehicles, time_of = trajectory.vehicles, crossing_time(trajectory) / MINUTE
    own = arrived_in(vehicles, of_plan(prepared.plan))
    return {
        f"mean crossing, {name}, {where}": float(
            time_of[own & (vehicles.direction == d) & (vehicles.vehicle_class == c)].mean()
        )
        for d, where in enumerate(border1.DIRECTIONS)
        for c, name in enumerate(prepared.plan.classes)
    }


def _stage_of_place(plan: Plan) -> IntArray:
    names = [place.name for place in plan.places]
    return np.array([border1.STAGES.index(name) if name in border1.STAGES else -1 for name in names])


@dataclass(frozen=True)
class Loop:
    """What the C++ loop made of our draws."""

    seconds: dict[str, float]
    differs: int
    """Instants and booths, of the vehicles that are out, in which it differs from our trajectory."""


def run_loop(program: Path, folder: Path, plan: Plan, made: Replication) -> Loop:
    """The C++ loop on the draws of a replication."""
    draws, record = folder / "draws", folder / "record"
    _write_draws(draws, plan, made)
    done = subprocess.run([str(program), str(draws), str(record)], capture_output=True, text=True, check=True)
    theirs = np.fromfile(record, dtype=np.int64).reshape(len(made.trajectory.vehicles), len(border1.STAGES), 4)
    draws.unlink()
    record.unlink()
    seconds = dict(zip(("loop", KERNEL), map(float, done.stdout.split()), strict=True))
    return Loop(seconds, _differences(plan, made.trajectory, theirs))


def _write_draws(path: Path, plan: Plan, made: Replication) -> None:
    """The vehicles that arrived before our engine stopped, so that both have the same to do."""
    n, draws = len(made.trajectory.vehicles), made.draws
    names = [plan.places[stop.place].name for stop in plan.routes[0]]
    stops = [names.index(stage) for stage in STAGES_THAT_SERVE]
    service = np.where(draws.visits[:n, stops, PAPER], draws.service[:n, stops, PAPER], -1)
    with path.open("wb") as file:
        for column in (np.array(n), draws.arrives_at[:n], draws.direction[:n], draws.vehicle_class[:n], service):
            file.write(np.ascontiguousarray(column, dtype=np.int64).tobytes())


def _differences(plan: Plan, trajectory: Trajectory, theirs: IntArray) -> int:
    visits, vehicles = trajectory.visits, trajectory.vehicles
    stage = _stage_of_place(plan)[visits.place]
    is_out = vehicles.left_at[visits.vehicle] <= trajectory.until
    rows = np.flatnonzero((stage >= 0) & is_out)
    own = np.stack([visits.booth[rows], visits.joined_at[rows], visits.began_at[rows], visits.ended_at[rows]], axis=1)
    other = theirs[visits.vehicle[rows], stage[rows]]
    other[:, 0] = np.where(stage[rows] == border1.BRIDGE, own[:, 0], other[:, 0])
    n_other = int((theirs[vehicles.left_at <= trajectory.until, :, 1] >= 0).sum())
    return int((own != other).sum()) + abs(n_other - len(rows))
