"""Rows of a result table as a figure needs them: chosen by column, checked, in readable units."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

_HOURS_FROM = 3.0
"""From so many hours on a figure counts in hours, below it in minutes."""
_HOURS = {"us": 1 / 3_600_000_000, "s": 1 / 3600, "min": 1 / 60, "h": 1.0, "d": 24.0}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: a value with its interval, or without one."""

    scenario: str
    direction: str
    vehicle_class: str
    attribute: str
    place: str
    value: float
    lower: float | None
    upper: float | None
    n: int | None
    unit: str | None
    at: Any = None
    """The swept key's value, in a sweep."""

    @property
    def has_interval(self) -> bool:
        """True if both ends of the interval are there."""
        return self.lower is not None and self.upper is not None

    def scaled(self, factor: float, unit: str | None) -> "Row":
        """The row in another unit."""
        return Row(
            self.scenario,
            self.direction,
            self.vehicle_class,
            self.attribute,
            self.place,
            self.value * factor,
            None if self.lower is None else self.lower * factor,
            None if self.upper is None else self.upper * factor,
            self.n,
            unit,
            self.at,
        )


def rows_of(
    frame: "pl.DataFrame", *, measure: str, statistic: str | None, at: str | None = None, **wanted: str | None
) -> list[Row]:
    """Rows of *measure* and *statistic* (None for any) whose other columns are as *wanted*, in the frame's order.

    Rows by hour of arrival and rows of a threshold are left out. *at* names the column of the swept key.
    Rows without a value are left out too: there is nothing to draw.

    Raises:
        ValueError: no row is left.
    """
    found = []
    for row in frame.iter_rows(named=True):
        if row["measure"] != measure or (statistic is not None and row["statistic"] != statistic):
            continue
        if row.get("hour") is not None or row.get("threshold") is not None or row["value"] is None:
            continue
        if any((row.get(column) or "all") != value for column, value in wanted.items() if value is not None):
            continue
        found.append(
            Row(
                scenario=str(row.get("scenario") or ""),
                direction=row["direction"] or "all",
                vehicle_class=row["vehicle_class"] or "all",
                attribute=row.get("attribute") or "all",
                place=row.get("place") or "all",
                value=float(row["value"]),
                lower=None if row["lower"] is None else float(row["lower"]),
                upper=None if row["upper"] is None else float(row["upper"]),
                n=None if row.get("n") is None else int(row["n"]),
                unit=row.get("unit"),
                at=row[at] if at is not None else None,
            )
        )
    if not found:
        raise ValueError(f"the table has no row of {measure} ({statistic or 'any statistic'}) to draw")
    return found


def readable(rows: list[Row]) -> list[Row]:
    """The rows with times in hours if any is long, in minutes otherwise; other units as they are."""
    if any(row.unit not in _HOURS for row in rows):
        return rows
    hours = [abs(row.value) * _HOURS[row.unit or ""] for row in rows]
    unit, factor = ("h", 1.0) if max(hours) >= _HOURS_FROM else ("min", 60.0)
    return [row.scaled(_HOURS[row.unit or ""] * factor, unit) for row in rows]


def replications_of(rows: list[Row]) -> str:
    """How many replications stand behind the rows, as a sentence; empty if the table does not say."""
    counts = sorted({row.n for row in rows if row.n is not None})
    if not counts:
        return ""
    many = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} to {counts[-1]}"
    return f"{many} replication{'' if counts == [1] else 's'}."
