"""``samur verify``: what it prints, its exit codes, and that it can fail."""

import json
from pathlib import Path

import pytest

from tests.commands.samur import samur

CERTAIN = """\
format: 1
name: A queue without chance
source: theory
run: {kind: episode, length: 1 h, replications: 5, seed: 1}
classes: {car: {}}
demand: {northbound: {car: {timetable: {from: "00:00", to: "01:00", per_day: 30}}}}
services: {booth: {car: {law: constant, value: 3 min}}}
places: {control: {kind: stage, space: unlimited, service: booth, lanes: {all: {booths: 1}}}}
routes: {northbound: [control]}
exact:
  mean-wait:
    {measure: waiting_time, statistic: mean, place: control, value: 14.5, unit: min, formula: 29/2, source: theory}
  waiting-then: {measure: queue_length, statistic: mean, place: control, at: 31 min, value: 5, unit: vehicles,
    formula: 16 have come and 11 have begun, source: theory}
"""
# Every 2 min a car comes and is served in 3: car number k waits k minutes, and at 31 min number 15 has just come.

CHANCE = """\
format: 1
name: Erlang C in short
source: theory
run: {kind: steady, warm_up: 6 h, length: 1 d, replications: 240, seed: 1}
classes: {car: {}}
demand: {northbound: {car: {per_day: 288}}}
services: {booth: {car: {law: exponential, mean: 2 min}}}
places: {control: {kind: stage, space: unlimited, service: booth, lanes: {all: {booths: 1}}}}
routes: {northbound: [control]}
exact:
  waits: {measure: waiting_time, statistic: share_beyond, threshold: 0 min, place: control, value: 0.4, unit: "1",
    formula: rho, source: theory}
"""


def written(folder: Path, text: str, *changes: tuple[str, str], name: str = "case") -> Path:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def certain(tmp_path: Path) -> Path:
    return written(tmp_path, CERTAIN)


def test_a_right_answer_passes_and_the_table_says_what_was_asked(certain: Path) -> None:
    code, out, err = samur("verify", certain, "-j", "1")
    assert (code, err) == (0, "")
    assert out.startswith("Quick run ")
    assert "within 4 standard errors of the exact value, standard error at most 10 %" in out
    assert "mean waiting_time at control" in out
    assert "mean queue_length at control after 31 min" in out
    assert out.count("  pass\n") == 2
    assert out.endswith("passed: 1 case, 2 quantities\n")


def test_a_wrong_answer_fails_with_exit_code_1(tmp_path: Path) -> None:
    code, out, _ = samur("verify", written(tmp_path, CERTAIN, ("value: 14.5", "value: 14.6")), "-j", "1")
    assert code == 1
    assert "FAIL: too far off" in out
    assert out.endswith("FAILED: case (1 of 1 case)\n")


def test_an_answer_that_chance_could_hide_fails(tmp_path: Path) -> None:
    path = written(tmp_path, CHANCE, ("length: 1 d", "length: 2 h"), ("replications: 240", "replications: 6"))
    code, out, _ = samur("verify", path, "-j", "1")
    assert code == 1
    assert "FAIL: not precise enough" in out


def test_a_wrong_answer_fails_in_spite_of_chance(tmp_path: Path) -> None:
    assert samur("verify", written(tmp_path, CHANCE), "-j", "1").code == 0
    off = written(tmp_path, CHANCE, ("value: 0.4", "value: 0.45"), name="off")
    code, out, _ = samur("verify", off, "-j", "1")
    assert code == 1
    assert "FAIL: too far off" in out


def test_a_full_run_makes_all_replications_and_asks_for_2_percent(tmp_path: Path) -> None:
    code, out, _ = samur("verify", written(tmp_path, CHANCE), "--full", "-j", "1")
    assert code == 0
    assert out.startswith("Full run: ")
    assert "standard error at most 2 %" in out
    assert "240 replications, seed 1" in out


def test_json_is_one_document(certain: Path) -> None:
    code, out, err = samur("verify", certain, "--json", "-j", "1")
    assert (code, err) == (0, "")
    document = json.loads(out)
    assert {key: document[key] for key in ("format", "kind", "full", "standard_errors", "precision", "passed")} == {
        "format": 1, "kind": "verify", "full": False, "standard_errors": 4.0, "precision": 0.1, "passed": True,
    }  # fmt: skip
    [case] = document["cases"]
    assert (case["file"], case["replications"], case["vehicles"], case["faults"]) == (str(certain), 5, 150, [])
    wait, queue = case["quantities"]
    assert (wait["name"], wait["exact"], wait["estimate"], wait["standard_error"]) == ("mean-wait", 14.5, 14.5, 0)
    assert (wait["lower"], wait["upper"], wait["unit"], wait["passed"]) == (14.5, 14.5, "min", True)
    assert (queue["at"], queue["threshold"], queue["estimate"]) == (31, None, 5)


def test_json_of_a_failure_says_so(tmp_path: Path) -> None:
    code, out, _ = samur("verify", written(tmp_path, CERTAIN, ("value: 14.5", "value: 15")), "--json", "-j", "1")
    document = json.loads(out)
    assert (code, document["passed"], document["cases"][0]["passed"]) == (1, False, False)
    assert [each["agrees"] for each in document["cases"][0]["quantities"]] == [False, True]


def test_a_folder_is_all_its_files_by_name(tmp_path: Path) -> None:
    written(tmp_path, CERTAIN, name="second")
    written(tmp_path, CERTAIN, ("A queue", "Another queue"), name="first")
    code, out, _ = samur("verify", tmp_path, "-j", "1")
    assert code == 0
    assert out.index("first: Another queue") < out.index("second: A queue")
    assert out.endswith("passed: 2 cases, 4 quantities\n")


def test_the_seed_moves_chance_and_the_processes_move_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, CHANCE, ("length: 1 d", "length: 4 h"))
    alone, spread, moved = (
        json.loads(samur("verify", path, "--json", *options).out)["cases"][0]["quantities"]
        for options in (("-j", "1"), ("-j", "2"), ("-j", "1", "--seed", "2"))
    )
    assert alone == spread
    assert alone[0]["estimate"] != moved[0]["estimate"]


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("value: 14.5", "value: soon"), "expected a number without a unit"),
        (("measure: waiting_time", "measure: patience"), "exact.mean-wait.measure"),
        (("place: control, value", "place: gate, value"), "there is no place 'gate'"),
        (("at: 31 min", "at: 2 h"), "the instant lies beyond the window"),
        (CERTAIN[CERTAIN.index("exact:") :], "the file states no exact answer"),
    ],
)
def test_a_wrong_file_is_refused_before_anything_is_run(
    change: tuple[str, str] | str, complaint: str, tmp_path: Path
) -> None:
    change = (change, "") if isinstance(change, str) else change
    path = written(tmp_path, CERTAIN, change)
    code, out, err = samur("verify", path, "-j", "1")
    assert (code, out) == (2, "")
    assert err.startswith(f"error: {path}")
    assert complaint in err


@pytest.mark.parametrize("missing", ["nothing.yaml", "."])
def test_what_is_no_case_is_refused(missing: str, tmp_path: Path) -> None:
    code, out, err = samur("verify", tmp_path / missing)
    assert (code, out) == (2, "")
    assert err.startswith("error: ")


def test_without_a_path_the_theory_of_this_folder_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = samur("verify")
    assert code == 2
    assert "scenarios/theory" in err
