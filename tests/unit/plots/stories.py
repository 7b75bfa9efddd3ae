"""A replication small enough to count by hand."""

from sim.engines import engine
from sim.plan.model import Plan
from sim.trajectory import Trajectory
from tests.builders import V, approach, draws, lane, plan, stage


def two_trucks_at_one_booth() -> tuple[Plan, Trajectory]:
    """Both come at minute 0 of a window of one day; each is served for 30 minutes."""
    crossing = plan([approach(), stage("booth", lane(1))], window=1440)
    trucks = [V(0, (30,), "truck"), V(0, (30,), "truck")]
    return crossing, engine("reference")(crossing, draws(crossing, trucks))
