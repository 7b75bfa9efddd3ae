"""``samur check`` and ``samur schema``."""

import json
from pathlib import Path

import pytest

from tests.commands.samur import samur
from tests.tiny import BASE, write_tiny

ROOT = Path(__file__).parents[2]
UNSIGNED = BASE.replace("source: theory\n", "")
RING = """\
format: 1
name: Two directions share two finite stages, in opposite order
source: theory
run: {length: 1 d}
classes: {car: {}}
demand: {northbound: {car: {per_day: 10}}, southbound: {car: {per_day: 10}}}
services: {desk: {car: {law: constant, mean: 2 min}}}
places:
  first: {kind: stage, space: 2 vehicles, service: desk, lanes: {all: {booths: 1}}}
  second: {kind: stage, space: 2 vehicles, service: desk, lanes: {all: {booths: 1}}}
routes: {northbound: [first, second], southbound: [second, first]}
"""
SIGNED = """\
format: 1
name: A desk
run: {length: 1 d}
classes: {car: {}}
demand: {northbound: {car: {per_day: 10, source: survey}}}
services: {desk: {car: {law: constant, mean: 2 min, assumption: quick}}}
places: {desk: {kind: stage, space: unlimited, service: desk, lanes: {all: {booths: 1}}}}
routes: {northbound: [desk]}
assumptions: {quick: {because: nobody looked, range: {services.desk.car.mean: [1 min, 4 min]}}}
sources: {survey: {title: A survey, locator: page 3}}
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path / "tiny")


def written(folder: Path, text: str) -> Path:
    path = folder / "file.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sound_file_shows_who_answers_for_its_numbers(tmp_path: Path) -> None:
    code, out, err = samur("check", written(tmp_path, SIGNED))
    assert (code, err) == (0, "")
    assert "no fault found" in out
    lines = out.splitlines()
    assert any(line.startswith("quick ") and "nobody looked" in line and "1 min to 4 min" in line for line in lines)
    assert any(line.startswith("survey ") and "page 3" in line for line in lines)


def test_unsigned_numbers_are_refused_each_with_its_line(tmp_path: Path) -> None:
    code, out, err = samur("check", written(tmp_path, UNSIGNED))
    assert (code, out) == (2, "")
    assert "file.yaml:" in err
    assert "nobody answers for this number" in err
    assert all(line.startswith("error: ") for line in err.splitlines())


@pytest.mark.parametrize("command", [["check"], ["run", "-n", "1"]])
def test_a_ring_is_refused_by_name(command: list[str], tmp_path: Path) -> None:
    code, out, err = samur(*command, written(tmp_path, RING))
    assert (code, out) == (2, "")
    assert "ring: first -> second -> first" in err
    assert "unlimited space" in err


def test_of_several_files_each_is_checked(tiny: Path, tmp_path: Path) -> None:
    code, out, err = samur("check", tiny, written(tmp_path, RING))
    assert code == 2
    assert "Tiny crossing" in out
    assert "ring" in err


def test_interventions_are_checked_with_the_base(tiny: Path) -> None:
    code, out, _ = samur("check", tiny, "--with", "second-booth,slow-bridge")
    assert code == 0
    assert "Tiny crossing + A slow bridge + A second booth" in out or "+ second-booth" in out


def test_json_is_one_document_with_the_signatures(tmp_path: Path) -> None:
    code, out, err = samur("check", written(tmp_path, SIGNED), "--json")
    (file,) = json.loads(out)["files"]
    assert (code, err) == (0, "")
    assert (file["valid"], file["faults"]) == (True, [])
    assert [row["id"] for row in file["signatures"] if row["kind"] == "assumption"] == ["quick"]


def test_json_holds_the_faults_of_a_wrong_file(tmp_path: Path) -> None:
    code, out, err = samur("check", written(tmp_path, UNSIGNED), "--json")
    (file,) = json.loads(out)["files"]
    assert code == 2
    assert not file["valid"]
    assert [f"error: {fault}" for fault in file["faults"]] == err.splitlines()


def test_warnings_go_to_stderr_and_refuse_nothing(tmp_path: Path) -> None:
    two = "lanes: {slow: {serves: [truck], booths: 1}, quick: {serves: [car], booths: 1}}, queue: single-file"
    text = BASE.replace("lanes: {gate: {booths: 1}}", two)
    code, _, err = samur("check", written(tmp_path, text))
    assert code == 0
    assert err.startswith("warning: ")


def test_a_lane_that_leaves_its_queue_behind_at_night_is_warned_of_with_its_line(tmp_path: Path) -> None:
    night = 'queue: own, lanes: {gate: {space: 5 vehicles, staffing: {"00:00": 1, "20:00": 0}}}'
    text = BASE.replace("space: 10 vehicles, service: gate, lanes: {gate: {booths: 1}}", f"service: gate, {night}")
    path = written(tmp_path, text.replace("length: 6 h", "length: 1 d"))
    code, _, err = samur("check", path)
    assert code == 0
    [line] = err.splitlines()
    assert line.startswith(f"warning: {path}:13: places.gate.lanes.gate: the lane closes for 4 h while no other lane")
    assert "is open to car and truck: who waits in it stays there until it opens again" in line


def test_a_lane_that_is_open_on_one_date_closes_for_good(tmp_path: Path) -> None:
    once = 'queue: own, lanes: {gate: {space: 5 vehicles, staffing: {"00:00": 0}, dates: {2019-06-03: {"00:00": 1}}}}'
    text = BASE.replace("space: 10 vehicles, service: gate, lanes: {gate: {booths: 1}}", f"service: gate, {once}")
    code, _, err = samur("check", written(tmp_path, text.replace("length: 6 h", "length: 2 d")))
    assert code == 0
    assert "places.gate.lanes.gate: the lane closes for good while no other lane" in err


@pytest.mark.parametrize(
    ("options", "file"), [([], "scenario.schema.json"), (["--intervention"], "intervention.schema.json")]
)
def test_the_schema_printed_is_the_one_shipped(options: list[str], file: str) -> None:
    code, out, _ = samur("schema", *options)
    assert code == 0
    assert json.loads(out) == json.loads((ROOT / "scenarios" / file).read_text(encoding="utf-8"))
