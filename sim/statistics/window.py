"""The window: the stretch of time that is measured, and which vehicles belong to it.

A window selects vehicles by when they arrived. The run goes on until all of them are out (design R22), so
leaving out those still waiting at the end, which would flatter a long queue, never happens.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.plan.model import Plan
from sim.trajectory import IntArray, Vehicles

BoolArray: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Window:
    """From *start*, included, to *end*, excluded; microseconds of the run."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"a window ends after it starts: {self.start} to {self.end}")

    @property
    def span(self) -> int:
        """Its length, microseconds."""
        return self.end - self.start

    def overlap(self, began_at: IntArray, ended_at: IntArray) -> IntArray:
        """Microseconds of each stretch from *began_at* to *ended_at* that fall into the window."""
        inside = np.minimum(ended_at, self.end) - np.maximum(began_at, self.start)
        overlap: IntArray = np.maximum(inside, 0)
        return overlap

    def holds(self, instants: IntArray) -> BoolArray:
        """Which instants fall into the window."""
        return (instants >= self.start) & (instants < self.end)


def of_plan(plan: Plan) -> Window:
    """The window that the scenario states: after the warm-up, to the end of the measured stretch."""
    return Window(plan.window_start, plan.window_end)


def arrived_in(vehicles: Vehicles, window: Window) -> BoolArray:
    """Which vehicles are of the window: those that arrived in it."""
    return window.holds(vehicles.arrived_at)
