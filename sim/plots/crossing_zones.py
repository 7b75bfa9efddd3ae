"""Zones in the diagram of the crossing: brackets over the places they span, on as many levels as they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.plots.crossing_layout import Layout
from sim.plots.crossing_text import TEXT_POINTS, Pen, draw_line, line_height, line_width, text_block
from sim.plots.crossing_words import Line, symbol
from sim.plots.style import INK
from sim.scenario.places import Direction
from sim.scenario.schema import Scenario, Zone

_TICK = 0.07
_LEVEL_GAP = 0.1
_CLEAR = 0.1
_LEAST_LABEL = 1.3


@dataclass(frozen=True, slots=True)
class Bracket:
    """One zone: from *left* to *right*, its base *offset* inches away from the row, with its label's lines."""

    name: str
    left: float
    right: float
    offset: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Inches from its base to the far end of its label."""
        return _TICK + 0.03 + len(self.lines) * line_height(TEXT_POINTS)


def zone_height(found: Sequence[Bracket]) -> float:
    """Inches that the brackets of one side need."""
    return max((b.offset + b.height + _CLEAR for b in found), default=0.0)


def brackets(
    scenario: Scenario, found: Layout, symbols: Mapping[str, str], *, left: float
) -> tuple[tuple[Bracket, ...], tuple[Bracket, ...]]:
    """Brackets above the upper row (northbound, and both directions together) and below the lower one."""
    above: list[Bracket] = []
    below: list[Bracket] = []
    for name, zone in scenario.zones.items():
        side = below if zone.direction == "southbound" and len(_rows(found)) > 1 else above
        span = _span(scenario, zone, found)
        if span is None:
            continue
        west, east = left + span[0], left + span[1]
        lines = _label(scenario, zone, width=max(_LEAST_LABEL, east - west), symbols=symbols)
        half = max(east - west, *(line_width(line, symbols) for line in lines)) / 2
        centre = (west + east) / 2
        offset = _CLEAR
        for other in side:
            other_half = max(other.right - other.left, *(line_width(line, symbols) for line in other.lines)) / 2
            if abs((other.left + other.right) / 2 - centre) < half + other_half + _LEVEL_GAP:
                offset = max(offset, other.offset + other.height + _LEVEL_GAP)
        side.append(Bracket(name, west, east, offset, lines))
    return tuple(above), tuple(below)


def _rows(found: Layout) -> set[Direction]:
    return {direction for box in found.boxes for direction in box.directions}


def _span(scenario: Scenario, zone: Zone, found: Layout) -> tuple[float, float] | None:
    """Left and right edge of the places between the zone's ends, on the routes that it meters."""
    inside: set[tuple[str, Direction]] = set()
    for direction, route in scenario.routes.items():
        if zone.direction in (None, direction) and zone.from_ in route and zone.to in route:
            first, last = sorted((route.index(zone.from_), route.index(zone.to)))
            inside |= {(name, direction) for name in route[first : last + 1]}
    boxes = [b for b in found.boxes if any((b.place, d) in inside for d in b.directions)]
    return (min(b.left for b in boxes), max(b.right for b in boxes)) if boxes else None


def _label(scenario: Scenario, zone: Zone, *, width: float, symbols: Mapping[str, str]) -> tuple[Line, ...]:
    both = zone.direction is None and len([r for r in scenario.routes.values() if r]) > 1
    line: Line = (f"at most {zone.at_most}", *(symbol(s) for s in zone.classes), "inside at once")
    words = [line, ("both directions together",)] if both else [line]
    return text_block("", words, width=width, symbols=symbols).lines


def draw_bracket(pen: Pen, bracket: Bracket, *, edge: float, up: bool) -> None:
    """Draw *bracket* above (or below) *edge*, the outer edge of its row."""
    sign = 1 if up else -1
    base = edge + sign * bracket.offset
    far = base + sign * _TICK
    pen.ax.plot(
        [bracket.left, bracket.left, bracket.right, bracket.right],
        [base, far, far, base],
        color=INK,
        linewidth=1.3 * pen.scale,
        gid=f"zone-{bracket.name}",
        zorder=4,
        solid_capstyle="butt",
    )
    step = line_height(TEXT_POINTS)
    top = far + 0.03 + len(bracket.lines) * step if up else far - 0.03
    for k, line in enumerate(bracket.lines):
        draw_line(pen, line, centre=(bracket.left + bracket.right) / 2, middle=top - (k + 0.5) * step)
