"""Two readings of the evidence agree: the scenario's, and the one in `transcribed/`, entered by hand."""

import tomllib
from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from sim import units
from sim.scenario.load import load
from sim.scenario.places import Link, Stage
from sim.scenario.schema import Scenario
from sim.scenario.services import Service, ServiceTable

TRANSCRIBED = Path(__file__).parent / "transcribed"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
BASES = ("single-bridge", "freight-today")
DAY = 24 * 60

ROWS = ("observations", "process_parameters")


def table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((TRANSCRIBED / f"{name}.toml").read_text(encoding="utf-8"))


ENTRIES = [entry for name in ROWS for entry in table(name)["entry"]]
DERIVED = table("derived")


@cache
def scenario(*interventions: str, base: str = BASES[0]) -> Scenario:
    return load(SCENARIOS / f"{base}.yaml", with_=interventions).scenario


def value(path: str, *, of: Scenario) -> Any:
    found: Any = of
    for key in path.split("."):
        if isinstance(found, ServiceTable):
            found = found.by_selector[key]
        elif isinstance(found, Mapping):
            found = found[key]
        elif isinstance(found, tuple):
            found = found[int(key)]
        else:
            found = getattr(found, key)
    return found


def counted(number: float, unit: str) -> float:
    """The number of a row as the model counts it."""
    match unit:
        case "min" | "s" | "h":
            return units.parse_duration(f"{number} {unit}")
        case "m" | "km":
            return units.parse_length(f"{number} {unit}")
        case "km/h":
            return units.parse_speed(f"{number} {unit}")
        case "%":
            return number / 100
        case _:
            return number


def minutes(path: str, base: str = BASES[0]) -> float:
    mean = value(path, of=scenario(base=base))
    assert isinstance(mean, int)
    return mean / units.MINUTE


def booths(place: str, lane: str, base: str = BASES[0]) -> int:
    found = value(f"places.{place}.lanes.{lane}.booths", of=scenario(base=base))
    assert isinstance(found, int)
    return found


def called(entry: Mapping[str, Any]) -> str:
    where = [entry.get("base", BASES[0]), *entry.get("with", ())]
    return f"{entry['source']}-{'+'.join(where)}-{entry['paths'][0]}"


@pytest.mark.parametrize("entry", ENTRIES, ids=called)
def test_the_second_reading_agrees(entry: Mapping[str, Any]) -> None:
    read = entry["reads"] if isinstance(entry["reads"], list) else [entry["reads"]]
    shown = entry["paths"][0].startswith("observed.")
    rows = [number if shown else counted(number, entry["unit"]) for number in read]
    read_in = scenario(*entry.get("with", ()), base=entry.get("base", BASES[0]))
    values = [value(path, of=read_in) for path in entry["paths"]]
    match entry["rule"]:
        case "equals":
            assert sum(values) == pytest.approx(rows[0], rel=1e-12)
        case "about":
            assert sum(values) == pytest.approx(rows[0], rel=entry["tolerance"])
        case "within":
            low, high = rows
            assert all(low <= each <= high for each in values)
        case "at most":
            assert all(0 < each <= rows[0] for each in values)
        case rule:
            pytest.fail(f"unknown rule {rule}")


@pytest.mark.parametrize("base", BASES)
def test_every_row_that_signs_a_service_or_a_demand_is_read_twice(base: str) -> None:
    read = {entry["source"] for entry in ENTRIES}
    arithmetic = {"OBS018", "OBS027", "OBS031", "OBS032", "OBS042", "OBS050", "OBS051", "OBS055", "OBS057"}
    families_only = {"BP056"}
    first = scenario(base=base)
    blocks: list[Any] = [demand for direction in first.demand.values() for demand in direction.values()]
    blocks += [service for table in first.services.values() for service in table.by_selector.values()]
    cited: set[str] = set()
    for block in blocks:
        source = block.source
        cited |= set() if source is None else {source} if isinstance(source, str) else set(source)
    assert cited
    assert cited <= read | arithmetic | families_only


def test_a_russian_truck_lane_passes_about_what_one_more_lane_was_said_to_bring() -> None:
    rows = DERIVED["lane-effect"]
    assert rows["two_lanes_per_day"] == 2 * rows["one_lane_per_day"]
    assert DAY / minutes("services.yk-truck-lane.truck.mean") == pytest.approx(rows["one_lane_per_day"], rel=0.1)
    added = scenario("one-more-truck-lane").places["yk-truck-lanes"]
    assert isinstance(added, Stage)
    assert added.lanes["added"].booths == 1


def per_day(base: str) -> tuple[float, float]:
    """Trucks a day northbound and southbound."""
    north, south = (
        value(f"demand.{way}.truck.per_day", of=scenario(base=base)) for way in ("northbound", "southbound")
    )
    return north, south


@pytest.mark.parametrize("base", BASES)
def test_truck_registration_at_samur_passes_what_the_customs_state(base: str) -> None:
    rows = DERIVED["samur-customs"]
    each = minutes("services.samur-registration.truck.mean", base)
    passed = booths("samur-registration", "trucks", base) * DAY / each
    assert passed == pytest.approx(rows["northbound_per_day"], rel=0.01)
    assert passed == pytest.approx(rows["southbound_per_day"], rel=0.01)


