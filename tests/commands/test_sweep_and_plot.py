"""``samur sweep`` and ``samur plot``: output, exit code, files."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sim.cli.app import app
from tests.tiny import write_tiny

SWEPT = ["--set", "places.gate.lanes.gate.booths=1:2:1", "-n", "2", "-j", "1"]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


def test_sweep_prints_one_line_for_each_point_class_and_direction(tiny: Path) -> None:
    code, out, _ = run("sweep", tiny, *SWEPT)
    assert code == 0
    assert out.count("northbound") == 2 * 2
    assert out.count("southbound") == 2


def test_sweep_prints_one_json_document(tiny: Path) -> None:
    code, out, _ = run("sweep", tiny, *SWEPT, "--json")
    assert code == 0
    assert json.loads(out)["format"] == 1


def test_sweep_writes_its_table_and_figures(tiny: Path, tmp_path: Path) -> None:
    code, _, _ = run("sweep", tiny, *SWEPT, "-o", tmp_path / "out")
    assert code == 0
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"sweep.csv", "provenance.json", "crossing-time-mean-northbound.png"} <= names


def test_sweep_refuses_a_folder_that_holds_a_result_unless_forced(tiny: Path, tmp_path: Path) -> None:
    run("sweep", tiny, *SWEPT, "-o", tmp_path / "out")
    before = (tmp_path / "out" / "sweep.csv").read_bytes()
    code, out, err = run("sweep", tiny, *SWEPT, "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert (tmp_path / "out" / "sweep.csv").read_bytes() == before
    assert run("sweep", tiny, *SWEPT, "-o", tmp_path / "out", "--force")[0] == 0


@pytest.mark.parametrize(
    "wrong",
    [
        ["--set", "places.gate.lanes.gate.booths=1"],
        ["--set", "places.gate.lanes.gate.boths=1,2"],
        ["--set", "services.gate.car.mean=1:3:1"],
        ["--set", "run.length=1 d,-1 d"],
        [],
    ],
)
def test_a_wrong_sweep_says_so_and_writes_nothing(tiny: Path, tmp_path: Path, wrong: list[str]) -> None:
    code, out, err = run("sweep", tiny, *wrong, "-n", "2", "-o", tmp_path / "out")
    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert not (tmp_path / "out").exists()


def test_plot_draws_the_crossing_of_a_file(tiny: Path, tmp_path: Path) -> None:
    assert run("plot", tiny, "--with", "slow-bridge", "-o", tmp_path / "figures")[0] == 0
    assert sorted(path.name for path in (tmp_path / "figures").iterdir()) == ["crossing.png", "crossing.svg"]


def test_plot_draws_one_figure_of_a_result(tiny: Path, tmp_path: Path) -> None:
    run("run", tiny, "-n", "2", "-j", "1", "-o", tmp_path / "result")
    code, _, _ = run("plot", tmp_path / "result", "-k", "crossing-times-northbound", "-o", tmp_path / "one.png")
    assert code == 0
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "one.svg").exists()


def test_plot_names_the_figures_there_are(tiny: Path, tmp_path: Path) -> None:
    code, _, err = run("plot", tiny, "-k", "pie", "-o", tmp_path / "figures")
    assert code == 2
    assert "'pie'; figures: crossing" in err
    assert not (tmp_path / "figures").exists()


@pytest.mark.parametrize("source", ["missing.yaml", "."])
def test_plot_of_what_is_no_scenario_and_no_result_is_refused(source: str, tmp_path: Path) -> None:
    code, _, err = run("plot", tmp_path / source, "-o", tmp_path / "figures")
    assert code == 2
    assert err.startswith("error: ")


def test_plot_runs_a_file_for_a_figure_of_what_happens_in_it(tiny: Path, tmp_path: Path) -> None:
    code, _, _ = run("plot", tiny, "--kind", "cumulative", "-n", "1", "-j", "1", "-o", tmp_path / "curve.png")
    assert code == 0
    assert {path.name for path in tmp_path.glob("curve*.png")} == {"curve-northbound.png", "curve-southbound.png"}


def test_plot_of_a_result_takes_no_settings(tiny: Path, tmp_path: Path) -> None:
    run("run", tiny, "-n", "1", "-j", "1", "-o", tmp_path / "result")
    code, _, err = run("plot", tmp_path / "result", "--set", "run.length=1 d", "-o", tmp_path / "figures")
    assert code == 2
    assert "belong to a scenario file" in err
