"""Which vehicles come, and when: the points of each class's arrival process.

A flow is made of points of a unit Poisson process in the plane (time x flow) that lie under the flow
curve. The plane is cut into strips of flow, each doubling of the flow its own, and each strip has its own
streams. So a higher flow keeps every point and adds others, a changed hour leaves the other hours alone,
and a longer run extends a shorter one. A vehicle's identity is its point.
"""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.laws import gamma_from_mean_cv
from sim.plan.calendar import calendar_factor
from sim.plan.model import Saturated, Timetabled, Volume
from sim.quantiles import FloatArray, quantile
from sim.streams import Streams
from sim.units import DAY, NEVER, SECOND

IntArray: TypeAlias = NDArray[np.int64]

FIRST_STRIP = 16.0
"""Upper edge of strip 0, vehicles per day; strip k reaches from half of ``FIRST_STRIP * 2**k`` to all of it."""

STRIP_SHIFT = 40
"""A point's number is its strip, shifted by so many bits, plus its index within the strip."""

LEAD_DAYS = 7
"""A timetable begins so many days before the run's first, for the vehicles that are late into it."""

_SATURATED_HEADWAY = 20 * SECOND
_SATURATED_LEAST = 64
_SPARE_DEVIATIONS = 5
_SPARE_POINTS = 16


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Points of one arrival process, by strip and index: the vehicles of one class in one direction."""

    at: IntArray
    """Instant of arrival; NEVER for a saturated class."""
    strip: IntArray
    index: IntArray
    """Index within the strip, counting the points above the flow curve too."""

    @property
    def number(self) -> IntArray:
        """The identity of each point within direction and class."""
        return (self.strip << STRIP_SHIFT) | self.index

    def __len__(self) -> int:
        return len(self.at)


def points(
    arrivals: Volume | Timetabled | Saturated, *, streams: Streams, start_of_day: int, reach: int, first_day: int = 0
) -> Points:
    """Every arrival in [0, *reach*), complete; of a saturated class, more vehicles than could pass until then.

    *start_of_day* is the local time of day of instant 0 and *first_day* its local date in days from 1970-01-01;
    days, hours and timetables go by local time.
    """
    if isinstance(arrivals, Volume):
        n_days = (reach + start_of_day) // DAY + 1
        factors = day_factors(arrivals, streams=streams, n_days=n_days)
        factors = factors * calendar_factors(arrivals, first_day=first_day, n_days=n_days)
        return _under_the_curve(arrivals, factors, streams=streams, start_of_day=start_of_day, reach=reach)
    if isinstance(arrivals, Timetabled):
        return _by_timetable(arrivals, streams=streams, start_of_day=start_of_day, reach=reach)
    n = max(_SATURATED_LEAST, reach // _SATURATED_HEADWAY + 1)
    return Points(np.full(n, NEVER, dtype=np.int64), np.zeros(n, dtype=np.int64), np.arange(n, dtype=np.int64))


def day_factors(volume: Volume, *, streams: Streams, n_days: int) -> FloatArray:
    """Random factor of each local day from the run's first: gamma, mean 1; all 1 where its cv is 0."""
    if volume.day_factor_cv == 0:
        return np.ones(n_days)
    return quantile(gamma_from_mean_cv(1.0, volume.day_factor_cv), streams.uniforms("day-factor", n_days))


def calendar_factors(volume: Volume, *, first_day: int, n_days: int) -> FloatArray:
    """Factor of each local day from the run's first by its weekday and month."""
    return np.array([calendar_factor(volume, first_day + number) for number in range(n_days)], dtype=np.float64)


def flow(volume: Volume, *, factors: FloatArray, start_of_day: int, at: IntArray) -> FloatArray:
    """Height of the flow curve at the given instants, vehicles per day."""
    day, time_of_day = np.divmod(at + start_of_day, DAY)
    interval = np.searchsorted(np.array(volume.hours_at), time_of_day, side="right") - 1
    return np.asarray(volume.per_day * np.array(volume.hours)[interval] * factors[day], dtype=np.float64)


def _under_the_curve(volume: Volume, factors: FloatArray, *, streams: Streams, start_of_day: int, reach: int) -> Points:
    peak = volume.per_day * max(volume.hours) * float(factors.max())
    strips: list[Points] = []
    lower, upper = 0.0, FIRST_STRIP
    while lower < peak:
        strip = len(strips)
        at = _strip_instants(streams, strip=strip, per_day=upper - lower, reach=reach)
        level = lower + (upper - lower) * streams.uniforms("arrival/level", len(at), strip=strip)
        index = np.flatnonzero(level < flow(volume, factors=factors, start_of_day=start_of_day, at=at))
        strips.append(Points(at[index], np.full(len(index), strip, dtype=np.int64), index))
        lower, upper = upper, 2 * upper
    return _joined(strips)


def _strip_instants(streams: Streams, *, strip: int, per_day: float, reach: int) -> IntArray:
    """Instants before *reach* of a Poisson process of *per_day* points."""
    expected = per_day * reach / DAY
    n = int(expected + _SPARE_DEVIATIONS * expected**0.5) + _SPARE_POINTS
    while True:
        # One sum after another, so that more points never change the instants of the first.
        gaps = -np.log1p(-streams.uniforms("arrival/gap", n, strip=strip)) * (DAY / per_day)
        at = np.rint(np.cumsum(gaps)).astype(np.int64)
        if at[-1] >= reach:
            return at[: np.searchsorted(at, reach, side="left")]
        n *= 2


def _by_timetable(timetable: Timetabled, *, streams: Streams, start_of_day: int, reach: int) -> Points:
    # No law reaches below its least uniform, so nobody scheduled beyond this comes before the reach.
    earliest = 0.0
    if timetable.lateness is not None:
        earliest = float(quantile(timetable.lateness, np.array([2.0**-54]))[0])
    last = int(reach + start_of_day - min(earliest, 0.0)) // DAY
    day = np.arange(-LEAD_DAYS, last + 1, dtype=np.int64)
    at = (day[:, None] * DAY + np.array(timetable.at, dtype=np.int64) - start_of_day).ravel()
    if timetable.lateness is not None and len(at):
        late = quantile(timetable.lateness, streams.uniforms("arrival/lateness", len(at)))
        at = at + np.rint(late).astype(np.int64)
    index = np.flatnonzero((at >= 0) & (at < reach))
    return Points(at[index], np.zeros(len(index), dtype=np.int64), index)


def _joined(strips: list[Points]) -> Points:
    if not strips:
        nothing = np.zeros(0, dtype=np.int64)
        return Points(nothing, nothing, nothing)
    return Points(
        np.concatenate([strip.at for strip in strips]),
        np.concatenate([strip.strip for strip in strips]),
        np.concatenate([strip.index for strip in strips]),
    )
