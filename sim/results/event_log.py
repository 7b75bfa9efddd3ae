"""The event log of one replication: a row for each thing that happened to a vehicle, in the order in which it happened.

Names and columns are those that the package vidigi reads. There is an arrival and a departure for each vehicle, and
for each of its visits:

====================  ======================  ====================================
``event_type``        ``event``               when
====================  ======================  ====================================
``queue``             ``PLACE_wait_begins``   it joins the place
``resource_use``      ``PLACE_begins``        its service in a booth begins
``resource_use_end``  ``PLACE_ends``          it leaves the booth
``queue``             ``PLACE_begins``        it enters the lane of a link
====================  ======================  ====================================

A booth is in use until its vehicle leaves it: a served vehicle without space beyond still uses it. How much of that
is service stands in the table of visits. A link has no booths, so a vehicle on it stands in one more queue. What
belongs to one direction has that direction behind its name, since its booths and queue are its own.
"""

from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np

from sim.plan.model import DIRECTIONS, Link, Plan, Stage
from sim.statistics.totals import place_names
from sim.trajectory import IntArray, Trajectory, Vehicles, Visits
from sim.units import MINUTE, NEVER

if TYPE_CHECKING:
    import polars as pl

COLUMNS: Mapping[str, str] = {
    "run_number": "number of the replication",
    "entity_id": "vehicle; its number in the tables of vehicles and visits",
    "pathway": "direction, class, and the attributes that it has: `northbound truck+tracked`",
    "event_type": "`arrival_departure`, `queue`, `resource_use` or `resource_use_end`",
    "event": "`arrival`, `depart`, or what happens at a place: `PLACE_wait_begins`, `PLACE_begins`, `PLACE_ends`; "
    "PLACE is its name, with the direction behind it where the place belongs to one",
    "time": "instant, min after instant 0",
    "resource_id": "booth that is used, counted from 1 through the lanes of the place; null for other events",
    "unique_resource_id": "the same as PLACE/lane/booth, the booth counted from 1 in its lane",
    "place": "name of the place; null for arrival and departure",
    "visit": "0 for the first visit to the place, then counting repeats; null for arrival and departure",
}
"""Columns of an event log, in their order."""

_STEPS = 3
"""Most events of one visit."""


def event_log(trajectory: Trajectory, plan: Plan, *, replication: int = 0) -> "pl.DataFrame":
    """The event log of *trajectory*, the replication of that number of a run of *plan*.

    In order of time, at one instant by vehicle and then as things follow each other for it. What had not happened
    when the run ended is left out.
    """
    import polars as pl

    vehicles = trajectory.vehicles
    parts = [*_ways(vehicles, len(trajectory.visits)), *_visits(trajectory.visits, vehicles, plan)]
    return (
        pl.concat(parts, how="diagonal")
        .filter(pl.col("at") < NEVER)
        .join(_pathways(vehicles, plan), on="entity_id")
        .sort("at", "entity_id", "step")
        .with_columns((pl.col("at") / MINUTE).alias("time"), pl.lit(replication, dtype=pl.Int64).alias("run_number"))
        .select(*COLUMNS)
    )


def _ways(vehicles: Vehicles, n_visits: int) -> "Iterator[pl.DataFrame]":
    """Arrivals and departures, before and after all visits of a vehicle."""
    import polars as pl

    about = pl.DataFrame({"entity_id": np.arange(len(vehicles))})
    for event, at, step in (("arrival", vehicles.arrived_at, -1), ("depart", vehicles.left_at, _STEPS * n_visits)):
        yield _events(about, "arrival_departure", event, at, np.full(len(vehicles), step))


def _visits(visits: Visits, vehicles: Vehicles, plan: Plan) -> "Iterator[pl.DataFrame]":
    import polars as pl

    names = place_names(plan)
    for direction, stops in enumerate(plan.routes):
        own = vehicles.direction[visits.vehicle] == direction
        for number in (stop.place for stop in stops):
            place, name = plan.places[number], names[number]
            is_shared = isinstance(place, Stage) and place.direction is None
            label = name if is_shared else f"{name}-{DIRECTIONS[direction]}"
            rows = np.flatnonzero(own & (visits.place == number))
            about = pl.DataFrame({"entity_id": visits.vehicle[rows], "visit": visits.visit[rows]})
            about = about.with_columns(place=pl.lit(name))
            yield _events(about, "queue", f"{label}_wait_begins", visits.joined_at[rows], _STEPS * rows)
            if isinstance(place, Stage):
                about = about.with_columns(**_booths(place, label, visits.lane[rows], visits.booth[rows]))
                yield _events(about, "resource_use", f"{label}_begins", visits.began_at[rows], _STEPS * rows + 1)
                yield _events(about, "resource_use_end", f"{label}_ends", visits.left_at[rows], _STEPS * rows + 2)
            elif isinstance(place, Link):
                yield _events(about, "queue", f"{label}_begins", visits.began_at[rows], _STEPS * rows + 1)


def _events(about: "pl.DataFrame", event_type: str, event: str, at: IntArray, step: IntArray) -> "pl.DataFrame":
    import polars as pl

    return about.with_columns(
        pl.lit(event_type).alias("event_type"),
        pl.lit(event).alias("event"),
        pl.Series("at", at),
        pl.Series("step", step),
    )


def _booths(stage: Stage, label: str, lane: IntArray, booth: IntArray) -> "dict[str, pl.Series]":
    """The booths used, as numbers and as names; those of vehicles not yet called mean nothing."""
    import polars as pl

    before = np.array([0, *accumulate(lane.n_booths for lane in stage.lanes)], dtype=np.int64)
    names = [f"{label}/{lane.name}/{number + 1}" for lane in stage.lanes for number in range(lane.n_booths)]
    index = before[lane] + booth
    return {"resource_id": pl.Series(index + 1), "unique_resource_id": pl.Series(names).gather(index)}


def _pathways(vehicles: Vehicles, plan: Plan) -> "pl.DataFrame":
    import polars as pl

    words = [
        "+".join((f"{DIRECTIONS[kind.direction]} {plan.classes[kind.vehicle_class]}", *_set(kind.attributes, plan)))
        for kind in plan.kinds
    ]
    return pl.DataFrame({"entity_id": np.arange(len(vehicles)), "pathway": pl.Series(words).gather(vehicles.kind)})


def _set(bits: int, plan: Plan) -> Iterator[str]:
    return (name for index, name in enumerate(plan.attributes) if bits >> index & 1)
