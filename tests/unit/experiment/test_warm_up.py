"""The warm-up of ``auto``: chosen once for all compared scenarios, and refused where none will do."""

import logging
from pathlib import Path

import pytest

import sim
from sim.experiment.prepare import prepare
from sim.experiment.warm_up import run_pilots, settled
from sim.scenario.dumping import dump
from sim.scenario.faults import ScenarioError
from sim.scenario.load import load
from sim.scenario.warm_up import with_warm_up
from sim.units import DAY
from tests.tiny import write_tiny

AUTO = "run.warm_up=auto"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    return write_tiny(tmp_path)


def test_all_compared_scenarios_get_the_largest_warm_up(tiny: Path) -> None:
    asked = {name: prepare(tiny, with_=[name], sets=[AUTO]) for name in ("second-booth", "slow-bridge")}
    alone = {name: pilot.warm_up for name, pilot in run_pilots(asked).items()}
    found = settled(asked)
    assert {one.plan.window_start for one in found.values()} == {max(alone.values()) * DAY}
    assert all(one.plan.window_end - one.plan.window_start == 6 * DAY // 24 for one in found.values())
    assert all(one.pilot is not None for one in found.values())


def test_a_stated_warm_up_is_left_alone_and_runs_no_pilot(tiny: Path) -> None:
    asked = {"tiny": prepare(tiny)}
    assert settled(asked) == asked


def test_the_resolved_scenario_holds_the_number_and_its_fingerprint(tiny: Path) -> None:
    chosen = with_warm_up(load(tiny, sets=[AUTO]), days=3)
    stated = load(tiny, sets=["run.warm_up=3 d"])
    assert dump(chosen) == dump(stated)
    assert chosen.scenario == stated.scenario


def test_a_run_and_every_scenario_of_a_comparison_have_the_number(tiny: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="sim"):
        run = sim.run(tiny, sets=[AUTO], replications=1)
    assert "auto" not in run.scenario
    assert f"warm_up: {run.provenance.window_start // DAY} d" in run.scenario
    assert "warm-up: " in caplog.text
    assert "Welch" in caplog.text
    compared = sim.compare(tiny, with_=["slow-bridge"], sets=[AUTO], replications=1)
    assert len({one.provenance.window_start for one in compared.runs.values()}) == 1
    swept = sim.sweep(tiny, grid={"places.bridge.travel": ["2 min", "9 min"]}, sets=[AUTO], replications=1)
    assert "auto" not in swept.scenario


def test_a_demand_above_what_a_stage_can_serve_is_refused_before_any_run(tiny: Path) -> None:
    asked = prepare(tiny, sets=[AUTO, "services.gate.truck.mean=20 min"])
    with pytest.raises(ScenarioError, match=r"never settles: .* what gate can serve") as error:
        settled({"tiny": asked})
    assert "samur capacity" in str(error.value)


def test_a_queue_that_grows_unseen_by_arithmetic_is_refused_after_the_longest_pilot(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A bridge entered every 20 minutes takes 72 vehicles a day, and stages know nothing of it.
    monkeypatch.setattr("sim.experiment.warm_up.PILOT_DAYS", (8, 16))
    asked = prepare(tiny, sets=[AUTO, "places.bridge.headway=20 min"])
    assert not asked.overloaded
    with pytest.raises(ScenarioError, match="still grows after 16 days"):
        settled({"tiny": asked})


def test_a_pilot_goes_on_where_one_has_not_settled(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.experiment.warm_up.PILOT_DAYS", (8, 12))
    asked = {"slow": prepare(tiny, sets=["places.bridge.headway=20 min"]), "tiny": prepare(tiny)}
    found = run_pilots(asked)
    assert (found["slow"].days, found["tiny"].days) == (12, 8)


def test_what_is_neither_a_time_nor_auto_is_refused(tiny: Path) -> None:
    with pytest.raises(ScenarioError, match=r"run\.warm_up: expected a time with its unit .*, or auto; found 'soon'"):
        load(tiny, sets=["run.warm_up=soon"])
