"""Cumulative arrivals and departures: what lies between the curves is the time spent crossing."""

import numpy as np
from matplotlib.axes import Axes

from sim import units
from sim.plan.model import DIRECTIONS, Plan
from sim.plots import style
from sim.statistics.window import BoolArray
from sim.trajectory import Trajectory


def plot_cumulative(
    trajectory: Trajectory, plan: Plan, *, direction: str, vehicle_class: str, ax: Axes, scenario: str = ""
) -> Axes:
    """Draw how many vehicles have arrived and how many have left, through the window of *plan*.

    Both curves count from the vehicles that had left when the window began, so that their vertical distance
    is the number inside and their horizontal distance, first come, first served, the crossing time.
    *direction* and *vehicle_class* are names, or ``all``.

    Raises:
        ValueError: the plan has no such direction or class.
    """
    chosen = _chosen(trajectory, plan, direction=direction, vehicle_class=vehicle_class)
    first, last = plan.window_start, min(plan.window_end, trajectory.until)
    left_before = int((trajectory.vehicles.left_at[chosen] < first).sum())
    came = np.sort(trajectory.vehicles.arrived_at[chosen])
    went = np.sort(trajectory.vehicles.left_at[chosen])
    at = np.unique(np.clip(np.concatenate([came, went, [first, last]]), first, last))
    arrived = np.searchsorted(came, at, side="right") - left_before
    left = np.searchsorted(went, at, side="right") - left_before
    days = (at + plan.start_of_day) / units.DAY
    who = "" if vehicle_class == "all" else f" ({style.plural(vehicle_class)})"
    colour = style.class_colours(plan.classes)[vehicle_class]
    ax.fill_between(
        days, left, arrived, step="post", color=colour, alpha=0.25, linewidth=0, label="inside the crossing"
    )
    ax.step(days, arrived, where="post", color=colour, linewidth=1.8, label="arrived")
    ax.step(days, left, where="post", color=style.INK, linewidth=1.6, linestyle="--", label="left")
    style.days_of_run(ax, first=days[0], last=days[-1])
    ax.set_ylim(bottom=0)
    way = "both directions" if direction == "all" else direction
    style.dress(
        ax,
        title=_title(f"Arrivals and departures {way}{who}", scenario),
        x="",
        y="vehicles since the window began",
    )
    style.legend(ax, place="upper left")
    style.note(
        ax,
        [
            "Between the curves: upwards the vehicles inside, sideways the crossing time (first come, first served).",
            "One replication.",
        ],
    )
    return ax


def _title(text: str, scenario: str) -> str:
    return f"{text}\n{scenario}" if scenario else text


def _chosen(trajectory: Trajectory, plan: Plan, *, direction: str, vehicle_class: str) -> BoolArray:
    vehicles = trajectory.vehicles
    if direction not in ("all", *DIRECTIONS) or vehicle_class not in ("all", *plan.classes):
        raise ValueError(f"this plan has no {vehicle_class!r} {direction!r}")
    chosen = np.ones(len(vehicles), dtype=np.bool_)
    if direction != "all":
        chosen &= vehicles.direction == DIRECTIONS.index(direction)
    if vehicle_class != "all":
        chosen &= vehicles.vehicle_class == plan.classes.index(vehicle_class)
    return chosen
