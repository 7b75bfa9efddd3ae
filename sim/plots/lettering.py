"""How wide a text is, and how it breaks into lines, known before anything is drawn."""

from collections.abc import Callable
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextToPath

POINTS_AN_INCH = 72
_SHORTEST = 2
_SPACE_ADVANCE = 0.318
"""Width of a space of DejaVu Sans, per point of size; the outline of a text does not hold it."""


@lru_cache(maxsize=4096)
def text_width(text: str, *, size: float, bold: bool = False) -> float:
    """Width in inches of one line of *text* in *size* points."""
    letters = text.rstrip()
    trailing = _SPACE_ADVANCE * size * (len(text) - len(letters)) / POINTS_AN_INCH
    if not letters:
        return trailing
    face = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    width, _, _ = TextToPath().get_text_width_height_descent(letters, face, ismath=False)
    return float(width) / POINTS_AN_INCH + trailing


def wrapped(text: str, *, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """*text* in lines no wider than *width* inches; a word that alone is wider is broken with a hyphen."""

    def fits(line: str) -> bool:
        return text_width(line, size=size, bold=bold) <= width

    lines: list[str] = []
    for word in text.split(" "):
        if lines and fits(f"{lines[-1]} {word}"):
            lines[-1] += f" {word}"
        else:
            lines.extend(_pieces(word, fits))
    return tuple(lines)


def _pieces(word: str, fits: Callable[[str], bool]) -> list[str]:
    """*word* in pieces that fit, broken behind its own hyphens where it has any that help."""
    pieces = []
    while not fits(word) and len(word) > _SHORTEST:
        own = [k for k in range(1, len(word)) if word[k - 1] == "-" and fits(word[:k])]
        cuts = [k for k in range(1, len(word)) if fits(f"{word[:k]}-")]
        if own:
            head, word = word[: own[-1]], word[own[-1] :]
        else:
            cut = cuts[-1] if cuts else 1
            head, word = f"{word[:cut]}-", word[cut:]
        pieces.append(head)
    return [*pieces, word]
