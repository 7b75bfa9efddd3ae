"""The largest flows that a scenario sustains."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.results.provenance import Provenance

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class Capacity:
    """What a crossing sustains, one class and direction at a time or all together."""

    provenance: Provenance
    """Everything that fixes it; the window is that of every run of the search."""
    scenario: str
    """The resolved scenario, as a scenario file."""
    together: bool
    """Whether all classes and directions were scaled together, or each by itself with the others at their demand."""
    growth: float | None
    """Yearly growth of demand, as a share, behind the year in which a flow is reached; None if none was stated."""
    table: "pl.DataFrame" = field(repr=False)
    """A row for each class and direction: the columns of a summary, then those of ``docs/reference/columns.md``."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Capacity):
            return NotImplemented
        mine, theirs = ((each.provenance, each.scenario, each.together, each.growth) for each in (self, other))
        return mine == theirs and self.table.equals(other.table)

    __hash__ = None  # type: ignore[assignment]
