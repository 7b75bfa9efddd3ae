"""What the README says of the scenarios is what the scenarios say."""

import re
from pathlib import Path

from sim.scenario.load import load
from sim.units import MINUTE

ROOT = Path(__file__).parents[2]
README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
LOADED = load(ROOT / "scenarios" / "single-bridge.yaml", with_=["digital-tracking"])
SCENARIO = LOADED.scenario


def test_the_minutes_of_a_truck_lane_and_their_range() -> None:
    mean = SCENARIO.services["yk-truck-lane"].by_selector["truck"].mean
    assert mean is not None
    low, high = SCENARIO.assumptions["lane-minutes"].range["services.yk-truck-lane.truck.mean"]
    told = f"take {mean / MINUTE:g} minutes a truck ({low.removesuffix(' min')} to {high.removesuffix(' min')})"
    assert told in README


def test_how_many_trucks_and_cars_a_post_lets_in() -> None:
    at_most = {zone.at_most for name, zone in SCENARIO.zones.items() if name.startswith("yk-")}
    assert f"lets in at once ({at_most.pop()})" in README
    assert not at_most
    places = SCENARIO.places["yk-passenger-lanes"]
    assert f"the Russian passenger lanes ({places.space})" in README  # type: ignore[union-attr]


def test_the_levels_of_tracking() -> None:
    tracking = SCENARIO.tracking
    assert tracking is not None
    assert tracking.levels is not None
    low, base, high = (tracking.levels[level] for level in ("low", "base", "high"))
    told = (
        f"{base.adoption:.0%} of the trucks, {base.effect:.0%} less time at two controls "
        f"({low.adoption:.0%} to {high.adoption:.0%} and {low.effect:.0%} to {high.effect:.0%})"
    )
    assert told.replace("%", " %").replace("5 % to", "5 to").replace("10 % to", "10 to") in README


def test_the_demand() -> None:
    flows = SCENARIO.demand.values()
    cars = sum(by_class["car"].per_day or 0 for by_class in flows)
    trucks = sum(by_class["truck"].per_day or 0 for by_class in flows)
    buses = sum(each["bus"].timetable.per_day for each in flows if each["bus"].timetable is not None)
    assert f"about {cars:.0f} cars, {trucks:.0f} trucks and {buses} buses a day both ways" in README


def test_the_commands_named_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"make (compare|test)\b", README)):
        assert f"\n{target}:" in makefile
