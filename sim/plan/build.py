"""Scenario to plan: names become indices, selectors become sets, clocks become instants of the run."""

from collections.abc import Mapping

from sim.plan import model
from sim.plan.daily import first_day, start_of_day
from sim.plan.demand import demand
from sim.plan.kinds import TRACKED, Kinds, kinds_of
from sim.plan.model import NORTHBOUND, SOUTHBOUND
from sim.plan.numbering import index_of, instances, passed
from sim.plan.places import place
from sim.plan.services import by_kind, stop
from sim.plan.tracking import Change, adoption, changes, digital
from sim.plan.zones import zones
from sim.scenario.schema import Road, Scenario
from sim.units import WEEK


def build_plan(scenario: Scenario) -> model.Plan:
    """The physics of *scenario*, of which the loader has checked what one field cannot see.

    The order of unordered mappings does not matter. Raises ValueError where the scenario has no meaning.
    """
    kinds = kinds_of(scenario)
    numbered = instances(scenario)
    acting = changes(scenario)
    run = scenario.run
    window_end = run.left_out + run.length
    stop_after = window_end + WEEK if run.stop_after is None else run.stop_after
    return model.Plan(
        classes=kinds.classes,
        persons=tuple(scenario.classes[name].persons for name in kinds.classes),
        lengths=tuple(scenario.classes[name].length or 0 for name in kinds.classes),
        attributes=kinds.attributes,
        attribute_shares=tuple(_attribute_shares(name, scenario, kinds) for name in kinds.attributes),
        tracked=kinds.attributes.index(TRACKED) if TRACKED in kinds.attributes else None,
        kinds=kinds.all,
        places=tuple(place(instance, scenario=scenario, kinds=kinds) for instance in numbered),
        zones=zones(scenario, kinds=kinds, index_of=index_of(numbered)),
        routes=(
            _route(NORTHBOUND, scenario, kinds, index_of(numbered), acting),
            _route(SOUTHBOUND, scenario, kinds, index_of(numbered), acting),
        ),
        roads=tuple(
            _road(name, road, scenario, kinds, acting.get(name)) for name, road in sorted(scenario.roads.items())
        ),
        demand=demand(scenario, classes=kinds.classes),
        start_of_day=start_of_day(run),
        window_start=run.left_out,
        window_end=window_end,
        stop_at=window_end + stop_after,
        first_day=first_day(run),
        digital=digital(scenario, numbered),
    )


def _attribute_shares(name: str, scenario: Scenario, kinds: Kinds) -> tuple[float, ...]:
    tracking = scenario.tracking
    if name == TRACKED and tracking is not None:
        return tuple(adoption(tracking) if each in tracking.applies_to else 0.0 for each in kinds.classes)
    return tuple(float(scenario.attributes[name].share.get(each, 0)) for each in kinds.classes)


def _route(
    direction: int,
    scenario: Scenario,
    kinds: Kinds,
    numbers: Mapping[tuple[str, int], int],
    acting: Mapping[str, Change],
) -> tuple[model.Stop, ...]:
    return tuple(
        stop(
            name,
            direction=direction,
            number=numbers[name, direction],
            scenario=scenario,
            kinds=kinds,
            change=acting.get(name),
        )
        for name in passed(scenario, direction)
    )


def _road(name: str, road: Road, scenario: Scenario, kinds: Kinds, change: Change | None) -> model.RoadTime:
    speeds = [kinds.value(road.speed, kind) for kind in range(len(kinds.all))]
    service = by_kind(
        None if road.service is None else scenario.services[road.service],
        decision=f"road/{name}",
        change=change,
        kinds=kinds,
    )
    if change is not None and change.share == 0:
        service = tuple((paper, None) for paper, _ in service)
    return model.RoadTime(
        name=name,
        driving=tuple(0 if speed is None else round(road.length / speed) for speed in speeds),
        service=service,
    )
