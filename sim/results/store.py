"""Result folders: a run written, and read back equal.

========================  ==================================================================================
``provenance.json``       what fixes the result, how each replication ended, and which invariants held
``scenario.yaml``         the resolved scenario: it loads by itself and runs again to the same result
``summary.csv``           estimates over replications, as :attr:`sim.results.run.RunResult.summary`
``replications.parquet``  what each replication counted: tallies, from which the summary can be made again
``vehicles.parquet``      with trajectories only: every vehicle; so too ``visits``, ``booths``, ``lights``
========================  ==================================================================================
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.plan.build import build_plan
from sim.results.folder import FORMAT, PROVENANCE, FolderError, read_provenance, whole, write_json
from sim.results.outcome import Outcome
from sim.results.provenance import Provenance
from sim.results.run import RunResult
from sim.results.trajectories import TABLES, frames, trajectory_of
from sim.scenario.faults import ScenarioError
from sim.scenario.load import load
from sim.statistics.frame import from_frame, to_frame
from sim.statistics.invariants import INVARIANTS
from sim.statistics.tally import Tally
from sim.trajectory import Ending

if TYPE_CHECKING:
    import polars as pl

SCENARIO, SUMMARY, REPLICATIONS = "scenario.yaml", "summary.csv", "replications.parquet"


def write(result: RunResult, destination: str | Path, *, force: bool = False) -> None:
    """Write *result* into the folder *destination*, whole or not at all.

    Raises:
        FolderError: *destination* holds something else, or a result and *force* is not set.
    """
    with whole(Path(destination), force=force) as folder:
        write_into(result, folder)


def write_into(result: RunResult, folder: Path) -> None:
    """Write the files of *result* into a folder that is there and empty."""
    write_json(
        folder / PROVENANCE, {"format": FORMAT, "kind": "run", **result.provenance.as_json(), **_checked(result)}
    )
    (folder / SCENARIO).write_text(result.scenario, encoding="utf-8")
    result.summary.write_csv(folder / SUMMARY)
    numbers = [outcome.replication for outcome in result.outcomes]
    to_frame(result.tallies, replications=numbers).write_parquet(folder / REPLICATIONS)
    if result.trajectories:
        for name, frame in frames(result.trajectories, result.plan).items():
            frame.write_parquet(folder / f"{name}.parquet")


def read_run(folder: Path) -> RunResult:
    """The result that :func:`write_into` wrote into *folder*.

    Raises:
        FolderError: The folder holds no run, or its files do not belong together.
    """
    import polars as pl

    content = read_provenance(folder)
    try:
        provenance = Provenance.from_json(content)
        runs = content["runs"]
        text = (folder / SCENARIO).read_text(encoding="utf-8")
        loaded = load(folder / SCENARIO)
        tallies = from_frame(pl.read_parquet(folder / REPLICATIONS))
        tables = _trajectory_tables(folder)
        outcomes = tuple(_outcome(run, tally, tables) for run, tally in zip(runs, tallies, strict=True))
    except (OSError, KeyError, TypeError, ValueError, pl.exceptions.PolarsError, ScenarioError) as error:
        raise FolderError(f"{folder} holds a result that cannot be read: {error}") from error
    if loaded.fingerprint != provenance.fingerprint:
        raise FolderError(f"{folder / SCENARIO} was changed after the run: its fingerprint is no longer the result's")
    return RunResult(provenance, text, build_plan(loaded.scenario), outcomes)


def _checked(result: RunResult) -> dict[str, Any]:
    runs = [
        {
            "replication": outcome.replication,
            "ending": outcome.ending.value,
            "until": outcome.until,
            "ring": list(outcome.ring),
            "broken": list(outcome.broken),
        }
        for outcome in result.outcomes
    ]
    return {"invariants": list(INVARIANTS), "runs": runs}


def _trajectory_tables(folder: Path) -> "Mapping[str, pl.DataFrame]":
    import polars as pl

    return {
        name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES if (folder / f"{name}.parquet").exists()
    }


def _outcome(run: Mapping[str, Any], tally: Tally, tables: "Mapping[str, pl.DataFrame]") -> Outcome:
    outcome = Outcome(
        replication=run["replication"],
        tally=tally,
        ending=Ending(run["ending"]),
        until=run["until"],
        ring=tuple(run["ring"]),
        broken=tuple(run["broken"]),
    )
    if not tables:
        return outcome
    trajectory = trajectory_of(
        tables,
        replication=outcome.replication,
        ending=outcome.ending,
        until=outcome.until,
        ring=outcome.ring,
    )
    return replace(outcome, trajectory=trajectory)
