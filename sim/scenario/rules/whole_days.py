"""A warning: a steady run of parts of days, where demand or staffing follows the clock."""

from collections.abc import Iterator

from sim.scenario.rules.context import Context, Finding
from sim.units import DAY


def whole_days(context: Context) -> Iterator[Finding]:
    """Warm-up and window of a steady run are of whole days, so that no hour counts more often than another."""
    run = context.scenario.run
    if run.kind != "steady" or not _follows_the_clock(context):
        return
    for key, span in (("warm_up", run.left_out), ("length", run.length)):
        if span % DAY:
            message = (
                "demand or staffing follows the clock, so a steady run is of whole days: some hours count more often"
            )
            yield Finding(("run", key), message, is_warning=True)


def _follows_the_clock(context: Context) -> bool:
    scenario = context.scenario
    by_hour = (
        stated.hours is not None or stated.timetable is not None
        for by_class in scenario.demand.values()
        for stated in by_class.values()
    )
    staffed = (len(lane.staffing or ()) > 1 for _, stage in context.stages() for lane in stage.lanes.values())
    return any(by_hour) or any(staffed) or any(post.pauses for post in scenario.posts.values())
