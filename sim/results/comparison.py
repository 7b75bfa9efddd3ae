"""What comparing scenarios under common random numbers found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from sim.results.factorial import contrasts
from sim.results.run import RunResult
from sim.results.tables import named
from sim.statistics.memory import Memory, remembering
from sim.statistics.verdict import Margin

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True, eq=False)
class Comparison:
    """Several scenarios whose replications share every random quantity, pair by pair.

    Each table has the columns of :attr:`sim.results.run.RunResult.summary` with ``scenario`` before them;
    ``docs/reference/columns.md`` gives their meaning and units. Intervals cover chance only.
    """

    runs: Mapping[str, RunResult]
    """The result of each scenario, by its name, in the order compared."""
    reference: str
    """Name of the scenario that differences are taken against."""
    factors: tuple[str, ...] = ()
    """Interventions of which every combination was run; empty if it was not a factorial comparison."""
    capacity: "pl.DataFrame | None" = field(default=None, repr=False)
    """Capacity per scenario, direction and class, with the place that limits it; None if it was not asked for."""

    margin: Margin | None = None
    """A difference of crossing times that does not matter; without one, every difference from 0 does."""
    _memory: Memory = field(default_factory=dict, repr=False)
    """What differences and effects have in common."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Comparison):
            return NotImplemented
        same_capacity = (
            self.capacity is other.capacity
            if self.capacity is None or other.capacity is None
            else self.capacity.equals(other.capacity)
        )
        return (
            same_capacity
            and list(self.runs.items()) == list(other.runs.items())
            and (self.reference, self.factors) == (other.reference, other.factors)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the scenarios, in the order compared."""
        return tuple(self.runs)

    @property
    def others(self) -> tuple[str, ...]:
        """Names of all scenarios but the reference."""
        return tuple(name for name in self.runs if name != self.reference)

    @property
    def broken(self) -> tuple[str, ...]:
        """Invariants that did not hold anywhere; empty in a sound comparison."""
        return tuple(f"{name}: {what}" for name, result in self.runs.items() for what in result.broken)

    @cached_property
    def summary(self) -> "pl.DataFrame":
        """Estimates of every scenario."""
        import polars as pl

        return pl.concat([named(name, result.summary) for name, result in self.runs.items()])

    @cached_property
    def differences(self) -> "pl.DataFrame":
        """Every other scenario minus the reference, paired by replication."""
        import polars as pl

        from sim.statistics import summary

        base = self.runs[self.reference]
        with remembering(self._memory):
            return pl.concat(
                named(name, summary.differences(base.tallies, other.tallies, other.plan, level=other.provenance.level))
                for name, other in self._compared()
            )

    @cached_property
    def verdicts(self) -> "pl.DataFrame":
        """The verdict on each difference of the family against :attr:`margin`: see :mod:`sim.statistics.judging`."""
        from sim.statistics import judging

        base = self.runs[self.reference]
        others = {name: (other.tallies, other.plan) for name, other in self._compared()}
        with remembering(self._memory):
            return judging.verdicts(base.tallies, others, level=base.provenance.level, margin=self.margin)

    @cached_property
    def pairing(self) -> "pl.DataFrame":
        """What common random numbers were worth for mean crossing times: correlation, and replications saved."""
        import polars as pl

        from sim.statistics import summary

        base = self.runs[self.reference]
        return pl.concat(
            named(name, summary.pairing(base.tallies, other.tallies, other.plan)) for name, other in self._compared()
        )

    @cached_property
    def effects(self) -> "pl.DataFrame | None":
        """Main effects and interactions of :attr:`factors`; None if it was not a factorial comparison.

        ``effect`` and ``kind`` (``main effect`` or ``interaction``) come before the columns of a summary.
        """
        if not self.factors:
            return None
        import polars as pl

        from sim.statistics import summary

        runs = list(self.runs.values())
        tallies, richest, level = [run.tallies for run in runs], runs[-1].plan, runs[0].provenance.level
        with remembering(self._memory):
            tables = {
                contrast: summary.contrasts(tallies, contrast.weights, richest, level=level)
                for contrast in contrasts(self.factors)
            }
        return pl.concat(
            named(contrast.name, named(contrast.kind, table, column="kind"), column="effect")
            for contrast, table in tables.items()
        )

    def _compared(self) -> Iterator[tuple[str, RunResult]]:
        return ((name, self.runs[name]) for name in self.others)


def of_runs(
    runs: Mapping[str, RunResult],
    *,
    reference: str,
    factors: tuple[str, ...] = (),
    capacity: "pl.DataFrame | None" = None,
    margin: Margin | None = None,
) -> Comparison:
    """A comparison of *runs*, which must have the same replications and seed.

    Raises:
        ValueError: They do not pair, or *reference* is none of them.
    """
    if reference not in runs:
        raise ValueError(f"the reference {reference!r} is none of the scenarios: {', '.join(runs)}")
    if len({(run.provenance.seed, run.provenance.replications) for run in runs.values()}) > 1:
        raise ValueError("scenarios can be compared only under the same seed and as many replications")
    return Comparison(MappingProxyType(dict(runs)), reference, factors, capacity, margin)
