"""Warnings: a rule of the design is obeyed here, and yet the result may surprise."""

from collections.abc import Iterator

from sim.scenario.faults import listed
from sim.scenario.places import DIRECTIONS, Direction, Stage
from sim.scenario.rules.context import Context, Finding, Kind, described


def surprises(context: Context) -> Iterator[Finding]:
    """One file of vehicles before lanes of different classes."""
    for name, stage in context.stages():
        if stage.queue == "single-file":
            for direction in context.passed(name):
                apart = _told_apart(context, stage, direction, context.visitors(name, direction))
                if apart:
                    message = (
                        f"{direction}, one file stands before lanes of different classes: only its first "
                        f"vehicle may be called, so {listed(apart)} hold each other up"
                    )
                    yield Finding(("places", name, "queue"), message, is_warning=True)
    yield from _approaches(context)


def _approaches(context: Context) -> Iterator[Finding]:
    for name, approach in context.approaches():
        for direction in DIRECTIONS:
            route = context.scenario.routes.get(direction, ())
            first = next((context.scenario.places.get(each) for each in route[1:2]), None)
            if approach.discipline != "single-file" or not route or route[0] != name or not isinstance(first, Stage):
                continue
            for line, served in approach.lines.items():
                kinds = [kind for kind in context.visitors(route[1], direction) if context.serves(served, kind)]
                apart = _told_apart(context, first, direction, kinds)
                if apart:
                    message = (
                        f"{direction}, one file leads to lanes of different classes: only its first "
                        f"vehicle can drive on, so {listed(apart)} hold each other up"
                    )
                    yield Finding(("places", name, "lines", line), message, is_warning=True)


def _told_apart(context: Context, stage: Stage, direction: Direction, kinds: list[Kind]) -> list[str]:
    """The kinds, if some lane serves some of them and not others."""
    lanes = [lane for lane in stage.lanes.values() if lane.direction in (None, direction)]
    served = {kind: tuple(context.serves(lane.serves, kind) for lane in lanes) for kind in kinds}
    return sorted(described(kind) for kind in served) if len(set(served.values())) > 1 else []
