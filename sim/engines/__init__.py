"""Engines: a plan and its draws in, a trajectory out, and nothing else."""

from typing import Protocol

from sim.draws import Draws
from sim.plan.model import Plan
from sim.trajectory import Trajectory

REFERENCE, COMPILED = "reference", "compiled"

ENGINES = (REFERENCE, COMPILED)
"""Names of the engines."""

DEFAULT = COMPILED
"""Engine of every run for which none is named."""


class Engine(Protocol):
    """One replication: no seed, clock, file or option goes in beside the plan and the draws."""

    def __call__(self, plan: Plan, draws: Draws) -> Trajectory:
        """The trajectory of *plan* under *draws*."""
        ...


def engine(name: str) -> Engine:
    """The engine called *name*, loaded when it is first asked for."""
    if name == REFERENCE:
        from sim.engines.reference.crossing import simulate

        return simulate
    if name == COMPILED:
        from sim.engines.compiled.crossing import simulate

        return simulate
    raise ValueError(f"unknown engine {name!r}; engines: {', '.join(ENGINES)}")
