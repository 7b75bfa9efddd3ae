"""Every column of every table has a meaning in the docs, and nothing else has."""

import json
from pathlib import Path

from sim.experiment.compare import compare
from sim.results import columns
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
    assert set(columns.MEASURES) == {*summary.MEASURES, "capacity"}


def test_every_statistic_has_a_meaning() -> None:
    explained = {*columns.STATISTICS, "p90", "p95", "p99"}
    assert explained == set(summary.STATISTICS)
