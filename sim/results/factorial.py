"""All combinations of some interventions, and what each adds by itself and together with others.

With k interventions there are 2^k scenarios. The *main effect* of an intervention is the mean, over all
settings of the others, of what adding it changes. The *interaction* of two is half the difference between
the effect of one where the other is in place and where it is not; and so on for more: the contrasts of a
two-level factorial design (Box, Hunter, Hunter, *Statistics for Experimenters*, 2nd ed., section 5.4 ff.).
An interaction of zero says that the effects simply add.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations as chosen


@dataclass(frozen=True, slots=True)
class Contrast:
    """A weighted sum over the scenarios of a factorial experiment."""

    interventions: tuple[str, ...]
    """One name for a main effect, several for an interaction."""
    weights: tuple[float, ...]
    """Weight of each scenario, in the order of :func:`combinations`; they add up to 0."""

    @property
    def name(self) -> str:
        """``new-bridge`` or ``new-bridge x digital-tracking``."""
        return " x ".join(self.interventions)

    @property
    def kind(self) -> str:
        """``main effect`` or ``interaction``."""
        return "main effect" if len(self.interventions) == 1 else "interaction"


def combinations(interventions: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """Every subset of *interventions*, from none to all, in the order given."""
    return tuple(subset for size in range(len(interventions) + 1) for subset in chosen(interventions, size))


def contrasts(interventions: Sequence[str]) -> tuple[Contrast, ...]:
    """Main effects, then interactions of two, of three … of *interventions*."""
    scenarios = combinations(interventions)
    scale = 2.0 / len(scenarios)
    return tuple(
        Contrast(effect, tuple(scale * (-1) ** sum(name not in scenario for name in effect) for scenario in scenarios))
        for effect in scenarios[1:]
    )
