"""How the number in the system settles in a pilot, day by day, and the warm-up that it asks for."""

from collections.abc import Mapping

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.plots import style
from sim.statistics.settling import Settling

_HEIGHT = 2.4


def warm_up_figure(
    settled: Mapping[tuple[str, str], Settling], *, warm_up: int, replications: int, scenario: str
) -> Figure:
    """A panel for each class and direction, one above the other: daily means, level, and *warm_up* (days) shaded.

    *settled* is by class and direction, as a pilot of so many *replications* gives it.
    """
    figure = style.figure(height=1.8 + _HEIGHT * len(settled))
    panels = figure.subplots(len(settled), 1, sharex=True, squeeze=False)[:, 0]
    colours = style.class_colours([vehicle_class for vehicle_class, _ in settled])
    for ax, ((vehicle_class, direction), one) in zip(panels, settled.items(), strict=True):
        title = f"{style.headline(style.plural(vehicle_class))} {direction}: {_verdict(one)}"
        plot_settling(one, ax=ax, warm_up=warm_up, title=title, colour=colours[vehicle_class])
    style.days_of_run(panels[-1], first=0, last=max(len(one.daily) for one in settled.values()))
    style.legend(panels[0], place="lower right")
    figure.suptitle(f"Number in the system through a pilot: warm-up {warm_up} d\n{scenario}", x=0.01, ha="left")
    style.figure_note(
        figure,
        [
            f"Mean of each day over {style.replications(replications)}",
            "The warm-up ends with the first day on which every curve has reached its level, less the tolerance.",
        ],
    )
    return figure


def plot_settling(one: Settling, *, ax: Axes, warm_up: int, title: str, colour: str) -> Axes:
    """Daily means of one series, the level of its second half with the tolerance, and the warm-up."""
    days = len(one.daily)
    ax.stairs(one.daily, range(days + 1), color=colour, linewidth=2, baseline=None, label="mean of the day")
    low, high = one.level - one.tolerance, one.level + one.tolerance
    ax.axhspan(low, high, color=style.FAINT, alpha=0.2, linewidth=0, label="level, give or take the tolerance")
    ax.plot([days // 2, days], [one.level] * 2, color=style.INK, linestyle="--", label="level: mean of the second half")
    ax.axvspan(0, warm_up, color=style.FAINT, alpha=0.35, linewidth=0, label="warm-up")
    ax.set_ylim(bottom=0)
    style.dress(ax, title=title, x="", y="vehicles", room=6)
    return ax


def _verdict(one: Settling) -> str:
    if not one.is_flat:
        return f"still grows, by {one.growth:.2g} a day"
    return "at its level from the first day on" if one.reached == 0 else f"at its level after {one.reached} d"
