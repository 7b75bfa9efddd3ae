"""Vehicles on a link in time and space: along the foot the minutes, up the side the way across."""

from matplotlib.axes import Axes

from sim.plan.model import DIRECTIONS, NORTHBOUND
from sim.plots import style
from sim.trajectory import Trajectory
from tests.rules.case import Panel
from tests.rules.phases import State, phases

ENTRY = 0.16
"""How far before its end a vehicle in the entry space is drawn, in lengths of the link."""
STEP = 0.12
"""How far behind one another vehicles wait there."""
TEXT_SIZE = 9.5
NAMED_AT = (0.68, 0.45, 0.24)
"""How far across a vehicle has its name, so that neighbours' names keep apart."""


def draw(ax: Axes, panel: Panel, trajectory: Trajectory) -> None:
    """One line for each vehicle: level while it waits, sloping while it crosses."""
    done = [phase for phase in phases(panel, trajectory) if phase.place == panel.place(panel.link)]
    n_waiting = [0, 0]
    for vehicle, of in enumerate(panel.vehicles):
        start, step = (0.0, -1) if of.direction == NORTHBOUND else (1.0, 1)
        n_lanes = len({p.lane for p in done if panel.vehicles[p.vehicle].direction == of.direction and p.lane >= 0})
        colour = style.DIRECTION_COLOURS[DIRECTIONS[of.direction]]
        for phase in (p for p in done if p.vehicle == vehicle):
            along = (phase.begin, phase.end)
            if phase.state is State.WAITING:
                y = start + step * (ENTRY + STEP * n_waiting[of.direction])
                n_waiting[of.direction] += 1
                ax.plot(along, (y, y), color=colour, linewidth=2.2, linestyle=(0, (2, 1)), solid_capstyle="butt")
                ax.plot((phase.end, phase.end), (y, start), color=colour, linewidth=0.9, linestyle=":")
                _name(ax, phase.begin, y, panel.name(vehicle), colour, is_waiting=True)
            elif phase.state is State.TRAVEL:
                dash = "-" if phase.lane == 0 or n_lanes == 1 else (0, (6, 1.5))
                way = NAMED_AT[vehicle % len(NAMED_AT)]
                ax.plot(along, (start, start - step), color=colour, linewidth=2.2, linestyle=dash)
                words = panel.name(vehicle) + (f", lane {phase.lane + 1}" if n_lanes > 1 else "")
                x = phase.begin + way * (phase.end - phase.begin)
                _name(ax, x, start - step * way, words, colour, is_waiting=False)
    ax.axhline(0, color=style.INK, linewidth=1)
    ax.axhline(1, color=style.INK, linewidth=1)
    below, above = (ENTRY + STEP * max(n - 1, 0) + 0.14 if n else 0.08 for n in n_waiting)
    ax.set_ylim(-below, 1 + above)
    places = [(0.0, "south end"), (1.0, "north end")]
    places += [(-ENTRY, "entry space")] * bool(n_waiting[0]) + [(1 + ENTRY, "entry space")] * bool(n_waiting[1])
    ax.set_yticks([y for y, _ in places], [words for _, words in places])


def _name(ax: Axes, x: float, y: float, words: str, colour: str, *, is_waiting: bool) -> None:
    ax.annotate(
        words,
        (x, y),
        xytext=(-3, 0) if is_waiting else (0, 0),
        textcoords="offset points",
        ha="right" if is_waiting else "center",
        va="center",
        fontsize=TEXT_SIZE,
        color=colour,
        bbox={"boxstyle": "square,pad=0.15", "facecolor": style.PAPER, "edgecolor": "none"},
        zorder=4,
    )
