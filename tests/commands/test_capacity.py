"""``samur capacity``: what it prints, writes and refuses."""

import json
from pathlib import Path

import polars as pl
import pytest

from tests.commands.samur import samur
from tests.tiny import write_tiny

SHORT = ("--length", "2 d", "--warm-up", "12 h", "-j", "1", "-q")


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_it_prints_the_flow_the_limit_and_the_year_of_each_class_and_direction(tiny: Path) -> None:
    done = samur("capacity", tiny, "-n", "2", "--growth", "4%", *SHORT)
    assert done.code == 0
    assert "grows by 4 % a year" in done.out
    rows = [line for line in done.out.splitlines() if "/day" in line]
    assert [line.split("bound")[0].split() for line in rows] == [["car", "north"], ["truck", "north"], ["south"]]
    assert all("  gate  " in line for line in rows)
    assert all(line.split()[-1].startswith("20") for line in rows)


def test_it_prints_one_json_document(tiny: Path) -> None:
    document = json.loads(samur("capacity", tiny, "-n", "2", "--json", "--together", *SHORT).out)
    assert (document["format"], document["together"], document["growth"]) == (1, True, None)
    rows = document["measures"]
    assert {row["measure"] for row in rows} == {"sustainable_flow"}
    assert len({round(row["value"] / row["demand"], 9) for row in rows}) == 1


def test_it_writes_its_table(tiny: Path, tmp_path: Path) -> None:
    samur("capacity", tiny, "-n", "1", "--output", tmp_path / "out", *SHORT)
    table = pl.read_csv(tmp_path / "out" / "sustainable_flow.csv")
    assert table["vehicle_class"].to_list() == ["car", "truck", "truck"]
    drawn = samur("plot", tmp_path / "out", "-o", tmp_path / "figures")
    assert (drawn.code, "no figure" in drawn.err) == (2, True)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--growth", "fast"), "expected per cent a year"),
        (("--growth=-100"), "expected per cent a year"),
        (("--length", "0 d"), "a time above 0"),
        (("--warm-up", "2"), "--warm-up"),
    ],
)
def test_what_cannot_be_meant_is_refused(tiny: Path, words: tuple[str, ...] | str, complaint: str) -> None:
    done = samur("capacity", tiny, *((words,) if isinstance(words, str) else words))
    assert done.code == 2
    assert complaint in done.err
    assert done.out == ""
