"""Rows of bars over minutes: one row for each vehicle, each booth, and what opens, closes or changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes

from sim.plan.model import DIRECTIONS, Link, Stage
from sim.plots import style
from sim.plots.lettering import text_width
from sim.trajectory import Trajectory
from sim.units import MINUTE
from tests.rules.case import Panel
from tests.rules.phases import Phase, State, open_stretches, phases, spot, stretches

THICK, THIN = 0.62, 0.4
TEXT_SIZES = (9.5, 8.5, 7.5)
"""Words in a bar, as large as they fit; left out if they do not."""


@dataclass(frozen=True)
class Look:
    """How a bar is drawn."""

    fill: str
    text: str = style.INK
    hatch: str = ""
    edge: str = style.PAPER


LOOKS = {
    State.APPROACH: Look("#ececec"),
    State.WAITING: Look("#f6dca6"),
    State.MOVING_UP: Look("#a9d3ee"),
    State.SERVICE: Look("#0072b2", text=style.PAPER),
    State.TRAVEL: Look("#009e73", text=style.PAPER),
    State.BLOCKED: Look("#d55e00", text=style.PAPER, hatch="///", edge="#f7c9a8"),
}
OPEN = Look(style.PAPER, edge="#9a9a9a")
CLOSED = Look("#e2e2e2", hatch="xxx", edge="#bdbdbd")
DIRECTION_LOOKS = tuple(Look(style.DIRECTION_COLOURS[name], text=style.PAPER) for name in DIRECTIONS)


@dataclass(frozen=True)
class Bar:
    """One bar of a row."""

    begin: float
    end: float
    look: Look
    words: str = ""
    is_thin: bool = False


@dataclass(frozen=True)
class Row:
    """A labelled row of bars, the later ones on top."""

    label: str
    bars: Sequence[Bar]


def rows(panel: Panel, trajectory: Trajectory) -> list[Row]:
    """The rows of a panel from top to bottom."""
    done = phases(panel, trajectory)
    found = [] if panel.link else [_vehicle(panel, number, done) for number in range(len(panel.vehicles))]
    for name in panel.booths:
        found += _booths(panel, trajectory, panel.place(name), done)
    return found + strips(panel, trajectory)


def strips(panel: Panel, trajectory: Trajectory) -> list[Row]:
    """Rows of what opens, closes or changes: outages, closures, timetables and lights."""
    found = [
        Row("network", _states(stretches(digital, panel.until), ("outage", "works")))
        for digital in panel.plan.digital
        if digital is not None
    ]
    for place in panel.plan.places:
        if not isinstance(place, Link):
            continue
        if place.green is not None:
            found.append(_light(panel, trajectory))
        for lane in place.lanes:
            if lane.is_open is not None:
                found.append(Row(place.name, _states(stretches(lane.is_open, panel.until), ("closed", "open"))))
            if lane.direction is not None and len(lane.direction.at) > 1:
                given = stretches(lane.direction, panel.until)
                found.append(Row("timetable", [Bar(b, e, DIRECTION_LOOKS[d], DIRECTIONS[d]) for b, e, d in given]))
    return found


def _vehicle(panel: Panel, vehicle: int, done: Sequence[Phase]) -> Row:
    bars = [
        Bar(phase.begin, phase.end, LOOKS[phase.state], _words(panel, phase))
        for phase in done
        if phase.vehicle == vehicle
    ]
    return Row(panel.full_name(vehicle), bars)


def _words(panel: Panel, phase: Phase) -> str:
    if phase.state is State.WAITING:
        return f"for {panel.plan.places[phase.place].name}"
    if phase.state is State.BLOCKED:
        return f"for {panel.plan.places[phase.next_place].name}"
    if phase.state in (State.APPROACH, State.MOVING_UP):
        return ""
    words = spot(panel, phase.place, phase.lane, phase.booth)
    may_differ = panel.vehicles[phase.vehicle].digital is not None and phase.state is State.SERVICE
    return f"{words}, {'digital' if phase.is_digital else 'paper'}" if may_differ else words


def _booths(panel: Panel, trajectory: Trajectory, place: int, done: Sequence[Phase]) -> list[Row]:
    stage = panel.plan.places[place]
    assert isinstance(stage, Stage)
    found = []
    for index, lane in enumerate(stage.lanes):
        for booth in range(lane.n_booths):
            bars = [Bar(0, panel.until, CLOSED)]
            bars += [Bar(b, e, OPEN) for b, e in open_stretches(panel, trajectory, place, index, booth)]
            bars += [
                Bar(p.begin, p.end, LOOKS[p.state], panel.name(p.vehicle), is_thin=True)
                for p in done
                if (p.place, p.lane, p.booth) == (place, index, booth) and p.holds_booth
            ]
            words = spot(panel, place, index, booth)
            found.append(Row(words if lane.n_booths > 1 or words == "booth" else f"booth of {words}", bars))
        if len(targets := stretches(lane.staffing, panel.until)) > 1:
            bars = [Bar(b, e, OPEN if target else CLOSED, str(target)) for b, e, target in targets]
            found.append(Row(f"target of {lane.name}" if len(stage.lanes) > 1 else "target", bars))
    return found


def _states(found: Sequence[tuple[float, float, int]], words: tuple[str, str]) -> list[Bar]:
    return [Bar(begin, end, OPEN if value else CLOSED, words[value > 0]) for begin, end, value in found]


def _light(panel: Panel, trajectory: Trajectory) -> Row:
    log = trajectory.lights
    greens = [
        Bar(begin / MINUTE, min(end / MINUTE, panel.until), DIRECTION_LOOKS[d], f"{DIRECTIONS[d]} green")
        for begin, end, d in zip(log.began_at.tolist(), log.ended_at.tolist(), log.direction, strict=True)
    ]
    return Row("light", [Bar(0, panel.until, CLOSED), *greens])


def draw(ax: Axes, found: Sequence[Row], *, inches_a_minute: float) -> None:
    """Draw rows from top to bottom."""
    for y, row in enumerate(found):
        for bar in row.bars:
            _draw_bar(ax, y, bar, inches_a_minute)
    ax.set_yticks(range(len(found)), [row.label for row in found])
    ax.set_ylim(len(found) - 0.5, -0.5)


def _draw_bar(ax: Axes, y: int, bar: Bar, inches_a_minute: float) -> None:
    ax.barh(
        y,
        bar.end - bar.begin,
        left=bar.begin,
        height=THIN if bar.is_thin else THICK,
        color=bar.look.fill,
        hatch=bar.look.hatch or None,
        edgecolor=bar.look.edge,
        linewidth=0.8,
        zorder=2,
    )
    room = (bar.end - bar.begin) * inches_a_minute - 0.06
    sizes = [size for size in TEXT_SIZES[bar.is_thin :] if text_width(bar.words, size=size) <= room]
    if bar.words and sizes:
        ax.text(
            (bar.begin + bar.end) / 2,
            y,
            bar.words,
            ha="center",
            va="center_baseline",
            fontsize=sizes[0],
            color=bar.look.text,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": bar.look.fill, "edgecolor": "none"},
            zorder=3,
        )
