"""Trajectories in a result folder: each table a folder of Parquet files, one for each replication.

So every replication is written by whoever ran it, and nobody needs to hold more than one at a time. Polars reads such
a folder like a single file: ``polars.read_parquet("out/visits.parquet")``.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sim.plan.model import Plan
from sim.results.outcome import Outcome
from sim.results.trajectories import TABLES, frames, trajectory_of
from sim.trajectory import Trajectory

if TYPE_CHECKING:
    import polars as pl


def write_part(trajectory: Trajectory, folder: Path, plan: Plan, *, replication: int) -> None:
    """Write the tables of one replication into the result folder *folder*, which is there."""
    for name, frame in frames({replication: trajectory}, plan).items():
        place = _place(folder, name)
        place.mkdir(exist_ok=True)
        frame.write_parquet(place / _file(replication))


def has_parts(folder: Path) -> bool:
    """Whether the result of *folder* kept its trajectories."""
    return all(_place(folder, name).is_dir() for name in TABLES)


def read_part(folder: Path, outcome: Outcome) -> Trajectory:
    """The trajectory of the replication of *outcome*.

    Raises:
        OSError: It was not kept.
    """
    return trajectory_of(
        _tables(folder, outcome.replication),
        replication=outcome.replication,
        ending=outcome.ending,
        until=outcome.until,
        ring=outcome.ring,
    )


def _tables(folder: Path, replication: int) -> "dict[str, pl.DataFrame]":
    import polars as pl

    return {name: pl.read_parquet(_place(folder, name) / _file(replication)) for name in TABLES}


def _place(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _file(replication: int) -> str:
    return f"{replication:06}.parquet"
