"""What a check finds on the shipped single bridge: a booth that matters, one that does not, and chance dealt anew."""

from pathlib import Path

import pytest

from sim.experiment.run import run
from sim.regress.checking import Checked, State, check
from sim.regress.golden import Golden, golden_of, read, write

BASE = Path(__file__).parents[3] / "scenarios" / "single-bridge.yaml"
SHORT = ("run.length=5 d", "run.warm_up=1 d")


def _made(*sets: str, golden: Golden | None = None) -> Golden:
    result = run(BASE, sets=[*SHORT, *sets], replications=8)
    return golden_of(result, path=BASE.name, edges=None if golden is None else golden.edges)


@pytest.fixture(scope="module")
def golden() -> Golden:
    return _made()


def _checked(golden: Golden, *sets: str) -> Checked:
    return check(golden, _made(*sets, golden=golden))


def test_a_golden_survives_the_journey_through_its_files(golden: Golden, tmp_path: Path) -> None:
    write(golden, tmp_path)
    assert read(tmp_path) == golden
    assert set(check(golden, read(tmp_path)).findings) == set(check(golden, golden).findings)
    assert check(golden, golden).any_of(State.IDENTICAL)


def test_one_booth_fewer_where_trucks_are_limited_is_caught(golden: Golden) -> None:
    checked = _checked(golden, "places.yk-truck-lanes.lanes.lane.booths=4")
    assert checked.any_of(State.WORSE)
    assert any("booths: 4" in line for line in checked.changed_lines)
    worse = [finding for finding in checked.findings if finding.state is State.WORSE]
    assert {finding.group.vehicle_class for finding in worse if finding.group} == {"truck"}


def test_one_booth_fewer_at_a_slack_place_is_shown_and_passes(golden: Golden) -> None:
    checked = _checked(golden, "places.samur-registration.lanes.trucks.booths=3")
    assert checked.changed_lines
    assert not checked.any_of(State.WORSE, State.BETTER, State.CANNOT_COMPARE)
    assert [finding.state for finding in checked.findings].count(State.SAME) >= 16
