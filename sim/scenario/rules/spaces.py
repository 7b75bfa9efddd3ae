"""Space in metres: one measure at a stage, a length of everyone who stands there, and room for the longest."""

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Path, listed
from sim.scenario.places import DIRECTIONS, Link, Stage
from sim.scenario.rules.context import Context, Finding
from sim.scenario.rules.links import ever_goes
from sim.scenario.spaces import UNLIMITED, Stretch


def spaces(context: Context) -> Iterator[Finding]:
    """Every space of a stage, every room of a link, and the classes that fill them."""
    standing: dict[str, list[str]] = {}
    for name, stage in context.stages():
        stretches = dict(_stretches(name, stage))
        yield from _one_measure(name, stage)
        if stretches:
            here = {kind[0] for direction in DIRECTIONS for kind in context.visitors(name, direction)}
            _stand(standing, name, here)
            yield from _too_short(context, stretches, here)
    for name, link in context.links():
        for lane, room in ((lane, each.room) for lane, each in link.lanes.items()):
            if isinstance(room, Stretch):
                here = _users(context, name, link, lane)
                _stand(standing, name, here)
                yield from _too_narrow(context, ("places", name, "lanes", lane, "room"), room, here)
    for vehicle_class, places in standing.items():
        if not context.scenario.classes[vehicle_class].length:
            message = f"'length' is missing: space is in metres at {listed(places)}"
            yield Finding(("classes", vehicle_class), message, accepted="above 0, such as 20 m")


def _stand(standing: dict[str, list[str]], name: str, classes: set[str]) -> None:
    for vehicle_class in sorted(classes):
        places = standing.setdefault(vehicle_class, [])
        if name not in places:
            places.append(name)


def _spaces(name: str, stage: Stage) -> Iterator[tuple[Path, object]]:
    here = ("places", name)
    if isinstance(stage.space, Mapping):
        yield from (((*here, "space", direction), space) for direction, space in stage.space.items())
    else:
        yield (*here, "space"), stage.space
    yield from (((*here, "lanes", name, "space"), lane.space) for name, lane in stage.lanes.items())


def _stretches(name: str, stage: Stage) -> Iterator[tuple[Path, Stretch]]:
    return ((path, space) for path, space in _spaces(name, stage) if isinstance(space, Stretch))


def _one_measure(name: str, stage: Stage) -> Iterator[Finding]:
    counted = [(path, space) for path, space in _spaces(name, stage) if space not in (None, UNLIMITED)]
    for path, space in counted[1:]:
        if isinstance(space, Stretch) != isinstance(counted[0][1], Stretch):
            message = "the spaces of one stage are all in vehicles or all in metres"
            yield Finding(path, message, _said(space), f"the measure of {'.'.join(counted[0][0])}")


def _said(space: object) -> str:
    return str(space) if isinstance(space, Stretch) else f"{space} vehicles"


def _too_short(context: Context, stretches: Mapping[Path, Stretch], classes: set[str]) -> Iterator[Finding]:
    for path, stretch in stretches.items():
        for vehicle_class in sorted(classes):
            length = Stretch(context.scenario.classes[vehicle_class].length or 0)
            if 0 < stretch.length < length.length:
                message = (
                    f"a {vehicle_class} of {length} does not fit into {stretch}: "
                    "it enters only when a booth would call it at once"
                )
                yield Finding(path, message, is_warning=True)


def _users(context: Context, name: str, link: Link, lane: str) -> set[str]:
    return {
        kind[0]
        for direction in DIRECTIONS
        if ever_goes(link.lanes[lane], direction)
        for kind in context.visitors(name, direction)
        if context.serves(link.lanes[lane].serves, kind)
    }


def _too_narrow(context: Context, path: Path, room: Stretch, classes: set[str]) -> Iterator[Finding]:
    for vehicle_class in sorted(classes):
        length = Stretch(context.scenario.classes[vehicle_class].length or 0)
        if length.length > room.length:
            message = f"a {vehicle_class} does not fit on the lane and could never enter it"
            yield Finding(path, message, str(room), f"{length} or more, or `serves` without {vehicle_class}")
