"""The picture of a case: its panels under one another, drawn from what the engine did."""

from collections.abc import Sequence
from itertools import count

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.ticker import MultipleLocator

from sim.plots import style
from sim.plots.lettering import text_width
from sim.units import NEVER
from tests.rules import bars, spacetime
from tests.rules.case import Case, Panel
from tests.rules.phases import State, phases

WIDTH = 9.0
MARGIN = 1.7
"""Inches for the labels of rows."""
ROW = 0.37
ACROSS = 2.1
"""Height of a drawing in time and space, inches."""
AXIS = 0.62
"""Inches for axis labels, and for the notes above."""
MOST_TICKS = 20


def figure(case: Case) -> Figure:
    """The picture of *case*."""
    blocks = [(panel, axis) for panel in case.panels for axis in _axes_of(panel)]
    heights = [_height(panel, axis) for panel, axis in blocks]
    drawn = style.figure(width=WIDTH, height=sum(heights) + AXIS * len(case.panels) + 0.75)
    drawn.suptitle(f"R{case.rule}  {case.title}", fontsize=style.TITLE_SIZE, color=style.INK, x=0.01, ha="left")
    all_axes = drawn.subplots(len(blocks), 1, squeeze=False, gridspec_kw={"height_ratios": heights})[:, 0]
    for (panel, axis), ax, number in zip(blocks, all_axes, count()):
        is_first = number == 0 or blocks[number - 1][0] is not panel
        is_last = number + 1 == len(blocks) or blocks[number + 1][0] is not panel
        _draw(ax, panel, axis)
        _dress(ax, panel, is_first=is_first, is_last=is_last)
    _legend(drawn, case.panels)
    return drawn


def _axes_of(panel: Panel) -> tuple[str, ...]:
    if not panel.link:
        return ("rows",)
    return ("space", "rows") if bars.strips(panel, panel.trajectory) else ("space",)


def _height(panel: Panel, axis: str) -> float:
    return ACROSS if axis == "space" else ROW * len(bars.rows(panel, panel.trajectory))


def _draw(ax: Axes, panel: Panel, axis: str) -> None:
    if axis == "space":
        spacetime.draw(ax, panel, panel.trajectory)
    else:
        bars.draw(ax, bars.rows(panel, panel.trajectory), inches_a_minute=(WIDTH - MARGIN) / panel.until)


def _dress(ax: Axes, panel: Panel, *, is_first: bool, is_last: bool) -> None:
    ax.set_xlim(0, panel.until)
    ax.xaxis.set_major_locator(MultipleLocator(1 if panel.until <= MOST_TICKS else 2))
    ax.tick_params(labelsize=style.TICK_SIZE, colors=style.INK, length=0)
    ax.grid(visible=True, axis="x", color=style.GRID, linewidth=0.8)
    ax.set_axisbelow(True)
    ax.spines[["top", "right", "left"]].set_visible(False)
    if is_last:
        ax.set_xlabel("minute", fontsize=style.TICK_SIZE, color=style.INK, labelpad=1)
    else:
        ax.tick_params(labelbottom=False)
    for minute, words in panel.notes.items():
        ax.axvline(minute, color=style.INK, linewidth=1.1, linestyle=(0, (3, 2)), zorder=2.5)
        if is_first:
            _note(ax, panel, minute, words)
    if is_first and panel.title:
        ax.set_title(panel.title, fontsize=style.LABEL_SIZE, color=style.INK, loc="left", fontweight="bold")


def _note(ax: Axes, panel: Panel, minute: float, words: str) -> None:
    room = (panel.until - minute) * (WIDTH - MARGIN) / panel.until
    side = "left" if text_width(words, size=style.NOTE_SIZE) <= room else "right"
    ax.annotate(
        words,
        (minute, 1),
        xycoords=("data", "axes fraction"),
        xytext=(-2 if side == "left" else 2, 2),
        textcoords="offset points",
        ha=side,
        va="bottom",
        fontsize=style.NOTE_SIZE,
        color=style.INK,
    )


def _legend(drawn: Figure, panels: Sequence[Panel]) -> None:
    seen = {phase.state for panel in panels if not panel.link for phase in phases(panel, panel.trajectory)}
    handles = [
        Patch(
            facecolor=bars.LOOKS[state].fill,
            hatch=bars.LOOKS[state].hatch or None,
            edgecolor=bars.LOOKS[state].edge,
            label=state.value,
        )
        for state in State
        if state in seen
    ]
    if words := _closed(panels):
        look = bars.CLOSED
        handles.append(Patch(facecolor=look.fill, hatch=look.hatch, edgecolor=look.edge, label=words))
    if handles:
        drawn.legend(
            handles=handles, loc="outside lower left", ncols=len(handles), fontsize=style.NOTE_SIZE, frameon=False
        )


def _closed(panels: Sequence[Panel]) -> str:
    """What the hatched stretches mean that have no words of their own; empty if there are none."""
    if any(panel.link and row.label == "light" for panel in panels for row in bars.strips(panel, panel.trajectory)):
        return "no green: the bridge is being cleared"
    closings = [at for panel in panels if panel.booths for at in panel.trajectory.booths.closed_at.tolist()]
    return "closed" if any(at < NEVER for at in closings) else ""
