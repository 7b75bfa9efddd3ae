"""Draw and run: the trajectory of one replication, drawn as far as the run turns out to need."""

from sim.draws import draw
from sim.engines import DEFAULT, engine
from sim.plan.model import Plan
from sim.scenario.faults import Fault, ScenarioError
from sim.trajectory import Ending, Trajectory
from sim.units import DAY

MARGIN = DAY
"""How far beyond the window arrivals are drawn at first."""

FURTHEST = 16
"""Draws that reach so many times beyond the end of the run are enough for any class but an endless one."""


def simulate(plan: Plan, *, seed: int, replication: int, engine_name: str = DEFAULT) -> Trajectory:
    """The trajectory of replication *replication* of *plan*.

    An engine that reaches the end of the draws says so; the reach is then doubled and the run repeated,
    which changes nothing that went before (design R22).

    Raises:
        ScenarioError: A saturated class meets unlimited space at once.
    """
    run = engine(engine_name)
    reach = min(plan.window_end + MARGIN, plan.stop_at + 1)
    while True:
        trajectory = run(plan, draw(plan, seed=seed, replication=replication, reach=reach))
        if trajectory.ending is not Ending.OUT_OF_DRAWS:
            return trajectory
        if reach > FURTHEST * plan.stop_at:
            message = "a class enters without end: give the first places on its route a space"
            raise ScenarioError([Fault("saturated demand", None, (), message)])
        reach *= 2
