"""Places of a scenario file: approaches, stages and links, with their lanes.

The field docstrings are the reference; see :mod:`sim.scenario.schema`.
"""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.fields import (
    ByPair,
    Count,
    Date,
    Duration,
    Frozen,
    Length,
    Moment,
    Name,
    OneOrEach,
    Selector,
    Share,
    TimeOfDay,
    Weekday,
)
from sim.scenario.frozen import FrozenMapping
from sim.scenario.services import Block
from sim.scenario.spaces import EntrySpace, Room, Space

Direction = Literal["northbound", "southbound"]
DIRECTIONS: tuple[Direction, Direction] = ("northbound", "southbound")


class Approach(Block):
    """The road where vehicles arrive and queue before the first stage."""

    kind: Literal["approach"]
    """An approach."""
    per: Literal["direction"] | None = None
    """`direction`: one for each direction."""
    directions: tuple[Direction, ...] = DIRECTIONS
    """Directions it exists in."""
    discipline: Literal["free", "single-file"]
    """`free`: whoever finds space ahead passes; `single-file`: only the first of a line can drive on."""
    lines: Frozen[Name, tuple[Selector, ...]]
    """Each line and the classes that stand in it."""


class Closure(Block):
    """A dated stretch without new calls, or without entries of a link; who is inside goes on."""

    from_: Moment = Field(alias="from")
    """Date and time of its begin: of stages by the post's clock, of links by the run's."""
    for_: Duration = Field(alias="for")
    """How long."""


class StageLane(Block):
    """A lane of a stage: one or more booths that serve the same vehicles."""

    serves: tuple[Selector, ...] | None = None
    """Who may use it; all when left out."""
    direction: Direction | None = None
    """The direction it is open to; both when left out."""
    space: Space | None = None
    """Waiting places of the lane, or metres of road, where `queue` is `own`."""
    booths: OneOrEach[Count, Direction] | None = None
    """Places of service open all day."""
    staffing: Frozen[TimeOfDay, Count] | None = None
    """Open booths from each time of day on, by the post's clock, in place of `booths`."""
    weekdays: Frozen[Weekday, Frozen[TimeOfDay, Count]] = Field(default_factory=FrozenMapping)
    """Open booths on days of the week, in place of the daily ones; before the first time, those of the day before."""
    dates: Frozen[Date, Frozen[TimeOfDay, Count]] = Field(default_factory=FrozenMapping)
    """Open booths on dates, in place of the weekday's; before the first time, those of the day before."""
    closures: tuple[Closure, ...] = ()
    """Dated closures of this lane."""


class Stage(Block):
    """A control with lanes, booths and waiting places."""

    kind: Literal["stage"]
    """A stage."""
    post: Name | None = None
    """The post it belongs to."""
    title: str | None = None
    """Name for tables and figures."""
    per: Literal["direction"] | None = None
    """`direction`: one for each direction; otherwise both routes may share it."""
    directions: tuple[Direction, ...] = DIRECTIONS
    """Directions it exists in."""
    visits: Frozen[Selector, Share] | None = None
    """Share of each class that passes it; classes left out do not, all do when the key is left out."""
    queue: Literal["common", "single-file", "own"] = "common"
    """`common`: one queue for all lanes; `single-file`: only its first may be called; `own`: one in each lane (R9)."""
    lane_choice: Literal["shortest", "in-turn", "at-random"] = "shortest"
    """Which lane a vehicle joins where `queue` is `own`; `shortest`: fewest vehicles per booth."""
    priority: Frozen[Selector, Count] | None = None
    """Rank of each class that comes, the lowest called first (R10); by order of joining alone when left out."""
    space: OneOrEach[Space, Direction] | None = None
    """Waiting places before the booths, or metres of road, together or by direction; 0 where there is no service."""
    service: Name | None = None
    """Table under `services`; a stage without one is a yard, which holds and does not serve."""
    repeats: Frozen[Selector, Share] | None = None
    """Share of each class that must queue here again after a service, at most 8 visits in all (R14)."""
    move_up: Duration = 0
    """Booth left until the next vehicle is in place."""
    lanes: Frozen[Name, StageLane]
    """Lanes in the order in which idle booths call."""
    closures: tuple[Closure, ...] = ()
    """Dated closures of all its lanes."""
    draws_as: Name | None = None
    """Name of the stage whose draws its vehicles keep."""


class LinkLane(Block):
    """A lane of a link."""

    direction: Direction | None = None
    """Its fixed direction (two-way)."""
    timetable: Frozen[TimeOfDay, Direction] | None = None
    """Direction from each time of day on, the first at 00:00 (reversible)."""
    serves: tuple[Selector, ...] | None = None
    """Who may use it; all when left out."""
    room: Room = "unlimited"
    """Vehicles that fit on it, or metres of road."""
    closures: tuple[Closure, ...] = ()
    """Dated closures of this lane."""


class Green(Block):
    """The lights of an alternating link."""

    minimum: Duration
    """Shortest green."""
    maximum: Duration
    """Longest green while the other side waits."""
    clearing: Duration
    """Least time from the switch to the other side's green."""


class Link(Block):
    """A road between stages with contention, such as the bridge."""

    kind: Literal["link"]
    """A link."""
    title: str | None = None
    """Name for tables and figures."""
    directions: tuple[Direction, ...] = DIRECTIONS
    """Directions that use it."""
    mode: Literal["two-way", "alternating", "reversible"]
    """How the directions share it (design R18-R20)."""
    length: Length | None = None
    """Length."""
    travel: OneOrEach[Duration, Selector]
    """Time from end to end with nobody ahead."""
    entry_space: Frozen[Direction, EntrySpace]
    """Vehicles that may stand before it in each direction."""
    lanes: Frozen[Name, LinkLane]
    """Its lanes."""
    headway: ByPair[Duration, Selector]
    """Least time behind a vehicle of each class before the next enters the lane: for all, or for each class behind."""
    green: Green | None = None
    """Lights (alternating)."""
    closures: tuple[Closure, ...] = ()
    """Dated closures of all its lanes."""


Place = Annotated[Approach | Stage | Link, Field(discriminator="kind")]
