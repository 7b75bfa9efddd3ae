"""BORDER-1 as numbers, what happens by chance in it, and what every program gives out. Needs NumPy alone.

A program in Python draws its vehicles beforehand with NumPy, which is the fastest way that these simulators leave
(Ciw excepted, which draws inside). So the time of its loop holds no sampling, and the time of its whole script little.
Times are minutes.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

DIRECTIONS = ("northbound", "southbound")
CLASSES = ("bus", "car", "truck")
STAGES = ("exit-passport", "exit-customs", "bridge", "entry-passport", "entry-customs", "secondary")
BRIDGE, SECONDARY = STAGES.index("bridge"), STAGES.index("secondary")

PER_HOUR: dict[str, float] = {"car": 30, "truck": 12, "bus": 1.5}
BOOTHS = {"exit-passport": 4, "exit-customs": 3, "entry-passport": 4, "entry-customs": 4, "secondary": 3}
MEAN: dict[str, dict[str, float]] = {
    "exit-passport": {"car": 2, "truck": 2, "bus": 12},
    "exit-customs": {"car": 1.5, "truck": 5, "bus": 10},
    "entry-passport": {"car": 2, "truck": 2.5, "bus": 12},
    "entry-customs": {"car": 2, "truck": 8, "bus": 12},
    "secondary": {"car": 20, "truck": 60, "bus": 30},
}
SHAPE = 4
INSPECTED = {"car": 0.05, "truck": 0.15, "bus": 0.10}
HEADWAY = {"car": 4 / 60, "truck": 8 / 60, "bus": 8 / 60}
TRAVEL = 40 / 60

DAY = 24 * 60


@dataclass(frozen=True)
class Vehicle:
    """One vehicle and its luck."""

    arrives_at: float
    vehicle_class: str
    service: dict[str, float]
    inspected: bool


def vehicles(days: float, seed: int) -> dict[str, list[Vehicle]]:
    """The vehicles of each direction in order of arrival."""
    rng = np.random.default_rng(seed)
    return {direction: _of_direction(days, rng) for direction in DIRECTIONS}


def _of_direction(days: float, rng: np.random.Generator) -> list[Vehicle]:
    drawn: list[Vehicle] = []
    for name in CLASSES:
        n = rng.poisson(PER_HOUR[name] * 24 * days)
        at = (rng.random(n) * days * DAY).tolist()
        times = [(rng.standard_gamma(SHAPE, n) * (MEAN[stage][name] / SHAPE)).tolist() for stage in MEAN]
        inspected = (rng.random(n) < INSPECTED[name]).tolist()
        for row, (instant, *service) in enumerate(zip(at, *times, strict=True)):
            drawn.append(Vehicle(instant, name, dict(zip(MEAN, service, strict=True)), inspected[row]))
    return sorted(drawn, key=lambda vehicle: vehicle.arrives_at)


Row = tuple[str, str, float, float, Sequence[float]]
"""Direction, class, arrival, crossing time, waiting time at each stage passed."""


def outputs(rows: Sequence[Row]) -> dict[str, float]:
    """What BORDER-1 gives out: counts, mean waits by stage, mean and p95 crossing times by class."""
    direction = np.array([DIRECTIONS.index(row[0]) for row in rows])
    vehicle_class = np.array([CLASSES.index(row[1]) for row in rows])
    crossing = np.array([row[3] for row in rows])
    waits = np.full((len(rows), len(STAGES)), np.nan)
    waits[:, :SECONDARY] = [row[4][:SECONDARY] for row in rows]
    inspected = [number for number, row in enumerate(rows) if len(row[4]) > SECONDARY]
    waits[inspected, SECONDARY] = [rows[number][4][SECONDARY] for number in inspected]
    return measures(direction, vehicle_class, crossing, waits)


def measures(direction: Any, vehicle_class: Any, crossing: Any, waits: Any) -> dict[str, float]:
    """The same from arrays, one row for each vehicle; NaN where a stage was not visited."""
    made: dict[str, float] = {}
    for d, where in enumerate(DIRECTIONS):
        own = direction == d
        for s, stage in enumerate(STAGES):
            made[f"mean wait, {stage}, {where}"] = float(np.nanmean(waits[own, s]))
        for c, name in enumerate(CLASSES):
            times = crossing[own & (vehicle_class == c)]
            made[f"count, {name}, {where}"] = len(times)
            made[f"mean crossing, {name}, {where}"] = float(times.mean())
            made[f"p95 crossing, {name}, {where}"] = float(np.quantile(times, 0.95))
    return made


@dataclass
class Clock:
    """Seconds of CPU of the parts of a script, by name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """Time what is done under it."""
        start = time.process_time()
        yield
        self.seconds[name] = time.process_time() - start


def report(run: Callable[[float, int, Clock], tuple[int, dict[str, float]]]) -> None:
    """Run a program for the days and the seed of the command line; print times, vehicles and measures as JSON."""
    days, seed = float(sys.argv[1]), int(sys.argv[2])
    clock = Clock()
    n, made = run(days, seed, clock)
    print(json.dumps({"seconds": clock.seconds, "vehicles": n, "measures": made}))  # noqa: T201 - its result
