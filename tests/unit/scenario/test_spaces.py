"""Space and room: vehicles, a length of road, or without limit."""

from pathlib import Path

import pytest
from pydantic import TypeAdapter, ValidationError

from sim.scenario.load import load
from sim.scenario.places import Link, Stage
from sim.scenario.signatures import unsigned
from sim.scenario.spaces import EntrySpace, Room, Space, Stretch
from tests.unit.scenario.test_queues import CARS, OWN, TRUCKS
from tests.unit.scenario.test_rules import loaded, refusal, warning

SPACE = "space: 5 vehicles"
EAST = "east: {direction: northbound}"
NO_LENGTH = ("  car: {length: 8 m}", "  car: {}")


@pytest.mark.parametrize(
    ("text", "space"),
    [
        ("5 vehicles", 5),
        ("0 vehicles", 0),
        ("120 m", Stretch(120_000)),
        ("0.8 km", Stretch(800_000)),
        ("1 mm", Stretch(1)),
        ("unlimited", "unlimited"),
    ],
)
def test_a_space_is_vehicles_a_length_or_unlimited(text: str, space: object) -> None:
    assert TypeAdapter(Space).validate_python(text) == space


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("120", "the unit is missing: expected a number of vehicles with its unit (vehicle, vehicles)"),
        ("120", "a length of road such as '120 m', or `unlimited`"),
        ("-5 m", "a length cannot be negative"),
        ("5 min", "unknown unit 'min'"),
        ("half a m", "expected a length with its unit"),
        ("lots", "or `unlimited`"),
    ],
)
def test_another_space_is_refused(text: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TypeAdapter(Space).validate_python(text)
    assert message in str(refused.value)


@pytest.mark.parametrize("text", ["0 vehicles", "0 m", "0.0 km"])
def test_a_lane_of_a_link_has_room_for_somebody(text: str) -> None:
    with pytest.raises(ValidationError, match="at least 1 vehicle must fit"):
        TypeAdapter(Room).validate_python(text)


def test_an_entry_space_stays_in_vehicles() -> None:
    with pytest.raises(ValidationError, match="unknown unit 'm'"):
        TypeAdapter(EntrySpace).validate_python("120 m")


def test_a_length_is_told_in_metres() -> None:
    assert [str(Stretch(length)) for length in (120_000, 7_500)] == ["120 m", "7.5 m"]


def test_a_stage_a_direction_and_a_lane_may_have_space_in_metres(tmp_path: Path) -> None:
    place = loaded(tmp_path, (SPACE, "space: {northbound: 120 m, southbound: unlimited}")).scenario.places["control"]
    assert isinstance(place, Stage)
    assert dict(place.space) == {"northbound": Stretch(120_000), "southbound": "unlimited"}  # type: ignore[arg-type]
    lanes = ((CARS, f"{CARS}space: 40 m, "), (TRUCKS, f"{TRUCKS}space: 0.1 km, "))
    own = loaded(tmp_path, OWN[0], *lanes).scenario.places["control"]
    assert isinstance(own, Stage)
    assert [lane.space for lane in own.lanes.values()] == [Stretch(40_000), Stretch(100_000)]
    bridge = loaded(tmp_path, (EAST, "east: {direction: northbound, room: 800 m}")).scenario.places["bridge"]
    assert isinstance(bridge, Link)
    assert bridge.lanes["east"].room == Stretch(800_000)


def test_metres_and_vehicles_are_different_physics(tmp_path: Path) -> None:
    metres = loaded(tmp_path, (SPACE, "space: 1 m"))
    millimetres_as_vehicles = loaded(tmp_path, (SPACE, "space: 1000 vehicles"))
    assert metres.fingerprint != millimetres_as_vehicles.fingerprint


def test_a_resolved_scenario_in_metres_loads_to_itself(tmp_path: Path) -> None:
    from sim.scenario.dumping import dump

    first = loaded(tmp_path, (SPACE, "space: 120 m"), (EAST, "east: {direction: northbound, room: 0.8 km}"))
    again = tmp_path / "again.yaml"
    again.write_text(dump(first), encoding="utf-8")
    assert load(again).scenario == first.scenario
    assert load(again).fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            ((SPACE, "space: {northbound: 120 m, southbound: 5 vehicles}"),),
            "southbound: the spaces of one stage are all in vehicles or all in metres; found 5 vehicles; accepted: the",
        ),
        (
            (OWN[0], (CARS, f"{CARS}space: 5 vehicles, "), (TRUCKS, f"{TRUCKS}space: 60 m, ")),
            "lanes.trucks.space: the spaces of one stage are all in vehicles or all in metres; found 60 m",
        ),
        (((SPACE, "space: 120 m"), NO_LENGTH), "classes.car: 'length' is missing: space is in metres at control"),
        (
            ((SPACE, "space: 120 m"), NO_LENGTH, (EAST, "east: {direction: northbound, room: 800 m}")),
            "classes.car: 'length' is missing: space is in metres at control, bridge",
        ),
        (
            ((SPACE, "space: 120 m"), ("  car: {length: 8 m}", "  car: {length: 0 m}")),
            "classes.car: 'length' is missing",
        ),
        (
            ((EAST, "east: {direction: northbound, room: 19 m}"),),
            "east.room: a truck does not fit on the lane and could never enter it; found 19 m; accepted: 20 m or more",
        ),
    ],
)
def test_metres_that_do_not_go_together_are_refused(
    tmp_path: Path, changes: tuple[tuple[str, str], ...], message: str
) -> None:
    assert message in refusal(tmp_path, *changes)


def test_only_who_comes_needs_a_length_and_must_fit(tmp_path: Path) -> None:
    yard = ("lanes: {yard: {booths: 10}}", "space: 100 m, lanes: {yard: {booths: 10}}")
    assert loaded(tmp_path, yard, NO_LENGTH).warnings == ()
    # Nobody but cars goes south.
    west = ("west: {direction: southbound}", "west: {direction: southbound, room: 10 m}")
    assert loaded(tmp_path, west).warnings == ()
    cars = (EAST, "east: {direction: northbound}\n      fast: {direction: northbound, serves: [car], room: 10 m}")
    assert loaded(tmp_path, cars).warnings == ()


def test_unlimited_goes_with_either_measure(tmp_path: Path) -> None:
    lanes = ((CARS, f"{CARS}space: unlimited, "), (TRUCKS, f"{TRUCKS}space: 60 m, "))
    assert loaded(tmp_path, OWN[0], *lanes).warnings == ()


def test_space_that_a_class_cannot_wait_in_is_warned_of(tmp_path: Path) -> None:
    said = warning(tmp_path, (SPACE, "space: 15 m"))
    assert "places.control.space: a truck of 20 m does not fit into 15 m" in said
    assert loaded(tmp_path, (SPACE, "space: 20 m")).warnings == ()


def test_metres_are_signed_as_vehicles_are(tmp_path: Path) -> None:
    changes = (("source: theory\n", ""), (SPACE, "space: 120 m"), (EAST, "east: {direction: northbound, room: 800 m}"))
    paths = {".".join(fault.path) for fault in unsigned(loaded(tmp_path, *changes))}
    assert {"places.control.space", "places.bridge.lanes.east.room"} <= paths
