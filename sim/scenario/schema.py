"""What a scenario file may say, as frozen models whose field docstrings are the reference.

Scalars arrive as text, exactly as written, and each field reads its own (:mod:`sim.scenario.fields`):
``"12 min"`` becomes microseconds there and nowhere else. Unknown keys are refused. What one field cannot see
(a route that names a place nobody declared, two selectors that disagree) is checked in
:mod:`sim.scenario.rules`.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sim import units
from sim.scenario.exact import Exact
from sim.scenario.fields import (
    AUTO,
    PHYSICAL,
    AnyText,
    ClassName,
    Clock,
    Duration,
    Expression,
    Flag,
    Frozen,
    Length,
    Margin,
    Moment,
    Month,
    Name,
    Number,
    PerDay,
    Selector,
    Share,
    SignedTime,
    Span,
    Speed,
    Start,
    TimeOfDay,
    Value,
    WarmUp,
    Weekday,
    Whole,
)
from sim.scenario.frozen import FrozenMapping
from sim.scenario.places import Closure, Direction, Place
from sim.scenario.services import Block, Law, ServiceTable


class Run(Block):
    """What is run, from when, how long, how often."""

    kind: Literal["episode", "steady"] = "episode"
    """`episode`: a stated stretch of days as it goes; `steady`: long-run behaviour."""
    start: Start = "2019-06-03 00:00"
    """Local date and time of instant 0, by `clock`."""
    clock: Clock = 0
    """Clock of demand, timetables and figures."""
    warm_up: WarmUp = 0
    """Left out of every measure; vehicles that arrive in it are simulated. Best in whole days, as a day has its hours.
    `auto`: as many days as a pilot takes to settle, the most of all scenarios that are compared."""
    length: Annotated[Span, Field(gt=0)]
    """The window: vehicles that arrive in it are measured."""
    replications: Annotated[Whole, Field(ge=1, le=100_000)] = 5
    """Independent repetitions."""
    seed: Annotated[Whole, Field(ge=0, lt=2**63)] = 1
    """Fixes every random number."""
    margin: Margin | None = None
    """A difference of crossing times that does not matter: a share of the base's, or a time."""
    stop_after: Span | None = None
    """How long after the window's end a run may go on until all its vehicles are out (warm-up, window, a week)."""

    @property
    def left_out(self) -> int:
        """The warm-up, microseconds; 0 while it has yet to be chosen."""
        return 0 if self.warm_up == AUTO else self.warm_up


class VehicleClass(Block):
    """One class of vehicle."""

    length: Length | None = None
    """Length with the gap in front."""
    persons: Annotated[Whole, Field(ge=1, le=1000), PHYSICAL] = 1
    """Persons in a vehicle."""


class Attribute(Block):
    """A yes/no property drawn once per vehicle."""

    share: Frozen[ClassName, Share]
    """Share of each class that has it; classes left out have none."""


class Profile(Block):
    """Relative flow through the day, the week or the year: one of `weights`, `weekdays`, `months`."""

    weights: Frozen[TimeOfDay, Number] | None = None
    """Weight from each time of day until the next, normalised to a mean of 1 over 24 hours."""
    weekdays: Frozen[Weekday, Number] | None = None
    """Weight of each day of the week, 1 if left out, normalised to a mean of 1 over the week."""
    months: Frozen[Month, Number] | None = None
    """Weight of each month, 1 if left out, normalised to a mean of 1 over a year of 365 days."""


class Timetable(Block):
    """Departures at even intervals."""

    from_: TimeOfDay = Field(alias="from")
    """Start of service; the first vehicle comes half an interval later."""
    to: TimeOfDay
    """End of service."""
    per_day: Annotated[Whole, Field(ge=0, le=10_000), PHYSICAL]
    """Vehicles a day."""


class Demand(Block):
    """Arrivals of one class in one direction: a volume, or a timetable, or `saturated`."""

    per_day: PerDay | None = None
    """Mean vehicles per day: over the year, where weekdays or months differ."""
    hours: Name | None = None
    """Profile that shapes the day, by the run's clock."""
    weekdays: Name | None = None
    """Profile that shapes the week."""
    months: Name | None = None
    """Profile that shapes the year."""
    day_factor_cv: Number = 0
    """Coefficient of variation of a random factor (gamma, mean 1) on each day's volume."""
    timetable: Timetable | None = None
    """Scheduled arrivals."""
    punctuality: Law | None = None
    """Lateness against the timetable, negative for early."""
    saturated: Flag = False
    """Always exactly one vehicle ready at the approach."""

    @model_validator(mode="before")
    @classmethod
    def _read_saturated(cls, data: Any) -> Any:
        return {"saturated": "true"} if data == "saturated" else data


class Pause(Block):
    """A daily stop of a whole post: no new vehicle is called."""

    from_: TimeOfDay = Field(alias="from")
    """Start, by the post's clock."""
    for_: Duration = Field(alias="for")
    """How long."""


class Post(Block):
    """One country's stages."""

    title: str | None = None
    """Name for tables and figures."""
    clock: Clock | None = None
    """Clock of its staffing; the run's when left out."""
    pauses: tuple[Pause, ...] = ()
    """Daily stops, such as the change of shift."""
    closures: tuple[Closure, ...] = ()
    """Dated closures of all its stages."""


class Zone(Block):
    """Consecutive places in which at most so many vehicles may be at once."""

    direction: Direction | None = None
    """The direction it meters; both together when left out."""
    classes: tuple[Selector, ...]
    """Whom it counts."""
    from_: Name = Field(alias="from")
    """First place."""
    to: Name
    """Last place."""
    at_most: Annotated[Whole, Field(ge=1, le=1_000_000), PHYSICAL]
    """Vehicles inside at once."""


