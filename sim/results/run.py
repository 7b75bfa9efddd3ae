"""What running one scenario found."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from sim.plan.model import Plan
from sim.results.event_log import event_log
from sim.results.outcome import OVERLOADED, Outcome
from sim.results.provenance import Provenance
from sim.statistics.overload import without_mean
from sim.statistics.tally import Tally
from sim.statistics.totals import place_names
from sim.trajectory import Trajectory

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class RunResult:
    """One scenario, its replications, and the tables made from them.

    Equal if the scenario, where it comes from and every replication are.
    """

    provenance: Provenance
    """Everything that fixes this result."""
    scenario: str
    """The resolved scenario, interventions and settings merged in, as a scenario file."""
    plan: Plan = field(repr=False)
    """The same physics as the engine saw it."""
    outcomes: tuple[Outcome, ...] = field(repr=False)
    """One for each replication, by its number."""

    @property
    def name(self) -> str:
        """The base's name, or its interventions joined by ``+``."""
        return self.provenance.name

    @property
    def status(self) -> str:
        """``finished``, ``lower bound``, ``overloaded`` or ``locked up``; see :data:`sim.results.outcome.STATUSES`."""
        return self.provenance.status

    @cached_property
    def tallies(self) -> tuple[Tally, ...]:
        """What each replication counted; tallies add up."""
        return tuple(outcome.tally for outcome in self.outcomes)

    @property
    def trajectories(self) -> dict[int, Trajectory]:
        """The trajectories that were kept, by replication."""
        return {o.replication: o.trajectory for o in self.outcomes if o.trajectory is not None}

    @property
    def broken(self) -> tuple[str, ...]:
        """Invariants that did not hold in some replication; empty in a sound result."""
        return tuple(f"replication {o.replication}: {what}" for o in self.outcomes for what in o.broken)

    @property
    def rings(self) -> tuple[str, ...]:
        """For each replication that locked up, the ring and the instant in words."""
        names = place_names(self.plan)
        return tuple(
            f"replication {o.replication}: {' -> '.join(names[place] for place in o.ring)}"
            for o in self.outcomes
            if o.ring
        )

    @cached_property
    def summary(self) -> "pl.DataFrame":
        """Estimates over all replications, one row each: see ``docs/reference/columns.md``.

        In an overloaded steady scenario times have no value for those whose queue grows (design section 6).
        """
        from sim.statistics.summary import summarise, without_times

        table = summarise(self.tallies, self.plan, level=self.provenance.level)
        return without_times(table, self.without_mean) if self.without_mean else table

    @cached_property
    def without_mean(self) -> frozenset[tuple[str, str]]:
        """Class and direction of those whose mean time would depend on the length of the run; none in an episode."""
        if self.provenance.run_kind != "steady" or self.status != OVERLOADED:
            return frozenset()
        return without_mean(self.tallies, self.plan, level=self.provenance.level)

    def without_trajectories(self) -> "RunResult":
        """The same, with no trajectory kept."""
        return replace(self, outcomes=tuple(replace(outcome, trajectory=None) for outcome in self.outcomes))

    def event_log(self, replication: int = 0) -> "pl.DataFrame":
        """One replication as an event log that vidigi reads: see :mod:`sim.results.event_log`.

        Raises:
            ValueError: The trajectory of that replication was not kept.
        """
        kept = self.trajectories
        if replication not in kept:
            told = ", ".join(map(str, kept)) or "none; run with trajectories=True"
            raise ValueError(f"the trajectory of replication {replication} was not kept (kept: {told})")
        return event_log(kept[replication], self.plan, replication=replication)
