"""Exact answers that a scenario file states, for :mod:`sim.verification` to check a simulation against.

The field docstrings are the reference; see :mod:`sim.scenario.schema`. Which measure goes with which statistic,
unit, threshold and instant is checked here; whether place and class exist, in :mod:`sim.scenario.rules.exact`.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.scenario.fields import Span, Value
from sim.scenario.places import Direction
from sim.scenario.services import Block

Measure = Literal[
    "crossing_time",
    "delay",
    "waiting_time",
    "blocked_time",
    "virtual_wait",
    "queue_length",
    "number_at_place",
    "number_in_system",
    "all_booths_taken",
    "utilisation",
    "blocked_share",
    "idle_share",
    "open_booths",
    "throughput",
]
Statistic = Literal["mean", "sd", "p50", "p90", "p95", "p99", "share_beyond", "per_day"]
Unit = Literal["min", "vehicles", "vehicles/day", "booths", "1"]


@dataclass(frozen=True, slots=True)
class Rule:
    """What one measure can be asked for."""

    unit: Unit
    statistics: tuple[Statistic, ...]
    at: Literal["required", "allowed", "refused"] = "refused"
    needs_place: bool = False


_TIME: tuple[Statistic, ...] = ("mean", "sd", "p50", "p90", "p95", "p99", "share_beyond")
_MEAN: tuple[Statistic, ...] = ("mean",)

RULES: dict[Measure, Rule] = {
    "crossing_time": Rule("min", _TIME),
    "delay": Rule("min", _TIME),
    "waiting_time": Rule("min", _TIME),
    "blocked_time": Rule("min", _TIME),
    "virtual_wait": Rule("min", ("mean", "share_beyond"), "required", needs_place=True),
    "queue_length": Rule("vehicles", _MEAN, "allowed", needs_place=True),
    "number_at_place": Rule("vehicles", _MEAN, "allowed", needs_place=True),
    "number_in_system": Rule("vehicles", _MEAN, "allowed"),
    "all_booths_taken": Rule("1", _MEAN, "required", needs_place=True),
    "utilisation": Rule("1", _MEAN, needs_place=True),
    "blocked_share": Rule("1", _MEAN, needs_place=True),
    "idle_share": Rule("1", _MEAN, needs_place=True),
    "open_booths": Rule("booths", _MEAN, needs_place=True),
    "throughput": Rule("vehicles/day", ("per_day",)),
}
"""Beside the rows of the result table, `virtual_wait` and `all_booths_taken`: what an arrival at an instant meets."""


ARRIVAL_MEETS: tuple[Measure, ...] = ("virtual_wait", "all_booths_taken")
"""Measures of what one who came at an instant would meet."""


class Exact(Block):
    """A value that theory gives exactly for the physics of the file."""

    formula: str
    """Formula or method, in words."""
    measure: Measure
    """Measure."""
    statistic: Statistic
    """Statistic."""
    direction: Direction | Literal["all"] = "all"
    """Direction."""
    vehicle_class: str = "all"
    """Vehicle class."""
    place: str = "all"
    """Place, or a lane as `place/lane`."""
    threshold: Span | None = None
    """Of `share_beyond`: the time that is exceeded."""
    at: Span | None = None
    """Instant of a state, counted from the start of the run; the mean over the window when left out."""
    value: Value
    """The exact value, in `unit`; a share is in `1`."""
    unit: Unit
    """Unit of the value."""
    sd: Annotated[Value, Field(gt=0)] | None = None
    """Of a state at an instant, its exact standard deviation over replications, if it is known."""

    @model_validator(mode="after")
    def _fits_the_measure(self) -> "Exact":
        for is_wrong, message in (*self._value_faults(), *self._instant_faults()):
            if is_wrong:
                raise ValueError(message)
        return self

    def _value_faults(self) -> tuple[tuple[bool, str], ...]:
        rule = RULES[self.measure]
        unit = "1" if self.statistic == "share_beyond" else rule.unit
        return (
            (
                self.statistic not in rule.statistics,
                f"{self.measure} has the statistics {', '.join(rule.statistics)}, not {self.statistic}",
            ),
            (
                (self.statistic == "share_beyond") != (self.threshold is not None),
                "`threshold` goes with share_beyond, and with nothing else",
            ),
            (self.unit != unit, f"the {self.statistic} of {self.measure} is in {unit}, not {self.unit}"),
            (rule.needs_place and self.place == "all", f"{self.measure} is that of one place: give `place`"),
            (
                bool(self.threshold) and self.at is None and self.place != "all",
                "at one place only the share beyond 0 is counted: leave `place` out, or give a percentile",
            ),
        )

    def _instant_faults(self) -> tuple[tuple[bool, str], ...]:
        rule, is_state = RULES[self.measure], self.at is not None
        return (
            (rule.at == "required" and not is_state, f"{self.measure} is the state of an instant: give `at`"),
            (rule.at == "refused" and is_state, f"{self.measure} has no state at an instant: leave `at` out"),
            (
                is_state and (self.direction, self.vehicle_class) != ("all", "all"),
                "the state of an instant counts everybody: leave `direction` and `vehicle_class` out",
            ),
            (is_state and "/" in self.place, "the state of an instant is that of a whole place, not of a lane"),
            (
                self.sd is not None and (not is_state or self.unit == "1"),
                "`sd` is that of a number or a time at an instant; that of a probability follows from it",
            ),
        )
