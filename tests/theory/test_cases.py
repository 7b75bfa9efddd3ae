"""The files in scenarios/theory: what they state is what theory says, and what the engines give."""

import json
from pathlib import Path
from typing import Any

import pytest

from sim.engines import ENGINES
from sim.scenario.exact import Exact
from sim.scenario.load import load
from sim.scenario.places import Stage
from sim.units import MINUTE
from sim.verification.verify import Case, cases_in, prepared, verify
from tests.theory.answers import ANSWERS

FOLDER = Path(__file__).parents[2] / "scenarios" / "theory"
FILES = cases_in([FOLDER])
KNOWN = json.loads((FOLDER / "known-answers.json").read_text(encoding="utf-8"))["cases"]
DIGITS = 5e-10
"""A value is given with ten digits."""

HOURS_A_DAY = 24
NAMES = {
    ("waiting_time", "mean"): ("mean_wait_min", "mean_wait_all_arrivals_min"),
    ("waiting_time", "sd"): ("sd_wait_min",),
    ("waiting_time", "share_beyond"): ("prob_wait", "fraction_waiting"),
    ("waiting_time", "p90"): ("wait_p90_min",),
    ("waiting_time", "p95"): ("wait_p95_min",),
    ("waiting_time", "p99"): ("wait_p99_min",),
    ("queue_length", "mean"): ("mean_queue_length", "queue_length_at", "timeavg_queue_length"),
    ("number_at_place", "mean"): ("mean_number_at_stage",),
    ("utilisation", "mean"): ("utilisation",),
    ("blocked_share", "mean"): ("blocked_fraction",),
    ("idle_share", "mean"): ("idle_fraction",),
    ("throughput", "per_day"): ("throughput_per_h",),
    ("crossing_time", "mean"): ("mean_time_in_system_min",),
    ("crossing_time", "p95"): ("time_in_system_p95_min",),
    ("all_booths_taken", "mean"): ("prob_arrival_waits_at",),
    ("virtual_wait", "mean"): ("mean_wait_of_arrival_at_min",),
    ("virtual_wait", "share_beyond"): ("prob_wait_exceeds_of_arrival_at",),
}


def stem(case: dict[str, Any]) -> str:
    return str(case["id"]).replace("_", "-")


def states(quantity: dict[str, Any], answer: Exact) -> bool:
    """Whether the answer of a file is this quantity."""
    at = None if answer.at is None else answer.at / MINUTE
    return (
        quantity["name"] in NAMES[answer.measure, answer.statistic]
        and quantity.get("t_min") == at
        and quantity.get("stage", "all").replace("_", "-") == answer.place
        and quantity.get("class", "all") == answer.vehicle_class
    )


def test_every_file_has_its_formulas_and_every_formula_its_file() -> None:
    assert {path.stem for path in FILES} == set(ANSWERS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_states_what_the_formulas_say(path: Path) -> None:
    exact, answers = load(path).scenario.exact, ANSWERS[path.stem]()
    stated = {name: answer.value for name, answer in exact.items()}
    stated |= {f"sd of {name}": answer.sd for name, answer in exact.items() if answer.sd is not None}
    # A percentile of a law without a closed form rests on a numerical solution.
    assert stated == pytest.approx(answers, rel=1e-8)


@pytest.mark.parametrize("case", KNOWN, ids=stem)
def test_a_file_states_every_known_answer_to_the_last_digit(case: dict[str, Any]) -> None:
    exact = load(FOLDER / f"{stem(case)}.yaml").scenario.exact
    for quantity in case["quantities"]:
        [answer] = [answer for answer in exact.values() if states(quantity, answer)]
        factor = HOURS_A_DAY if answer.measure == "throughput" else 1
        assert answer.value == pytest.approx(quantity["value"] * factor, rel=DIGITS), quantity["name"]
    assert len(exact) == len(case["quantities"])


@pytest.mark.parametrize("case", KNOWN, ids=stem)
def test_a_file_has_the_flows_booths_and_services_of_the_known_case(case: dict[str, Any]) -> None:
    scenario = load(FOLDER / f"{stem(case)}.yaml").scenario
    for vehicle_class in case["model"]["classes"]:
        stated = scenario.demand["northbound"][vehicle_class["name"]]
        arrivals = vehicle_class["arrivals"]
        if arrivals["process"] == "saturated":
            assert stated.saturated
        elif arrivals["process"] == "poisson":
            assert stated.per_day == arrivals["rate_per_h"] * HOURS_A_DAY
        else:
            assert stated.per_day == sum(arrivals["rates_per_h"])
            assert stated.hours is not None
            weights = scenario.profiles[stated.hours].weights
            assert weights is not None
            assert [weights[int(at * MINUTE)] for at in arrivals["breakpoints_min"]] == arrivals["rates_per_h"]
    for stage in case["model"]["stages"]:
        place = scenario.places[stage["name"].replace("_", "-")]
        assert isinstance(place, Stage)
        assert sum(lane.booths for lane in place.lanes.values() if isinstance(lane.booths, int)) == stage["booths"]
        assert place.service is not None
        for law in scenario.services[place.service].by_selector.values():
            mean = law.mean if law.mean is not None else law.value
            assert mean is not None
            assert mean / MINUTE == stage["service"].get("mean_min", stage["service"].get("value_min"))
            assert law.cv == stage["service"].get("cv")


def found(path: Path, engine: str) -> Case:
    return verify(prepared(path, full=False), path, full=False, engine=engine)


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_engine_gives_the_exact_answers(path: Path, engine: str) -> None:
    case = found(path, engine)
    assert case.faults == ()
    failed = [(each.name, each.exact.value, each.estimate) for each in case.judged if not each.passed]
    assert failed == []
