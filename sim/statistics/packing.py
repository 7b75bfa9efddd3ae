"""A tally as plain parts, for the way from process to process and for a file: few objects, each of them long.

Keys travel as text of their own. It is the same in every replication of a scenario, or nearly so, and whoever reads a
thousand of them parses it once and holds one object for each key.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sim.statistics.cell import Cell, Key, known
from sim.statistics.histograms import Histograms, gathered


@dataclass(frozen=True, slots=True, eq=False)
class Packed:
    """The parts of a tally."""

    keys: tuple[bytes, bytes, bytes]
    """Keys of cells, totals and maxima."""
    cells: Sequence[Sequence[int]]
    """Of each cell its number, sum, sum of squares and maximum; then thresholds and numbers beyond, by turns."""
    histograms: Histograms
    totals: Sequence[int]
    maxima: Sequence[int]


def packed(cells: Mapping[Key, Cell], totals: Mapping[Key, int], maxima: Mapping[Key, int]) -> Packed:
    """The parts of a tally that holds *cells*, *totals* and *maxima*."""
    return Packed(
        keys=(_text(cells), _text(totals), _text(maxima)),
        cells=[
            (cell.n, cell.sum, cell.sum_squares, cell.maximum, *(number for pair in cell.beyond for number in pair))
            for cell in cells.values()
        ],
        histograms=gathered([(cell.histograms, cell.number) for cell in cells.values()]),
        totals=list(totals.values()),
        maxima=list(maxima.values()),
    )


def unpacked(parts: Packed) -> tuple[dict[Key, Cell], dict[Key, int], dict[Key, int]]:
    """Cells, totals and maxima of which :func:`packed` made *parts*.

    Raises:
        ValueError: They do not belong together.
    """
    if len(parts.cells) != len(parts.histograms):
        raise ValueError("as many histograms as cells are needed")
    of_cells, of_totals, of_maxima = (_keys(text) for text in parts.keys)
    cells = (
        Cell(n, total, squares, maximum, tuple(zip(beyond[::2], beyond[1::2], strict=True)), parts.histograms, place)
        for place, (n, total, squares, maximum, *beyond) in enumerate(parts.cells)
    )
    return (
        dict(zip(of_cells, cells, strict=True)),
        dict(zip(of_totals, parts.totals, strict=True)),
        dict(zip(of_maxima, parts.maxima, strict=True)),
    )


_MOST_TEXTS = 512
"""Scenarios of one experiment, each with keys of its cells, totals and maxima."""


def _text(keys: Iterable[Key]) -> bytes:
    return json.dumps(list(keys), ensure_ascii=False, separators=(",", ":")).encode()


@lru_cache(maxsize=_MOST_TEXTS)
def _keys(text: bytes) -> tuple[Key, ...]:
    return tuple(known(Key(*each)) for each in json.loads(text))
