"""A link in the diagram of the crossing: its words above, its lanes as strips with arrows beneath."""

from collections.abc import Mapping

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from sim.plots import style
from sim.plots.crossing_layout import Box
from sim.plots.crossing_text import TEXT_POINTS, Pen, TextBlock, draw_block, draw_line, line_height, text_block
from sim.plots.crossing_words import Line, lane_timetable, link_words, symbol
from sim.plots.style import words
from sim.scenario.places import DIRECTIONS, Direction, Link, LinkLane

_PAD = 0.1
_STRIP = 0.3
_STRIP_GAP = 0.08
_WATER = "#d6e6f2"
_ASPHALT = "#5f666d"


def _block(name: str, link: Link, box: Box, symbols: Mapping[str, str]) -> TextBlock:
    spoken = link_words(name, link)
    return text_block(spoken.title, spoken.lines, width=box.width - 2 * _PAD, symbols=symbols)


def _lanes(link: Link, box: Box) -> list[tuple[str, LinkLane]]:
    return [(n, lane) for n, lane in link.lanes.items() if lane.direction is None or lane.direction in box.directions]


def _caption(name: str, lane: LinkLane) -> Line:
    users = [symbol(selector) for selector in lane.serves or ()]
    room = "" if lane.room == "unlimited" else f", room for {lane.room}"
    return (f"lane {words(name)}{room}", *users)


def _captions(name: str, lane: LinkLane, width: float, symbols: Mapping[str, str]) -> tuple[Line, ...]:
    lines = [_caption(name, lane)]
    if lane.timetable is not None:
        lines.append((lane_timetable(lane.timetable),))
    return text_block("", lines, width=width, symbols=symbols).lines


def link_height(name: str, link: Link, box: Box, symbols: Mapping[str, str]) -> float:
    """Inches that the words and the lanes need."""
    height = _block(name, link, box, symbols).height + 3 * _PAD
    for lane_name, lane in _lanes(link, box):
        lines = _captions(lane_name, lane, box.width - 2 * _PAD, symbols)
        height += _STRIP + _STRIP_GAP + len(lines) * line_height(TEXT_POINTS)
    return height


def draw_link(pen: Pen, name: str, link: Link, box: Box, *, left: float, low: float, high: float) -> None:
    """Draw *link* from *low* to *high*, its left edge at *left*."""
    pen.ax.add_patch(
        FancyBboxPatch(
            (left, low),
            box.width,
            high - low,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=_WATER,
            edgecolor=_ASPHALT,
            linewidth=1.1 * pen.scale,
            gid=f"place-{name}",
            zorder=2,
        )
    )
    block = _block(name, link, box, pen.symbols)
    spare = (high - low - link_height(name, link, box, pen.symbols)) / 2
    y = draw_block(pen, block, centre=left + box.width / 2, top=high - _PAD - spare)
    y -= _PAD
    for lane_name, lane in _lanes(link, box):
        lines = _captions(lane_name, lane, box.width - 2 * _PAD, pen.symbols)
        for line in lines:
            y -= line_height(TEXT_POINTS)
            draw_line(pen, line, centre=left + box.width / 2, middle=y + line_height(TEXT_POINTS) / 2)
        y -= _STRIP
        _draw_strip(pen, lane_name, lane, left=left, width=box.width, base=y)
        y -= _STRIP_GAP


def _ways(lane: LinkLane) -> tuple[Direction, ...]:
    if lane.direction is not None:
        return (lane.direction,)
    return tuple(dict.fromkeys(lane.timetable.values())) if lane.timetable is not None else DIRECTIONS


def _draw_strip(pen: Pen, name: str, lane: LinkLane, *, left: float, width: float, base: float) -> None:
    """A strip of road with an arrow for each direction that may drive on it."""
    strip = Rectangle((left, base), width, _STRIP, facecolor=_ASPHALT, edgecolor="none", gid=f"lane-{name}", zorder=3)
    pen.ax.add_patch(strip)
    ways = _ways(lane)
    for k, way in enumerate(ways):
        height = base + _STRIP * (k + 1) / (len(ways) + 1)
        tail, tip = left + width * 0.2, left + width * 0.8
        if way == "southbound":
            tail, tip = tip, tail
        pen.ax.add_patch(
            FancyArrowPatch(
                (tail, height),
                (tip, height),
                arrowstyle="-|>",
                shrinkA=0,
                shrinkB=0,
                color=style.PAPER,
                mutation_scale=(12 if len(ways) == 1 else 9) * pen.scale,
                linewidth=1.6 * pen.scale,
                gid=f"lane-{name}-{way}",
                zorder=4,
            )
        )
