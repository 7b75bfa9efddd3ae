from pathlib import Path

import pytest

from sim.experiment.prepare import prepare
from sim.experiment.run import run
from sim.experiment.sameness import same_outcomes, same_vehicles
from sim.experiment.settings import acting
from sim.experiment.study import Question, study
from sim.statistics.cell import ALL
from tests.tiny import write_tiny

LAYER = """\
format: 1
name: Tracking
source: theory
tracking: {adoption: 0.5, effect: 0.5, applies_to: [truck], effects: {gate: {scale: 1 - effect}}}
"""
SHORT = ("run.length=2 h",)


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    path = write_tiny(tmp_path)
    (path.parent / "interventions" / "layer.yaml").write_text(LAYER, encoding="utf-8")
    return path


def test_a_setting_acts_where_its_block_is(tiny: Path) -> None:
    found = acting(tiny, scenarios=[(), ("layer",)], sets=["tracking.adoption=0", "run.length=1 h"])
    assert found == (("run.length=1 h",), ("tracking.adoption=0", "run.length=1 h"))


def test_a_setting_that_acts_nowhere_is_kept_for_the_loader_to_refuse(tiny: Path) -> None:
    assert acting(tiny, scenarios=[()], sets=["tracking.adoption=0"]) == (("tracking.adoption=0",),)


@pytest.mark.parametrize(("adoption", "same"), [("0", True), ("1", False)])
def test_a_layer_that_nobody_uses_is_the_same_to_the_microsecond(adoption: str, same: bool, tiny: Path) -> None:
    with_layer = (*SHORT, f"tracking.adoption={adoption}")
    one, other = prepare(tiny, sets=SHORT), prepare(tiny, with_=["layer"], sets=with_layer)
    assert same_vehicles(one, other) is same
    results = run(tiny, sets=SHORT), run(tiny, with_=["layer"], sets=with_layer)
    assert same_outcomes(results[0].outcomes, results[1].outcomes) is same


def test_rules_pair_each_scenario_with_the_base_under_the_same_rule(tiny: Path) -> None:
    question = Question(
        path=tiny, measures=("second-booth",), rules=("slow-bridge",), sets=SHORT, replications=2, rule_replications=1
    )
    found = study(question)
    assert list(found.rules) == ["tiny", "slow-bridge"]
    for rule, comparison in found.rules.items():
        assert comparison.names == ("tiny", "second-booth")
        direct = run(tiny, with_=[] if rule == "tiny" else [rule], sets=SHORT, replications=1)
        means = [
            each.filter(place=ALL, measure="crossing_time", statistic="mean", attribute=ALL)["value"].drop_nulls()
            for each in (comparison.runs["tiny"].summary, direct.summary.filter(direct.summary["hour"].is_null()))
        ]
        assert means[0].to_list() == means[1].to_list()


def test_no_more_trajectories_are_kept_than_figures_need(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.study.KEPT", 1)
    found = study(Question(path=tiny, measures=("second-booth",), sets=SHORT, replications=2, trajectories=True))
    assert {name: list(run.trajectories) for name, run in found.kept.items()} == {"tiny": [0], "second-booth": [0]}


def test_trajectories_are_kept_apart_for_figures(tiny: Path) -> None:
    found = study(
        Question(path=tiny, measures=("second-booth", "slow-bridge"), sets=SHORT, replications=1, trajectories=True)
    )
    assert list(found.kept) == ["tiny", "slow-bridge"]
    assert all(run.trajectories for run in found.kept.values())
    assert not any(run.trajectories for run in found.main.runs.values())
