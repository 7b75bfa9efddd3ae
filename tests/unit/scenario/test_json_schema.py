"""The schemas for editors: committed as they are made, kind to good files, strict with typical bad ones."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from sim.scenario.json_schema import intervention_schema, scenario_schema

SCENARIOS = Path(__file__).parents[3] / "scenarios"
SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")
INTERVENTIONS = sorted((SCENARIOS / "interventions").glob("*.yaml"))
BASES = [*sorted(SCENARIOS.glob("*.yaml")), *sorted((SCENARIOS / "theory").glob("*.yaml"))]


@pytest.fixture(scope="module")
def scenario() -> Draft202012Validator:
    return Draft202012Validator(scenario_schema())


@pytest.fixture(scope="module")
def intervention() -> Draft202012Validator:
    return Draft202012Validator(intervention_schema())


def parsed(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


def faults(validator: Draft202012Validator, text: str) -> list[str]:
    return [error.json_path for error in validator.iter_errors(parsed(text))]


def test_both_are_valid_schemas() -> None:
    Draft202012Validator.check_schema(scenario_schema())
    Draft202012Validator.check_schema(intervention_schema())


@pytest.mark.parametrize(
    ("name", "schema"),
    [("scenario.schema.json", scenario_schema), ("intervention.schema.json", intervention_schema)],
)
def test_the_committed_schemas_are_those_of_the_models(name: str, schema: Any) -> None:
    assert json.loads((SCENARIOS / name).read_text(encoding="utf-8")) == schema()


@pytest.mark.parametrize("path", BASES, ids=lambda path: path.stem)
def test_shipped_scenarios_pass(path: Path, scenario: Draft202012Validator) -> None:
    assert faults(scenario, path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", INTERVENTIONS, ids=lambda path: path.stem)
def test_shipped_interventions_pass(path: Path, intervention: Draft202012Validator) -> None:
    assert faults(intervention, path.read_text(encoding="utf-8")) == []


def test_a_demand_may_be_the_word_saturated_and_no_other(scenario: Draft202012Validator) -> None:
    assert faults(scenario, SMALL.replace("car: {per_day: 300}", "car: saturated")) == []
    assert faults(scenario, SMALL.replace("car: {per_day: 300}", "car: full")) == ["$.demand.southbound.car"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("space: 5 vehicles", "space: 120 m"),
        ("space: 5 vehicles", "space: {northbound: 0.1 km, southbound: unlimited}"),
        ("space: 5 vehicles", "queue: own\n    lane_choice: at-random"),
        ("cars: {serves: [car], ", "cars: {serves: [car], space: 40 m, "),
        ("space: 5 vehicles", "space: 5 vehicles\n    priority: {car: 1, truck+empty: 2}\n    repeats: {truck: 0.1}"),
        ("east: {direction: northbound}", "east: {direction: northbound, room: 800 m}"),
        ("{car: 4 s, truck: 8 s}", "{car: 4 s, truck: {car: 6 s, truck: 8 s}}"),
    ],
)
def test_queues_metres_and_pairs_pass(scenario: Draft202012Validator, old: str, new: str) -> None:
    assert old in SMALL
    assert faults(scenario, SMALL.replace(old, new)) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("space: 5 vehicles", "space: 120"),
        ("space: 5 vehicles", "space: 120 min"),
        ("space: 5 vehicles", "space: 5 vehicles\n    priority: {car: 1.5}"),
        ("space: 5 vehicles", "space: 5 vehicles\n    repeats: {truck: 1.5}"),
        ("northbound: 5 vehicles", "northbound: 20 m"),
        ("{car: 4 s, truck: 8 s}", "{car: 4 s, truck: {car: 6}}"),
        ("{car: 4 s, truck: 8 s}", "{car: {car: {car: 4 s}}, truck: 8 s}"),
    ],
)
def test_queues_metres_and_pairs_that_are_none_are_refused(scenario: Draft202012Validator, old: str, new: str) -> None:
    assert old in SMALL
    assert faults(scenario, SMALL.replace(old, new)) != []


def test_the_small_scenario_passes(scenario: Draft202012Validator) -> None:
    assert faults(scenario, SMALL) == []


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("format: 1", "format: 2", "$.format"),
        ("seed: 1", "sede: 1", "$.run"),
        ("length: 7 d", "length: 7", "$.run.length"),
        ("mean: 2 min", "mean: 2 minutes", "$.services.control.car"),
        ("per_day: 400", "per_day: -1", "$.demand.northbound.car.per_day"),
        ("visits: {truck: 0.5}", "visits: {truck: 1.5}", "$.places.yard"),
        ("kind: link", "kind: lnik", "$.places.bridge"),
        ("UTC+4", "GMT", "$.posts.west.clock"),
        ("yard: {booths: 10}", "yard: {booths: ten}", "$.places.yard"),
        ("level: low", "level: [low]", "$.tracking"),
        ("thresholds: {car", "thresholds: {Car", "$.thresholds"),
        ("{car: 4 s, truck: 8 s}", "{car: 4 s, truck: 8}", "$.places.bridge"),
        ("format: 1\n", "", "$"),
    ],
)
def test_typical_faults_are_marked_where_they_are(
    old: str, new: str, where: str, scenario: Draft202012Validator
) -> None:
    assert old in SMALL
    found = faults(scenario, SMALL.replace(old, new, 1))
    assert found
    assert all(path.startswith(where.rstrip("]")) for path in found)


@pytest.mark.parametrize(
    "text",
    [
        "format: 1",
        "format: 1\nthresholds: null",
        "format: 1\nplaces: {gate: {lanes: {gate: null, cars: {serves: [car], booths: 1}}}}",
        "format: 1\nroutes: {northbound: {insert: {seal: {after: bridge}}, drop: [yard]}}",
        "format: 1\nroutes: {northbound: [a, b]}",
        "format: 1\nservices: {gate: {car: {mean: 2 min}, truck: null}}",
        "format: 1\nbase: single-bridge.yaml\nwith: [new-bridge]",
    ],
)
def test_an_intervention_may_say_little(text: str, intervention: Draft202012Validator) -> None:
    assert faults(intervention, text) == []


@pytest.mark.parametrize(
    "text",
    [
        "name: without a format",
        "format: 1\nplaecs: {}",
        "format: 1\nservices: {gate: {car: {mean: 2}}}",
        "format: 1\nroutes: {northbound: {insret: {}}}",
        "format: 1\nroutes: {northbound: {insert: {seal: {behind: bridge}}}}",
        "format: 1\ndemand: {northbound: {car: {per_day: many}}}",
    ],
)
def test_typical_faults_of_an_intervention_are_marked(text: str, intervention: Draft202012Validator) -> None:
    assert faults(intervention, text)
