"""A diagram of the crossing as the scenario declares it, for a planner to check what was modelled."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Rectangle

from sim.plots import style
from sim.plots.crossing_layout import GROUP_PAD, Box, Group, Layout, layout, rows
from sim.plots.crossing_legend import draw_legend, legend_lines
from sim.plots.crossing_link import draw_link, link_height
from sim.plots.crossing_stage import stage_words
from sim.plots.crossing_text import TEXT_POINTS, Pen, TextBlock, draw_block, line_height, text_block, write
from sim.plots.crossing_words import PlaceWords, approach_words, post_words, road_words
from sim.plots.crossing_zones import Bracket, brackets, draw_bracket, zone_height
from sim.plots.lettering import wrapped
from sim.plots.saving import Files, files_of
from sim.scenario.places import Approach, Direction, Link
from sim.scenario.schema import Scenario

_MARGIN = 0.25
_BOX_PAD = 0.06
_ROW_GAP = 0.36
_SHADE_PAD = 0.1
_LEGEND_GAP = 0.2
_LEAST_WIDTH = 8.0
_TITLE_POINTS = 12.0
_SHADE = "#eef1f4"
_ROAD = "#ece4d6"
_EDGE = "#6b7580"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Everything measured: positions in inches, the origin in the lower left corner."""

    layout: Layout
    blocks: Mapping[Box, TextBlock]
    bands: Mapping[Direction, tuple[float, float]]
    """Lower and upper edge of each row."""
    above: tuple[Bracket, ...]
    below: tuple[Bracket, ...]
    headers: Mapping[Group, TextBlock]
    title: tuple[str, ...]
    left: float
    """Where the columns begin."""
    shade: tuple[float, float]
    width: float
    height: float


def crossing_figure(scenario: Scenario) -> Figure:
    """A figure of the size that the diagram of *scenario* needs, with the diagram on it."""
    sheet = _measured(scenario)
    figure = Figure(figsize=(sheet.width, sheet.height), dpi=style.DOTS_PER_INCH, facecolor=style.PAPER)
    draw_crossing(scenario, ax=figure.add_axes((0, 0, 1, 1)))
    return figure


def crossing_files(scenario: Scenario) -> Files:
    """The files of that figure."""
    return files_of(crossing_figure(scenario))


def draw_crossing(scenario: Scenario, *, ax: Axes) -> Axes:
    """Draw the crossing: northbound above from left to right, southbound below from right to left.

    Posts are shaded, every stage is a box with its booths and whom they serve, a stage or link that both
    directions share stands once across both rows, and a zone is a bracket with its limit. The letters are
    scaled to the axes; :func:`crossing_figure` makes a figure on which they have their proper size.
    """
    sheet = _measured(scenario)
    extent = ax.get_window_extent()
    dpi = ax.get_figure(root=True).dpi  # type: ignore[union-attr]
    scale = min(extent.width / dpi / sheet.width, extent.height / dpi / sheet.height)
    ax.set_xlim(0, sheet.width)
    ax.set_ylim(0, sheet.height)
    ax.set_aspect("equal")
    ax.set_axis_off()
    pen = Pen(ax, scale, style.class_colours(scenario.classes), style.symbols(scenario.classes))
    for k, text in enumerate(sheet.title):
        middle = sheet.height - _MARGIN - (k + 0.5) * line_height(_TITLE_POINTS)
        write(pen, text, _MARGIN, middle, size=_TITLE_POINTS, align="left")
    _draw_shades(pen, sheet)
    _draw_roads(pen, sheet)
    for box in sheet.layout.boxes:
        _draw_box(pen, sheet, box, scenario)
    _draw_arrows(pen, sheet)
    for bracket in sheet.above:
        draw_bracket(pen, bracket, edge=_top(sheet), up=True)
    for bracket in sheet.below:
        draw_bracket(pen, bracket, edge=_bottom(sheet), up=False)
    draw_legend(pen, legend_lines(scenario, width=sheet.width - 2 * _MARGIN), left=_MARGIN, bottom=_MARGIN)
    return ax


def _top(sheet: _Sheet) -> float:
    return max(upper for _, upper in sheet.bands.values())


def _bottom(sheet: _Sheet) -> float:
    return min(lower for lower, _ in sheet.bands.values())


def _words(box: Box, scenario: Scenario) -> PlaceWords:
    place = scenario.places[box.place] if box.place else None
    direction = box.directions[0]
    if box.roads:
        return _road_words(box.roads, scenario)
    if place is None or isinstance(place, Approach):
        return approach_words(place, scenario, direction)
    assert box.place is not None
    assert not isinstance(place, Link)
    spoken = stage_words(box.place, place, scenario, direction if len(box.directions) == 1 else None)
    if box.twin:
        return PlaceWords(spoken.title, (*spoken.lines, ("shared by both directions",)))
    return spoken


def _road_words(names: Sequence[str], scenario: Scenario) -> PlaceWords:
    spoken = [road_words(name, scenario.roads[name], scenario) for name in names]
    further = [line for one in spoken[1:] for line in ((one.title,), *one.lines)]
    return PlaceWords(spoken[0].title, (*spoken[0].lines, *further))


