"""Demand: one way of arriving for each class, profiles of one kind, timetables that end after they begin."""

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Path, listed
from sim.scenario.fields import MONTHS, WEEKDAYS
from sim.scenario.rules.context import Context, Finding
from sim.scenario.schema import Demand, Timetable
from sim.units import DAY

_SHAPES = {"hours": "weights", "weekdays": "weekdays", "months": "months"}
"""Key of a demand, and key of the profile that it names."""
_WAYS = "one of `per_day`, `timetable`, `saturated`"


def demand(context: Context) -> Iterator[Finding]:
    """Demand, thresholds and pauses."""
    scenario = context.scenario
    for direction, by_class in scenario.demand.items():
        for vehicle_class, stated in by_class.items():
            yield from _demand(stated, ("demand", direction, vehicle_class))
            yield from _shapes(context, stated, ("demand", direction, vehicle_class))
    for vehicle_class, times in scenario.thresholds.items():
        if list(times) != sorted(set(times)) or 0 in times:
            yield Finding(("thresholds", vehicle_class), "thresholds rise, and the first is above 0")
    for name, post in scenario.posts.items():
        for number, pause in enumerate(post.pauses):
            if pause.for_ >= DAY:
                yield Finding(("posts", name, "pauses", str(number), "for"), "a pause is shorter than 24 h")


def profiles(context: Context) -> Iterator[Finding]:
    """Shapes of the day, the week and the year."""
    for name, profile in context.scenario.profiles.items():
        path = ("profiles", name)
        given = [key for key in _SHAPES.values() if getattr(profile, key) is not None]
        if len(given) != 1:
            accepted = listed([f"`{key}`" for key in _SHAPES.values()])
            yield Finding(path, "a profile is of exactly one kind", " and ".join(given) or "none", f"one of {accepted}")
        if profile.weights is not None:
            yield from _day(profile.weights, (*path, "weights"))
        for key, names in (("weekdays", WEEKDAYS), ("months", MONTHS)):
            weights = getattr(profile, key)
            if weights is not None and not any(weights.get(each, 1) for each in names):
                yield Finding((*path, key), "the weights are all 0")


def _day(weights: Mapping[int, float], path: Path) -> Iterator[Finding]:
    if 0 not in weights:
        yield Finding(path, 'the first weight is at "00:00"')
    if DAY in weights:
        yield Finding((*path, "24:00"), 'the day begins again at "00:00"')
    if not any(weights.values()):
        yield Finding(path, "the weights are all 0")


def _shapes(context: Context, stated: Demand, path: Path) -> Iterator[Finding]:
    """Profiles shape a volume, each what it is made for; whether they exist is asked elsewhere."""
    profiles = context.scenario.profiles
    for key, kind in _SHAPES.items():
        name = getattr(stated, key)
        if name is not None and stated.per_day is None:
            yield Finding((*path, key), "a profile shapes a `per_day`, and there is none")
        if name in profiles and getattr(profiles[name], kind) is None:
            fitting = [f"`{each}`" for each, profile in profiles.items() if getattr(profile, kind) is not None]
            yield Finding((*path, key), f"the profile {name!r} has no `{kind}`", accepted=listed(fitting) or None)


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
    if stated.per_day is None and stated.day_factor_cv:
        yield Finding((*path, "day_factor_cv"), "a day factor acts on a `per_day`, and there is none")
    if stated.timetable is None and stated.punctuality is not None:
        yield Finding((*path, "punctuality"), "punctuality is lateness against a `timetable`, and there is none")
    if stated.timetable is not None:
        yield from _timetable(stated.timetable, (*path, "timetable"))


def _timetable(timetable: Timetable, path: Path) -> Iterator[Finding]:
    if timetable.from_ >= timetable.to:
        yield Finding((*path, "to"), "a timetable ends after it begins, on the same day")
