"""From a scenario file to a plan that may be run."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

from sim.plan.build import build_plan
from sim.plan.closing import ClosingLane, closing_lanes
from sim.plan.model import Plan, Saturated, Stage
from sim.plan.offered_load import offered_load
from sim.plan.rings import find_ring
from sim.scenario.faults import Fault, Path, ScenarioError
from sim.scenario.load import Loaded, load
from sim.scenario.tree import mark_of
from sim.units import NEVER, format_duration

if TYPE_CHECKING:
    from sim.experiment.warm_up import Pilot


@dataclass(frozen=True, slots=True)
class Prepared:
    """A scenario ready to run."""

    loaded: Loaded
    plan: Plan
    thresholds: tuple[tuple[int, ...], ...]
    """Times whose exceedance is counted, microseconds, for each class of the plan."""
    overloaded: bool
    """Whether its demand exceeds what some stage can serve, by arithmetic."""
    pilot: "Pilot | None" = None
    """What chose its warm-up, if that was ``auto`` (:func:`sim.experiment.warm_up.settled`)."""

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What is allowed and yet surprises, beside what the file by itself shows."""
        by_path: dict[Path, list[ClosingLane]] = {}
        for closing in closing_lanes(self.plan):
            by_path.setdefault(_path(self.plan, closing), []).append(closing)
        return tuple(_closing(self, path, closings) for path, closings in by_path.items())


def prepare(
    scenario: Loaded | str | FilePath,
    *,
    with_: Sequence[str] = (),
    sets: Sequence[str] = (),
    replications: int | None = None,
    seed: int | None = None,
) -> Prepared:
    """The plan of *scenario*, a file or what :func:`sim.load` made of one.

    Args:
        scenario: Path of a scenario file, or a loaded scenario (then without *with_* and the rest).
        with_: Interventions.
        sets: Settings ``path.to.key=value``.
        replications: In place of ``run.replications``.
        seed: In place of ``run.seed``.

    Raises:
        ScenarioError: The file is wrong, or could lock up (design R23).
    """
    if isinstance(scenario, Loaded):
        if with_ or sets or replications is not None or seed is not None:
            raise ValueError("a loaded scenario is run as it is: give interventions and settings to load()")
        loaded = scenario
    else:
        own = [] if replications is None else [f"run.replications={replications}"]
        own += [] if seed is None else [f"run.seed={seed}"]
        loaded = load(scenario, with_=with_, sets=(*sets, *own))
    plan = build_plan(loaded.scenario)
    ring = find_ring(plan)
    if ring is not None:
        raise ScenarioError([Fault(str(loaded.files[0]), None, (), str(ring))])
    return Prepared(
        loaded=loaded,
        plan=plan,
        thresholds=tuple(tuple(loaded.scenario.thresholds.get(name, ())) for name in plan.classes),
        overloaded=_is_overloaded(plan),
    )


def _path(plan: Plan, closing: ClosingLane) -> Path:
    stage = plan.places[closing.place]
    assert isinstance(stage, Stage)
    return ("places", stage.name, "lanes", stage.lanes[closing.lane].name)


def _closing(prepared: Prepared, path: Path, closings: Sequence[ClosingLane]) -> Fault:
    """The warning for one lane of the file, which may stand in the plan once for each direction."""
    mark = mark_of(prepared.loaded.node, path)
    kinds = [prepared.plan.kinds[kind] for closing in closings for kind in closing.kinds]
    classes = sorted({prepared.plan.classes[kind.vehicle_class] for kind in kinds})
    closed_for = max(closing.closed_for for closing in closings)
    how_long = "for good" if closed_for > NEVER // 2 else f"for {format_duration(closed_for)}"
    message = (
        f"the lane closes {how_long} while no other lane is open to {' and '.join(classes)}: "
        "who waits in it stays there until it opens again, even if another lane opens before"
    )
    return Fault(mark.file, mark.line, path, message)


def _is_overloaded(plan: Plan) -> bool:
    if any(isinstance(demand.arrivals, Saturated) for demand in plan.demand):
        return False
    return any(stage.load >= 1 for stage in offered_load(plan))
