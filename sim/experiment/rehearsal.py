"""A short run before the long ones, so that machine code is there when they need it.

It is made by the process that spreads the work, before any worker starts: workers then find the code and need not
compile it side by side.
"""

from dataclasses import replace

from sim.compiling import first_compilation
from sim.engines import COMPILED
from sim.experiment.reach import simulate
from sim.plan.model import Plan
from sim.statistics.invariants import check
from sim.statistics.tally import tally
from sim.statistics.window import of_plan
from sim.units import DAY


def rehearse(plan: Plan, engine: str) -> None:
    """Run a day of *plan* if *engine* is one that is compiled, and forget it."""
    if engine != COMPILED:
        return
    with first_compilation():
        day = replace(plan, window_start=0, window_end=DAY, stop_at=2 * DAY)
        trajectory = simulate(day, seed=0, replication=0, engine_name=engine)
        check(trajectory, day)
        tally(trajectory, day, of_plan(day), thresholds=[()] * len(day.classes))
