"""Demand of the plan: volumes with their shapes of day, week and year, timetables, saturated classes."""

from collections.abc import Iterable
from fractions import Fraction

from sim.plan import model
from sim.plan.daily import by_time_of_day
from sim.plan.laws import law
from sim.scenario import schema
from sim.scenario.fields import MONTHS, WEEKDAYS
from sim.scenario.places import DIRECTIONS
from sim.units import DAY

HALF = 0.5

FLAT: tuple[tuple[int, ...], tuple[float, ...]] = ((0,), (1.0,))
"""The shape of a day without hours."""

DAYS_OF_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""Days of January to December in a year of 365."""


def demand(scenario: schema.Scenario, *, classes: tuple[str, ...]) -> tuple[model.Demand, ...]:
    """Arrivals by direction, then class."""
    return tuple(
        model.Demand(direction, classes.index(vehicle_class), _arrivals(stated, scenario))
        for direction, name in enumerate(DIRECTIONS)
        for vehicle_class, stated in sorted(scenario.demand.get(name, {}).items())
    )


def _arrivals(stated: schema.Demand, scenario: schema.Scenario) -> model.Volume | model.Timetabled | model.Saturated:
    if stated.saturated:
        return model.Saturated()
    if stated.timetable is not None:
        lateness = None if stated.punctuality is None else law(stated.punctuality)
        return model.Timetabled(departures(stated.timetable), lateness)
    hours_at, hours = FLAT if stated.hours is None else shape_of_day(scenario.profiles[stated.hours])
    weekdays = {} if stated.weekdays is None else scenario.profiles[stated.weekdays].weekdays or {}
    months = {} if stated.months is None else scenario.profiles[stated.months].months or {}
    return model.Volume(
        stated.per_day or 0.0,
        hours,
        hours_at,
        stated.day_factor_cv,
        weekdays=relative((weekdays.get(day, 1.0) for day in WEEKDAYS), days=(1,) * len(WEEKDAYS)),
        months=relative((months.get(month, 1.0) for month in MONTHS), days=DAYS_OF_MONTHS),
    )


def relative(weights: Iterable[float], *, days: tuple[int, ...]) -> tuple[float, ...]:
    """*weights* over their mean, each counting for so many *days*: exactly 1 where all are equal."""
    exact = [Fraction(weight) for weight in weights]
    total = sum(weight * n for weight, n in zip(exact, days, strict=True))
    if total <= 0:
        raise ValueError("a profile needs a weight above zero")
    return tuple(float(weight * sum(days) / total) for weight in exact)


def departures(timetable: schema.Timetable) -> tuple[int, ...]:
    """Local times of day of the scheduled vehicles, evenly over the service, half an interval in from its ends.

    A service that ends at or before its start goes on until that time of the next day.
    """
    length = timetable.to - timetable.from_
    length += 0 if length > 0 else DAY
    interval = length / max(timetable.per_day, 1)
    return tuple(sorted(round(timetable.from_ + (k + HALF) * interval) % DAY for k in range(timetable.per_day)))


def shape_of_day(profile: schema.Profile) -> tuple[tuple[int, ...], tuple[float, ...]]:
    """Local times of day, the first midnight, and the relative flow from each on, its mean over 24 hours 1."""
    if profile.weights is None:
        raise ValueError("this profile has no weights by time of day")
    # "24:00" says the same as "00:00", which wins if both are given.
    weights = {at % DAY: weight for at, weight in sorted(profile.weights.items(), reverse=True)}
    at = tuple(sorted({0, *weights}))
    values = [by_time_of_day(weights, each) for each in at]
    lengths = [end - begin for begin, end in zip(at, (*at[1:], DAY), strict=True)]
    mean = sum(value * length for value, length in zip(values, lengths, strict=True)) / DAY
    if mean <= 0:
        raise ValueError("a profile needs a weight above zero")
    return at, tuple(value / mean for value in values)
