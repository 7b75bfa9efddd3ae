"""Whether a queue grew through the window, and how long it would take to clear.

The growth is the number in the system at the end of the window minus that at its start, per day. The number
in an overloaded system wanders like a Brownian motion with drift, for which the two ends are a sufficient
statistic of the drift; a least-squares slope through the days has a variance 6/5 as large. A window of whole
days starts and ends at one time of day, so the daily cycle drops out.
"""

import math
from collections.abc import Sequence

from sim.statistics.cell import Key
from sim.statistics.intervals import Estimate, ratio
from sim.statistics.tally import Tally
from sim.units import DAY

NEGLIGIBLE = 0.01
"""Growth below this share of the arrivals is none that a planner would act on."""


def growth_per_day(tallies: Sequence[Tally], *, key: Key | None = None, level: float) -> Estimate:
    """Vehicles per day by which the number in the system grew, for the direction and class of *key*."""
    of = key or Key("growth")
    grown = [
        tally.totals.get(of._replace(measure="inside_at_end"), 0)
        - tally.totals.get(of._replace(measure="inside_at_start"), 0)
        for tally in tallies
    ]
    return ratio(grown, days(tallies), level=level)


def grew(tallies: Sequence[Tally], *, key: Key | None = None, level: float) -> bool:
    """Whether the number in the system grew by more than chance and more than 1 % of the arrivals.

    With too few replications for an interval, it must have grown so in every one of them.
    """
    of = key or Key("growth")
    arrivals = [tally.totals.get(of._replace(measure="offered"), 0) for tally in tallies]
    margin = NEGLIGIBLE * sum(arrivals) / sum(days(tallies))
    estimate = growth_per_day(tallies, key=key, level=level)
    if estimate.value is None:
        return False
    if estimate.lower is not None:
        return estimate.lower > 0 and estimate.value > margin
    alone = [growth_per_day([tally], key=key, level=level).value or 0.0 for tally in tallies]
    return min(alone) > margin


def time_to_clear(*, queue: float, capacity_per_day: float, demand_per_day: float) -> float:
    """Days until *queue* vehicles are gone: queue / (capacity - demand); infinite if the demand leaves nothing over."""
    if queue <= 0:
        return 0.0
    spare = capacity_per_day - demand_per_day
    return queue / spare if spare > 0 else math.inf


def year_reached(demand: float, flow: float, *, growth: float, start: int) -> int | None:
    """The first year in which a demand that is *demand* in the year *start* and grows yearly is *flow* or more.

    It is compounded: ``demand * (1 + growth) ** (year - start)``. None if that never comes.
    """
    if demand >= flow:
        return start
    if demand <= 0 or growth <= 0:
        return None
    years = math.ceil(math.log(flow / demand) / math.log1p(growth))
    # The logarithms may miss a whole number of years by their last bit.
    return start + (years - 1 if demand * (1 + growth) ** (years - 1) >= flow else years)


def days(tallies: Sequence[Tally]) -> list[float]:
    """Length of the window in each replication, days."""
    return [tally.totals[Key("span")] / DAY for tally in tallies]
