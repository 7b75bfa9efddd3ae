"""The plan: a scenario's physics with names turned into indices and times into integers.

A plan knows no units, files or citations. Names survive only as the words that key the random streams
and label the tables. Everything in it is immutable. Instants and durations are microseconds; instant 0
is the run's start, at midnight of the scenario's clock unless it says otherwise.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

from sim.laws import Law
from sim.plan.steps import StepFunction

NORTHBOUND, SOUTHBOUND = 0, 1
DIRECTIONS = ("northbound", "southbound")

PAPER, DIGITAL = 0, 1
FORMS = ("paper", "digital")
"""Forms of service: a tracked vehicle is served digitally where the tracking layer acts."""

UNLIMITED = 2**62
"""A number of vehicles that is never reached."""


@dataclass(frozen=True, slots=True)
class VehicleKind:
    """What rules can tell apart about a vehicle: selectors resolve to sets of these, by index."""

    direction: int
    vehicle_class: int
    attributes: int
    """Bit *i* is set if the vehicle has attribute *i* of the plan."""


class Queue(IntEnum):
    """Who may be called from the waiting places of a stage (design R9)."""

    COMMON = 0
    """One queue; a booth calls the first waiting vehicle that it may serve."""
    SINGLE_FILE = 1
    """One file for each pool of waiting places, of which only the first is called, priority or not."""
    OWN = 2
    """A queue in each lane; a vehicle stays in the lane that it joined unless that closes."""


class Choice(IntEnum):
    """How a vehicle chooses among the open lanes with room of a stage with own queues (design R9)."""

    SHORTEST = 0
    """Fewest vehicles per booth of the target, ties to the first declared."""
    IN_TURN = 1
    """The next one in order of declaration behind the lane that was joined last."""
    AT_RANDOM = 2
    """By the vehicle's own luck, drawn beforehand."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an approach."""

    name: str
    serves: frozenset[int]


@dataclass(frozen=True, slots=True)
class Approach:
    """Where vehicles of one direction arrive."""

    name: str
    direction: int
    single_file: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class StageLane:
    """Booths that serve the same kinds of vehicles."""

    name: str
    serves: frozenset[int]
    """Kinds of vehicles, its direction taken into account."""
    n_booths: int
    """The most that are ever open."""
    staffing: StepFunction
    """Target of open booths, pauses of the post and closures included."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A control. ``direction`` is None for one that both directions share."""

    name: str
    post: str | None
    direction: int | None
    queue: Queue
    space: tuple[int, ...]
    """Waiting places of each pool; of each lane where it has a queue of its own."""
    pool: tuple[int, int]
    """Pool of the northbound and of the southbound vehicles (both 0 where there is one pool or own queues)."""
    move_up: int
    lanes: tuple[StageLane, ...]
    serves_nothing: bool
    """True for a yard, which holds vehicles and takes no time."""
    choice: Choice = Choice.SHORTEST
    """How own lanes are chosen."""
    in_metres: bool = False
    """Whether ``space`` is millimetres of vehicle length instead of vehicles."""
    priority: tuple[int, ...] = ()
    """Of each kind, the lower called first; empty where all are equal. It acts among those who wait here (R10)."""


@dataclass(frozen=True, slots=True)
class LinkLane:
    """A lane of a link."""

    name: str
    serves: frozenset[int]
    direction: StepFunction | None
    """Direction it is given to; None for the lane of an alternating link, whose light decides."""
    room: int
    in_metres: bool = False
    """Whether ``room`` is millimetres of vehicle length instead of vehicles."""
    is_open: StepFunction | None = None
    """1, and 0 during a closure; None if it never closes."""


@dataclass(frozen=True, slots=True)
class Green:
    """The light of an alternating link."""

    minimum: int
    maximum: int
    clearing: int


@dataclass(frozen=True, slots=True)
class Link:
    """A road with contention, shared by both directions."""

    name: str
    entry_space: tuple[int, int]
    lanes: tuple[LinkLane, ...]
    headway: tuple[tuple[int, ...], ...]
    """Least time between two vehicles, indexed ``[kind ahead][kind behind]``."""
    green: Green | None


Place: TypeAlias = Approach | Stage | Link


@dataclass(frozen=True, slots=True)
class Zone:
    """At most ``at_most`` vehicles of the kinds ``counts`` stand in ``places`` at once."""

    name: str
    counts: frozenset[int]
    places: frozenset[int]
    at_most: int


@dataclass(frozen=True, slots=True)
class ServicePart:
    """One named part of a service: ``scale * quantile(law, u) + shift``, never below zero."""

    decision: str
    law: Law
    scale: float
    shift: float


