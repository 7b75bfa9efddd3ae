"""How wide a text is, and how it breaks into lines, known before anything is drawn."""

from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

POINTS_AN_INCH = 72


@lru_cache(maxsize=4096)
def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """Width in inches of one line of *text* in *size* points."""
    if not text.strip():
        return 0.3 * size * len(text) / POINTS_AN_INCH
    face = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    return float(TextPath((0, 0), text, size=size, prop=face).get_extents().x1) / POINTS_AN_INCH


def wrapped(text: str, *, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """*text* in lines no wider than *width* inches; a word that alone is wider is broken with a hyphen."""
    lines: list[str] = []
    for whole in text.split(" "):
        word = whole
        if lines and text_width(f"{lines[-1]} {word}", size=size, bold=bold) <= width:
            lines[-1] += f" {word}"
            continue
        while text_width(word, size=size, bold=bold) > width and len(word) > 2:  # noqa: PLR2004 - a letter each side
            head = next(
                k
                for k in range(len(word) - 1, 0, -1)
                if k == 1 or text_width(f"{word[:k]}-", size=size, bold=bold) <= width
            )
            lines.append(f"{word[:head]}-")
            word = word[head:]
        lines.append(word)
    return tuple(lines)
