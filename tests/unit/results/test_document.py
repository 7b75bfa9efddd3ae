"""The JSON document: plain, finite, and with the rows of the tables."""

import json
from pathlib import Path

import polars as pl

from sim.experiment.compare import compare
from sim.experiment.run import run
from sim.experiment.sweep import sweep
from sim.results.document import rows, to_document
from sim.statistics.summary import COLUMNS
from tests.tiny import SHORT


def test_a_run_says_what_it_is_and_gives_a_row_for_each_measure(tiny: Path) -> None:
    result = run(tiny, replications=2)
    document = json.loads(json.dumps(to_document(result), allow_nan=False))
    assert (document["format"], document["scenario"], document["seed"], document["replications"]) == (1, "tiny", 7, 2)
    assert (document["confidence_level"], document["engine"], document["status"]) == (0.95, "compiled", "finished")
    assert document["fingerprint"] == result.provenance.fingerprint
    assert document["window"] == {"kind": "episode", "start": "2019-06-03 00:00", "from_hour": 1, "to_hour": 7}
    assert list(document["measures"][0]) == list(COLUMNS)
    assert len(document["measures"]) == result.summary.height


def test_a_comparison_has_runs_and_differences(tiny: Path) -> None:
    comparison = compare(tiny, with_=["second-booth"], factorial=True, replications=1, capacity=1, **SHORT)
    document = json.loads(json.dumps(to_document(comparison), allow_nan=False))
    assert list(document["scenarios"]) == ["tiny", "second-booth"]
    assert document["reference"] == "tiny"
    for table in ("differences", "pairing", "effects", "capacity"):
        assert document[table]
    assert document["differences"][0]["scenario"] == "second-booth"


def test_a_sweep_names_its_keys_in_every_row(tiny: Path) -> None:
    document = to_document(sweep(tiny, grid={"run.length": ["2 h", "3 h"]}, replications=1))
    assert document["keys"] == ["run.length"]
    assert {row["run.length"] for row in document["measures"]} == {"2 h", "3 h"}


def test_what_is_not_finite_is_null() -> None:
    frame = pl.DataFrame({"value": [1.0, float("nan"), float("inf"), None]})
    assert rows(frame) == [{"value": 1.0}, {"value": None}, {"value": None}, {"value": None}]
