"""Which replications are run, and what makes a case unsound."""

from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.trajectory import Ending
from sim.verification import verify as module
from sim.verification.verify import cases_in, prepared, verify

THEORY = Path(__file__).parents[3] / "scenarios" / "theory"


@pytest.mark.parametrize(("stated", "quick"), [(900, 90), (250, 25), (201, 21), (200, 20), (60, 20), (20, 20), (5, 5)])
def test_a_quick_run_makes_a_tenth_of_the_replications_and_at_least_20(stated: int, quick: int, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = (THEORY / "dd1-peak.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("replications: 5", f"replications: {stated}"), encoding="utf-8")
    assert prepared(path, full=False).loaded.scenario.run.replications == quick
    assert prepared(path, full=True).loaded.scenario.run.replications == stated
    assert prepared(path, full=True, seed=9).loaded.scenario.run.seed == 9


def test_a_file_named_twice_is_run_once() -> None:
    one = THEORY / "dd1-peak.yaml"
    assert cases_in([one, one]) == (one,)
    assert cases_in([THEORY]).count(one) == 1


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="holds no scenario file"):
        cases_in([tmp_path])


def test_a_run_that_did_not_end_as_it_should_fails_the_case(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = (THEORY / "dd1-peak.yaml").read_text(encoding="utf-8")
    short = text.replace("length: 8 h, replications: 5", "length: 5.99 h, replications: 5, stop_after: 0 d")
    short = short[: short.index("  queue-360:")]  # an instant beyond the shorter window
    path.write_text(short, encoding="utf-8")
    case = verify(prepared(path, full=False), path, full=False)
    assert case.faults == (f"a run ended as {Ending.STOPPED.value}",)
    assert not case.passed


def test_a_broken_invariant_fails_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "check", lambda *_: ("conservation",))
    path = THEORY / "dd1-peak.yaml"
    case = verify(prepared(path, full=False), path, full=False)
    assert case.faults == ("conservation",)
    assert all(each.passed for each in case.judged)
    assert not case.passed


def test_a_saturated_run_has_to_be_stopped_and_is_sound() -> None:
    path = THEORY / "zone-closed.yaml"
    assert verify(prepared(path, full=False), path, full=False).faults == ()
