"""What an exact answer may say."""

from pathlib import Path
from typing import Any

import pytest

from sim.scenario.exact import RULES, Exact
from sim.scenario.faults import ScenarioError
from sim.scenario.load import load
from sim.statistics.summary import MEASURES, STATISTICS
from tests.tiny import BASE

WAIT = {"formula": "-", "measure": "waiting_time", "statistic": "mean", "unit": "min", "value": "1", "place": "gate"}


def answer(**keys: Any) -> Exact:
    return Exact.model_validate({key: value for key, value in (WAIT | keys).items() if value is not None})


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ({"statistic": "per_day"}, "waiting_time has the statistics mean, sd, p50"),
        ({"statistic": "share_beyond", "unit": "1"}, "`threshold` goes with share_beyond"),
        ({"threshold": "1 min"}, "`threshold` goes with share_beyond"),
        ({"unit": "1"}, "the mean of waiting_time is in min, not 1"),
        ({"statistic": "share_beyond", "threshold": "1 min"}, "the share_beyond of waiting_time is in 1, not min"),
        ({"statistic": "share_beyond", "threshold": "1 min", "unit": "1"}, "only the share beyond 0 is counted"),
        ({"measure": "utilisation", "unit": "1", "place": None}, "utilisation is that of one place"),
        ({"measure": "virtual_wait"}, "virtual_wait is the state of an instant: give `at`"),
        ({"at": "1 h"}, "waiting_time has no state at an instant"),
        ({"measure": "queue_length", "unit": "vehicles", "at": "1 h", "vehicle_class": "car"}, "counts everybody"),
        ({"measure": "queue_length", "unit": "vehicles", "at": "1 h", "place": "gate/left"}, "a whole place"),
        ({"sd": "1"}, "`sd` is that of a number or a time at an instant"),
        ({"measure": "all_booths_taken", "unit": "1", "at": "1 h", "sd": "0.1"}, "that of a probability follows"),
        ({"measure": "queue_length", "unit": "vehicles", "at": "1 h", "sd": "0"}, "greater than 0"),
    ],
)
def test_what_does_not_fit_the_measure_is_refused(keys: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        answer(**keys)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"statistic": "share_beyond", "threshold": "0 min", "unit": "1"},
        {"statistic": "share_beyond", "threshold": "10 min", "unit": "1", "place": None},
        {"measure": "virtual_wait", "statistic": "share_beyond", "threshold": "1 min", "unit": "1", "at": "1 h"},
        {"measure": "queue_length", "unit": "vehicles", "at": "1 h", "sd": "2"},
    ],
)
def test_what_fits_is_accepted(keys: dict[str, Any]) -> None:
    assert answer(**keys).formula == "-"


def test_measures_and_statistics_are_those_of_the_result_table() -> None:
    states = {"virtual_wait", "all_booths_taken"}
    assert set(RULES) - states <= set(MEASURES)
    assert {statistic for rule in RULES.values() for statistic in rule.statistics} <= set(STATISTICS)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("measure: waiting_time, place: gaet", "there is no place 'gaet'; accepted: all, approach, gate, gate/gate"),
        ("measure: waiting_time, place: gate/right", "there is no place 'gate/right'"),
        ("measure: waiting_time, vehicle_class: bus", "there is no vehicle class 'bus'"),
        ("measure: virtual_wait, place: gate, at: 1 h", "not there once for each direction"),
        ("measure: virtual_wait, place: bridge, at: 1 h", "not there once for each direction"),
    ],
)
def test_what_the_file_does_not_have_is_refused(line: str, complaint: str, tmp_path: Path) -> None:
    path = tmp_path / "tiny.yaml"
    entry = f"exact:\n  some: {{{line}, statistic: mean, value: 1, unit: min, formula: none, source: theory}}\n"
    path.write_text(BASE + entry, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load(path)
    assert complaint in str(refused.value)


def test_exact_answers_are_not_physics(tmp_path: Path) -> None:
    bare, stating = tmp_path / "bare.yaml", tmp_path / "stating.yaml"
    bare.write_text(BASE, encoding="utf-8")
    entry = "measure: waiting_time, place: gate, statistic: mean, value: 1, unit: min, formula: none, source: theory"
    stating.write_text(f"{BASE}exact:\n  some: {{{entry}}}\n", encoding="utf-8")
    assert load(bare).fingerprint == load(stating).fingerprint
