"""Plans of one stage, whose draws are made by chance rather than by hand."""

from collections.abc import Sequence

from sim.laws import Law, exponential
from sim.plan.model import (
    DIRECTIONS,
    UNLIMITED,
    Approach,
    Demand,
    Line,
    Plan,
    Queue,
    RoadTime,
    Saturated,
    ServicePart,
    ServiceRecipe,
    Stage,
    StageLane,
    Stop,
    Timetabled,
    VehicleKind,
    Volume,
)
from sim.plan.steps import StepFunction
from sim.units import DAY, HOUR, MINUTE

CLASSES = ("bus", "car", "truck")
BUS, CAR, TRUCK = range(len(CLASSES))
KINDS = tuple(VehicleKind(d, c, bits) for d in range(len(DIRECTIONS)) for c in range(len(CLASSES)) for bits in (0, 1))
"""Every class of both directions untracked (attribute bits 0) and tracked (1)."""

FIVE_MINUTES = exponential(5 * MINUTE)
FLAT = (1.0,) * 24


def volume(per_day: float, *, hours: Sequence[float] = FLAT, day_factor_cv: float = 0.0) -> Volume:
    """A flow shaped by the 24 hours of the day."""
    return Volume(per_day, tuple(hours), tuple(range(0, DAY, HOUR)), day_factor_cv)


def one_stage_plan(
    *demand: tuple[int, int, Volume | Timetabled | Saturated],
    service: Law = FIVE_MINUTES,
    digital_scale: float = 1.0,
    per_person: int = 0,
    share: tuple[float, float] = (1.0, 1.0),
    adoption: float = 0.0,
    roads: tuple[RoadTime, ...] = (),
    n_booths: int = 1,
    start_of_day: int = 0,
    days: int = 1,
) -> Plan:
    """Both directions pass a stage of their own with *n_booths* booths and unlimited space.

    *demand* is (direction, class, arrivals) by direction and class. *share* are the shares that visit the
    stage on paper and digitally; *adoption* is the share of trucks that is tracked.
    """
    approaches = tuple(
        Approach(f"approach-{name}", direction, single_file=False, lines=(Line("line", _kinds(direction)),))
        for direction, name in enumerate(DIRECTIONS)
    )
    stages = tuple(
        Stage(
            name=f"control-{name}",
            post=None,
            direction=direction,
            queue=Queue.COMMON,
            space=(UNLIMITED,),
            pool=(0, 0),
            move_up=0,
            lanes=(StageLane("lane", _kinds(direction), n_booths, StepFunction((0,), (n_booths,), DAY)),),
            serves_nothing=False,
        )
        for direction, name in enumerate(DIRECTIONS)
    )
    paper = ServiceRecipe((ServicePart("service/control", service, 1.0, 0.0),), per_person)
    digital = ServiceRecipe((ServicePart("service/control", service, digital_scale, 0.0),), per_person)
    everyone, nothing = ((1.0, 1.0),) * len(KINDS), ((None, None),) * len(KINDS)
    north, south = (
        (
            Stop(direction, "visit/approach", everyone, nothing),
            Stop(
                len(approaches) + direction,
                "visit/control",
                tuple(share if kind.direction == direction else (0.0, 0.0) for kind in KINDS),
                tuple((paper, digital) if kind.direction == direction else (None, None) for kind in KINDS),
            ),
        )
        for direction in range(len(DIRECTIONS))
    )
    return Plan(
        classes=CLASSES,
        persons=(30, 2, 1),
        lengths=(0, 0, 0),
        attributes=("tracked",),
        attribute_shares=((0.0, 0.0, adoption),),
        tracked=0,
        kinds=KINDS,
        places=(*approaches, *stages),
        zones=(),
        routes=(north, south),
        roads=roads,
        demand=tuple(Demand(*each) for each in demand),
        start_of_day=start_of_day,
        window_start=0,
        window_end=days * DAY,
        stop_at=2 * days * DAY,
    )


def _kinds(direction: int) -> frozenset[int]:
    return frozenset(number for number, kind in enumerate(KINDS) if kind.direction == direction)
