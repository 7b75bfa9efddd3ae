"""What has a date or follows the calendar: closures, days of a lane, outages, shapes of week and year."""

from pathlib import Path
from typing import Any

import pytest

from sim.plan.build import build_plan
from sim.scenario.fields import MONTHS, WEEKDAYS
from sim.scenario.places import Link, Stage
from sim.scenario.rules.context import context
from sim.scenario.rules.dated import closures
from sim.scenario.signatures import signature_table, unsigned
from sim.units import DAY, HOUR, parse_date, parse_moment
from tests.unit.scenario.test_rules import loaded, refusal, warning

CLOSED = "closures: [{from: 2019-06-04 08:00, for: 6 h}]"
TRUCKS = 'staffing: {"00:00": 1, "08:00": 2}'
CARS = "booths: {northbound: 2, southbound: 1}"
PROFILE = '  day: {weights: {"00:00": 0.5, "08:00": 1.5}}\n'
FLOW = "{per_day: 300}"
LEVEL = "  level: low\n"
RUN = "run: {length: 7 d, warm_up: 1 d, seed: 1}"


def everywhere(text: str) -> list[tuple[str, str]]:
    """*text* put where a closure may stand."""
    return [
        ("west: {clock: UTC+4,", f"west: {{clock: UTC+4, {text},"),
        ("    post: west\n", f"    post: west\n    {text}\n"),
        ("yard: {booths: 10}", f"yard: {{booths: 10, {text}}}"),
        ("    mode: two-way\n", f"    mode: two-way\n    {text}\n"),
        ("east: {direction: northbound}", f"east: {{direction: northbound, {text}}}"),
    ]


def lane(text: str) -> tuple[str, str]:
    return TRUCKS, f"{TRUCKS}, {text}"


def layer(text: str) -> tuple[str, str]:
    return LEVEL, f"{LEVEL}  {text}\n"


