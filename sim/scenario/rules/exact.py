"""Exact answers speak of places, lanes and classes that exist, and of instants that are simulated."""

from collections.abc import Iterator

from sim.scenario.exact import ARRIVAL_MEETS
from sim.scenario.faults import listed, nearest
from sim.scenario.places import Stage
from sim.scenario.rules.context import Context, Finding
from sim.scenario.rules.names import TOTAL


def exact(context: Context) -> Iterator[Finding]:
    """Place or lane and class are declared; an instant lies within the run."""
    scenario = context.scenario
    places = [TOTAL]
    for name, place in scenario.places.items():
        lanes = getattr(place, "lanes", {})
        places += [name, *(f"{name}/{lane}" for lane in lanes)]
    for key, answer in scenario.exact.items():
        for field, value, known in (
            ("place", answer.place, places),
            ("vehicle_class", answer.vehicle_class, [TOTAL, *scenario.classes]),
        ):
            if value not in known:
                message = f"there is no {field.replace('_', ' ')} {value!r}"
                yield Finding(("exact", key, field), message, accepted=listed(known), hint=nearest(value, known))
        stage = scenario.places.get(answer.place)
        if answer.measure in ARRIVAL_MEETS and (not isinstance(stage, Stage) or stage.per == "direction"):
            message = f"{answer.measure} is that of one stage that is not there once for each direction"
            yield Finding(("exact", key, "place"), message)
        end = scenario.run.left_out + scenario.run.length
        if answer.at is not None and answer.at >= end:
            yield Finding(("exact", key, "at"), "the instant lies beyond the window")
