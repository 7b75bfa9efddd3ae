"""Lines of words and class symbols set into boxes of a diagram, measured in inches before they are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from sim.plots.crossing_words import GLUE, Line, Piece, Symbol
from sim.plots.lettering import POINTS_AN_INCH, text_width, wrapped
from sim.plots.style import INK, PAPER

TITLE_POINTS = 8.6
TEXT_POINTS = 8.0
LEADING = 1.45
_SYMBOL_PAD = 0.035
_SPACE = 0.045


@dataclass(frozen=True, slots=True)
class Pen:
    """How to draw on one axes: its scale (1 when the axes are as wide as the diagram), colours and symbols."""

    ax: Axes
    scale: float
    colours: Mapping[str, str]
    symbols: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A title and lines broken to a width."""

    title: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Inches."""
        return line_height(TITLE_POINTS) * len(self.title) + line_height(TEXT_POINTS) * len(self.lines)


def line_height(points: float) -> float:
    """Inches from one line to the next."""
    return points * LEADING / POINTS_AN_INCH


def text_block(title: str, lines: Sequence[Line], *, width: float, symbols: Mapping[str, str]) -> TextBlock:
    """*title* and *lines* broken so that nothing is wider than *width* inches."""
    broken = [short for line in lines for short in _broken(line, width=width, symbols=symbols)]
    return TextBlock(wrapped(title, width=width, size=TITLE_POINTS, bold=True), tuple(broken))


def _piece_width(piece: Piece, symbols: Mapping[str, str]) -> float:
    if isinstance(piece, str):
        return text_width(piece, size=TEXT_POINTS)
    width = text_width(symbols[piece.vehicle_class], size=TEXT_POINTS, bold=True) + 2 * _SYMBOL_PAD
    return width + (text_width(piece.only, size=TEXT_POINTS) + _SPACE if piece.only else 0)


def line_width(line: Sequence[Piece], symbols: Mapping[str, str]) -> float:
    """Width of one line in inches."""
    return sum(_piece_width(p, symbols) for p in line) + _SPACE * max(0, len(line) - 1)


def _broken(line: Line, *, width: float, symbols: Mapping[str, str]) -> list[Line]:
    lines: list[list[Piece]] = [[]]
    for chunk in _chunks(line, width=width):
        if lines[-1] and line_width([*lines[-1], *chunk], symbols) > width:
            lines.append([])
        lines[-1].extend(chunk)
    return [_joined(short) for short in lines]


def _chunks(line: Line, *, width: float) -> list[list[Piece]]:
    """Pieces that stay together: words alone, neighbouring symbols with the value glued to them."""
    chunks: list[list[Piece]] = []
    for piece in line:
        if isinstance(piece, Symbol):
            if chunks and isinstance(chunks[-1][-1], Symbol):
                chunks[-1].append(piece)
            else:
                chunks.append([piece])
        elif piece.startswith(GLUE) and chunks:
            chunks[-1].append(piece.removeprefix(GLUE))
        else:
            words = (part for word in piece.split(" ") for part in wrapped(word, width=width, size=TEXT_POINTS))
            chunks.extend([word] for word in words)
    return chunks


def _joined(pieces: Sequence[Piece]) -> Line:
    """Neighbouring words as one piece."""
    line: list[Piece] = []
    for piece in pieces:
        if line and isinstance(piece, str) and isinstance(line[-1], str):
            line[-1] = f"{line[-1]} {piece}"
        else:
            line.append(piece)
    return tuple(line)


def draw_block(pen: Pen, block: TextBlock, *, centre: float, top: float) -> float:
    """Draw *block* centred on *centre* from *top* down; the height of its lower end is returned."""
    y = top
    for text in block.title:
        y -= line_height(TITLE_POINTS)
        write(pen, text, centre, y + line_height(TITLE_POINTS) / 2, size=TITLE_POINTS, bold=True)
    for line in block.lines:
        y -= line_height(TEXT_POINTS)
        draw_line(pen, line, centre=centre, middle=y + line_height(TEXT_POINTS) / 2)
    return y


def draw_line(pen: Pen, line: Line, *, centre: float, middle: float) -> None:
    """One line of words and symbols, centred."""
    x = centre - line_width(line, pen.symbols) / 2
    for piece in line:
        if isinstance(piece, Symbol):
            _draw_symbol(pen, piece, x, middle)
        else:
            write(pen, piece, x, middle, size=TEXT_POINTS, align="left")
        x += _piece_width(piece, pen.symbols) + _SPACE


def _draw_symbol(pen: Pen, one: Symbol, x: float, middle: float) -> None:
    letter = pen.symbols[one.vehicle_class]
    width = text_width(letter, size=TEXT_POINTS, bold=True) + 2 * _SYMBOL_PAD
    height = TEXT_POINTS * 1.2 / POINTS_AN_INCH
    pen.ax.add_patch(
        FancyBboxPatch(
            (x, middle - height / 2),
            width,
            height,
            boxstyle="round,pad=0,rounding_size=0.03",
            facecolor=pen.colours[one.vehicle_class],
            edgecolor="none",
            gid=f"symbol-{one.vehicle_class}",
            zorder=4,
        )
    )
    write(pen, letter, x + width / 2, middle, size=TEXT_POINTS, bold=True, colour=PAPER)
    if one.only:
        write(pen, one.only, x + width + _SPACE, middle, size=TEXT_POINTS, align="left")


def write(
    pen: Pen,
    text: str,
    x: float,
    middle: float,
    *,
    size: float = TEXT_POINTS,
    bold: bool = False,
    colour: str = INK,
    align: str = "center",
) -> None:
    """One piece of text in the diagram's scale."""
    pen.ax.text(
        x,
        middle,
        text,
        fontsize=size * pen.scale,
        fontweight="bold" if bold else "normal",
        color=colour,
        ha=align,
        va="center_baseline",
        family="DejaVu Sans",
        zorder=5,
        clip_on=False,
    )
