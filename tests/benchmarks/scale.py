"""`python -m tests.benchmarks.scale`: what a vehicle costs, whatever the length of the run, the load and the size.

BORDER-1 is run over a month, a year and ten years, from light load to a standing queue of a hundred thousand vehicles,
and with more booths, lanes, classes and stages; passed place by place and worked event by event. CPU seconds of one
core, memory found by a run before. Ten years need many gigabytes; `--most-days 365` leaves them out.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import numpy as np

from sim.draws import Draws, draw
from sim.engines.compiled import crossing
from sim.experiment.prepare import Prepared, prepare
from sim.plan.model import Plan
from sim.statistics.occupancy import number_in_system
from sim.statistics.tally import tally
from sim.statistics.window import of_plan
from sim.trajectory import Ending, Trajectory
from sim.units import DAY
from tests.benchmarks.ours import SCENARIOS, timed
from tests.benchmarks.page import write_between
from tests.benchmarks.tools import machine

PAGE = SCENARIOS.parent / "docs" / "background" / "performance.md"
BEGINS, ENDS = "<!-- scale: written by make benchmark-scale -->", "<!-- end of scale -->"

PER_DAY = {"car": 720, "truck": 288, "bus": 36}
FURTHEST = 40
"""Times the length of the window that draws reach: an overloaded crossing takes long to clear."""


@dataclass(frozen=True)
class Case:
    """One run of BORDER-1, changed."""

    title: str
    days: float
    sets: tuple[str, ...] = ()
    overlay: Mapping[str, object] | None = None
    """Lines of an intervention."""


def _demand(factor: float) -> tuple[str, ...]:
    return tuple(
        f"demand.{way}.{name}.per_day={factor * per_day:g}"
        for way in ("northbound", "southbound")
        for name, per_day in PER_DAY.items()
    )


def _booths(factor: int) -> tuple[str, ...]:
    booths = {"exit-passport": 4, "exit-customs": 3, "entry-passport": 4, "entry-customs": 4, "secondary": 3}
    return tuple(f"places.{name}.lanes.all.booths={factor * n}" for name, n in booths.items())


def _lanes() -> Mapping[str, object]:
    """Each booth a lane of its own."""
    booths = {"exit-passport": 4, "exit-customs": 3, "entry-passport": 4, "entry-customs": 4, "secondary": 3}
    split = {name: {"all": None} | {f"lane-{n}": {"booths": 1} for n in range(count)} for name, count in booths.items()}
    return {"places": {name: {"lanes": lanes} for name, lanes in split.items()}}


def _classes(count: int) -> Mapping[str, object]:
    """The cars of so many classes that differ in nothing but their name."""
    means = {"exit-passport": 2, "exit-customs": 1.5, "entry-passport": 2, "entry-customs": 2, "secondary": 20}
    names = [f"car{number}" for number in range(1, count)]
    each = {"per_day": PER_DAY["car"] / count}
    return {
        "classes": {name: {} for name in names},
        "demand": {way: dict.fromkeys(["car", *names], each) for way in ("northbound", "southbound")},
        "services": {
            service: {name: {"law": "gamma", "mean": f"{mean} min", "cv": 0.5} for name in names}
            for service, mean in means.items()
        },
        "places": {
            "bridge": {"headway": dict.fromkeys(names, "4 s")},
            "secondary": {"visits": dict.fromkeys(names, 0.05)},
        },
    }


def _stages(count: int) -> Mapping[str, object]:
    """So many controls more behind the bridge."""
    names = [f"further-{number:02}" for number in range(count)]
    control = {"kind": "stage", "per": "direction", "space": "unlimited", "service": "exit-passport"}
    insert = {"insert": {name: {"after": "bridge"} for name in names}}
    return {
        "places": {name: {**control, "lanes": {"all": {"booths": 4}}} for name in names},
        "routes": dict.fromkeys(("northbound", "southbound"), insert),
    }


CASES = (
    Case("a month", 30),
    Case("a year", 365),
    Case("ten years", 3650),
    Case("a year at a tenth of the demand", 365, _demand(0.1)),
    Case("a year at half the demand", 365, _demand(0.5)),
    Case("90 days at twice the demand: a queue that grows", 90, _demand(2)),
    Case("90 days at ten times the demand with ten times the booths", 90, (*_demand(10), *_booths(10))),
    Case("a year, each booth a lane of its own", 365, overlay=_lanes()),
    Case("a year, the cars of eight classes", 365, overlay=_classes(8)),
    Case("a year, ten stages more", 365, overlay=_stages(10)),
)


def prepared(case: Case) -> Prepared:
    """The scenario of *case*; a growing queue is let run until it is gone."""
    sets = (f"run.length={case.days:g} d", f"run.stop_after={FURTHEST * case.days:g} d", *case.sets)
    border_1 = SCENARIOS / "benchmark" / "border-1.yaml"
    if case.overlay is None:
        return prepare(border_1, sets=sets)
    with TemporaryDirectory() as folder:
        overlay = Path(folder) / "scale.yaml"
        overlay.write_text(json.dumps({"format": 1, "name": case.title, "reason": "scale", **case.overlay}), "utf-8")
        return prepare(border_1, with_=[str(overlay)], sets=sets)


def row(case: Case) -> list[str]:
    """What a vehicle and a visit of *case* cost, microseconds, and how many stood in the crossing at most."""
    plan = prepared(case).plan
    draws_seconds, draws, trajectory = _run(plan, plan.window_end + DAY)
    n, n_visits = len(trajectory.vehicles), len(trajectory.visits)
    most = int(number_in_system(trajectory).value.max())
    tallied, _ = timed(partial(tally, trajectory, plan, of_plan(plan)))
    del trajectory  # its memory is used again
    engine, _ = timed(lambda: crossing.simulate(plan, draws))
    events = _event_by_event(plan, draws) if n < MOST_BY_EVENTS else None
    each = [1e6 * seconds / n for seconds in (draws_seconds, engine, tallied)]
    told = "" if events is None else f"{1e6 * events / n_visits:.3f}"
    return [
        case.title,
        f"{n:,}",
        f"{most:,}",
        *(f"{cost:.2f}" for cost in each),
        f"{1e6 * engine / n_visits:.3f}",
        told,
    ]


def _run(plan: Plan, reach: int) -> tuple[float, Draws, Trajectory]:
    """Draws as far as the run needs them, with the seconds they took, and the run."""
    seconds, draws = timed(lambda: draw(plan, seed=1, replication=0, reach=reach))
    trajectory = crossing.simulate(plan, draws)
    if trajectory.ending is Ending.OUT_OF_DRAWS:
        return _run(plan, 2 * reach)
    assert trajectory.ending is Ending.FINISHED
    return seconds, draws, trajectory


MOST_BY_EVENTS = 3_000_000
"""Vehicles of the largest run that is worked event by event as well."""


def _event_by_event(plan: Plan, draws: Draws) -> float:
    with patch.object(crossing, "is_feed_forward", lambda _: False):
        seconds, _ = timed(lambda: crossing.simulate(plan, draws))
    return seconds


HEADER = (
    "BORDER-1",
    "vehicles",
    "most at once",
    "draws, µs a vehicle",
    "engine, µs a vehicle",
    "tally, µs a vehicle",
    "engine, µs a visit",
    "event by event, µs a visit",
)


def lines(cases: Sequence[Case]) -> Iterator[str]:
    """The table, a line at a time as it is measured."""
    yield f"| {' | '.join(HEADER)} |"
    yield f"| {' | '.join(['---'] * len(HEADER))} |"
    for case in cases:
        yield f"| {' | '.join(row(case))} |"


def main() -> int:
    """Measure, print, and write into the page if asked to."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.scale", description=__doc__)
    parser.add_argument("--most-days", type=float, default=3650, help="leave out what is longer")
    parser.add_argument("--write", action="store_true", help="put the table into the page")
    asked = parser.parse_args()
    row(Case("compiled and warm", 30))
    made = [f"`make benchmark-scale`, CPU of one core. Machine: {machine()}.", ""]
    for line in lines([case for case in CASES if case.days <= asked.most_days]):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        made.append(line)
    if asked.write:
        write_between(Path(PAGE), "\n".join(made), begins=BEGINS, ends=ENDS)
    return 0


if __name__ == "__main__":
    np.seterr(all="raise")
    sys.exit(main())