@dataclass(frozen=True, slots=True)
class ServiceRecipe:
    """A service time: ``scale * (sum of parts + per_person * persons) + shift``, rounded once, never below zero."""

    parts: tuple[ServicePart, ...]
    per_person: int
    scale: float = 1.0
    shift: float = 0.0


MOST_VISITS = 8
"""No vehicle passes a stage more often, repeats included (design R14)."""

MOST_REPEATS = MOST_VISITS - 1


@dataclass(frozen=True, slots=True)
class Repeats:
    """After each service at a stop a share of each kind must queue there again (design R14)."""

    decision: str
    share: tuple[float, ...]
    """By kind."""
    first_slot: int
    """Where the services of the second and later visits begin in ``Draws.repeats``, MOST_REPEATS slots for a stop."""


@dataclass(frozen=True, slots=True)
class Luck:
    """What decides between own lanes at random, drawn once for each vehicle and stop."""

    decision: str
    slot: int
    """Column of ``Draws.luck``."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One place on one direction's route, with what is drawn for it.

    ``share`` and ``service`` are indexed ``[kind][form]``; kinds of the other direction hold 0 and None.
    A link's travel is its service.
    """

    place: int
    visit_decision: str
    share: tuple[tuple[float, float], ...]
    service: tuple[tuple[ServiceRecipe | None, ServiceRecipe | None], ...]
    repeats: Repeats | None = None
    luck: Luck | None = None


@dataclass(frozen=True, slots=True)
class RoadTime:
    """Time on one road for each kind: driving plus a drawn part, by form."""

    name: str
    driving: tuple[int, ...]
    service: tuple[tuple[ServiceRecipe | None, ServiceRecipe | None], ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """A Poisson flow: ``per_day`` vehicles, shaped by hour, weekday and month, times a random factor for each day."""

    per_day: float
    hours: tuple[float, ...]
    """Relative flow, mean 1, from each of ``hours_at`` until the next."""
    hours_at: tuple[int, ...]
    """Local times of day, the first 0: midnight on the scenario's clock, wherever in the day the run starts."""
    day_factor_cv: float
    weekdays: tuple[float, ...] = (1.0,) * 7
    """Relative flow from Monday to Sunday, mean 1."""
    months: tuple[float, ...] = (1.0,) * 12
    """Relative flow from January to December, mean 1 over a year of 365 days."""


@dataclass(frozen=True, slots=True)
class Timetabled:
    """Scheduled arrivals: local times of day, every day, and the law of lateness (negative for early)."""

    at: tuple[int, ...]
    """Local times of day on the scenario's clock."""
    lateness: Law | None


@dataclass(frozen=True, slots=True)
class Saturated:
    """Exactly one vehicle of the class stands ready at the approach at any time."""


@dataclass(frozen=True, slots=True)
class Demand:
    """Arrivals of one class in one direction."""

    direction: int
    vehicle_class: int
    arrivals: Volume | Timetabled | Saturated


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole crossing as an engine, the draws and the statistics see it."""

    classes: tuple[str, ...]
    """Vehicle classes by name, in alphabetical order: their index breaks ties (design R1)."""
    persons: tuple[int, ...]
    """Persons in a vehicle of each class."""
    lengths: tuple[int, ...]
    """Length of a vehicle of each class with its gap, mm; 0 where the scenario states none."""
    attributes: tuple[str, ...]
    """Attributes by name, in alphabetical order, the one of the tracking layer last."""
    attribute_shares: tuple[tuple[float, ...], ...]
    """Share of each class (second index) that has each attribute (first index)."""
    tracked: int | None
    """Index of the attribute that gets digital service."""
    kinds: tuple[VehicleKind, ...]
    """Every combination of direction, class and attributes; see :meth:`kind`."""
    places: tuple[Place, ...]
    """Places as numbered by design R2."""
    zones: tuple[Zone, ...]
    routes: tuple[tuple[Stop, ...], tuple[Stop, ...]]
    """Stops of each direction, the approach first (every vehicle visits it); empty for a direction without a route."""
    roads: tuple[RoadTime, ...]
    demand: tuple[Demand, ...]
    """By direction, then class."""
    start_of_day: int
    """Time of day of instant 0 on the scenario's clock."""
    window_start: int
    window_end: int
    stop_at: int
    first_day: int = 0
    """Local date of instant 0, days from 1970-01-01 (a Thursday): it fixes weekdays and months."""
    digital: tuple[StepFunction | None, ...] = ()
    """At each place, 1 while digital service works and 0 during an outage, where a tracked vehicle goes by paper.

    None, or an empty tuple, where it always works.
    """

    def kind(self, direction: int, vehicle_class: int, attributes: int) -> int:
        """Index of a vehicle kind: kinds are laid out direction by direction, class by class, bits last."""
        return ((direction * len(self.classes) + vehicle_class) << len(self.attributes)) | attributes
