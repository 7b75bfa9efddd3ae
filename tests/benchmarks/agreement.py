"""Do two programs simulate the same system? Figures compared within what chance allows.

Our year of BORDER-1 is cut into blocks as long as a run of the other program. If that is of the same system, each of
its runs is one more block: their mean lies within the prediction interval that the blocks' mean and standard
deviation give, whatever the correlation in time. Of two sets of independent replications, means differ by no more than
Welch's interval. All intervals together hold with the probability `SURE`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

SURE = 0.99


@dataclass(frozen=True)
class Compared:
    """One figure of ours and of another program."""

    name: str
    ours: float
    theirs: float
    allowed: float
    """How far they may be apart."""

    @property
    def agrees(self) -> bool:
        """Whether the difference is chance."""
        return abs(self.theirs - self.ours) <= self.allowed


def with_blocks(blocks: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]) -> list[Compared]:
    """Independent runs of theirs against blocks of ours of the same length."""
    n = len(blocks)
    quantile = float(stats.t.ppf(1 - (1 - SURE) / 2 / len(theirs[0]), n - 1))
    compared = []
    for name in theirs[0]:
        own = np.array([block[name] for block in blocks])
        allowed = quantile * float(own.std(ddof=1)) * (1 / len(theirs) + 1 / n) ** 0.5
        other = float(np.mean([made[name] for made in theirs]))
        compared.append(Compared(name, float(own.mean()), other, allowed))
    return compared


def with_replications(ours: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]) -> list[Compared]:
    """Means over replications of ours and of theirs."""
    compared = []
    for name in theirs[0]:
        own, other = (np.array([made[name] for made in each]) for each in (ours, theirs))
        of_own, of_other = own.var(ddof=1) / len(own), other.var(ddof=1) / len(other)
        total = of_own + of_other
        freedom = total**2 / (of_own**2 / (len(own) - 1) + of_other**2 / (len(other) - 1))
        quantile = float(stats.t.ppf(1 - (1 - SURE) / 2 / len(theirs[0]), freedom))
        compared.append(Compared(name, float(own.mean()), float(other.mean()), quantile * float(total**0.5)))
    return compared
