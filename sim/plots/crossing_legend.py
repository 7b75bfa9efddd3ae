"""What the signs of the diagram of the crossing mean."""

from collections.abc import Sequence

from sim.plots.crossing_text import TEXT_POINTS, Pen, draw_line, line_height, line_width, text_block
from sim.plots.crossing_words import GLUE, Line, Piece, Symbol, glued, tracking_words
from sim.plots.style import plural, symbols
from sim.scenario.places import Link, Stage
from sim.scenario.schema import Scenario


def legend_lines(scenario: Scenario, *, width: float) -> tuple[Line, ...]:
    """Sentences and symbols in lines of *width* inches; only what this diagram shows is explained."""
    classes: list[Piece] = []
    for name in scenario.classes:
        classes.extend((Symbol(name), glued(plural(name)) + GLUE * 3))
    lines: list[Line] = [tuple(classes)]
    both = sum(bool(route) for route in scenario.routes.values()) > 1
    signs = ["Symbols behind the booths: whom they serve."]
    if scenario.posts:
        signs.append("Shaded: one country's post.")
    if both:
        signs.append(
            "→ northbound (upper row), ← southbound (lower row); a box across both rows serves both directions."
        )
    lines.append((" ".join(signs),))
    further = []
    if scenario.zones:
        further.append("Bracket (zone): so many vehicles may be between its ends; the rest wait before it.")
    if any(isinstance(place, Link) for place in scenario.places.values()):
        further.append("Headway: least time behind such a vehicle before the next drives on.")
    if any(isinstance(place, Stage) and place.service is None for place in scenario.places.values()):
        further.append("Room: a yard, where vehicles stand and nobody serves them.")
    if further:
        lines.append((" ".join(further),))
    tracking = tracking_words(scenario)
    if tracking is not None:
        lines.append((*tracking, "A symbol with +tracked: only those."))
    return text_block("", lines, width=width, symbols=symbols(scenario.classes)).lines


def draw_legend(pen: Pen, lines: Sequence[Line], *, left: float, bottom: float) -> None:
    """Draw *lines* from *bottom* up, aligned to the left."""
    step = line_height(TEXT_POINTS)
    for k, line in enumerate(reversed(lines)):
        draw_line(pen, line, centre=left + line_width(line, pen.symbols) / 2, middle=bottom + (k + 0.5) * step)
