"""Whether an estimate agrees with its exact answer, and is precise enough to have disagreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.scenario.exact import Exact
from sim.verification.estimate import Estimate

PRECISION = 0.02
"""The standard error is at most this share of the value; of a curve, of its greatest value."""

QUICK_PRECISION = 0.10
"""The same for a quick run."""

DIGITS = 1e-9
"""Share of the value by which a file's digits may miss it: all that is allowed where there is no chance at all."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One exact answer beside its estimate."""

    name: str
    exact: Exact
    estimate: Estimate
    scale: float
    """What the standard error is measured by: the value, or the greatest of its curve."""
    precision: float
    """The greatest share of it that is allowed."""

    @property
    def agrees(self) -> bool:
        """Whether the exact value lies in the interval of four standard errors."""
        lower, upper = self.estimate.lower, self.estimate.upper
        if lower is None or upper is None:
            return False
        digits = DIGITS * abs(self.exact.value)
        return lower - digits <= self.exact.value <= upper + digits

    @property
    def is_precise(self) -> bool:
        """Whether the standard error is small enough."""
        error = self.estimate.standard_error
        return error is not None and error <= self.precision * self.scale

    @property
    def passed(self) -> bool:
        """Both."""
        return self.agrees and self.is_precise


def judge(exact: Mapping[str, Exact], estimates: Sequence[Estimate], *, precision: float) -> tuple[Judged, ...]:
    """Each answer of a file beside its estimate, in the order of the file."""
    return tuple(
        Judged(name, answer, found, _scale(answer, exact), precision)
        for (name, answer), found in zip(exact.items(), estimates, strict=True)
    )


def _scale(answer: Exact, exact: Mapping[str, Exact]) -> float:
    """Greatest value among the answers that differ from *answer* only in their instant."""
    return max(abs(other.value) for other in exact.values() if _curve(other) == _curve(answer))


def _curve(answer: Exact) -> tuple[object, ...]:
    about = (answer.measure, answer.statistic, answer.direction, answer.vehicle_class, answer.place, answer.threshold)
    return (*about, answer.at is not None)