def profiles(text: str, use: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (PROFILE, f"{PROFILE}  {text}\n"), (FLOW, f"{{per_day: 300, {use}}}")


def test_a_closure_stands_on_post_stage_link_and_their_lanes(tmp_path: Path) -> None:
    found = loaded(tmp_path, *everywhere(CLOSED))
    assert found.warnings == ()
    around = context(found.scenario, found.node, base_file="", is_merged=False)
    assert [".".join(path) for path, _ in closures(around)] == [
        "posts.west.closures.0",
        "places.control.closures.0",
        "places.yard.lanes.yard.closures.0",
        "places.bridge.closures.0",
        "places.bridge.lanes.east.closures.0",
    ]
    assert {(each.from_, each.for_) for _, each in closures(around)} == {(parse_moment("2019-06-04 08:00"), 6 * HOUR)}


def test_a_closure_without_a_time_begins_at_midnight(tmp_path: Path) -> None:
    changes = everywhere("closures: [{from: 2019-06-04, for: 1 d}]")
    bridge = loaded(tmp_path, changes[3]).scenario.places["bridge"]
    assert isinstance(bridge, Link)
    assert bridge.closures[0].from_ == parse_date("2019-06-04") * DAY


def test_whoever_declares_nothing_dated_has_the_plan_of_before(tmp_path: Path) -> None:
    nothing = loaded(
        tmp_path,
        *everywhere("closures: [{from: 2019-06-04 08:00, for: 0 h}]"),
        lane("weekdays: {}, dates: {}"),
        layer("outages: [{from: 2019-06-04 08:00, for: 0 s}]"),
    )
    assert nothing.warnings == ()
    assert build_plan(nothing.scenario) == build_plan(loaded(tmp_path).scenario)


def test_empty_mappings_and_lists_leave_the_fingerprint(tmp_path: Path) -> None:
    nothing = loaded(tmp_path, *everywhere("closures: []"), lane("weekdays: {}, dates: {}"), layer("outages: []"))
    assert nothing.fingerprint == loaded(tmp_path).fingerprint


@pytest.mark.parametrize(
    "changes",
    [
        everywhere(CLOSED)[:1],
        [lane('weekdays: {sat: {"08:00": 3}}')],
        [lane('dates: {2019-06-05: {"00:00": 3}}')],
        [layer("outages: [{from: 2019-06-05, for: 6 h}]")],
        profiles("week: {weekdays: {sat: 2}}", "weekdays: week"),
    ],
)
def test_what_is_dated_shows_in_the_fingerprint(tmp_path: Path, changes: list[tuple[str, str]]) -> None:
    assert loaded(tmp_path, *changes).fingerprint != loaded(tmp_path).fingerprint


def test_days_of_a_lane_are_read(tmp_path: Path) -> None:
    text = 'weekdays: {sat: {"00:00": 1, "08:00": 3}, sun: {"08:00": 0}}, dates: {"2019-06-05": {"06:00": 4}}'
    found = loaded(tmp_path, lane(text))
    assert found.warnings == ()
    control = found.scenario.places["control"]
    assert isinstance(control, Stage)
    trucks = control.lanes["trucks"]
    assert trucks.weekdays == {"sat": {0: 1, 8 * HOUR: 3}, "sun": {8 * HOUR: 0}}
    assert trucks.dates == {parse_date("2019-06-05"): {6 * HOUR: 4}}


def test_a_lane_that_opens_on_some_days_alone_serves_its_classes(tmp_path: Path) -> None:
    shut = (TRUCKS, "booths: 0")
    assert "no lane of 'control' serves truck northbound" in refusal(tmp_path, shut)
    loaded(tmp_path, (TRUCKS, 'booths: 0, weekdays: {sat: {"08:00": 1}}'))
    loaded(tmp_path, (TRUCKS, 'booths: 0, dates: {2019-06-05: {"08:00": 1}}'))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (everywhere("closures: [{from: June, for: 6 h}]")[0], "posts.west.closures.0.from: expected a date and time"),
        (everywhere("closures: [{from: 2019-06-31 08:00, for: 6 h}]")[1], "found '2019-06-31 08:00'"),
        (everywhere("closures: [{from: 2019-06-04 24:00, for: 6 h}]")[2], "such as 2019-06-03 08:00"),
        (everywhere("closures: [{from: 2019-06-04T08:00+04:00, for: 6 h}]")[3], "without a zone"),
        (everywhere("closures: [{from: 2019-06-04, for: 6}]")[4], "lanes.east.closures.0.for: the unit is missing"),
        (everywhere("closures: [{from: 2019-06-04, for: -6 h}]")[0], "a duration cannot be negative"),
        (everywhere("closures: [{from: 2019-06-04}]")[0], "posts.west.closures.0: 'for' is missing"),
        (everywhere("closures: [{from: 2019-06-04, until: 2019-06-05}]")[0], "unknown key 'until'"),
        (everywhere("closures: {from: 2019-06-04, for: 6 h}")[0], "posts.west.closures: expected a list"),
        (lane('weekdays: {saturday: {"00:00": 1}}'), "unknown key 'saturday'; accepted: mon, tue, wed, thu, fri, sat"),
        (lane("weekdays: {sat: 2}"), "trucks.weekdays.sat: expected a mapping"),
        (lane("weekdays: {sat: {}}"), "trucks.weekdays.sat: nothing is said of this day"),
        (lane('weekdays: {sat: {"24:00": 2}}'), "trucks.weekdays.sat.24:00: the day begins again"),
        (lane('weekdays: {sat: {"08:00": -1}}'), "trucks.weekdays.sat.08:00: must be at least 0"),
        (lane('dates: {5 June: {"00:00": 1}}'), "'5 June' cannot be a key here: expected a date such as 2019-06-03"),
        (lane('dates: {2019-02-29: {"00:00": 1}}'), "'2019-02-29' cannot be a key here: expected a date"),
        (lane("dates: {2019-06-05: {}}"), "trucks.dates.2019-06-05: nothing is said of this day"),
        (lane('dates: {2019-06-05: {"24:00": 1}}'), "dates.2019-06-05.24:00: the day begins again"),
        ((TRUCKS, 'staffing: {"00:00": 1, "24:00": 2}'), "trucks.staffing.24:00: the day begins again"),
        (layer("outages: [{from: 2019-06-05, for: 6 h, posts: [wset]}]"), "outages.0.posts: there is no post 'wset'"),
        (layer("outages: [{from: 2019-06-05, for: 6 h, posts: []}]"), "outages.0.posts: the outage is nowhere"),
        (("for: 20 min", "for: 24 h"), "posts.west.pauses.0.for: a pause is shorter than 24 h"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, changes: tuple[str, str], message: str) -> None:
    said = refusal(tmp_path, changes)
    assert message in said
    assert "variant.yaml:" in said


@pytest.mark.parametrize(
    ("text", "use", "message"),
    [
        ("week: {}", "hours: day", "profiles.week: a profile is of exactly one kind; found none"),
        (
            'week: {weights: {"00:00": 1}, weekdays: {sat: 2}}',
            "hours: day",
            "found weights and weekdays; accepted: one of `weights`, `weekdays`, `months`",
        ),
        (
            "week: {weekdays: {sat: 2}}",
            "hours: week",
            "car.hours: the profile 'week' has no `weights`; accepted: `day`",
        ),
        ("week: {weekdays: {sat: 2}}", "months: week", "car.months: the profile 'week' has no `months`"),
        ("week: {weekdays: {sat: 2}}", "weekdays: day", "the profile 'day' has no `weekdays`; accepted: `week`"),
        ("week: {weekdays: {sat: 2}}", "weekdays: wek", "car.weekdays: there is no profile 'wek'"),
        ("week: {weekdays: {sad: 2}}", "weekdays: week", "unknown key 'sad'"),
        ("year: {months: {june: 2}}", "months: year", "unknown key 'june'"),
        ("year: {months: {jun: -2}}", "months: year", "profiles.year.months.jun: must be at least 0"),
        (
            f"week: {{weekdays: {{{', '.join(f'{day}: 0' for day in WEEKDAYS)}}}}}",
            "hours: day",
            "the weights are all 0",
        ),
        (f"year: {{months: {{{', '.join(f'{month}: 0' for month in MONTHS)}}}}}", "hours: day", "weights are all 0"),
    ],
)
def test_a_profile_is_of_one_kind_and_used_for_it(tmp_path: Path, text: str, use: str, message: str) -> None:
    assert message in refusal(tmp_path, *profiles(text, use))


def test_a_timetable_has_no_shape_of_the_week(tmp_path: Path) -> None:
    week = (PROFILE, f"{PROFILE}  week: {{weekdays: {{sat: 2}}}}\n")
    said = refusal(tmp_path, week, ("truck: {timetable", "truck: {weekdays: week, timetable"))
    assert "truck.weekdays: a profile shapes a `per_day`, and there is none" in said


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        (everywhere("closures: [{from: 2018-06-04, for: 6 h}]")[0], "posts.west.closures.0.from"),
        (everywhere("closures: [{from: 2091-06-04, for: 6 h}]")[4], "places.bridge.lanes.east.closures.0.from"),
        (lane('dates: {2018-06-05: {"00:00": 1}}'), "places.control.lanes.trucks.dates.2018-06-05"),
        (layer("outages: [{from: 2018-06-05, for: 6 h}]"), "tracking.outages.0.from"),
    ],
)
def test_a_date_outside_the_run_is_warned_of(tmp_path: Path, changes: tuple[str, str], path: str) -> None:
    said = warning(tmp_path, changes)
    assert f"{path}: this lies outside the run, which starts at 2019-06-03 00:00" in said


