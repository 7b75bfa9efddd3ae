"""``samur run``."""

import json
from pathlib import Path

import pytest

import sim
from sim.results.run import RunResult
from tests.commands.samur import samur
from tests.tiny import write_tiny

FAST = ("-n", "2", "-j", "1")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def test_the_tables_stand_under_their_titles(tiny: Path) -> None:
    code, out, err = samur("run", tiny, *FAST)
    assert (code, err) == (0, "")
    titles = (
        "Crossing time and throughput",
        "Share of vehicles that take longer",
        "Where the hours go",
        "The busiest booths",
    )
    assert [title for title in titles if f"\n{title}\n" in out] == list(titles)
    assert "status: finished: every vehicle of the window crossed" in out
    assert "invariants: all held in every replication" in out


def test_too_few_replications_have_no_interval_and_say_so(tiny: Path) -> None:
    _, out, _ = samur("run", tiny, *FAST)
    assert "No intervals: 2 replications, and it takes 5. They would cover chance only" in " ".join(out.split())


def test_intervals_cover_chance_only_and_say_so(tiny: Path) -> None:
    _, out, _ = samur("run", tiny, "-n", "5", "-j", "1")
    assert "Intervals (95 %) cover chance only" in out
    assert " to " in out


def test_json_is_one_document_and_nothing_else(tiny: Path) -> None:
    code, out, err = samur("run", tiny, *FAST, "--json", "--seed", "11")
    document = json.loads(out)
    assert (code, err) == (0, "")
    assert (document["format"], document["seed"], document["replications"], document["status"]) == (
        1,
        11,
        2,
        "finished",
    )
    row = document["measures"][0]
    assert list(row)[:6] == ["direction", "vehicle_class", "attribute", "place", "measure", "statistic"]


def test_options_change_what_is_run(tiny: Path) -> None:
    _, out, _ = samur("run", tiny, *FAST, "--json", "--with", "second-booth", "--set", "run.length=3 h")
    document = json.loads(out)
    assert document["interventions"] == ["second-booth"]
    assert document["window"]["to_hour"] - document["window"]["from_hour"] == 3


def test_processes_change_nothing(tiny: Path) -> None:
    assert samur("run", tiny, "-n", "3", "-j", "1").out == samur("run", tiny, "-n", "3", "-j", "2").out


def test_nothing_is_written_without_output(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    samur("run", tiny, *FAST)
    assert list(elsewhere.iterdir()) == []


def test_a_result_folder_can_be_read_back(tiny: Path, tmp_path: Path) -> None:
    code, _, err = samur("run", tiny, *FAST, "-o", tmp_path / "out")
    assert (code, err) == (0, f"result written to {tmp_path / 'out'}\n")
    result = sim.read(tmp_path / "out")
    assert isinstance(result, RunResult)
    assert result.summary.height > 0
    assert not result.trajectories


def test_trajectories_are_kept_on_request(tiny: Path, tmp_path: Path) -> None:
    samur("run", tiny, *FAST, "-o", tmp_path / "out", "--trajectories")
    result = sim.read(tmp_path / "out")
    assert isinstance(result, RunResult)
    assert sorted(result.trajectories) == [0, 1]


def test_what_workers_write_is_what_is_written_of_a_result(tiny: Path, tmp_path: Path) -> None:
    sim.write(sim.run(tiny, replications=3, trajectories=True), tmp_path / "held", event_log=1)
    for jobs in "12":
        samur("run", tiny, "-n", "3", "-j", jobs, "-o", tmp_path / jobs, "--event-log", "1")
        assert _bytes(tmp_path / jobs) == _bytes(tmp_path / "held")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_trajectories_without_a_folder_are_refused(tiny: Path) -> None:
    code, out, err = samur("run", tiny, *FAST, "--trajectories")
    assert (code, out) == (2, "")
    assert "--output" in err


def test_a_folder_with_a_result_is_left_alone_unless_forced(tiny: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    samur("run", tiny, *FAST, "-o", folder)
    before = (folder / "provenance.json").read_bytes()
    code, out, err = samur("run", tiny, *FAST, "--seed", "99", "-o", folder)
    assert (code, out) == (2, "")
    assert "holds a result already; --force replaces it" in err
    assert (folder / "provenance.json").read_bytes() == before
    assert samur("run", tiny, *FAST, "--seed", "99", "-o", folder, "--force").code == 0
    assert (folder / "provenance.json").read_bytes() != before


def test_a_folder_that_holds_something_else_is_never_replaced(tiny: Path) -> None:
    code, _, err = samur("run", tiny, *FAST, "-o", tiny.parent, "--force")
    assert code == 2
    assert "holds no result of samur" in err
    assert tiny.exists()


def test_an_overload_is_told_with_growth_and_time_to_clear(tiny: Path) -> None:
    peak = tiny.parent / "interventions" / "peak.yaml"
    peak.write_text(
        "format: 1\nname: Peak\nsource: theory\ndemand: {northbound: {truck: {per_day: 600}}}\n", encoding="utf-8"
    )
    _, out, _ = samur("run", tiny, "--with", "peak", "--set", "run.length=2 d", "-n", "2", "-j", "1")
    assert "Queues that grew through the window" in out
    (line,) = [line for line in out.splitlines() if "truck" in line and "northbound" in line and " vehicles " in line]
    assert "/day" in line


def test_observed_figures_stand_beside_the_simulated_ones(tiny: Path) -> None:
    text = tiny.read_text(encoding="utf-8") + (
        "observed:\n"
        "  trucks: {what: Trucks a day north, measure: throughput, statistic: per_day, direction: northbound, "
        "vehicle_class: truck, value: about 100, low: 90, high: 110, unit: vehicles/day, status: fitted, "
        "source: theory}\n"
    )
    tiny.write_text(text, encoding="utf-8")
    code, out, _ = samur("run", tiny, *FAST)
    assert code == 0
    (line,) = [line for line in out.splitlines() if line.startswith("Trucks a day north")]
    assert "about 100" in line
    assert " fitted " in line


def test_a_setting_outside_its_range_is_warned_of() -> None:
    base = Path(__file__).parents[2] / "scenarios" / "single-bridge.yaml"
    short = ("--set", "run.length=1 h", "--set", "run.warm_up=0 d", "-n", "1", "-j", "1")
    code, _, err = samur("run", base, *short, "--set", "services.gate.truck.cv=3")
    assert code == 0
    assert "services.gate.truck.cv is 3, outside its range" in err
    assert samur("run", base, *short).err == ""


def test_an_event_log_is_written_with_the_trajectories_it_is_made_from(tiny: Path, tmp_path: Path) -> None:
    code, _, err = samur("run", tiny, *FAST, "-q", "-o", tmp_path / "out", "--event-log", "1")
    assert (code, err) == (0, "")
    kept = sim.read(tmp_path / "out")
    assert isinstance(kept, RunResult)
    lines = (tmp_path / "out" / "event_log.csv").read_text("utf-8").splitlines()
    assert len(lines) == 1 + len(kept.event_log(1))
    assert lines[1].startswith("1,0,")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--event-log", "0"), "give --output, too"),
        (("--event-log", "2", "-o", "out"), "2 is not one of the replications 0 to 1"),
    ],
)
def test_an_event_log_that_cannot_be_written_is_refused_before_the_run(
    tiny: Path, tmp_path: Path, options: tuple[str, ...], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = samur("run", tiny, *FAST, *options)
    assert code == 2
    assert told in " ".join(err.replace("│", " ").split())
    assert not (tmp_path / "out").exists()
