"""What repeats every day: staffing, pauses and timetables, as step functions of the run's own time.

A file states times of day by some clock, a plan counts from instant 0. The *phase* of a clock is its time
of day at instant 0, so at instant *t* it shows ``(t + phase) mod 24 h``. A step function of the plan has its
breakpoints counted from instant 0 and not from midnight: with a phase of 10:00, what changes at 12:00 local
changes at 2 h, 26 h, 50 h …, and the function's first entry says how things stand at 10:00.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sim.plan.steps import StepFunction
from sim.scenario.schema import Post, Run
from sim.units import DAY, HOUR, MICROSECOND, MINUTE, SECOND


def start_of_day(run: Run) -> int:
    """Time of day of instant 0 by the run's clock: that of ``run.start``, microseconds after midnight."""
    start = datetime.fromisoformat(run.start)
    return start.hour * HOUR + start.minute * MINUTE + start.second * SECOND + start.microsecond * MICROSECOND


def phase_of(post: Post | None, run: Run) -> int:
    """Time of day of instant 0 by the clock of *post*, or by the run's where it has none."""
    ahead = 0 if post is None or post.clock is None else post.clock - run.clock
    return (start_of_day(run) + ahead) % DAY


def by_time_of_day(values: Mapping[int, float], time_of_day: int) -> float:
    """The value in force at *time_of_day*: before the first stated time, that of the last one of the day before."""
    begun = [at for at in values if at <= time_of_day]
    return values[max(begun or values)]


def step_function(
    values: Mapping[int, int], *, phase: int, pauses: Iterable[tuple[int, int]] = (), paused: int = 0
) -> StepFunction:
    """*values* by local time of day as a daily function of the run's time, *paused* during each (start, length)."""
    stops = tuple(pauses)
    local = {0, phase, *values, *(start for start, _ in stops), *(start + length for start, length in stops)}
    steps: list[tuple[int, int]] = []
    for at in sorted({(time_of_day - phase) % DAY for time_of_day in local}):
        time_of_day = (at + phase) % DAY
        is_paused = any((time_of_day - start) % DAY < length for start, length in stops)
        value = paused if is_paused else int(by_time_of_day(values, time_of_day))
        if not steps or steps[-1][1] != value:
            steps.append((at, value))
    return StepFunction(tuple(at for at, _ in steps), tuple(value for _, value in steps), DAY)