def test_a_closure_that_reaches_into_the_run_is_none_to_warn_of(tmp_path: Path) -> None:
    assert loaded(tmp_path, everywhere("closures: [{from: 2018-06-04, for: 52 wk}]")[0]).warnings == ()


def test_how_long_a_closure_an_outage_and_the_weights_are_must_be_signed(tmp_path: Path) -> None:
    bare = ("source: theory\n", "")
    week, use = profiles("week: {weekdays: {sat: 2}}", "weekdays: week")
    outage = layer("outages: [{from: 2019-06-04, for: 6 h}]")
    day = lane('weekdays: {sat: {"00:00": 1}}, dates: {2019-06-05: {"00:00": 3}}')
    found = unsigned(loaded(tmp_path, bare, everywhere(CLOSED)[0], week, use, outage, day))
    paths = {".".join(fault.path) for fault in found}
    assert {"posts.west.closures.0.for", "tracking.outages.0.for", "profiles.week.weekdays.sat"} <= paths
    assert not [path for path in paths if path.endswith(".from") or "lanes.trucks" in path]
    assert "demand.southbound.car.weekdays" not in paths


def test_the_table_of_signatures_tells_who_signs_the_days_of_a_lane(tmp_path: Path) -> None:
    changes: list[Any] = [("source: theory\n", ""), lane('weekdays: {sat: {"00:00": 3}}, assumption: guess')]
    rows = {row.id: row.signs for row in signature_table(loaded(tmp_path, *changes))}
    [signed] = [each for each in rows["guess"] if "lanes.trucks" in each]
    assert signed == "places.control.lanes.trucks: staffing.00:00, staffing.08:00, weekdays.sat.00:00"
