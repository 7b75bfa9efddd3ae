"""A drawn example of a rule: a case small enough to work out on paper, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeAlias

from sim.engines import engine
from sim.plan.model import DIRECTIONS, Plan, Stage, StageLane
from sim.trajectory import Trajectory
from tests.builders import V, draws, minutes

Key: TypeAlias = tuple[int, str] | tuple[int, str, int]
"""A visit: vehicle (counted from 1), place, and its number if the place is visited again."""

INSTANTS = ("joined", "called", "began", "ended", "left")
TOLD = (*INSTANTS, "booth")
"""What an example may say of a visit: minutes, and which booth, counted through the lanes from 1 (R2)."""


@dataclass(frozen=True)
class Panel:
    """One run: who passes what, and the instants that paper and pencil give."""

    plan: Plan
    vehicles: Sequence[V]
    expect: Mapping[Key, Mapping[str, float | None]]
    until: float
    """Minute at which the drawing ends."""
    title: str = ""
    """What tells it from the other panels of its case."""
    notes: Mapping[float, str] = field(default_factory=dict)
    """What happens at a minute, in a few words."""
    booths: Sequence[str] = ()
    """Stages of which the booths are drawn, too."""
    link: str = ""
    """The link to draw in time and space; vehicles are drawn in rows without it."""
    open_booths: Mapping[int, Sequence[tuple[float, float | None]]] = field(default_factory=dict)
    """When booths of the one stage (counted from 1) were open."""
    greens: Sequence[tuple[int, float, float | None]] = ()
    """Direction, begin and end of each green."""
    ending: str = "finished"
    """How the run ends."""
    last: float | None = None
    """The last minute worked; not looked at if None."""

    def run(self, name: str = "reference") -> Trajectory:
        """What the engine called *name* makes of it."""
        return engine(name)(self.plan, draws(self.plan, self.vehicles))

    @cached_property
    def trajectory(self) -> Trajectory:
        """What the reference engine makes of it."""
        return self.run()

    def name(self, vehicle: int) -> str:
        """Vehicle number *vehicle*, counted from 0, in words."""
        return f"{self.vehicles[vehicle].vehicle_class} {vehicle + 1}"

    def full_name(self, vehicle: int) -> str:
        """The same with its direction where there are two, and whether it is tracked."""
        of = self.vehicles[vehicle]
        two_ways = len({v.direction for v in self.vehicles}) > 1
        words = [DIRECTIONS[of.direction]] * two_ways + ["tracked"] * (of.digital is not None)
        return f"{self.name(vehicle)}, {' '.join(words)}" if words else self.name(vehicle)

    def place(self, name: str) -> int:
        """Number of the place called *name*."""
        return next(number for number, place in enumerate(self.plan.places) if place.name == name)


@dataclass(frozen=True)
class Case:
    """An example of one rule."""

    rule: int
    title: str
    story: str
    panels: Sequence[Panel]
    part: str = ""
    """What of the rule it shows, if the rule has several examples."""

    @property
    def file(self) -> str:
        """Name of its picture."""
        return "-".join([f"r{self.rule:02d}", *([self.part] if self.part else [])]) + ".svg"


def named(name: str, lane: StageLane) -> StageLane:
    """*lane* under a name that the picture shows."""
    return replace(lane, name=name)


def told(panel: Panel, trajectory: Trajectory) -> dict[Key, dict[str, float | None]]:
    """Every visit: its instants in minutes, and its booth if it has one."""
    visits, points = trajectory.visits, trajectory.vehicles.point
    found: dict[Key, dict[str, float | None]] = {}
    for row in range(len(visits)):
        key = (int(points[visits.vehicle[row]]) + 1, panel.plan.places[visits.place[row]].name)
        again = int(visits.visit[row])
        found[(*key, again) if again else key] = {
            instant: minutes(int(getattr(visits, f"{instant}_at")[row])) for instant in INSTANTS
        } | {"booth": _booth(panel.plan, int(visits.place[row]), int(visits.lane[row]), int(visits.booth[row]))}
    return found


def _booth(plan: Plan, place: int, lane: int, booth: int) -> int | None:
    stage = plan.places[place]
    if not isinstance(stage, Stage) or booth < 0:
        return None
    return sum(before.n_booths for before in stage.lanes[:lane]) + booth + 1
