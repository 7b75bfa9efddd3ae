"""What has a date: days that say how many booths are open, and dates that lie within the run."""

from collections.abc import Iterator, Mapping

from sim.scenario.faults import Path
from sim.scenario.places import Closure, Link, Stage, StageLane
from sim.scenario.rules.context import Context, Finding
from sim.scenario.schema import Run
from sim.units import DAY, WEEK, format_date, local_time


def dated(context: Context) -> Iterator[Finding]:
    """Staffing by weekday and date, and closures."""
    for name, stage in context.stages():
        for lane_name, lane in stage.lanes.items():
            yield from _days(context, lane, ("places", name, "lanes", lane_name))
    for path, closure in closures(context):
        yield from reached(context, closure.from_, closure.from_ + closure.for_, (*path, "from"))


def closures(context: Context) -> Iterator[tuple[Path, Closure]]:
    """Every dated closure, with its path."""
    for name, post in context.scenario.posts.items():
        yield from _numbered(post.closures, ("posts", name))
    for name, place in context.scenario.places.items():
        if isinstance(place, Stage | Link):
            yield from _numbered(place.closures, ("places", name))
            for lane_name, lane in place.lanes.items():
                yield from _numbered(lane.closures, ("places", name, "lanes", lane_name))


def _numbered(stated: tuple[Closure, ...], path: Path) -> Iterator[tuple[Path, Closure]]:
    return (((*path, "closures", str(number)), closure) for number, closure in enumerate(stated))


def reached(context: Context, begin: int, end: int, path: Path) -> Iterator[Finding]:
    """A warning if a stretch of local time, from 1970-01-01, lies outside the run, whatever the clock."""
    run = context.scenario.run
    starts = local_time(run.start)
    if end < starts - DAY or begin > starts + _longest(run) + DAY:
        yield Finding(path, f"this lies outside the run, which starts at {run.start}", is_warning=True)


def _longest(run: Run) -> int:
    """How long the run may last at the most."""
    window_end = run.left_out + run.length
    return window_end + (window_end + WEEK if run.stop_after is None else run.stop_after)


def _days(context: Context, lane: StageLane, path: Path) -> Iterator[Finding]:
    yield from _times(lane.staffing or {0: 0}, (*path, "staffing"))
    for weekday, booths in lane.weekdays.items():
        yield from _times(booths, (*path, "weekdays", weekday))
    for date, booths in lane.dates.items():
        here = (*path, "dates", format_date(date))
        yield from _times(booths, here)
        yield from reached(context, date * DAY, (date + 1) * DAY, here)


def _times(booths: Mapping[int, int], path: Path) -> Iterator[Finding]:
    if not booths:
        yield Finding(path, "nothing is said of this day", accepted='open booths from a time of day on, "08:00": 2')
    if DAY in booths:
        yield Finding((*path, "24:00"), 'the day begins again at "00:00"')
