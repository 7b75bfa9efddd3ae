"""Headway for all, by who is ahead, and by who follows whom."""

from pathlib import Path

import pytest

from sim.scenario.places import Link
from sim.scenario.signatures import unsigned
from sim.units import SECOND
from tests.unit.scenario.test_rules import loaded, refusal, warning

HEADWAY = "headway: {car: 4 s, truck: 8 s}"


def headway(text: str) -> tuple[str, str]:
    return HEADWAY, f"headway: {text}"


def test_behind_a_class_there_is_one_headway_or_one_for_each_that_follows(tmp_path: Path) -> None:
    bridge = loaded(tmp_path, headway("{car: 4 s, truck: {car: 6 s, truck: 8 s}}")).scenario.places["bridge"]
    assert isinstance(bridge, Link)
    assert bridge.headway == {"car": 4 * SECOND, "truck": {"car": 6 * SECOND, "truck": 8 * SECOND}}


@pytest.mark.parametrize(
    "text",
    [
        "5 s",
        "{car: {car: 3 s, truck: 4 s}, truck: {car: 6 s, truck: 8 s}}",
        "{car: 4 s, truck: {car: 6 s, truck: 8 s, truck+tracked: 7 s}}",
        "{car: 4 s, truck: {car: 6 s, truck: 8 s}, truck+empty: 7 s}",
    ],
)
def test_every_way_of_stating_it_is_accepted(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, headway(text)).warnings == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{car: 4 s}", "places.bridge.headway: truck passes 'bridge' and has no headway there"),
        (
            "{car: 4 s, truck: {truck: 8 s}}",
            "bridge.headway.truck: car passes 'bridge' and has no headway behind truck; accepted: an entry 'car'",
        ),
        ("{car: 4 s, truck: {}}", "has no headway behind truck"),
        ("{car: 4 s, truck: {lorry: 8 s}}", "places.bridge.headway.truck.lorry: 'lorry' names no vehicle class"),
        ("{car: 4 s, truck: {car: 6, truck: 8 s}}", "places.bridge.headway.truck.car: the unit is missing"),
        ("{car: 4 s, truck: {car: {car: 6 s}, truck: 8 s}}", "places.bridge.headway.truck.car: expected a time"),
        (
            "{car: 4 s, truck+empty: {car: 6 s, truck: 8 s}, truck+tracked: {car: 6 s, truck: 9 s}, truck: 8 s}",
            "places.bridge.headway: for truck+empty+tracked, 'truck+empty' and 'truck+tracked' are equally specific",
        ),
        (
            "{car: {car: 4 s, truck+empty: 6 s, truck+tracked: 8 s, truck: 9 s}, truck: 8 s}",
            "bridge.headway.car: for truck+empty+tracked, 'truck+empty' and 'truck+tracked' are equally specific",
        ),
    ],
)
def test_headways_that_leave_a_pair_open_are_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(tmp_path, headway(text))


def test_only_pairs_that_can_occur_need_a_value(tmp_path: Path) -> None:
    lonely = "{car: {car: 4 s, truck: 5 s}, truck: 8 s, truck+empty: {truck: 8 s}}"
    assert "has no headway behind truck+empty" in refusal(tmp_path, headway(lonely))
    nobody_is_empty = ("{truck: 0.2}", "{truck: 0}")
    assert loaded(tmp_path, nobody_is_empty, headway(lonely)).warnings == ()


def test_a_headway_of_a_pair_is_signed_and_has_a_range(tmp_path: Path) -> None:
    pair = headway("{car: 4 s, truck: {car: 6 s, truck: 8 s}}")
    paths = {".".join(fault.path) for fault in unsigned(loaded(tmp_path, ("source: theory\n", ""), pair))}
    assert {"places.bridge.headway.truck.car", "places.bridge.headway.truck.truck"} <= paths
    stars = ("zones.trucks.at_most: [5, 20]", "places.bridge.headway.truck.*: [7 s, 9 s]")
    assert "places.bridge.headway.truck.car is 6 s, outside its range" in warning(tmp_path, pair, stars)
