"""The verdict on a difference against a margin, and what it would take to reach one (design, section 6).

A family of *m* differences is judged at level ``1 - (1 - level) / m`` each (Bonferroni: the chance that any of its
intervals misses is at most the sum of their chances), so that the chance of any wrong verdict in the family is at
most ``1 - level``, whatever the truth and however the differences hang together.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from sim.statistics.intervals import MIN_REPLICATIONS, Estimate, t_quantile
from sim.units import MINUTE, parse_margin

MOST_REPLICATIONS = 10_000
"""Nobody is advised to run more than this."""


class Verdict(StrEnum):
    """What an interval says about a difference."""

    BETTER = "better"
    """Wholly beyond the margin on the good side."""
    WORSE = "worse"
    """Wholly beyond the margin on the bad side."""
    EQUIVALENT = "equivalent"
    """Wholly within the margin; never without one."""
    UNDECIDED = "undecided"
    """None of these, or no interval."""


class Sense(StrEnum):
    """Which way a measure is better."""

    LOWER = "lower is better"
    HIGHER = "higher is better"


_HIGHER = frozenset({"throughput", "served", "left", "capacity"})


def sense_of(measure: str) -> Sense:
    """Which way *measure* is better: more vehicles across, less of everything that takes time, space or work."""
    return Sense.HIGHER if measure in _HIGHER else Sense.LOWER


@dataclass(frozen=True, slots=True)
class Margin:
    """A difference that does not matter: so many units, or such a share of the value compared with."""

    absolute: float | None = None
    """In minutes, or whatever is the unit of the measure."""
    relative: float | None = None
    """Share of the base's value."""

    @classmethod
    def parse(cls, text: str) -> "Margin":
        """``5 %`` of the base's value, or ``10 min``, for a measure in minutes.

        Raises:
            ValueError: It is neither.
        """
        time, share = parse_margin(text)
        return cls(absolute=None if time is None else time / MINUTE, relative=share)

    @property
    def text(self) -> str:
        """As :meth:`parse` reads it."""
        return f"{self.absolute:g} min" if self.relative is None else f"{100 * self.relative:g} %"

    def __str__(self) -> str:
        return f"{self.absolute:g} min" if self.relative is None else f"{100 * self.relative:g} % of the base"

    def of(self, base: float | None) -> float | None:
        """The margin in the unit of the measure, for the value *base*; None where it is not defined."""
        if self.absolute is not None:
            return self.absolute
        return None if self.relative is None or base is None else self.relative * abs(base)


def level_in_family(level: float, n_differences: int) -> float:
    """Level of each interval of a family whose intervals shall all hold with the chance *level*."""
    return 1 - (1 - level) / max(n_differences, 1)


def verdict(difference: Estimate, *, margin: float | None, sense: Sense) -> Verdict:
    """The verdict on *difference* (new minus base); without a margin any difference from 0 matters."""
    if difference.lower is None or difference.upper is None:
        return Verdict.UNDECIDED
    beyond = margin or 0.0
    if difference.lower > beyond:
        return Verdict.BETTER if sense is Sense.HIGHER else Verdict.WORSE
    if difference.upper < -beyond:
        return Verdict.BETTER if sense is Sense.LOWER else Verdict.WORSE
    if margin is not None and -margin <= difference.lower and difference.upper <= margin:
        return Verdict.EQUIVALENT
    return Verdict.UNDECIDED


def replications_to_settle(
    difference: Estimate, *, margin: float | None, level: float, most: int = MOST_REPLICATIONS
) -> int | None:
    """Replications, in all, after which *difference* would be decided if its present value and spread are true.

    The half-width of an interval over *n* replications is ``t(n - 1) s / sqrt(n)``; *s* follows from the present one.
    None where *most* would not do: the value lies on the margin, or there is no interval to go by.
    """
    if difference.value is None or difference.lower is None or difference.upper is None:
        return None
    away = abs(abs(difference.value) - (margin or 0.0))
    half, n = (difference.upper - difference.lower) / 2, difference.n
    spread = half * math.sqrt(n) / t_quantile(level, n)
    if spread == 0:
        return n
    if away == 0 or t_quantile(level, most) * spread / math.sqrt(most) >= away:
        return None
    low, high = max(MIN_REPLICATIONS - 1, 1), most
    while high - low > 1:
        middle = (low + high) // 2
        if t_quantile(level, middle) * spread / math.sqrt(middle) < away:
            high = middle
        else:
            low = middle
    return high
