"""Result folders: a run written, and read back equal.

========================  ==================================================================================
``provenance.json``       what fixes the result, how each replication ended, and which invariants held
``scenario.yaml``         the resolved scenario: it loads by itself and runs again to the same result
``summary.csv``           estimates over replications, as :attr:`sim.results.run.RunResult.summary`
``replications.parquet``  what each replication counted: tallies, from which the summary can be made again
``files.txt``             names of all these files; ``--force`` refuses a folder that holds others
``vehicles.parquet``      with trajectories only: every vehicle, a file for each replication (:mod:`sim.results.parts`);
                          so too ``visits``, ``booths``, ``lights``
``event_log.csv``         if asked for: one replication as an event log, made from these tables
========================  ==================================================================================

A comparison holds such a folder for each scenario under ``scenarios/``, and beside them the tables of
:class:`sim.results.comparison.Comparison` as ``summary.csv``, ``differences.csv``, ``pairing.csv``, ``effects.csv``
(factorial) and ``capacity.csv`` (with the same as Parquet). A sweep holds ``sweep.csv`` and ``sweep.parquet``, largest
sustainable flows ``sustainable_flow.csv`` and the same as Parquet.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias

from sim.plan.build import build_plan
from sim.results.capacity import Capacity
from sim.results.comparison import Comparison, of_runs
from sim.results.folder import FORMAT, PROVENANCE, FolderError, read_provenance, whole, write_json
from sim.results.outcome import Outcome
from sim.results.parts import has_parts, read_part, write_part
from sim.results.provenance import Provenance
from sim.results.run import RunResult
from sim.results.sweep import Sweep
from sim.scenario.load import load
from sim.statistics.frame import from_frame, to_frame
from sim.statistics.invariants import INVARIANTS
from sim.statistics.tally import Tally
from sim.statistics.verdict import Margin
from sim.trajectory import Ending

SCENARIO, SUMMARY, REPLICATIONS = "scenario.yaml", "summary.csv", "replications.parquet"
EVENT_LOG = "event_log.csv"
SCENARIOS, CAPACITY, SWEEP = "scenarios", "capacity.parquet", Path("sweep")
SUSTAINABLE = Path("sustainable_flow")
Result: TypeAlias = RunResult | Comparison | Sweep | Capacity


def write(
    result: Result,
    destination: str | Path,
    *,
    force: bool = False,
    event_log: int | None = None,
) -> None:
    """Write *result* into the folder *destination*, whole or not at all.

    Args:
        result: What is written.
        destination: The folder.
        force: Replace a result that is there already.
        event_log: The replication of a run that is written as an event log, too; its trajectory must be kept.

    Raises:
        FolderError: *destination* holds something else, or a result and *force* is not set.
        ValueError: There is no trajectory to make the event log from.
    """
    with whole(Path(destination), force=force) as folder:
        write_into(result, folder, event_log=event_log)


def write_into(result: Result, folder: Path, *, event_log: int | None = None) -> None:
    """Write the files of *result* into a folder that is there and holds nothing, or trajectories of this result.

    Raises:
        ValueError: There is no trajectory to make the event log of replication *event_log* from.
    """
    match result:
        case RunResult():
            _write_run(result, folder)
        case Comparison():
            _write_comparison(result, folder)
        case Sweep():
            _write_sweep(result, folder)
        case Capacity():
            _write_capacity(result, folder)
    if event_log is not None:
        if not isinstance(result, RunResult):
            raise ValueError("an event log is of a run, not of a comparison or of a table of many runs")
        _write_event_log(result, folder, replication=event_log)


def read(folder: str | Path) -> Result:
    """The result that a folder holds, equal to the one that was written.

    Raises:
        FolderError: The folder holds no result, or its files do not belong together.
    """
    place = Path(folder)
    content = read_provenance(place)
    with _readable(place):
        match content["kind"]:
            case "run":
                return _read_run(place, content)
            case "comparison":
                return _read_comparison(place, content)
            case "sweep":
                return _read_sweep(place, content)
            case _:
                return _read_capacity(place, content)


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    from polars.exceptions import PolarsError

    try:
        yield
    except FolderError:
        raise
    except (OSError, KeyError, TypeError, ValueError, PolarsError) as error:
        raise FolderError(f"{folder} holds a result that cannot be read: {error}") from error


def _write_run(result: RunResult, folder: Path) -> None:
    heading = {"format": FORMAT, "kind": "run"}
    write_json(folder / PROVENANCE, {**heading, **result.provenance.as_json(), **_checked(result)})
    (folder / SCENARIO).write_text(result.scenario, encoding="utf-8")
    result.summary.write_csv(folder / SUMMARY)
    numbers = [outcome.replication for outcome in result.outcomes]
    to_frame(result.tallies, replications=numbers).write_parquet(folder / REPLICATIONS)
    for replication, trajectory in result.trajectories.items():
        write_part(trajectory, folder, result.plan, replication=replication)


def _write_event_log(result: RunResult, folder: Path, *, replication: int) -> None:
    if has_parts(folder):
        outcomes = (_with_trajectory(each, folder) for each in result.outcomes if each.replication == replication)
        result = replace(result, outcomes=tuple(outcomes))
    result.event_log(replication).write_csv(folder / EVENT_LOG)


def _read_run(folder: Path, content: Mapping[str, Any]) -> RunResult:
    import polars as pl

    provenance = Provenance.from_json(content)
    loaded = load(folder / SCENARIO)
    if loaded.fingerprint != provenance.fingerprint:
        raise FolderError(f"{folder / SCENARIO} was changed after the run: its fingerprint is no longer the result's")
    tallies = from_frame(pl.read_parquet(folder / REPLICATIONS))
    return RunResult(
        provenance=provenance,
        scenario=(folder / SCENARIO).read_text(encoding="utf-8"),
        plan=build_plan(loaded.scenario),
        outcomes=tuple(_outcome(run, tally, folder) for run, tally in zip(content["runs"], tallies, strict=True)),
    )


def _write_comparison(comparison: Comparison, folder: Path) -> None:
    heading = {"format": FORMAT, "kind": "comparison"}
    names = list(comparison.names)
    margin = None if comparison.margin is None else comparison.margin.text
    content = {
        "scenarios": names,
        "reference": comparison.reference,
        "factors": list(comparison.factors),
        "margin": margin,
    }
    write_json(folder / PROVENANCE, {**heading, **content})
    tables = {
        "summary": comparison.summary,
        "differences": comparison.differences,
        "verdicts": comparison.verdicts,
        "pairing": comparison.pairing,
        "effects": comparison.effects,
        "capacity": comparison.capacity,
    }
    for name, frame in tables.items():
        if frame is not None:
            frame.write_csv(folder / f"{name}.csv")
    if comparison.capacity is not None:
        comparison.capacity.write_parquet(folder / CAPACITY)
    for name, run in comparison.runs.items():
        (folder / SCENARIOS / name).mkdir(parents=True)
        _write_run(run, folder / SCENARIOS / name)


def _read_comparison(folder: Path, content: Mapping[str, Any]) -> Comparison:
    import polars as pl

    places = {name: folder / SCENARIOS / name for name in content["scenarios"]}
    capacity = folder / CAPACITY
    return of_runs(
        {name: _read_run(place, read_provenance(place)) for name, place in places.items()},
        reference=content["reference"],
        factors=tuple(content["factors"]),
        capacity=pl.read_parquet(capacity) if capacity.exists() else None,
        margin=Margin.parse(content["margin"]) if content.get("margin") is not None else None,
    )


def _write_sweep(sweep: Sweep, folder: Path) -> None:
    heading = {"format": FORMAT, "kind": "sweep", "keys": list(sweep.keys)}
    write_json(folder / PROVENANCE, {**heading, **sweep.provenance.as_json()})
    (folder / SCENARIO).write_text(sweep.scenario, encoding="utf-8")
    sweep.table.write_csv(folder / SWEEP.with_suffix(".csv"))
    sweep.table.write_parquet(folder / SWEEP.with_suffix(".parquet"))


def _read_sweep(folder: Path, content: Mapping[str, Any]) -> Sweep:
    import polars as pl

    return Sweep(
        provenance=Provenance.from_json(content),
        scenario=(folder / SCENARIO).read_text(encoding="utf-8"),
        keys=tuple(content["keys"]),
        table=pl.read_parquet(folder / SWEEP.with_suffix(".parquet")),
    )


def _write_capacity(result: Capacity, folder: Path) -> None:
    heading = {"format": FORMAT, "kind": "capacity", "together": result.together, "growth": result.growth}
    write_json(folder / PROVENANCE, {**heading, **result.provenance.as_json()})
    (folder / SCENARIO).write_text(result.scenario, encoding="utf-8")
    result.table.write_csv(folder / SUSTAINABLE.with_suffix(".csv"))
    result.table.write_parquet(folder / SUSTAINABLE.with_suffix(".parquet"))


def _read_capacity(folder: Path, content: Mapping[str, Any]) -> Capacity:
    import polars as pl

    return Capacity(
        provenance=Provenance.from_json(content),
        scenario=(folder / SCENARIO).read_text(encoding="utf-8"),
        together=content["together"],
        growth=content["growth"],
        table=pl.read_parquet(folder / SUSTAINABLE.with_suffix(".parquet")),
    )


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


def _outcome(run: Mapping[str, Any], tally: Tally, folder: Path) -> Outcome:
    outcome = Outcome(
        replication=run["replication"],
        tally=tally,
        ending=Ending(run["ending"]),
        until=run["until"],
        ring=tuple(run["ring"]),
        broken=tuple(run["broken"]),
    )
    return _with_trajectory(outcome, folder) if has_parts(folder) else outcome


def _with_trajectory(outcome: Outcome, folder: Path) -> Outcome:
    return replace(outcome, trajectory=read_part(folder, outcome))
