"""A trajectory as stretches of time to draw: what each vehicle does, and what each booth does."""

from dataclasses import dataclass
from enum import Enum

from sim.plan.model import Approach, Link, Stage
from sim.plan.steps import StepFunction, value_at
from sim.trajectory import Trajectory
from sim.units import MINUTE, NEVER
from tests.rules.case import Panel


class State(Enum):
    """What a vehicle does."""

    APPROACH = "on the approach"
    WAITING = "waiting"
    MOVING_UP = "called, moving up"
    SERVICE = "being served"
    TRAVEL = "on the bridge"
    BLOCKED = "blocked: no room beyond"


@dataclass(frozen=True)
class Phase:
    """A vehicle in one state at one spot, in minutes."""

    vehicle: int
    place: int
    lane: int
    booth: int
    next_place: int
    """Where it goes then; -1 for out of the crossing."""
    state: State
    begin: float
    end: float
    is_digital: bool

    @property
    def holds_booth(self) -> bool:
        """Whether it keeps others from its booth."""
        return self.booth >= 0 and self.state is not State.WAITING


def phases(panel: Panel, trajectory: Trajectory) -> list[Phase]:
    """Every phase of every vehicle up to the end of the drawing, none of length 0."""
    visits, points = trajectory.visits, trajectory.vehicles.point
    until = min(panel.until, trajectory.until / MINUTE)
    found = []
    for row in range(len(visits)):
        place = panel.plan.places[visits.place[row]]
        joined, called, began, ended, left = (
            _minute(getattr(visits, f"{name}_at")[row], until)
            for name in ("joined", "called", "began", "ended", "left")
        )
        if isinstance(place, Approach):
            stretches = [(State.APPROACH, joined, left)]
        elif isinstance(place, Link):
            stretches = [(State.WAITING, joined, began), (State.TRAVEL, began, ended), (State.BLOCKED, ended, left)]
        else:
            stretches = [
                (State.WAITING, joined, called),
                (State.MOVING_UP, called, began),
                (State.SERVICE, began, ended),
                (State.BLOCKED, ended, left),
            ]
        found += [
            Phase(
                vehicle=int(points[visits.vehicle[row]]),
                place=int(visits.place[row]),
                lane=int(visits.lane[row]),
                booth=int(visits.booth[row]),
                next_place=_next_place(panel, trajectory, row),
                state=state,
                begin=begin,
                end=end,
                is_digital=bool(visits.form[row]),
            )
            for state, begin, end in stretches
            if begin < end
        ]
    return found


def _next_place(panel: Panel, trajectory: Trajectory, row: int) -> int:
    visits = trajectory.visits
    if row + 1 < len(visits) and visits.vehicle[row + 1] == visits.vehicle[row]:
        return int(visits.place[row + 1])
    route = [stop.place for stop in panel.plan.routes[trajectory.vehicles.direction[visits.vehicle[row]]]]
    return [*route, -1][route.index(int(visits.place[row])) + 1]


def spot(panel: Panel, place: int, lane: int, booth: int) -> str:
    """Where in words: the place, or its lane if it has several, and the booth if the lane has several."""
    stage = panel.plan.places[place]
    if not isinstance(stage, Stage) or lane < 0:
        return stage.name
    name = stage.lanes[lane].name if len(stage.lanes) > 1 else stage.name
    return f"{name} {booth + 1}" if stage.lanes[lane].n_booths > 1 and booth >= 0 else name


def open_stretches(
    panel: Panel, trajectory: Trajectory, place: int, lane: int, booth: int
) -> list[tuple[float, float]]:
    """When a booth is open, in minutes up to the end of the drawing."""
    log = trajectory.booths
    return [
        (_minute(log.opened_at[row], panel.until), _minute(log.closed_at[row], panel.until))
        for row in range(len(log))
        if (log.place[row], log.lane[row], log.booth[row]) == (place, lane, booth)
    ]


def stretches(steps: StepFunction, until: float) -> list[tuple[float, float, int]]:
    """A step function as (begin, end, value) in minutes up to *until*."""
    instants = [0, *(minute * MINUTE for minute in range(1, int(until) + 1))]
    found: list[tuple[float, float, int]] = []
    for at in instants:
        value, minute = value_at(steps, at), at / MINUTE
        if not found or found[-1][2] != value:
            found.append((minute, until, value))
            if len(found) > 1:
                found[-2] = (found[-2][0], minute, found[-2][2])
    return [stretch for stretch in found if stretch[0] < stretch[1]]


def _minute(instant: int, until: float) -> float:
    return until if instant == NEVER else min(float(instant) / MINUTE, until)
