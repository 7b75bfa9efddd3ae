"""Whether two scenarios are the same to the microsecond, their own names and unused places aside."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

import numpy as np

from sim.engines import DEFAULT
from sim.experiment.prepare import Prepared
from sim.experiment.reach import simulate
from sim.plan.model import Plan
from sim.results.outcome import Outcome
from sim.statistics.cell import ALL, Cell, Key
from sim.statistics.tally import Tally
from sim.trajectory import Trajectory

_OPEN = "open"


def same_measures(one: Tally, other: Tally) -> bool:
    """Whether both counted the same: all of *one*'s numbers stand in *other*, and *other* has no further ones.

    Groups by attribute are left out, as only one of the two may know the attribute, and so is for how long booths
    stood open at a place that only one of them has.
    """
    return all(_alike(getattr(one, table), getattr(other, table)) for table in ("cells", "totals", "maxima"))


def _alike(one: Mapping[Key, Cell | int], other: Mapping[Key, Cell | int]) -> bool:
    mine, theirs = _counted(one), _counted(other)
    differing = [key for key in mine.keys() | theirs.keys() if mine.get(key) != theirs.get(key)]
    places = [{key.place for key in side if key.measure != _OPEN} for side in (mine, theirs)]
    return all(key.measure == _OPEN and key.place.split("/")[0] not in places[0] & places[1] for key in differing)


def _counted(table: Mapping[Key, Cell | int]) -> dict[Key, Cell | int]:
    return {
        key: value
        for key, value in table.items()
        if key.attribute == ALL and (value.n if isinstance(value, Cell) else value)
    }


def same_outcomes(one: tuple[Outcome, ...], other: tuple[Outcome, ...]) -> bool:
    """Whether all replications ended alike with the same measures."""
    return len(one) == len(other) and all(
        (a.ending, a.until) == (b.ending, b.until) and same_measures(a.tally, b.tally)
        for a, b in zip(one, other, strict=True)
    )


def same_vehicles(one: Prepared, other: Prepared, *, replication: int = 0, engine: str = DEFAULT) -> bool:
    """Whether every vehicle arrives, is served and leaves at the same instants in one replication of both."""
    seed = one.loaded.scenario.run.seed
    records = [
        _named(simulate(each.plan, seed=seed, replication=replication, engine_name=engine), each.plan)
        for each in (one, other)
    ]
    return records[0].keys() == records[1].keys() and all(
        np.array_equal(records[0][column], records[1][column]) for column in records[0]
    )


def _named(trajectory: Trajectory, plan: Plan) -> dict[str, Any]:
    """Every column that does not depend on how kinds and places are numbered, and the names of the places."""
    columns: dict[str, Any] = {}
    for table, left_out in (("vehicles", ("kind", "attributes")), ("visits", ("place",))):
        rows = getattr(trajectory, table)
        columns |= {
            f"{table}.{each.name}": getattr(rows, each.name) for each in fields(rows) if each.name not in left_out
        }
    names = np.array([place.name for place in plan.places])
    return columns | {"visits.place": names[trajectory.visits.place]}
