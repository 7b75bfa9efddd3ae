"""Weekdays and months: by how much the demand of each day differs from its mean."""

from datetime import date, timedelta
from itertools import pairwise

from sim.plan.model import Plan, Volume
from sim.units import DAY, EPOCH_WEEKDAY

_EPOCH = date(1970, 1, 1)


def calendar_factor(volume: Volume, day: int) -> float:
    """Factor of one local day, given in days from 1970-01-01, by its weekday and month."""
    month = (_EPOCH + timedelta(days=day)).month
    return volume.weekdays[(day + EPOCH_WEEKDAY) % len(volume.weekdays)] * volume.months[month - 1]


def mean_factor(plan: Plan, volume: Volume) -> float:
    """Mean factor over the window of *plan*: each local day by how much of the window falls into it."""
    start, end = plan.window_start + plan.start_of_day, plan.window_end + plan.start_of_day
    days = range(start // DAY, (end - 1) // DAY + 1)
    edges = (start, *(day * DAY for day in days[1:]), end)
    parts = zip(days, pairwise(edges), strict=True)
    return sum((b - a) * calendar_factor(volume, plan.first_day + day) for day, (a, b) in parts) / (end - start)
