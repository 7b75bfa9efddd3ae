"""The tables of a result, made from its tallies: where results meet the statistics."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.statistics.summary import COLUMNS

if TYPE_CHECKING:
    import polars as pl

TEXT = ("direction", "vehicle_class", "attribute", "place", "measure", "statistic", "unit")
WHOLE = ("hour", "n")


def named(name: str, frame: "pl.DataFrame", *, column: str = "scenario") -> "pl.DataFrame":
    """*frame* with the same *name* in a first column."""
    import polars as pl

    return frame.select(pl.lit(name).alias(column), pl.all())


def rows_frame(rows: Sequence[Mapping[str, Any]]) -> "pl.DataFrame":
    """Rows with the columns of a summary; ``all`` where a row does not say of whom or where."""
    import polars as pl

    general = dict.fromkeys(("direction", "vehicle_class", "attribute", "place"), "all")
    schema = {
        column: pl.String if column in TEXT else pl.Int64 if column in WHOLE else pl.Float64 for column in COLUMNS
    }
    full = [[{**general, **row}.get(column) for column in COLUMNS] for row in rows]
    return pl.DataFrame(full, schema=schema, orient="row")