def _measured(scenario: Scenario) -> _Sheet:
    found = layout(scenario)
    symbols = style.symbols(scenario.classes)
    blocks: dict[Box, TextBlock] = {}
    heights = dict.fromkeys(rows(scenario), 0.0)
    for box in found.boxes:
        place = scenario.places.get(box.place or "")
        if isinstance(place, Link):
            assert box.place is not None
            needed = link_height(box.place, place, box, symbols)
        else:
            spoken = _words(box, scenario)
            blocks[box] = text_block(spoken.title, spoken.lines, width=box.width - 2 * _BOX_PAD, symbols=symbols)
            needed = blocks[box].height + 2 * _BOX_PAD
        # A box across both rows has the gap between them too.
        n = len(box.directions)
        for direction in box.directions:
            heights[direction] = max(heights[direction], (needed - _ROW_GAP * (n - 1)) / n)
    width = max(_LEAST_WIDTH, found.width + 2 * _MARGIN)
    left = (width - found.width) / 2
    above, below = brackets(scenario, found, symbols, left=left)
    headers = {group: _header(group, scenario) for group in found.groups}
    title = wrapped(f"The crossing as modelled: {scenario.name}", width=width - 2 * _MARGIN, size=_TITLE_POINTS)
    low = _MARGIN + len(legend_lines(scenario, width=width - 2 * _MARGIN)) * line_height(TEXT_POINTS) + _LEGEND_GAP
    y = low + _SHADE_PAD + zone_height(below)
    bands: dict[Direction, tuple[float, float]] = {}
    for direction in reversed(rows(scenario)):
        bands[direction] = (y, y + heights[direction])
        y += heights[direction] + _ROW_GAP
    high = y - _ROW_GAP + zone_height(above) + _SHADE_PAD
    high += max((header.height for header in headers.values()), default=0) + _SHADE_PAD
    height = high + _LEGEND_GAP + len(title) * line_height(_TITLE_POINTS) + _MARGIN
    return _Sheet(found, blocks, bands, above, below, headers, title, left, (low, high), width, height)


def _header(group: Group, scenario: Scenario) -> TextBlock:
    spoken = post_words(group.post, scenario)
    symbols = style.symbols(scenario.classes)
    return text_block(spoken.title, spoken.lines, width=group.right - group.left - 2 * _BOX_PAD, symbols=symbols)


def _draw_shades(pen: Pen, sheet: _Sheet) -> None:
    low, high = sheet.shade
    for group in sheet.layout.groups:
        left = sheet.left + group.left
        pen.ax.add_patch(
            Rectangle((left, low), group.right - group.left, high - low, facecolor=_SHADE, edgecolor="none", zorder=0)
        )
        draw_block(pen, sheet.headers[group], centre=left + (group.right - group.left) / 2, top=high - _SHADE_PAD)


def _draw_roads(pen: Pen, sheet: _Sheet) -> None:
    """A band of road behind each end: the road itself and the approach on it."""
    for box in sheet.layout.boxes:
        if box.roads:
            base, height = _bottom(sheet) - _SHADE_PAD, _top(sheet) - _bottom(sheet) + 2 * _SHADE_PAD
            corner = (sheet.left + box.left - GROUP_PAD, base)
            pen.ax.add_patch(
                Rectangle(corner, box.width + 2 * GROUP_PAD, height, facecolor=_ROAD, edgecolor="none", zorder=0)
            )


def _draw_box(pen: Pen, sheet: _Sheet, box: Box, scenario: Scenario) -> None:
    low = min(sheet.bands[d][0] for d in box.directions)
    high = max(sheet.bands[d][1] for d in box.directions)
    left = sheet.left + box.left
    place = scenario.places.get(box.place or "")
    if isinstance(place, Link):
        assert box.place is not None
        draw_link(pen, box.place, place, box, left=left, low=low, high=high)
        return
    approach = place is None or isinstance(place, Approach)
    if box.roads:
        block = sheet.blocks[box]
        draw_block(pen, block, centre=left + box.width / 2, top=(low + high + block.height) / 2)
        return
    pen.ax.add_patch(
        FancyBboxPatch(
            (left, low),
            box.width,
            high - low,
            boxstyle="round,pad=0,rounding_size=0.06",
            facecolor=style.PAPER,
            edgecolor=style.DIRECTION_COLOURS[box.directions[0]] if approach else _EDGE,
            linewidth=1.1 * pen.scale,
            linestyle="--" if approach else "-",
            gid=f"place-{box.place}",
            zorder=2,
        )
    )
    block = sheet.blocks[box]
    draw_block(pen, block, centre=left + box.width / 2, top=(low + high + block.height) / 2)


def _draw_arrows(pen: Pen, sheet: _Sheet) -> None:
    for direction, (low, high) in sheet.bands.items():
        row = sorted((b for b in sheet.layout.boxes if direction in b.directions), key=lambda b: b.left)
        ends = [(sheet.left + b.left, sheet.left + b.right) for b in row]
        for (_, here), (there, _) in pairwise(ends):
            tail, tip = (here, there) if direction == "northbound" else (there, here)
            pen.ax.add_patch(
                FancyArrowPatch(
                    (tail, (low + high) / 2),
                    (tip, (low + high) / 2),
                    arrowstyle="-|>",
                    shrinkA=0,
                    shrinkB=0,
                    mutation_scale=9 * pen.scale,
                    linewidth=1.4 * pen.scale,
                    color=style.DIRECTION_COLOURS[direction],
                    gid=f"way-{direction}",
                    zorder=3,
                )
            )
