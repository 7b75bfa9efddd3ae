"""Tallies as a table and back, without loss: what a result folder keeps of its replications.

One row for each replication and key. The column ``record`` says what the row holds: a ``cell`` (all columns),
a ``total`` (in ``sum``) or a ``maximum`` (in ``maximum``). Everything is a whole number; a sum of squares, which may
pass 64 bits, stands in two columns: ``sum_squares_high * 2**62 + sum_squares_low``.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.statistics.cell import Cell, Key, known
from sim.statistics.histograms import NONE, Histograms, gathered
from sim.statistics.tally import Tally
from sim.trajectory import IntArray

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
_OF_ROW = (
    "replication",
    "record",
    "key",
    "n",
    "sum",
    "sum_squares_high",
    "sum_squares_low",
    "maximum",
    "thresholds",
    "beyond",
)
"""What differs from replication to replication, the histograms apart; a key stands by its number."""
_TEXT = {"record", "measure", "direction", "vehicle_class", "attribute", "place"}
_LISTS = {"thresholds", "beyond"}
_HISTOGRAM = ("bins", "counts")
"""Columns of lists that hold most of it, and go to and fro as one long array each."""


def to_frame(tallies: Sequence[Tally], *, replications: Sequence[int] | None = None) -> "pl.DataFrame":
    """The tallies of several replications, one row for each replication and key, in the order given.

    *replications* are their numbers, 0, 1, 2, … if left out.
    """
    import polars as pl

    numbers = range(len(tallies)) if replications is None else replications
    keys: dict[Key, int] = {}
    rows = [row for number, tally in zip(numbers, tallies, strict=True) for row in _rows(number, tally, keys)]
    columns = dict(zip(_OF_ROW, zip(*rows, strict=True) if rows else [()] * len(_OF_ROW), strict=True))
    frame = pl.DataFrame([pl.Series(name, list(columns[name]), dtype=_type(name)) for name in _OF_ROW])
    names = pl.DataFrame([(*key,) for key in keys], schema={name: _type(name) for name in _KEY_COLUMNS}, orient="row")
    histograms = _lists(np.flatnonzero((frame["record"] == CELL).to_numpy()), tallies)
    frame = pl.concat([frame, names[frame["key"]]], how="horizontal")
    return frame.with_row_index("row").join(histograms, on="row", how="left").select(_COLUMNS)


def from_frame(frame: "pl.DataFrame") -> list[Tally]:
    """The tallies that :func:`to_frame` wrote, by number of replication."""
    made: dict[int, tuple[dict[Key, Cell], dict[Key, int], dict[Key, int]]] = {}
    histograms, place = _histograms(frame), 0
    for row in frame.drop(_HISTOGRAM).iter_rows(named=True):
        cells, totals, maxima = made.setdefault(row["replication"], ({}, {}, {}))
        key = known(Key(*(row[name] for name in _KEY_COLUMNS)))
        if row["record"] == CELL:
            cells[key] = _cell(row, histograms, place)
            place += 1
        elif row["record"] == TOTAL:
            totals[key] = row["sum"]
        else:
            maxima[key] = row["maximum"]
    return [Tally(*made[number]) for number in sorted(made)]


def _lists(rows: IntArray, tallies: Sequence[Tally]) -> "pl.DataFrame":
    """Bins and counts of each cell of *tallies* as lists, with the row in which they stand."""
    import polars as pl

    parts = [gathered([(cell.histograms, cell.number) for cell in tally.cells.values()]) for tally in tallies]
    lengths = np.concatenate([_NONE, *(np.diff(part.ends, prepend=0) for part in parts)])
    flat = {
        "bins": np.concatenate([_NONE.astype(np.int16), *(part.flat_bins().astype(np.int16) for part in parts)]),
        "counts": np.concatenate([_NONE.astype(np.int32), *(_narrow(part.flat_counts()) for part in parts)]),
    }
    row = np.repeat(rows.astype(np.uint32), lengths)
    table = pl.DataFrame({"row": row, **flat}).with_columns(pl.col("row").set_sorted())
    return table.group_by("row", maintain_order=True).agg(*_HISTOGRAM)


def _narrow(counts: IntArray) -> NDArray[np.integer]:
    """*counts* in 32 bits if they fit, as they do in one replication."""
    return counts.astype(np.int32 if counts.max(initial=0) <= np.iinfo(np.int32).max else np.int64)


_NONE = np.zeros(0, dtype=np.int64)


def _histograms(frame: "pl.DataFrame") -> Histograms:
    """Those of the cells, in the order of the rows."""
    import polars as pl

    lists = frame.filter(pl.col("record") == CELL).select(_HISTOGRAM)
    ends = np.cumsum(lists["bins"].list.len().to_numpy(), dtype=np.int64)
    bins, counts = (lists[name].explode().to_numpy() for name in _HISTOGRAM)
    return Histograms.of(bins, counts, ends) if len(ends) else NONE


def _type(column: str) -> "pl.DataType":
    import polars as pl

    if column in _TEXT:
        return pl.String()
    return pl.List(pl.Int64) if column in _LISTS else pl.Int64()


def _rows(number: int, tally: Tally, keys: dict[Key, int]) -> Iterator[tuple[Any, ...]]:
    """Rows of :data:`_OF_ROW`; new keys are numbered in *keys*."""
    for key, cell in tally.cells.items():
        yield (
            number,
            CELL,
            keys.setdefault(key, len(keys)),
            cell.n,
            cell.sum,
            cell.sum_squares >> _LIMB,
            cell.sum_squares & ((1 << _LIMB) - 1),
            cell.maximum,
            [threshold for threshold, _ in cell.beyond] or None,
            [count for _, count in cell.beyond] or None,
        )
    for key, value in tally.totals.items():
        yield (number, TOTAL, keys.setdefault(key, len(keys)), None, value, *[None] * 5)
    for key, value in tally.maxima.items():
        yield (number, MAXIMUM, keys.setdefault(key, len(keys)), *[None] * 4, value, None, None)


def _cell(row: dict[str, Any], histograms: Histograms, number: int) -> Cell:
    return Cell(
        n=row["n"],
        sum=row["sum"],
        sum_squares=(row["sum_squares_high"] << _LIMB) + row["sum_squares_low"],
        maximum=row["maximum"],
        beyond=tuple(zip(row["thresholds"] or (), row["beyond"] or (), strict=True)),
        histograms=histograms,
        number=number,
    )
