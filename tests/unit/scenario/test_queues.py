"""What a file may say of the queues of a stage."""

from pathlib import Path

import pytest

from sim.scenario.places import Stage
from sim.scenario.signatures import unsigned
from tests.unit.scenario.test_rules import loaded, refusal

SPACE = "    space: 5 vehicles\n"
CARS = "cars: {serves: [car], "
TRUCKS = "trucks: {serves: [truck], "
OWN = (
    (SPACE, "    queue: own\n"),
    (CARS, f"{CARS}space: 5 vehicles, "),
    (TRUCKS, f"{TRUCKS}space: unlimited, "),
)


def control(text: str) -> tuple[str, str]:
    return SPACE, f"{SPACE}    {text}\n"


def test_own_lanes_have_space_each_and_are_chosen_by_the_shortest_queue_unless_stated(tmp_path: Path) -> None:
    place = loaded(tmp_path, *OWN).scenario.places["control"]
    assert isinstance(place, Stage)
    assert [lane.space for lane in place.lanes.values()] == [5, "unlimited"]
    assert place.lane_choice == "shortest"
    chosen = loaded(tmp_path, *OWN, ("queue: own", "queue: own\n    lane_choice: in-turn"))
    assert chosen.warnings == ()


def test_to_choose_the_shortest_lane_is_the_same_physics_said_or_unsaid(tmp_path: Path) -> None:
    said = loaded(tmp_path, *OWN, ("queue: own", "queue: own\n    lane_choice: shortest"))
    assert said.fingerprint == loaded(tmp_path, *OWN).fingerprint


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ((control("queue: own"), *OWN[1:]), "places.control.space: each lane has a queue of its own"),
        ((OWN[0], OWN[1]), "places.control.lanes.trucks: 'space' is missing"),
        ((OWN[1],), "places.control.lanes.cars.space: a lane has waiting places of its own only where"),
        ((control("lane_choice: shortest"),), "places.control.lane_choice: lanes are chosen only where"),
        ((*OWN, ("queue: own", "queue: own\n    lane_choice: random")), "accepted: shortest, in-turn, at-random"),
        ((control("queue: owned"),), "accepted: common, single-file, own"),
        ((OWN[0], (CARS, f"{CARS}space: 5, ")), "places.control.lanes.cars.space: the unit is missing"),
    ],
)
def test_queues_that_do_not_fit_the_discipline_are_refused(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], message: str
) -> None:
    assert message in refusal(tmp_path, *changes)


def test_a_yard_with_own_lanes_needs_no_space(tmp_path: Path) -> None:
    yard = ("visits: {truck: 0.5}, lanes: {yard: {booths: 10}}", "queue: own, lanes: {a: {booths: 5}, b: {booths: 5}}")
    assert loaded(tmp_path, yard).warnings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("priority: {car: 1}", "places.control.priority: truck visits 'control' and has no priority there"),
        ("priority: {car: 1, truck+tracked: 2}", "has no priority there"),
        ("priority: {car: 1, lorry: 2}", "'lorry' names no vehicle class"),
        ("priority: {car: 1, truck: first}", "places.control.priority.truck: expected a whole number"),
        ("priority: {car: 1, truck: 1.5}", "places.control.priority.truck: expected a whole number"),
        ("priority: {car: 1, truck: -1}", "places.control.priority.truck: must be at least 0"),
        ("priority: {car: 1, truck+empty: 1, truck+tracked: 2, truck: 3}", "are equally specific and disagree"),
        ("queue: single-file\n    priority: {car: 1, truck: 2}", "so priority is ignored there"),
    ],
)
def test_ranks_that_are_none_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(tmp_path, control(text))


def test_every_kind_that_comes_needs_a_rank_and_nobody_else(tmp_path: Path) -> None:
    assert loaded(tmp_path, control("priority: {car: 1, truck: 2}")).warnings == ()
    yard = ("yard: {booths: 10}}", "yard: {booths: 10}}, priority: {truck: 1}")
    assert loaded(tmp_path, yard).warnings == ()
    some = refusal(tmp_path, control("priority: {car: 1, truck+tracked: 2, truck-tracked+empty: 3}"))
    assert "priority: truck visits 'control'" in some
    assert "truck+empty visits" not in some


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("repeats: {truck: 1.1}", "places.control.repeats.truck: must be at most 1"),
        ("repeats: {lorry: 0.1}", "'lorry' names no vehicle class"),
        ("repeats: {truck: 10 %}", "places.control.repeats.truck: expected a number without a unit"),
    ],
)
def test_shares_that_are_none_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(tmp_path, control(text))


def test_a_yard_cannot_be_repeated(tmp_path: Path) -> None:
    yard = ("visits: {truck: 0.5}, lanes", "repeats: {truck: 0.5}, lanes")
    assert "only a stage with a service can be repeated" in refusal(tmp_path, yard)


def unsigned_paths(folder: Path, *changes: tuple[str, str]) -> set[str]:
    return {".".join(fault.path) for fault in unsigned(loaded(folder, ("source: theory\n", ""), *changes))}


def test_a_share_that_repeats_and_the_space_of_a_lane_are_signed_and_a_rank_is_not(tmp_path: Path) -> None:
    text = "priority: {car: 1, truck: 2}\n    repeats: {car: 0, truck: 0.1}"
    found = unsigned_paths(tmp_path, *OWN, ("queue: own", f"queue: own\n    {text}"))
    before = unsigned_paths(tmp_path)
    assert found - before == {"places.control.repeats.truck", "places.control.lanes.cars.space"}


def test_a_lane_without_a_waiting_place_is_a_fact_where_the_stage_serves(tmp_path: Path) -> None:
    none = (CARS, f"{CARS}space: 0 vehicles, ")
    assert "places.control.lanes.cars.space" in unsigned_paths(tmp_path, OWN[0], none, OWN[2])
    yard = ("{yard: {booths: 10}}", "{yard: {booths: 10, space: 0 vehicles}}, queue: own")
    assert "places.yard.lanes.yard.space" not in unsigned_paths(tmp_path, yard)
