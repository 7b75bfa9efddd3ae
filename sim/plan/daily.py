"""What repeats, as step functions of the run's own time, and the clocks that it goes by.

A file states times of day by some clock, a plan counts from instant 0. The *phase* of a clock is its time
of day at instant 0, so at instant *t* it shows ``(t + phase) mod 24 h``. A step function of the plan has its
breakpoints counted from instant 0 and not from midnight: with a phase of 10:00, what changes at 12:00 local
changes at 2 h, 26 h, 50 h …, and the function's first entry says how things stand at 10:00.
"""

from collections.abc import Callable, Iterable, Mapping

from sim.plan.steps import StepFunction
from sim.scenario.schema import Post, Run
from sim.units import DAY, local_time


def shown_at_0(post: Post | None, run: Run) -> int:
    """Local time of instant 0, from 1970-01-01 00:00, by the clock of *post* or by the run's where it has none."""
    ahead = 0 if post is None or post.clock is None else post.clock - run.clock
    return local_time(run.start) + ahead


def first_day(run: Run) -> int:
    """Local date of instant 0 by the run's clock, days from 1970-01-01."""
    return shown_at_0(None, run) // DAY


def start_of_day(run: Run) -> int:
    """Time of day of instant 0 by the run's clock: that of ``run.start``, microseconds after midnight."""
    return shown_at_0(None, run) % DAY


def phase_of(post: Post | None, run: Run) -> int:
    """Time of day of instant 0 by the clock of *post*, or by the run's where it has none."""
    return shown_at_0(post, run) % DAY


def by_time_of_day(values: Mapping[int, float], time_of_day: int) -> float:
    """The value in force at *time_of_day*: before the first stated time, that of the last one of the day before."""
    begun = [at for at in values if at <= time_of_day]
    return values[max(begun or values)]


def step_function(values: Mapping[int, int], *, phase: int) -> StepFunction:
    """*values* by local time of day as a daily function of the run's time."""
    return repeating(lambda at: int(by_time_of_day(values, at)), values, phase=phase)


def repeating(value: Callable[[int], int], at: Iterable[int], *, phase: int, period: int = DAY) -> StepFunction:
    """*value*, a function of the local time within the period that changes *at* stated times, as one of the run's time.

    *phase* is the local time within the period at instant 0.
    """
    steps: list[tuple[int, int]] = []
    for instant in sorted({(local - phase) % period for local in {0, phase, *at}}):
        found = value((instant + phase) % period)
        if not steps or steps[-1][1] != found:
            steps.append((instant, found))
    return StepFunction(tuple(instant for instant, _ in steps), tuple(found for _, found in steps), period)
