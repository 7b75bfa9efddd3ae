"""The table of the largest flows that a scenario sustains."""

from typing import TYPE_CHECKING, Any

from sim.report import notes
from sim.report.numbers import quantity
from sim.report.table import Column, Table, group, left, right
from sim.units import DAY

if TYPE_CHECKING:
    from sim.results.capacity import Capacity

_EACH = "Each flow by itself, the other classes at their demand: beyond it some queue grows for ever."
_TOGETHER = "All classes and directions scaled by one factor: beyond it some queue grows for ever."
_FIRST = "Grows first: whose queue grows most a little beyond; it may be that of another class."
_PERCENT = 100


def heading(found: "Capacity") -> tuple[str, ...]:
    """What was looked at, and how much was simulated."""
    provenance = found.provenance
    days = (provenance.window_end - provenance.window_start) / DAY
    much = notes.length_of(days, provenance.replications)
    made = f"seed {provenance.seed}, engine {provenance.engine}, fingerprint {provenance.fingerprint}"
    return (provenance.title, f"{much} for each flow tried, {made}")


def capacity_table(found: "Capacity", *, told: tuple[str, ...] = ()) -> Table:
    """Demand, the largest sustainable flow, what limits it, whose queue grows first, and when it is reached."""
    start = int(found.provenance.start[:4])
    years: tuple[Column, ...] = ()
    if found.growth is not None:
        years = (right("reached in"),)
        told = (
            *told,
            f"Reached in: the demand of {start} grows by {found.growth * _PERCENT:g} % a year, compounded.",
        )
    lines = found.table.sort("vehicle_class", maintain_order=True).rows(named=True)
    return Table(
        title="Largest sustainable flow",
        columns=(
            group("class"),
            left("direction"),
            right("demand"),
            right("largest flow"),
            right("over demand"),
            left("limited by"),
            left("grows first"),
            *years,
        ),
        rows=tuple(
            (
                row["vehicle_class"],
                row["direction"],
                quantity(row["demand"], "vehicles/day"),
                _flow(row),
                _over_demand(row),
                row["limit"] or "nothing is full",
                _first(row),
                *((_year(row, start=start),) if years else ()),
            )
            for row in lines
        ),
        notes=(_TOGETHER if found.together else _EACH, _FIRST, *told),
        key="sustainable-flow",
    )


def _flow(row: dict[str, Any]) -> str:
    if row["value"] is None and row["served_up_to"] is not None:
        return f"above {quantity(row['served_up_to'], 'vehicles/day')}"
    return quantity(row["value"], row["unit"], lower=row["lower"], upper=row["upper"])


def _over_demand(row: dict[str, Any]) -> str:
    if row["value"] is None or not row["demand"]:
        return "-"
    return f"{(row['value'] / row['demand'] - 1) * _PERCENT:+.0f} %"


def _first(row: dict[str, Any]) -> str:
    return "-" if row["first_class"] is None else f"{row['first_class']} {row['first_direction']}"


def _year(row: dict[str, Any], *, start: int) -> str:
    if row["year"] is None:
        return "never" if row["value"] is not None else "-"
    year = f"{row['year']}" if row["year"] > start else f"{start}, already"
    ends = (row["year_earliest"], row["year_latest"])
    if None in ends or ends[0] == ends[1]:
        return year
    return f"{year} ({ends[0]} to {ends[1]})"
