"""What must hold in every trajectory, whatever the scenario; checked on every run.

Each check reads the record and the plan alone and not the engine's state. Many things happen at one instant, and
a stay may last no time at all, so occupancies are compared net of what begins and ends together: a count holds
from one instant to the next. Where the record leaves something open, such as the lane that a vehicle stood in
before it chose again, a check says nothing; what it says is exact.
"""

from collections.abc import Callable, Iterator

from sim.plan.model import Plan
from sim.statistics.checks import booths, links, queues, vehicles
from sim.statistics.checks.here import Record
from sim.trajectory import Trajectory


def check(trajectory: Trajectory, plan: Plan) -> tuple[str, ...]:
    """The invariants that do not hold, each with the place where it is broken; empty if all is well."""
    record = Record.of(trajectory, plan)
    return tuple(
        f"{name}: {place}" if place else name for name, broken in INVARIANTS.items() for place in broken(record, plan)
    )


INVARIANTS: dict[str, Callable[[Record, Plan], Iterator[str]]] = {
    "vehicles are conserved": vehicles.conservation,
    "a visit goes forward in time": vehicles.instants_in_order,
    "a service takes its own time": vehicles.services,
    "repeats follow one another": vehicles.repeats,
    "forms of service are as outages have them": vehicles.forms,
    "lanes hold whom they serve": vehicles.lanes,
    "single-file approaches are left in order": vehicles.single_files,
    "queues are served in order": queues.in_order,
    "open lanes are joined first": queues.open_lanes_first,
    "waiting places hold what they can": queues.waiting_places,
    "a booth holds one vehicle": booths.one_vehicle,
    "vehicles hold open booths only": booths.held_while_open,
    "booths are open as staffed": booths.open_as_staffed,
    "nobody is called at a closed lane": booths.calls_at_open_lanes,
    "no open booth idles beside a vehicle it may call": booths.none_idle,
    "zones keep their limits": vehicles.zones,
    "links keep headway, room and order": links.links,
    "links are entered while open": links.entries,
    "Little's law holds on the sample path": vehicles.little,
}
"""Every invariant by its name, which results and reports quote."""
