"""What the commands say of a demand that is too much: beside the mean in an episode, instead of it when steady."""

import json
from pathlib import Path

import pytest

import sim
from sim.results.run import RunResult
from tests.commands.samur import samur
from tests.tiny import write_tiny

OVERLOADED = ("--set", "services.gate.truck.mean=20 min", "--set", "run.length=2 d", "-n", "5", "-j", "1", "-q")
STEADY = ("--set", "run.kind=steady")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def line_of(out: str, table: str, start: str) -> str:
    """The first line of a table that starts so."""
    return next(line for line in out.partition(table)[2].splitlines() if line.startswith(start))


def test_an_episode_shows_stage_and_growth_beside_its_mean(tiny: Path) -> None:
    out = samur("run", tiny, *OVERLOADED).out
    assert "status: finished" in out or "status: lower bound" in out
    assert "car northbound, truck northbound" in line_of(out, "Stages to which more come", "tiny")
    assert "vehicles" in line_of(out, "Queues that grew through the window", "tiny")
    assert " h " in line_of(out, "Crossing time and throughput", "truck")


def test_a_steady_run_shows_growth_instead_of_the_mean(tiny: Path) -> None:
    out = samur("run", tiny, *OVERLOADED, *STEADY).out
    assert "status: overloaded" in out
    assert "No mean in an overloaded steady run" in out
    mean, median, high = line_of(out, "Crossing time and throughput", "truck").split()[2:5]
    assert (mean, median, high) == ("-", "-", "-")
    assert "vehicles" in line_of(out, "Queues that grew through the window", "tiny")


def test_the_document_holds_both(tiny: Path) -> None:
    document = json.loads(samur("run", tiny, *OVERLOADED, *STEADY, "--json").out)
    stages, queues = document["overload"]["stages"], document["overload"]["queues"]
    assert all(stage["load"] > 1 and stage["comes_per_day"] > stage["serves_per_day"] for stage in stages)
    assert {(queue["vehicle_class"], queue["direction"]) for queue in queues} >= {("truck", "northbound")}
    means = [
        row["value"]
        for row in document["measures"]
        if (row["measure"], row["statistic"], row["vehicle_class"]) == ("crossing_time", "mean", "truck")
    ]
    assert means
    assert set(means) == {None}


def test_a_steady_run_below_capacity_keeps_every_mean(tiny: Path, tmp_path: Path) -> None:
    done = samur("run", tiny, *STEADY, "--set", "run.length=2 d", "-n", "5", "-j", "1", "-q", "-o", tmp_path / "out")
    assert "status: finished" in done.out
    assert "Stages to which more come" not in done.out
    result = sim.read(tmp_path / "out")
    assert isinstance(result, RunResult)
    assert result.without_mean == frozenset()


def test_a_comparison_tells_each_overloaded_scenario(tiny: Path, tmp_path: Path) -> None:
    words = ("--with", "second-booth", "--no-figures", "-o", tmp_path / "out")
    out = samur("compare", tiny, *OVERLOADED, *words).out
    assert line_of(out, "Stages to which more come", "tiny").split()[-1] == "%"
    assert "growth" in out
