"""How many booths of a lane ought to be open: by time of day, weekday and date, less pauses and closures (R15)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from sim.plan.daily import repeating
from sim.plan.steps import Spell, StepFunction, overlaid
from sim.units import DAY, EPOCH_WEEKDAY, WEEK

_MONDAY = -EPOCH_WEEKDAY * DAY
"""Midnight of a Monday, from 1970-01-01 00:00."""

_N_WEEKDAYS = WEEK // DAY

Booths = Mapping[int, int]
"""Open booths from each time of day on."""

Pause = tuple[int, int]
"""Time of day of the begin, and length, of a daily stop."""


@dataclass(frozen=True, slots=True)
class Roster:
    """Open booths of a lane by its post's clock; what is said of a date replaces its weekday, and that the day."""

    daily: Booths
    weekdays: Mapping[int, Booths] = field(default_factory=dict)
    """By weekday, Monday 0."""
    dates: Mapping[int, Booths] = field(default_factory=dict)
    """By date, days from 1970-01-01."""

    def __post_init__(self) -> None:
        """Raise ValueError for a day of which nothing is said."""
        if not all((self.daily, *self.weekdays.values(), *self.dates.values())):
            raise ValueError("a day of a roster states at least one number of booths")

    def stated(self, date: int) -> Booths:
        """What is said of *date*."""
        return self.dates.get(date) or self.weekdays.get((date + EPOCH_WEEKDAY) % _N_WEEKDAYS, self.daily)

    def target(self, local: int) -> int:
        """Open booths at a local time from 1970-01-01; before a day's first stated time those of the day before."""
        date, time_of_day = divmod(local, DAY)
        begun = [at for at in self.stated(date) if at <= time_of_day]
        while not begun:
            date -= 1
            begun = list(self.stated(date))
        return self.stated(date)[max(begun)]

    @property
    def most(self) -> int:
        """The most booths that any day states."""
        return max(most for day in (self.daily, *self.weekdays.values(), *self.dates.values()) for most in day.values())


def staffing(roster: Roster, *, shown_at_0: int, pauses: Sequence[Pause], closures: Sequence[Spell]) -> StepFunction:
    """Target of open booths of *roster*, 0 during *pauses* and *closures*.

    *shown_at_0* is what the post's clock shows at instant 0, from 1970-01-01 00:00; *closures* are in instants.
    """
    dated = [
        Spell(begin - shown_at_0, end - shown_at_0, 0 if is_paused(begin, pauses) else roster.target(begin))
        for begin, end in _pieces(roster, pauses)
    ]
    return overlaid(_repeating(replace(roster, dates={}), shown_at_0, pauses), dated, closures)


def is_paused(local: int, pauses: Iterable[Pause]) -> bool:
    """Whether one of *pauses* is on at a local time."""
    return any((local - begin) % DAY < length for begin, length in pauses)


def _repeating(roster: Roster, shown_at_0: int, pauses: Sequence[Pause]) -> StepFunction:
    """The days of a roster without dates: every week, or every day if all its days come out the same."""
    stated = {0, *roster.daily, *(at for day in roster.weekdays.values() for at in day)}
    week = {tuple(roster.target(_MONDAY + day * DAY + at) for at in sorted(stated)) for day in range(_N_WEEKDAYS)}
    period = WEEK if len(week) > 1 else DAY
    changes = stated | {at for begin, length in pauses for at in (begin, begin + length)}
    return repeating(
        lambda at: 0 if is_paused(at, pauses) else roster.target(_MONDAY + at),
        {day + at for day in range(0, period, DAY) for at in changes},
        phase=(shown_at_0 - _MONDAY) % period,
        period=period,
    )


def _pieces(roster: Roster, pauses: Sequence[Pause]) -> Iterator[tuple[int, int]]:
    """Local stretches in which a date counts, until the next day's first stated time, cut where the target changes."""
    for date in sorted(roster.dates):
        midnight = date * DAY
        end = midnight + DAY
        if date + 1 not in roster.dates:
            end += min(roster.stated(date + 1))
        changes = {midnight + at for at in roster.stated(date)}
        for day in (midnight - DAY, midnight, midnight + DAY):
            changes |= {day + at for begin, length in pauses for at in (begin, begin + length)}
        yield from pairwise(sorted({midnight, end, *(at for at in changes if midnight < at < end)}))
