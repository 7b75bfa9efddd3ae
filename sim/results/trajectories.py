"""Trajectories as tables: one for vehicles, visits, booths and lights, all replications one below the other.

Indices keep their numbers and get their names beside them. What has not happened is null.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from sim.plan.model import DIRECTIONS, FORMS, Plan
from sim.statistics.totals import lane_names, place_names
from sim.trajectory import BoothLog, Ending, LightLog, Table, Trajectory, Vehicles, Visits
from sim.units import NEVER

if TYPE_CHECKING:
    import polars as pl

TABLES: Mapping[str, type[Table]] = {"vehicles": Vehicles, "visits": Visits, "booths": BoothLog, "lights": LightLog}
"""Tables of a trajectory by the name of their file."""

ADDED: Mapping[str, str] = {
    "direction_name": "the direction in words",
    "vehicle_class_name": "name of the class",
    "place_name": "name of the place in the scenario",
    "form_name": "`paper` or `digital`",
    "lane_name": "name of the lane, or of the line of an approach; null where there is none yet",
}
"""Columns of names that stand behind the fields of a table, and their meaning."""


def added(kind: type[Table]) -> list[str]:
    """The columns of names that a table of this kind gets, in their order: that of the lane last."""
    named = [f"{field.name}_name" for field in fields(kind)]
    return sorted((column for column in named if column in ADDED), key="lane_name".__eq__)


def frames(trajectories: Mapping[int, Trajectory], plan: Plan) -> "dict[str, pl.DataFrame]":
    """The tables of *trajectories*, given by replication, as frames by name."""
    import polars as pl

    return {
        name: pl.concat([_frame(number, getattr(one, name), plan) for number, one in sorted(trajectories.items())])
        for name in TABLES
    }


def trajectory_of(
    tables: "Mapping[str, pl.DataFrame]", *, replication: int, ending: Ending, until: int, ring: Sequence[int]
) -> Trajectory:
    """The trajectory of one replication again, from :func:`frames`."""
    import polars as pl

    own = {name: frame.filter(pl.col("replication") == replication) for name, frame in tables.items()}
    columns = {
        name: {field.name: own[name][field.name].fill_null(NEVER).to_numpy() for field in fields(kind)}
        for name, kind in TABLES.items()
    }
    return Trajectory(
        ending=ending,
        until=until,
        ring=tuple(ring),
        vehicles=Vehicles(**columns["vehicles"]),
        visits=Visits(**columns["visits"]),
        booths=BoothLog(**columns["booths"]),
        lights=LightLog(**columns["lights"]),
    )


def _frame(replication: int, table: Table, plan: Plan) -> "pl.DataFrame":
    import polars as pl

    columns = {"replication": pl.repeat(replication, len(table), dtype=pl.Int64, eager=True)}
    for field in fields(table):
        values = pl.Series(field.name, getattr(table, field.name), dtype=pl.Int64)
        columns[field.name] = values.set(values == NEVER, None) if field.name.endswith("_at") else values
    for name, words in _names(table, plan):
        columns[name] = pl.Series(name, words, dtype=pl.String)
    return pl.DataFrame(columns)


def _names(table: Table, plan: Plan) -> Iterator[tuple[str, list[str | None]]]:
    of_index = {"direction": DIRECTIONS, "vehicle_class": plan.classes, "place": place_names(plan), "form": FORMS}
    for field in fields(table):
        if field.name in of_index:
            words = np.array(of_index[field.name], dtype=object)
            yield f"{field.name}_name", words[getattr(table, field.name)].tolist()
    if isinstance(table, Visits | BoothLog):
        lanes = [lane_names(plan, place) for place in range(len(plan.places))]
        pairs = zip(table.place.tolist(), table.lane.tolist(), strict=True)
        yield "lane_name", [lanes[place][lane] if lane >= 0 else None for place, lane in pairs]
