"""``samur regress``: goldens are kept, hold, drift, or cannot be compared."""

import csv
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from tests.commands.samur import samur
from tests.tiny import write_tiny

FAST = ("--set", "run.length=12 h", "-n", "8", "-j", "1")


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = write_tiny(tmp_path / "tiny")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def golden(tiny: Path) -> Path:
    code, out, _ = samur("regress", "update", tiny, *FAST)
    assert code == 0
    assert "8 replications" in out
    return Path("results/golden/tiny")


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_what_has_not_changed_is_identical(golden: Path, tiny: Path) -> None:
    before = {path.name: path.read_bytes() for path in golden.iterdir()}
    code, out, _ = samur("regress", "check", "-j", "1")
    assert code == 0
    assert "identical" in out
    assert "drifted" not in out
    samur("regress", "update", tiny, *FAST)
    assert {path.name: path.read_bytes() for path in golden.iterdir()} == before
    assert [path.name for path in golden.parent.iterdir()] == ["tiny"]


def _service(tiny: Path) -> str:
    line = next(line for line in tiny.read_text(encoding="utf-8").splitlines() if "mean:" in line)
    return line.split("mean: ")[-1].split(" min")[0]


def test_a_longer_service_drifts_and_its_lines_are_shown(golden: Path, tiny: Path, tmp_path: Path) -> None:
    was = _service(tiny)
    _change(tiny, f"mean: {was} min", f"mean: {float(was) * 2:g} min")
    junit, page = tmp_path / "found.xml", tmp_path / "found.md"
    code, out, _ = samur("regress", "check", "tiny", "-j", "1", "--junit", junit, "--markdown", page)
    assert code == 1
    assert "drifted: worse" in out
    assert f"mean: {float(was) * 2:g} min" in out
    suite = ET.parse(junit).getroot().find("testsuite")  # noqa: S314 - our own file
    assert suite is not None
    assert int(suite.attrib["failures"]) == len(suite.findall("testcase/failure")) > 0
    assert "| drifted: worse |" in page.read_text(encoding="utf-8")
    assert golden.exists()


def test_a_wide_margin_takes_it(golden: Path, tiny: Path) -> None:
    was = _service(tiny)
    _change(tiny, f"mean: {was} min", f"mean: {float(was) * 1.001:g} min")
    code, out, _ = samur("regress", "check", "-j", "1", "--margin", "20%")
    assert code == 0
    assert "same within margin" in out
    assert golden.exists()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [("seed", 8, "seed"), ("replications", 7, "replications"), ("window", [0, 1], "window")],
)
def test_another_seed_window_or_number_cannot_be_compared(golden: Path, key: str, value: object, told: str) -> None:
    about = json.loads((golden / "golden.json").read_text(encoding="utf-8"))
    about[key] = value
    (golden / "golden.json").write_text(json.dumps(about), encoding="utf-8")
    code, out, _ = samur("regress", "check", "-j", "1")
    assert code == 3
    assert "cannot compare" in out
    assert told in out


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.mark.parametrize("what", ["row removed", "row added", "unit", "nan", "column removed", "column added"])
def test_a_changed_table_cannot_be_compared(golden: Path, what: str) -> None:
    rows = _rows(golden / "summary.csv")
    match what:
        case "row removed":
            rows = rows[1:]
        case "row added":
            rows.append({**rows[0], "measure": "patience"})
        case "unit":
            rows[0]["unit"] = "h"
        case "nan":
            rows[0]["value"] = "nan"
        case "column removed":
            rows = [{name: value for name, value in row.items() if name != "unit"} for row in rows]
        case _:
            rows = [{**row, "colour": "red"} for row in rows]
    _write(golden / "summary.csv", rows)
    code, out, _ = samur("regress", "check", "-j", "1")
    assert code == 3
    assert "cannot compare" in out


def test_the_last_bit_of_a_logarithm_is_no_drift(golden: Path) -> None:
    rows = _rows(golden / "replications.csv")
    for row in rows:
        row["sum"] = str(int(row["sum"]) + 3)
    _write(golden / "replications.csv", rows)
    code, out, _ = samur("regress", "check", "-j", "1")
    assert code == 0
    assert "same within margin" in out


def test_what_is_undecided_fails_only_if_strict(golden: Path) -> None:
    rows = _rows(golden / "replications.csv")
    for number, row in enumerate(rows):
        row["sum"] = str(int(int(row["sum"]) * (1.1 if number % 2 else 0.9)))
    _write(golden / "replications.csv", rows)
    code, out, _ = samur("regress", "check", "-j", "1")
    assert (code, "undecided" in out) == (0, True)
    code, out, _ = samur("regress", "check", "-j", "1", "--strict", "--json")
    assert code == 4
    assert {row["state"] for row in json.loads(out)["goldens"][0]["measures"]} >= {"undecided"}


@pytest.mark.parametrize("args", [(), ("nothing",)])
def test_where_there_is_no_golden_it_is_told(tiny: Path, args: tuple[str, ...]) -> None:
    code, _, err = samur("regress", "check", *args)
    assert code == 2
    assert "golden" in err
    assert tiny.exists()