class Road(Block):
    """A road without contention before or behind the crossing; it only adds to corridor time."""

    title: str | None = None
    """Name for tables and figures."""
    length: Length
    """Length."""
    speed: Frozen[Selector, Speed]
    """Mean speed of each class."""
    service: Name | None = None
    """Table under `services`: time spent on it beside driving (escort, roadside checks)."""
    before: Direction
    """The direction that drives it before the crossing; the other drives it behind."""


class Level(Block):
    """One level of the tracking layer."""

    adoption: Share
    """Share of the equipped classes that is tracked."""
    effect: Share
    """Strength of the effects, used by their expressions."""


class Effect(Block):
    """What tracking changes at one place or road, for tracked vehicles only."""

    scale: Expression | None = None
    """Factor on the service time."""
    shift: SignedTime | None = None
    """Added to the service time, never below zero."""
    part: Name | None = None
    """The one part of the service that is changed; the whole when left out."""
    share: Expression | None = None
    """Factor on the share that visits the place."""
    skip: Flag = False
    """True: tracked vehicles do not visit the place."""


class Outage(Block):
    """A dated stretch in which tracked vehicles are served as if they were not tracked."""

    from_: Moment = Field(alias="from")
    """Date and time of its begin, by the run's clock."""
    for_: Duration = Field(alias="for")
    """How long."""
    posts: tuple[Name, ...] | None = None
    """Posts at whose stages the data are missing; everywhere when left out."""


class Tracking(Block):
    """The digital cargo tracking layer."""

    levels: Frozen[Name, Level] | None = None
    """Named levels of adoption and effect together."""
    level: Name | None = None
    """The level in force."""
    adoption: Share | None = None
    """Share tracked, in place of the level's."""
    effect: Share | None = None
    """Strength, in place of the level's."""
    applies_to: tuple[ClassName, ...]
    """Classes that may be tracked."""
    honoured_by: tuple[Name, ...] | None = None
    """Posts that use the data; effects at other posts' places do not act. All when left out."""
    effects: Frozen[Name, Effect]
    """Effect at each place or road."""
    outages: tuple[Outage, ...] = ()
    """Dated outages. Roads have none."""


class Assumption(BaseModel):
    """A number nobody has published: why this value, and the range it may lie in."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    because: str
    """The reason for the value."""
    range: Frozen[str, tuple[AnyText, ...]]
    """For each path (`services.gate.car.mean`) its low and high, or the alternatives. `*` stands for one key."""


class Source(BaseModel):
    """A published fact that is not a row of the evidence tables."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    title: str
    """Work."""
    locator: str
    """Table, row or page."""
    url: str | None = None
    """Where it can be read."""


class Observed(Block):
    """A published figure to show beside the simulated one."""

    what: str
    """The figure in words."""
    measure: str
    """Measure of the result table."""
    statistic: str
    """Statistic of the result table."""
    direction: Direction | Literal["all"] = "all"
    """Direction of the row it is compared with."""
    vehicle_class: str = "all"
    """Vehicle class of that row."""
    place: str = "all"
    """Place of that row."""
    threshold: Span | None = None
    """Threshold of a share."""
    scale: Value = 1
    """Simulated value times this is comparable with the published one."""
    value: AnyText
    """The published value with its unit, as published."""
    low: Value | None = None
    """Least published value, in `unit`."""
    high: Value | None = None
    """Greatest published value, in `unit`."""
    unit: str
    """Unit of both."""
    status: Literal["fitted", "independent"]
    """`fitted`: a number of the scenario was chosen by it; `independent`: it was not used."""
    note: str | None = None
    """What to bear in mind."""


class Scenario(Block):
    """One scenario, with every intervention merged in."""

    format: Annotated[Literal[1], BeforeValidator(units.parse_whole)]
    """Version of this format."""
    name: str
    """Title."""
    question: str | None = None
    """What it answers."""
    run: Run
    """What is run."""
    classes: Frozen[ClassName, VehicleClass]
    """Vehicle classes."""
    attributes: Frozen[ClassName, Attribute] = Field(default_factory=FrozenMapping)
    """Yes/no properties of vehicles; `tracked` belongs to the tracking layer."""
    profiles: Frozen[Name, Profile] = Field(default_factory=FrozenMapping)
    """Shapes of the day, the week and the year."""
    demand: Frozen[Direction, Frozen[ClassName, Demand]]
    """Arrivals at the end of the approach."""
    posts: Frozen[Name, Post] = Field(default_factory=FrozenMapping)
    """Posts."""
    services: Frozen[Name, ServiceTable] = Field(default_factory=FrozenMapping)
    """Named tables of service times."""
    places: Frozen[Name, Place]
    """Places; their order numbers them (design R2)."""
    zones: Frozen[Name, Zone] = Field(default_factory=FrozenMapping)
    """Zones."""
    roads: Frozen[Name, Road] = Field(default_factory=FrozenMapping)
    """Roads of the corridor."""
    routes: Frozen[Direction, tuple[Name, ...]]
    """Places of each direction in the order of passing."""
    tracking: Tracking | None = None
    """Digital cargo tracking."""
    thresholds: Frozen[ClassName, tuple[Span, ...]] = Field(default_factory=FrozenMapping)
    """Crossing times whose exceedance is reported, by class."""
    assumptions: Frozen[Name, Assumption] = Field(default_factory=FrozenMapping)
    """The assumptions named above."""
    sources: Frozen[str, Source] = Field(default_factory=FrozenMapping)
    """Sources beside the evidence tables."""
    observed: Frozen[Name, Observed] = Field(default_factory=FrozenMapping)
    """Published figures to show beside the simulated ones."""
    exact: Frozen[Name, Exact] = Field(default_factory=FrozenMapping)
    """Exact answers for `samur verify`."""
