"""Demand: one way of arriving for each class, profiles that begin at midnight, timetables that end after they begin."""

from collections.abc import Iterator

from sim.scenario.faults import Path
from sim.scenario.rules.context import Context, Finding
from sim.scenario.schema import Demand, Timetable
from sim.units import DAY

_WAYS = "one of `per_day`, `timetable`, `saturated`"


def demand(context: Context) -> Iterator[Finding]:
    """Demand, thresholds and pauses."""
    scenario = context.scenario
    for direction, by_class in scenario.demand.items():
        for vehicle_class, stated in by_class.items():
            yield from _demand(stated, ("demand", direction, vehicle_class))
    for vehicle_class, times in scenario.thresholds.items():
        if list(times) != sorted(set(times)) or 0 in times:
            yield Finding(("thresholds", vehicle_class), "thresholds rise, and the first is above 0")
    for name, post in scenario.posts.items():
        for number, pause in enumerate(post.pauses):
            if not 0 < pause.for_ < DAY:
                yield Finding(("posts", name, "pauses", str(number), "for"), "a pause lasts between 0 and 24 h")


def profiles(context: Context) -> Iterator[Finding]:
    """Shapes of the day."""
    for name, profile in context.scenario.profiles.items():
        path = ("profiles", name, "weights")
        if 0 not in profile.weights:
            yield Finding(path, 'the first weight is at "00:00"')
        if DAY in profile.weights:
            yield Finding((*path, "24:00"), 'the day begins again at "00:00"')
        if not any(profile.weights.values()):
            yield Finding(path, "the weights are all 0")


def _demand(stated: Demand, path: Path) -> Iterator[Finding]:
    ways = [
        name
        for name, is_given in (
            ("per_day", stated.per_day is not None),
            ("timetable", stated.timetable is not None),
            ("saturated", stated.saturated),
        )
        if is_given
    ]
    if len(ways) != 1:
        yield Finding(path, "vehicles arrive in exactly one way", " and ".join(ways) or "none", _WAYS)
    if stated.per_day is None and stated.hours is not None:
        yield Finding((*path, "hours"), "a profile shapes a `per_day`, and there is none")
    if stated.per_day is None and stated.day_factor_cv:
        yield Finding((*path, "day_factor_cv"), "a day factor acts on a `per_day`, and there is none")
    if stated.timetable is None and stated.punctuality is not None:
        yield Finding((*path, "punctuality"), "punctuality is lateness against a `timetable`, and there is none")
    if stated.timetable is not None:
        yield from _timetable(stated.timetable, (*path, "timetable"))


def _timetable(timetable: Timetable, path: Path) -> Iterator[Finding]:
    if timetable.from_ >= timetable.to:
        yield Finding((*path, "to"), "a timetable ends after it begins, on the same day")
