"""Links: lanes as the mode wants them, room before them, a travel time and a headway for everyone who passes."""

from collections.abc import Iterator, Mapping

from sim.scenario import selectors
from sim.scenario.faults import Path
from sim.scenario.places import Direction, Link, LinkLane
from sim.scenario.rules.context import Context, Finding, Kind, any_value, gathered
from sim.scenario.schema import Scenario


def links(context: Context) -> Iterator[Finding]:
    """Every link by itself."""
    for name, link in context.links():
        here = ("places", name)
        if not link.lanes:
            yield Finding((*here, "lanes"), "a link has at least one lane")
        yield from _MODES[link.mode](link, here)
        yield from _green(link, here)
        yield from _entry_space(context, name, link)
        for direction in context.passed(name):
            yield from _passage(context, name, link, direction)


def _two_way(link: Link, here: Path) -> Iterator[Finding]:
    for name, lane in link.lanes.items():
        path = (*here, "lanes", name)
        if lane.timetable is not None:
            yield Finding(
                (*path, "timetable"), "a two-way link has fixed lanes", accepted="`direction`, or mode reversible"
            )
        elif lane.direction is None:
            yield Finding(path, "each lane of a two-way link has a `direction`", accepted="northbound, southbound")


def _alternating(link: Link, here: Path) -> Iterator[Finding]:
    if len(link.lanes) != 1:
        yield Finding((*here, "lanes"), "an alternating link has one lane", f"{len(link.lanes)}")
    for name, lane in link.lanes.items():
        for key, value in (("direction", lane.direction), ("timetable", lane.timetable)):
            if value is not None:
                yield Finding(
                    (*here, "lanes", name, key), "the lights give the lane of an alternating link its direction"
                )


def _reversible(link: Link, here: Path) -> Iterator[Finding]:
    if link.lanes and all(lane.timetable is None for lane in link.lanes.values()):
        yield Finding((*here, "lanes"), "a reversible link has at least one lane with a `timetable`")
    for name, lane in link.lanes.items():
        path = (*here, "lanes", name)
        if (lane.timetable is None) == (lane.direction is None):
            yield Finding(path, "a lane has either a `direction` or a `timetable`")
        if lane.timetable is not None and 0 not in lane.timetable:
            yield Finding((*path, "timetable"), 'the first step of a timetable is at "00:00"')


_MODES = {"two-way": _two_way, "alternating": _alternating, "reversible": _reversible}


def _green(link: Link, here: Path) -> Iterator[Finding]:
    path = (*here, "green")
    if link.mode != "alternating":
        if link.green is not None:
            yield Finding(path, "only an alternating link has lights")
        return
    if link.green is None:
        yield Finding(here, "'green' is missing: the lights of an alternating link")
        return
    if link.green.minimum < 1:
        yield Finding((*path, "minimum"), "a green lasts some time", accepted="1 us or more")
    if link.green.maximum < link.green.minimum:
        yield Finding((*path, "maximum"), "the maximum is below the minimum")


def _entry_space(context: Context, name: str, link: Link) -> Iterator[Finding]:
    path = ("places", name, "entry_space")
    for direction in context.passed(name):
        if direction not in link.entry_space:
            yield Finding(path, f"{direction!r} is missing, and that route passes here")
    for direction, space in link.entry_space.items():
        if space == "unlimited" and not _has_reason(link, context.scenario):
            yield Finding((*path, direction), "an unlimited entry space needs a `reason` (or a source) on the link")


def _has_reason(link: Link, scenario: Scenario) -> bool:
    return any(said for block in (link, scenario) for said in (block.reason, block.source, block.assumption))


def _passage(context: Context, name: str, link: Link, direction: Direction) -> Iterator[Finding]:
    lanes = [lane for lane in link.lanes.values() if ever_goes(lane, direction)]
    visitors = context.visitors(name, direction)
    unserved = [kind for kind in visitors if not any(context.serves(lane.serves, kind) for lane in lanes)]
    for who in gathered(unserved, visitors):
        yield Finding(("places", name, "lanes"), f"no lane of {name!r} serves {who} {direction}")
    for key, value in (("travel", link.travel), ("headway", link.headway)):
        if isinstance(value, Mapping):
            for who in gathered([kind for kind in visitors if any_value(value, kind) is None], visitors):
                yield Finding(("places", name, key), f"{who} passes {name!r} and has no {key} there")
    yield from _headway_behind(name, link, visitors)


def _headway_behind(name: str, link: Link, visitors: list[Kind]) -> Iterator[Finding]:
    """Whether the headway behind each kind says so for every kind that may follow it on the link."""
    if not isinstance(link.headway, Mapping):
        return
    for selector, by_kind in link.headway.items():
        if isinstance(by_kind, Mapping) and any(selectors.matches(selector, *ahead) for ahead in visitors):
            for who in gathered([kind for kind in visitors if any_value(by_kind, kind) is None], visitors):
                message = f"{who} passes {name!r} and has no headway behind {selector}"
                yield Finding(("places", name, "headway", selector), message, accepted=f"an entry {who!r}")


def ever_goes(lane: LinkLane, direction: Direction) -> bool:
    """Whether the lane is ever open to *direction*."""
    if lane.timetable is not None:
        return direction in lane.timetable.values()
    return lane.direction in (None, direction)
