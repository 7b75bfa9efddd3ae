"""Names that a scenario uses and somebody else must have declared."""

from collections.abc import Collection, Iterator, Mapping

from sim.scenario import selectors
from sim.scenario.faults import Path, listed, nearest, quoted
from sim.scenario.places import Approach, Link, Stage
from sim.scenario.rules.context import MOST_ATTRIBUTES, TRACKED, Context, Finding, described
from sim.scenario.services import Block

TOTAL = "all"
"""What result tables call a total."""


def names(context: Context) -> Iterator[Finding]:
    """Posts, services, profiles, classes and attributes exist where they are named."""
    scenario = context.scenario
    for name, place in scenario.places.items():
        if not place.directions:
            yield Finding(("places", name, "directions"), "a place exists in at least one direction")
    stages = [name for name, _ in context.stages()]
    for name, stage in context.stages():
        here: Path = ("places", name)
        yield from _known("post", stage.post, scenario.posts, (*here, "post"))
        yield from _known("service table", stage.service, scenario.services, (*here, "service"))
        yield from _known("stage", stage.draws_as, stages, (*here, "draws_as"))
    for name, road in scenario.roads.items():
        yield from _known("service table", road.service, scenario.services, ("roads", name, "service"))
    for direction, by_class in scenario.demand.items():
        for vehicle_class, demand in by_class.items():
            here = ("demand", direction, vehicle_class)
            yield from _known("vehicle class", vehicle_class, scenario.classes, here)
            for key in ("hours", "weekdays", "months"):
                yield from _known("profile", getattr(demand, key), scenario.profiles, (*here, key))
    for vehicle_class in scenario.thresholds:
        yield from _known("vehicle class", vehicle_class, scenario.classes, ("thresholds", vehicle_class))
    yield from _reserved(context)
    yield from _attributes(context)
    for path, selector in selectors_used(context):
        yield from _selector(context, selector, path)


def _known(what: str, name: str | None, known: Collection[str], path: Path) -> Iterator[Finding]:
    if name is not None and name not in known:
        message = f"there is no {what} {name!r}"
        yield Finding(path, message, accepted=listed(sorted(known)) or None, hint=nearest(name, known))


def _reserved(context: Context) -> Iterator[Finding]:
    """Classes stand beside the annotations of a block in a service table; `all` is the total in every result table."""
    scenario = context.scenario
    for section, declared, taken in (
        ("classes", scenario.classes, {*Block.model_fields, TOTAL}),
        ("attributes", scenario.attributes, {TOTAL}),
        ("places", scenario.places, {TOTAL}),
        ("zones", scenario.zones, {TOTAL}),
    ):
        for name in declared:
            if name in taken:
                yield Finding((section, name), f"{name!r} has another meaning; choose another name")


def _attributes(context: Context) -> Iterator[Finding]:
    scenario = context.scenario
    for name, attribute in scenario.attributes.items():
        if name == TRACKED:
            yield Finding(("attributes", name), "this attribute belongs to the `tracking` layer; choose another name")
        for vehicle_class in attribute.share:
            path = ("attributes", name, "share", vehicle_class)
            yield from _known("vehicle class", vehicle_class, scenario.classes, path)
    if len(scenario.attributes) > MOST_ATTRIBUTES:
        yield Finding(("attributes",), f"more than {MOST_ATTRIBUTES} attributes", f"{len(scenario.attributes)}")


def _selector(context: Context, selector: str, path: Path) -> Iterator[Finding]:
    scenario, parsed = context.scenario, selectors.parse(selector)
    if parsed.vehicle_class not in scenario.classes:
        known = sorted(scenario.classes)
        message = f"{quoted(selector)} names no vehicle class"
        yield Finding(path, message, accepted=listed(known), hint=nearest(parsed.vehicle_class, known))
    attributes = sorted({*scenario.attributes, *((TRACKED,) if scenario.tracking is not None else ())})
    for attribute in sorted(parsed.attributes):
        if attribute not in attributes:
            accepted = listed(attributes) or "none, as the scenario declares no attributes"
            message = f"{quoted(selector)} names no attribute {attribute!r}"
            yield Finding(path, message, accepted=accepted, hint=nearest(attribute, attributes))
    for attribute in sorted(parsed.required & parsed.excluded):
        yield Finding(path, f"{quoted(selector)} asks for {attribute!r} and against it")


def selectors_used(context: Context) -> Iterator[tuple[Path, str]]:
    """Every selector of the scenario, with its path."""
    for path, mapping in by_selector(context):
        yield from (((*path, selector), selector) for selector in mapping)
    for path, listed_ in _lists(context):
        yield from ((path, selector) for selector in listed_)


def by_selector(context: Context) -> Iterator[tuple[Path, Mapping[str, object]]]:
    """Every mapping in which values are looked up by selector."""
    scenario = context.scenario
    for name, table in scenario.services.items():
        yield ("services", name), table.by_selector
    for name, stage in context.stages():
        stated = (("visits", stage.visits), ("priority", stage.priority), ("repeats", stage.repeats))
        yield from ((("places", name, key), value) for key, value in stated if value is not None)
    for name, link in context.links():
        for key, value in (("travel", link.travel), ("headway", link.headway)):
            if isinstance(value, Mapping):
                yield ("places", name, key), value
                inner = ((("places", name, key, ahead), each) for ahead, each in value.items())
                yield from ((path, each) for path, each in inner if isinstance(each, Mapping))
    for name, road in scenario.roads.items():
        yield ("roads", name, "speed"), road.speed


def _lists(context: Context) -> Iterator[tuple[Path, Collection[str]]]:
    scenario = context.scenario
    for name, place in scenario.places.items():
        match place:
            case Approach():
                yield from ((("places", name, "lines", line), serves) for line, serves in place.lines.items())
            case Stage() | Link():
                for lane, declared in place.lanes.items():
                    if declared.serves is not None:
                        yield ("places", name, "lanes", lane, "serves"), declared.serves
    for name, zone in scenario.zones.items():
        yield ("zones", name, "classes"), zone.classes


def agreement(context: Context) -> Iterator[Finding]:
    """Two equally specific selectors that match one vehicle give it the same value."""
    for path, mapping in by_selector(context):
        classes = sorted({selectors.parse(selector).vehicle_class for selector in mapping} & set(context.attributes))
        told: set[str] = set()
        for kind in (kind for vehicle_class in classes for kind in context.kinds(vehicle_class)):
            try:
                selectors.resolve(mapping, *kind)
            except ValueError as error:
                if str(error) not in told:
                    told.add(str(error))
                    remedy = f"an entry for {described(kind)!r} as well"
                    yield Finding(path, f"for {described(kind)}, {error}", accepted=remedy)
