"""Tallies as a table and back, without loss: what a result folder keeps of its replications.

One row for each replication and key. The column ``record`` says what the row holds: a ``cell`` (all columns),
a ``total`` (in ``sum``) or a ``maximum`` (in ``maximum``). Everything is a whole number; a sum of squares, which may
pass 64 bits, stands in two columns: ``sum_squares_high * 2**62 + sum_squares_low``.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.statistics.cell import Cell, Key
from sim.statistics.tally import Tally

if TYPE_CHECKING:
    import polars as pl

CELL, TOTAL, MAXIMUM = "cell", "total", "maximum"
_LIMB = 62
"""Bits of the lower part of a sum of squares."""

_KEY_COLUMNS = Key._fields
_COLUMNS = (
    "replication",
    "record",
    *_KEY_COLUMNS,
    "n",
    "sum",
    "sum_squares_high",
    "sum_squares_low",
    "maximum",
    "thresholds",
    "beyond",
    "bins",
    "counts",
)
_TEXT = {"record", "measure", "direction", "vehicle_class", "attribute", "place"}
_LISTS = {"thresholds", "beyond", "bins", "counts"}


def to_frame(tallies: Sequence[Tally], *, replications: Sequence[int] | None = None) -> "pl.DataFrame":
    """The tallies of several replications, one row for each replication and key, in the order given.

    *replications* are their numbers, 0, 1, 2, … if left out.
    """
    import polars as pl

    numbers = range(len(tallies)) if replications is None else replications
    rows = [row for number, tally in zip(numbers, tallies, strict=True) for row in _rows(number, tally)]
    columns: dict[str, Any] = dict.fromkeys(_COLUMNS, ())
    if rows:
        columns = dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))
    return pl.DataFrame([pl.Series(name, list(columns[name]), dtype=_type(name)) for name in _COLUMNS])


def from_frame(frame: "pl.DataFrame") -> list[Tally]:
    """The tallies that :func:`to_frame` wrote, by number of replication."""
    made: dict[int, tuple[dict[Key, Cell], dict[Key, int], dict[Key, int]]] = {}
    for row in frame.iter_rows(named=True):
        cells, totals, maxima = made.setdefault(row["replication"], ({}, {}, {}))
        key = Key(*(row[name] for name in _KEY_COLUMNS))
        if row["record"] == CELL:
            cells[key] = _cell(row)
        elif row["record"] == TOTAL:
            totals[key] = row["sum"]
        else:
            maxima[key] = row["maximum"]
    return [Tally(*made[number]) for number in sorted(made)]


def _type(column: str) -> "pl.DataType":
    import polars as pl

    if column in _TEXT:
        return pl.String()
    return pl.List(pl.Int64) if column in _LISTS else pl.Int64()


def _rows(number: int, tally: Tally) -> Iterator[tuple[Any, ...]]:
    for key, cell in tally.cells.items():
        yield (
            number,
            CELL,
            *key,
            cell.n,
            cell.sum,
            cell.sum_squares >> _LIMB,
            cell.sum_squares & ((1 << _LIMB) - 1),
            cell.maximum,
            [threshold for threshold, _ in cell.beyond],
            [count for _, count in cell.beyond],
            cell.bins.tolist(),
            cell.counts.tolist(),
        )
    for key, value in tally.totals.items():
        yield (number, TOTAL, *key, None, value, *[None] * 7)
    for key, value in tally.maxima.items():
        yield (number, MAXIMUM, *key, *[None] * 4, value, *[None] * 4)


def _cell(row: dict[str, Any]) -> Cell:
    return Cell(
        n=row["n"],
        sum=row["sum"],
        sum_squares=(row["sum_squares_high"] << _LIMB) + row["sum_squares_low"],
        maximum=row["maximum"],
        beyond=tuple(zip(row["thresholds"], row["beyond"], strict=True)),
        bins=np.array(row["bins"], dtype=np.int64),
        counts=np.array(row["counts"], dtype=np.int64),
    )
