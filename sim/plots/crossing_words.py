"""What a diagram of the crossing says about each place: short lines of words and class symbols."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sim import units
from sim.plots.style import clock_text, headline, words
from sim.scenario.places import DIRECTIONS, Approach, Direction, Link, Place
from sim.scenario.schema import Demand, Road, Scenario

ARROWS: dict[Direction, str] = {"northbound": "→", "southbound": "←"}
"""The way each direction drives in the diagram."""

_MODES = {
    "two-way": "two-way traffic",
    "alternating": "one lane, both ways in turn",
    "reversible": "lanes change direction by timetable",
}


GLUE = "\N{NO-BREAK SPACE}"
TRACKING_ACTS = f"◆{GLUE}tracking{GLUE}acts"
_MINUTES_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Symbol:
    """A vehicle class drawn as its coloured symbol; ``only`` narrows it (``+tracked``)."""

    vehicle_class: str
    only: str = ""


Piece: TypeAlias = str | Symbol
Line: TypeAlias = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Title and further lines of one box."""

    title: str
    lines: tuple[Line, ...]


def place_title(name: str, place: Place) -> str:
    """A place's own title, or its name in words."""
    return getattr(place, "title", None) or headline(words(name))


def symbol(selector: str) -> Symbol:
    """The symbol of a selector: ``truck+tracked`` is the truck's, narrowed by ``+tracked``."""
    cut = next((i for i, letter in enumerate(selector) if letter in "+-"), len(selector))
    return Symbol(selector[:cut], selector[cut:])


def some(selectors: Iterable[str]) -> list[Symbol]:
    """The symbols of several selectors."""
    return [symbol(selector) for selector in selectors]


def _grouped(pairs: Iterable[tuple[Symbol, str]]) -> list[Line]:
    """Symbols with their values, those of one value together: car, bus ``4 s``, truck ``8 s``."""
    by_value: dict[str, list[Symbol]] = {}
    for one, value in pairs:
        by_value.setdefault(value, []).append(one)
    return [(*group, glued(value)) for value, group in by_value.items()]


def _flat(pairs: Iterable[tuple[Symbol, str]]) -> Line:
    return tuple(piece for line in _grouped(pairs) for piece in line)


def glued(text: str) -> str:
    """*text* without a place to break, held to the symbols before it."""
    return GLUE + text.replace(" ", GLUE)


def tracking_acts(name: str, post: str | None, scenario: Scenario) -> bool:
    """True if tracking changes something at the place or road *name*, and its post uses the data."""
    tracking = scenario.tracking
    if tracking is None or name not in tracking.effects:
        return False
    return post is None or tracking.honoured_by is None or post in tracking.honoured_by


def tracking_words(scenario: Scenario) -> Line | None:
    """What the diamond means, and how many are tracked; None without tracking."""
    tracking = scenario.tracking
    if tracking is None:
        return None
    level = (tracking.levels or {}).get(tracking.level or "")
    adoption = tracking.adoption if tracking.adoption is not None else level and level.adoption
    share = "" if adoption is None else f" ({adoption:.0%} of them)"
    return (
        "◆ Tracking acts: tracked",
        *some(tracking.applies_to),
        f"{share} are served faster here, or pass by.".strip(),
    )


def link_words(name: str, link: Link) -> PlaceWords:
    """Words for a link; its lanes are drawn."""
    mode = "one-way traffic" if link.mode == "two-way" and len(link.directions) == 1 else _MODES[link.mode]
    length = f"{link.length / units.parse_length('1 m'):.0f} m, " if link.length else ""
    lines: list[Line] = [(f"{length}{mode}",)]
    if isinstance(link.travel, Mapping):
        lines.append(("travel time", *_flat((symbol(k), units.format_duration(v)) for k, v in link.travel.items())))
    else:
        lines.append((f"travel time {units.format_duration(link.travel)}",))
    lines.extend(_headway(link))
    if link.green is not None:
        green = [units.format_duration(span) for span in (link.green.minimum, link.green.maximum, link.green.clearing)]
        lines.append((f"green {green[0]} to {green[1]} each way, clearing {green[2]}",))
    entry = (f"{link.entry_space[d]}{GLUE}{ARROWS[d]}" for d in DIRECTIONS if d in link.entry_space)
    lines.append(("may wait before it:", *entry))
    return PlaceWords(place_title(name, link), tuple(lines))


def _headway(link: Link) -> Iterator[Line]:
    """By who is ahead; where it goes by the pair, a line for each who is ahead with those behind."""
    if isinstance(link.headway, Mapping):
        alike = [(symbol(ahead), time) for ahead, time in link.headway.items() if isinstance(time, int)]
        if alike:
            yield ("headway", *_flat((ahead, units.format_duration(time)) for ahead, time in alike))
        for ahead, times in link.headway.items():
            if isinstance(times, Mapping):
                behind = _flat((symbol(each), units.format_duration(time)) for each, time in times.items())
                yield ("headway behind", symbol(ahead), "for", *behind)
    elif link.headway:
        yield (f"headway {units.format_duration(link.headway)}",)


def approach_words(approach: Approach | None, scenario: Scenario, direction: Direction) -> PlaceWords:
    """Words for the road where vehicles of *direction* arrive and queue; None stands for the unnamed one."""
    demand = scenario.demand.get(direction, {})
    lines: list[Line] = [(Symbol(name), _demand(one)) for name, one in demand.items()]
    if approach is None or approach.discipline == "free":
        lines.append(("who finds space ahead drives on",))
    else:
        lines.append(("single file: the first holds up the rest",))
    if approach is not None and len(approach.lines) > 1:
        lines.extend((f"line {words(name)}:", *some(selectors)) for name, selectors in approach.lines.items())
    return PlaceWords(f"{headline(direction)} arrivals", tuple(lines))


def _demand(demand: Demand) -> str:
    if demand.saturated:
        return "always one ready"
    if demand.timetable is not None:
        return f"{demand.timetable.per_day} a day, by timetable"
    return f"{demand.per_day or 0:g} a day"


def road_words(name: str, road: Road, scenario: Scenario) -> PlaceWords:
    """Words for a road of the corridor, as driving times of its length."""
    kilometres = road.length / units.parse_length("1 km")
    driving = _grouped((symbol(k), _driving_time(road, speed)) for k, speed in road.speed.items())
    extra: list[Line] = [("and checks on the way",)] if road.service else []
    if tracking_acts(name, None, scenario):
        extra.append((TRACKING_ACTS,))
    return PlaceWords(road.title or headline(words(name)), ((f"road of {kilometres:.0f} km",), *driving, *extra))


def _driving_time(road: Road, speed: float) -> str:
    hours, minutes = divmod(round(road.length / speed / units.MINUTE), _MINUTES_AN_HOUR)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def lane_timetable(steps: Mapping[int, Direction]) -> str:
    """A reversible lane's day: ``→ from 00:00, ← from 14:00``."""
    return ", ".join(f"{ARROWS[way]} from {clock_text(at)}" for at, way in steps.items())


def post_words(name: str, scenario: Scenario) -> PlaceWords:
    """A post's title and its daily stops."""
    post = scenario.posts.get(name)
    title = "-".join(headline(part) for part in name.split("-")) if post is None or not post.title else post.title
    if post is None or not post.pauses:
        return PlaceWords(title, ())
    stops = ", ".join(
        f"{clock_text(p.from_)} to {clock_text(p.from_ + p.for_)}".replace(" ", GLUE) for p in post.pauses
    )
    return PlaceWords(title, ((f"nobody is called {stops} local time",),))
