"""Results are read back equal, and a folder whose files do not belong together is refused."""

import json
import re
from pathlib import Path

import polars as pl
import pytest

from sim.experiment.compare import compare
from sim.experiment.run import run
from sim.experiment.sweep import sweep
from sim.results import store
from sim.results.folder import FolderError
from sim.results.run import RunResult
from sim.results.store import read, write
from tests.tiny import SHORT


@pytest.mark.parametrize("trajectories", [False, True])
def test_a_run_is_read_back_equal(tiny: Path, tmp_path: Path, trajectories: bool) -> None:
    result = run(tiny, with_=["second-booth"], trajectories=trajectories)
    write(result, tmp_path / "out")
    again = read(tmp_path / "out")
    assert again == result
    assert isinstance(again, RunResult)
    assert again.plan == result.plan
    assert again.summary.equals(result.summary)
    files = {path.name for path in (tmp_path / "out").iterdir()}
    tables = {"vehicles.parquet", "visits.parquet", "booths.parquet", "lights.parquet"}
    assert files == {"files.txt", "provenance.json", "scenario.yaml", "summary.csv", "replications.parquet"} | (
        tables if trajectories else set()
    )


def test_a_comparison_is_read_back_equal(tiny: Path, tmp_path: Path) -> None:
    comparison = compare(
        tiny, with_=["second-booth", "slow-bridge"], factorial=True, replications=2, capacity=1, **SHORT
    )
    write(comparison, tmp_path / "out")
    assert read(tmp_path / "out") == comparison
    assert read(tmp_path / "out" / "scenarios" / "slow-bridge") == comparison.runs["slow-bridge"]


def test_a_sweep_is_read_back_equal(tiny: Path, tmp_path: Path) -> None:
    swept = sweep(tiny, grid={"places.gate.lanes.gate.booths": ["1", "2"]}, replications=1)
    write(swept, tmp_path / "out")
    assert read(tmp_path / "out") == swept


def test_the_written_scenario_runs_again_to_the_same_result(tiny: Path, tmp_path: Path) -> None:
    result = run(tiny, with_=["second-booth"], replications=2)
    write(result, tmp_path / "out")
    assert run(tmp_path / "out" / "scenario.yaml").outcomes == result.outcomes


def test_the_summary_as_csv_is_the_summary(tiny: Path, tmp_path: Path) -> None:
    result = run(tiny)
    write(result, tmp_path / "out")
    assert pl.read_csv(tmp_path / "out" / "summary.csv", schema=result.summary.schema).equals(result.summary)


def test_two_runs_write_the_same_bytes_and_no_date(tiny: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(run(tiny, replications=1), tmp_path / name)
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
    text = (tmp_path / "one" / "provenance.json").read_text("utf-8")
    assert re.findall(r"20\d\d-\d\d-\d\d", text) == ["2019-06-03"], "only the simulated world has a date"
    assert str(tmp_path) not in text


def test_a_failure_in_the_middle_of_writing_leaves_nothing(
    tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = run(tiny, replications=1)

    def fail(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(store, "to_frame", fail)
    with pytest.raises(OSError, match="no space left"):
        write(result, tmp_path / "results" / "out")
    assert list((tmp_path / "results").iterdir()) == []


def test_invariants_and_endings_stand_in_the_provenance(tiny: Path, tmp_path: Path) -> None:
    write(run(tiny, replications=2), tmp_path / "out")
    content = json.loads((tmp_path / "out" / "provenance.json").read_text("utf-8"))
    assert "Little's law holds on the sample path" in content["invariants"]
    assert [(r["replication"], r["ending"], r["broken"]) for r in content["runs"]] == [
        (0, "finished", []),
        (1, "finished", []),
    ]


def test_a_scenario_changed_after_the_run_is_noticed(tiny: Path, tmp_path: Path) -> None:
    write(run(tiny, replications=1), tmp_path / "out")
    scenario = tmp_path / "out" / "scenario.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("10 vehicles", "11 vehicles"), encoding="utf-8")
    with pytest.raises(FolderError, match="changed after the run"):
        read(tmp_path / "out")


@pytest.mark.parametrize("file", ["scenario.yaml", "replications.parquet"])
@pytest.mark.parametrize("damage", ["missing", "garbage"])
def test_a_damaged_result_is_refused_in_words(tiny: Path, tmp_path: Path, file: str, damage: str) -> None:
    write(run(tiny, replications=1), tmp_path / "out")
    if damage == "missing":
        (tmp_path / "out" / file).unlink()
    else:
        (tmp_path / "out" / file).write_bytes(b"\x00\x01garbage")
    with pytest.raises(FolderError, match="cannot be read"):
        read(tmp_path / "out")
