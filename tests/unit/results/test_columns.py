"""Every column of every table has a meaning in the docs, and nothing else has."""

import json
from pathlib import Path

import polars as pl
import pytest

from sim.experiment.compare import compare
from sim.experiment.run import run
from sim.results import columns, kept_columns, trajectories
from sim.results.store import write
from sim.statistics import summary
from tests.tiny import SHORT

ROOT = Path(__file__).parents[3]


def test_the_page_on_columns_is_current() -> None:
    written = (ROOT / "docs/reference/columns.md").read_text(encoding="utf-8")
    assert written == columns.markdown(), "python -m sim.results.columns > docs/reference/columns.md"


def test_the_tables_have_the_columns_of_the_dictionary(tiny: Path, tmp_path: Path) -> None:
    comparison = compare(tiny, with_=["second-booth"], factorial=True, replications=1, capacity=1, **SHORT)
    assert comparison.effects is not None
    assert comparison.capacity is not None
    assert comparison.runs["tiny"].summary.columns == list(columns.SUMMARY)
    assert comparison.summary.columns == ["scenario", *columns.SUMMARY]
    assert comparison.differences.columns == list(columns.DIFFERENCES)
    assert comparison.effects.columns == list(columns.EFFECTS)
    assert comparison.pairing.columns == list(columns.PAIRING)
    assert comparison.capacity.columns == list(columns.CAPACITY)
    write(comparison.runs["tiny"], tmp_path / "out")
    assert list(json.loads((tmp_path / "out" / "provenance.json").read_text("utf-8"))) == list(columns.PROVENANCE)


def test_every_measure_has_a_meaning() -> None:
    assert set(columns.MEASURES) == {*summary.MEASURES, "capacity", "sustainable_flow"}


def test_every_statistic_has_a_meaning() -> None:
    explained = {*columns.STATISTICS, "p90", "p95", "p99"}
    assert explained == set(summary.STATISTICS)


@pytest.fixture
def kept(tiny: Path, tmp_path: Path) -> Path:
    """A folder with everything that can be kept of a run."""
    write(run(tiny, replications=1, trajectories=True), tmp_path / "kept", event_log=0)
    return tmp_path / "kept"


def test_what_is_kept_of_a_replication_has_the_columns_of_the_dictionary(kept: Path) -> None:
    tables = {path.name: pl.read_parquet(path).columns for path in kept.glob("*.parquet")}
    tables["event_log.csv"] = pl.read_csv(kept / "event_log.csv").columns
    assert tables.keys() == {
        "replications.parquet",
        "event_log.csv",
        *(f"{name}.parquet" for name in trajectories.TABLES),
    }
    for name, found in tables.items():
        _, meanings = columns.TABLES[name]
        assert found == list(meanings), name


def test_every_file_of_a_run_is_in_the_dictionary_or_is_no_table(kept: Path) -> None:
    assert {path.name for path in kept.iterdir()} - set(columns.TABLES) == {"files.txt", "scenario.yaml"}


@pytest.mark.parametrize("table", columns.TABLES)
def test_every_column_has_a_meaning(table: str) -> None:
    _, meanings = columns.TABLES[table]
    assert [name for name, meaning in meanings.items() if not meaning] == []


@pytest.mark.parametrize("table", trajectories.TABLES)
def test_every_instant_and_duration_of_a_trajectory_has_a_unit(table: str) -> None:
    meanings = kept_columns.trajectory_columns(table)
    bare = [name for name, words in meanings.items() if name.endswith(("_at", "_time")) and "µs" not in words]
    assert bare == []


def test_a_field_without_a_docstring_has_no_meaning() -> None:
    class Told:
        first: int
        """The first,
        on two lines."""
        second: int

    assert kept_columns.docstrings(Told) == {"first": "The first, on two lines"}


def test_everything_that_is_counted_has_a_meaning(tiny: Path) -> None:
    (tally,) = run(tiny, replications=1).tallies
    assert {key.measure for key in {**tally.totals, **tally.maxima}} <= set(kept_columns.COUNTED)
    assert {key.measure for key in tally.cells} <= set(columns.MEASURES)