@pytest.mark.parametrize("base", BASES)
def test_half_of_the_trucks_go_each_way(base: str) -> None:
    rows = DERIVED["balance"]
    north, south = per_day(base)
    share = rows["into_russia"] / (rows["into_russia"] + rows["into_azerbaijan"])
    assert north / (north + south) == pytest.approx(share, rel=0.02)


@pytest.mark.parametrize("base", BASES)
def test_the_night_share_of_trucks_lies_between_the_two_published(base: str) -> None:
    rows = DERIVED["night"]
    weights = value("profiles.truck-day.weights", of=scenario(base=base))
    steps = [*sorted(weights), units.DAY]
    areas = {at: weights[at] * (until - at) for at, until in pairwise(steps)}
    by_day = (units.parse_time_of_day("08:00"), units.parse_time_of_day("20:00"))
    night = sum(area for at, area in areas.items() if not by_day[0] <= at < by_day[1]) / sum(areas.values())
    assert rows["entering"] / rows["entering_all_day"] <= night <= rows["leaving"] / rows["leaving_all_day"]


def test_six_passenger_lanes_would_just_carry_their_design() -> None:
    rows = DERIVED["passenger-lanes"]
    needed = rows["cars_per_day"] * minutes("services.yk-passenger-lane.car.mean")
    needed += rows["buses_per_day"] * minutes("services.yk-passenger-lane.bus.mean")
    assert needed / (rows["lanes"] * DAY) == pytest.approx(1, rel=0.01)


def test_a_car_needs_as_long_to_baku_as_the_taxi() -> None:
    rows = DERIVED["taxi"]
    road = scenario().roads["baku-border"]
    assert road.length == units.parse_length(f"{rows['kilometres']} km")
    assert road.length / road.speed["car"] == pytest.approx(rows["hours"] * units.HOUR, rel=0.01)


def test_the_new_bridge_has_the_published_lanes() -> None:
    rows = DERIVED["new-bridge"]
    bridge = scenario("new-bridge").places["bridge"]
    assert isinstance(bridge, Link)
    assert sum(lane.direction is not None for lane in bridge.lanes.values()) == rows["regular"]
    assert sum(lane.timetable is not None for lane in bridge.lanes.values()) == rows["reserve"]


def test_the_low_effect_of_tracking_is_the_two_minutes_rounded_down() -> None:
    rows = DERIVED["low-tracking"]
    effect = value("tracking.levels.low.effect", of=scenario("digital-tracking"))
    assert rows["documentation"] * effect == pytest.approx(rows["saved"], rel=0.02)
    assert rows["documentation"] * effect < rows["saved"]


def test_a_bus_at_the_booth_is_its_persons_one_after_another() -> None:
    bus = scenario().services["border-booth"].by_selector["bus"]
    assert isinstance(bus, Service)
    assert bus.mean == scenario().classes["bus"].persons * 18 * units.SECOND


# The crossing of today.

TODAY = "freight-today"


def test_nobody_crosses_whom_the_closure_shuts_out() -> None:
    assert set(scenario(base=TODAY).classes).isdisjoint(DERIVED["closure"]["shut_out"])


def test_ten_lanes_are_five_and_the_five_that_were_added() -> None:
    rows = DERIVED["ten-lanes"]
    assert booths("yk-truck-lanes", "lane", TODAY) == rows["before"] + rows["added"]


def test_the_bridge_of_today_has_its_two_regular_lanes() -> None:
    bridge = scenario(base=TODAY).places["bridge"]
    assert isinstance(bridge, Link)
    assert len(bridge.lanes) == DERIVED["new-bridge"]["regular"]


def test_ten_lanes_pass_what_the_customs_directorate_reports() -> None:
    open_for = DAY - 2 * DERIVED["shift"]["minutes"]
    each = minutes("services.yk-truck-lane.truck.mean", TODAY)
    passed = booths("yk-truck-lanes", "lane", TODAY) * open_for / each
    assert passed == pytest.approx(DERIVED["limit"]["trucks_per_day"], rel=0.005)


def test_the_demand_of_today_is_that_of_2023_and_its_growth() -> None:
    rows = DERIVED["freight-demand"]
    of_2023 = rows["trucks_of_2023"] / 365
    assert sum(per_day(TODAY)) == pytest.approx(of_2023 * (1 + rows["growth_percent"] / 100), rel=0.01)
    assert value("observed.trucks-of-2023.low", of=scenario(base=TODAY)) == pytest.approx(of_2023, abs=0.5)


def test_the_half_year_of_2022_is_shown_by_the_day() -> None:
    rows = DERIVED["balance"]
    days = 181
    observed = scenario(base=TODAY).observed
    assert observed["trucks-into-russia"].low == pytest.approx(rows["into_russia"] / days, abs=0.5)
    assert observed["trucks-into-azerbaijan"].low == pytest.approx(rows["into_azerbaijan"] / days, abs=0.5)


def test_cargo_is_counted_at_the_weight_of_the_refused_consignments() -> None:
    rows = DERIVED["consignment"]
    tonnes = rows["tonnes"] / rows["consignments"]
    assert scenario(base=TODAY).observed["cargo"].scale == pytest.approx(365 * tonnes / 1e6, rel=1e-3)
