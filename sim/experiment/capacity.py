"""Capacity: the flow at saturation, per class and direction, and the place that limits it.

Below saturation the throughput of every scenario is its demand and ranks nothing. So one class in one
direction at a time gets more arrivals than any stage on its way could ever serve, while every other class keeps
its demand, and what comes out in a stated time is counted. The warm-up is left out, the run ends with the
window, and :mod:`sim.experiment.limits` says what limits.

The class is saturated by an oversupplied flow and not by the ``saturated`` demand of a scenario file, of which one
vehicle stands ready at a time: that one has always come last, so at an approach with others it gives way to all
of them, and a class would show a lower flow at saturation than it has below. In an oversupplied queue it takes
its turn. Where it shares what limits it, it may then take from the others: ``others_served`` tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isinf
from typing import TYPE_CHECKING

from sim.engines import DEFAULT
from sim.experiment.limits import Load, limit, loads
from sim.experiment.reach import simulate
from sim.plan.model import DIRECTIONS, Demand, Plan, Volume
from sim.plan.offered_load import offered_load
from sim.plan.passing import flows
from sim.statistics.intervals import ratio
from sim.statistics.window import of_plan
from sim.units import DAY

if TYPE_CHECKING:
    import polars as pl

OVERSUPPLY = 1.25
"""Arrivals over what the narrowest stage could serve of the class alone."""
UNBOUNDED = 4.0
"""Arrivals over the demand, where no stage serves the class."""


@dataclass(frozen=True, slots=True)
class Saturation:
    """One saturated run to be made."""

    plan: Plan
    """With the class saturated."""
    direction: int
    vehicle_class: int
    seed: int
    replication: int
    engine: str = DEFAULT


@dataclass(frozen=True, slots=True)
class Outflow:
    """What one saturated run showed."""

    per_day: float
    """Vehicles of the class that left the crossing, per day of the window."""
    loads: tuple[Load, ...]
    """Every stage, zone and link on the way, in the order of the route."""
    others_served: float
    """Other vehicles of the direction that left in the window, over those that arrived in it; 1 if none did."""
    locked_up: bool

    @property
    def limit(self) -> Load | None:
        """What limits; None if nothing is full."""
        return limit(self.loads)


def saturated(plan: Plan, *, direction: int, vehicle_class: int, warm_up: int, length: int) -> Plan:
    """*plan* with one class oversupplied in one direction, measured for *length* after *warm_up* (microseconds).

    Raises:
        ValueError: The class has no demand in this direction.
    """
    own = [one for one in plan.demand if (one.direction, one.vehicle_class) == (direction, vehicle_class)]
    if not own:
        raise ValueError("a class without demand in this direction cannot be saturated")
    flow = oversupply(plan, own[0])
    demand = tuple(replace(one, arrivals=_steady(flow)) if one in own else one for one in plan.demand)
    end = warm_up + length
    return replace(plan, demand=demand, window_start=warm_up, window_end=end, stop_at=end)


def oversupply(plan: Plan, demand: Demand) -> float:
    """Vehicles per day that no stage on the way could serve, were the class alone, and that exceed its demand."""
    alone = offered_load(replace(plan, demand=(replace(demand, arrivals=_steady(1.0)),)))
    bound = min((stage.open_booths / stage.erlangs for stage in alone if stage.erlangs > 0), default=0.0)
    asked = max(flows(replace(plan, demand=(demand,))), default=0.0)
    if isinf(asked):
        asked = 0.0
    return max(OVERSUPPLY * max(bound, asked), 0.0 if bound else UNBOUNDED * asked)


def _steady(per_day: float) -> Volume:
    return Volume(per_day=per_day, hours=(1.0,), hours_at=(0,), day_factor_cv=0.0)


def saturations(
    plan: Plan,
    *,
    seed: int,
    replications: int = 1,
    engine: str = DEFAULT,
    warm_up: int,
    length: int,
) -> tuple[Saturation, ...]:
    """The runs that find the capacity of every class and direction with demand in *plan*."""
    return tuple(
        Saturation(
            saturated(
                plan,
                direction=demand.direction,
                vehicle_class=demand.vehicle_class,
                warm_up=warm_up,
                length=length,
            ),
            demand.direction,
            demand.vehicle_class,
            seed,
            replication,
            engine,
        )
        for demand in plan.demand
        for replication in range(replications)
    )


def outflow(run: Saturation) -> Outflow:
    """Make one saturated run and count."""
    trajectory = simulate(run.plan, seed=run.seed, replication=run.replication, engine_name=run.engine)
    window, vehicles = of_plan(run.plan), trajectory.vehicles
    same_way, same_class = vehicles.direction == run.direction, vehicles.vehicle_class == run.vehicle_class
    out, came = window.holds(vehicles.left_at), window.holds(vehicles.arrived_at)
    others = int((same_way & ~same_class & came).sum())
    return Outflow(
        per_day=int((same_way & same_class & out).sum()) * DAY / window.span,
        loads=loads(trajectory, run.plan, direction=run.direction, vehicle_class=run.vehicle_class),
        others_served=int((same_way & ~same_class & out).sum()) / others if others else 1.0,
        locked_up=bool(trajectory.ring),
    )


def mean_loads(loads_of: Sequence[tuple[Load, ...]]) -> tuple[Load, ...]:
    """The mean over replications of the loads of one class and direction."""
    return tuple(
        replace(same[0], share=sum(load.share for load in same) / len(same)) for same in zip(*loads_of, strict=True)
    )


def table(found: Sequence[tuple[Saturation, Outflow]], *, classes: Sequence[str], level: float) -> "pl.DataFrame":
    """Capacity per direction and class of one scenario, a row each.

    The columns are those of a summary, the measure ``capacity`` in vehicles per day, then ``limit`` (the place
    that limits, null if nothing is full), ``limit_kind`` (``stage``, ``zone``, ``link``), ``limit_share`` (its
    load in the saturated run, see :mod:`sim.experiment.limits`) and ``others_served`` (share of the other classes'
    arrivals in this direction that got through beside it). A run that locked up has no capacity: null.
    """
    import polars as pl

    from sim.results.tables import rows_frame

    groups: dict[tuple[int, int], list[Outflow]] = {}
    for run, outflow_ in found:
        groups.setdefault((run.direction, run.vehicle_class), []).append(outflow_)
    rows, limits, others = [], [], []
    for (direction, vehicle_class), outflows in groups.items():
        sound = not any(one.locked_up for one in outflows)
        estimate = ratio([one.per_day for one in outflows], [1.0] * len(outflows), level=level)
        rows.append(
            {
                "direction": DIRECTIONS[direction],
                "vehicle_class": classes[vehicle_class],
                "measure": "capacity",
                "statistic": "mean",
                "value": estimate.value if sound else None,
                "lower": estimate.lower if sound else None,
                "upper": estimate.upper if sound else None,
                "n": len(outflows),
                "unit": "vehicles/day",
            }
        )
        limits.append(limit(mean_loads([one.loads for one in outflows])) if sound else None)
        others.append(sum(one.others_served for one in outflows) / len(outflows))
    return rows_frame(rows).with_columns(
        pl.Series("limit", [None if one is None else one.place for one in limits], dtype=pl.String),
        pl.Series("limit_kind", [None if one is None else one.what for one in limits], dtype=pl.String),
        pl.Series("limit_share", [None if one is None else one.share for one in limits], dtype=pl.Float64),
        pl.Series("others_served", others, dtype=pl.Float64),
    )
