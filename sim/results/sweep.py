"""What varying some keys of a scenario over a grid found."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.results.provenance import Provenance

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class Sweep:
    """A scenario run at every point of a grid, all points under common random numbers."""

    provenance: Provenance
    """Everything that fixes the scenario, but for the swept keys; the worst status of any point."""
    scenario: str
    """The resolved scenario before any key was swept, as a scenario file."""
    keys: tuple[str, ...]
    """The swept keys, ``path.to.key``."""
    table: "pl.DataFrame" = field(repr=False)
    """One tidy table: a column for each key (numbers where all its values are, else text), then ``status`` of the
    point, then the columns of a summary."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sweep):
            return NotImplemented
        same = (self.provenance, self.scenario, self.keys) == (other.provenance, other.scenario, other.keys)
        return same and self.table.equals(other.table)

    __hash__ = None  # type: ignore[assignment]
