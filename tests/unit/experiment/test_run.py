"""Running a scenario: the same result whatever runs beside it, and wherever."""

from pathlib import Path

import pytest

from sim.experiment.prepare import prepare
from sim.experiment.replicate import Job, replicate
from sim.experiment.run import run
from sim.results.store import write
from sim.scenario.faults import ScenarioError
from sim.scenario.load import load
from sim.statistics.invariants import INVARIANTS


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_parallel_equals_serial_byte_for_byte(tiny: Path, tmp_path: Path) -> None:
    write(run(tiny, trajectories=True, jobs=1), tmp_path / "serial")
    write(run(tiny, trajectories=True, jobs=2), tmp_path / "parallel")
    assert _bytes(tmp_path / "serial") == _bytes(tmp_path / "parallel")


def test_a_replication_alone_equals_the_same_of_several(tiny: Path) -> None:
    several = run(tiny, trajectories=True)
    prepared = prepare(tiny)
    alone = replicate(Job(prepared.plan, 7, 2, thresholds=prepared.thresholds, trajectories=True))
    assert several.outcomes[2] == alone
    assert several.outcomes[1].trajectory != alone.trajectory


def test_fewer_replications_are_the_first_of_more(tiny: Path) -> None:
    assert run(tiny, replications=2).outcomes == run(tiny).outcomes[:2]


def test_another_seed_is_another_crossing(tiny: Path) -> None:
    assert run(tiny, seed=8).outcomes[0] != run(tiny).outcomes[0]


def test_a_loaded_scenario_runs_as_its_file_does(tiny: Path) -> None:
    assert run(load(tiny, with_=["second-booth"])) == run(tiny, with_=["second-booth"])


def test_a_loaded_scenario_takes_no_further_settings(tiny: Path) -> None:
    with pytest.raises(ValueError, match="give interventions and settings to load"):
        run(load(tiny), replications=2)


def test_provenance_says_what_fixes_the_result(tiny: Path) -> None:
    provenance = run(tiny, with_=["slow-bridge"], sets=["run.length=2 h"], replications=1, seed=3).provenance
    assert (provenance.scenario, provenance.interventions, provenance.settings) == (
        "tiny",
        ("slow-bridge",),
        ("run.length=2 h",),
    )
    assert (provenance.seed, provenance.replications, provenance.engine, provenance.name) == (
        3,
        1,
        "compiled",
        "slow-bridge",
    )
    assert provenance.fingerprint == load(tiny, with_=["slow-bridge"], sets=["run.length=2 h"]).fingerprint


def test_the_engine_changes_nothing(tiny: Path) -> None:
    one, other = (run(tiny, trajectories=True, engine=engine) for engine in ("reference", "compiled"))
    assert (one.provenance.engine, other.provenance.engine) == ("reference", "compiled")
    assert one.outcomes == other.outcomes
    assert one.summary.equals(other.summary)


def test_provenance_names_the_libraries_of_both_engines(tiny: Path) -> None:
    assert {"numba", "numpy", "simpy"} <= set(run(tiny, replications=1).provenance.software.libraries)


def test_invariants_hold_and_the_run_is_finished(tiny: Path) -> None:
    result = run(tiny)
    assert INVARIANTS
    assert (result.broken, result.status, result.rings) == ((), "finished", ())


def test_trajectories_are_kept_only_on_request(tiny: Path) -> None:
    assert run(tiny, replications=1).trajectories == {}
    assert list(run(tiny, replications=2, trajectories=True).trajectories) == [0, 1]


def test_a_run_cut_short_gives_lower_bounds(tiny: Path) -> None:
    crowded = ["demand.northbound.car.per_day=900"]
    assert run(tiny, sets=[*crowded, "run.stop_after=1 min"], replications=1).status == "lower bound"
    assert run(tiny, sets=crowded, replications=1).status == "finished"


def test_a_steady_scenario_above_its_capacity_is_overloaded(tiny: Path) -> None:
    steady = ["run.kind=steady", "demand.northbound.car.per_day=900"]
    assert run(tiny, sets=steady, replications=1).status == "overloaded"
    assert run(tiny, sets=steady[:1], replications=1).status == "finished"


def test_a_ring_is_refused_by_name(tiny: Path) -> None:
    # Both directions share the gate now: served southbound vehicles wait for the bridge that northbound ones hold.
    shared = tiny.read_text("utf-8").replace("gate: {kind: stage, per: direction,", "gate: {kind: stage,")
    shared = shared.replace("mode: two-way", "mode: alternating").replace(
        "lanes: {east: {direction: northbound}, west: {direction: southbound}}",
        "lanes: {only: {}}\n    green: {minimum: 1 min, maximum: 5 min, clearing: 1 min}",
    )
    tiny.write_text(shared, encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"ring: .*gate"):
        run(tiny)


def test_an_interrupt_leaves_no_result(tiny: Path) -> None:
    def interrupt(done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(tiny, progress=interrupt)
