"""Rounds in which every program runs once, one after the other, so that what slows the machine slows all of them."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks import ours
from tests.benchmarks.tools import Peers

SEED = 1
LENGTHS = {"simpy": 30.0, "ciw": 7.0, "salabim": 7.0}
"""Days of BORDER-1 that a program runs in a round: the slow ones run a month or a week, and count by the vehicle."""
DAYS_OF_BORDER_2 = 28.0
MORE = 40
"""Replications of BORDER-2 beyond the rounds, whose figures alone are used."""


@dataclass(frozen=True)
class Sample:
    """One run of one program."""

    vehicles: int
    seconds: Mapping[str, float]
    """Of CPU, by part."""
    measures: Mapping[str, float]

    def per_vehicle(self, *parts: str) -> float:
        """Microseconds of CPU for each vehicle in these parts, or in all."""
        return 1e6 * sum(self.seconds[part] for part in parts or self.seconds) / self.vehicles


@dataclass
class Measured:
    """All runs, by program, in the order of the rounds."""

    days: float
    border_1: dict[str, list[Sample]] = field(default_factory=dict)
    border_2: dict[str, list[Sample]] = field(default_factory=dict)
    more_of_border_2: list[Mapping[str, float]] = field(default_factory=list)
    numpy_seconds: list[float] = field(default_factory=list)
    n_gamma: int = 0
    year: ours.Crossings | None = None
    """Our first run of BORDER-1, vehicle by vehicle."""
    differs: int = 0
    """Entries of any trajectory in which the C++ loop differs from ours."""


def measure(peers: Peers, folder: Path, *, rounds: int, days: float) -> Measured:
    """Every program *rounds* times."""
    one, two = ours.border_1(days), ours.border_2(DAYS_OF_BORDER_2)
    for prepared in (one, two):
        # Whatever has to be compiled is compiled here, and memory is found that later replications use again.
        ours.replication(prepared, seed=SEED, number=rounds)
    ours.event_by_event(ours.border_1(1), ours.simulated(ours.border_1(1), seed=SEED, number=0))
    measured = Measured(days)
    for number in range(rounds):
        sys.stderr.write(f"round {number + 1} of {rounds}\n")
        _border_1(measured, peers, folder, one, number)
        _border_2(measured, peers, two, number)
    for number in range(rounds, rounds + MORE):
        made = ours.simulated(two, seed=SEED, number=number)
        measured.more_of_border_2.append(ours.means(two, made.trajectory))
    return measured


def _border_1(measured: Measured, peers: Peers, folder: Path, prepared: Any, number: int) -> None:
    runs = measured.border_1
    made = ours.replication(prepared, seed=SEED, number=number)
    made.seconds[ours.EVENTS] = ours.event_by_event(prepared, made)
    n = len(made.trajectory.vehicles)
    runs.setdefault("ours", []).append(Sample(n, made.seconds, {}))
    measured.n_gamma = ours.n_gamma(prepared.plan, made.draws)
    measured.numpy_seconds.append(ours.numpy_gamma(measured.n_gamma))
    if measured.year is None:
        measured.year = ours.crossings(prepared.plan, made.trajectory)
    for name, program in peers.loops.items():
        loop = ours.run_loop(program, folder, prepared.plan, made)
        runs.setdefault(name, []).append(Sample(n, loop.seconds, {}))
        measured.differs += loop.differs
    del made
    for name, length in LENGTHS.items():
        if name in peers.versions:
            said = peers.run(f"border1_{name}.py", days=min(length, measured.days), seed=SEED + number)
            runs.setdefault(name, []).append(Sample(**said))


def _border_2(measured: Measured, peers: Peers, prepared: Any, number: int) -> None:
    runs = measured.border_2
    made = ours.replication(prepared, seed=SEED, number=number)
    figures = ours.means(prepared, made.trajectory)
    runs.setdefault("ours", []).append(Sample(len(made.trajectory.vehicles), made.seconds, figures))
    if "simpy" in peers.versions:
        said = peers.run("border2_simpy.py", days=DAYS_OF_BORDER_2, seed=SEED + number)
        runs.setdefault("simpy", []).append(Sample(**said))
