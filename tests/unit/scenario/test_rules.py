"""Rules beyond one field that are not faults of the malformed files: what is allowed, and what is warned of."""

from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.load import Loaded, load
from sim.scenario.places import Stage

SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")
ALTERNATING = """    kind: link
    mode: alternating
    green: {minimum: 1 min, maximum: 2 min, clearing: 10 s}
    travel: 2 min
    headway: {car: 4 s, truck: 8 s}
    entry_space: {northbound: 5 vehicles, southbound: 5 vehicles}
    lanes:
      single: {room: 4 vehicles}
"""
TWO_WAY = SMALL[SMALL.index("    kind: link") : SMALL.index("zones:")]


def loaded(folder: Path, *changes: tuple[str, str]) -> Loaded:
    text = SMALL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "variant.yaml"
    path.write_text(text, encoding="utf-8")
    return load(path)


def refusal(folder: Path, *changes: tuple[str, str]) -> str:
    with pytest.raises(ScenarioError) as refused:
        loaded(folder, *changes)
    return str(refused.value)


def warning(folder: Path, *changes: tuple[str, str]) -> str:
    [only] = loaded(folder, *changes).warnings
    return str(only)


def law(text: str) -> tuple[str, str]:
    return "law: gamma, mean: 2 min, cv: 0.5", text


@pytest.mark.parametrize(
    "text",
    [
        "law: constant, mean: 2 min",
        "law: constant, value: 0 s",
        "law: exponential, mean: 2 min",
        "law: erlang, mean: 2 min, cv: 0.5",
        "law: erlang, mean: 2 min, cv: 0.7071",
        "law: erlang, mean: 2 min, shape: 3",
        "law: erlang, shape: 3, scale: 1 min",
        "law: gamma, shape: 2.5, scale: 1 min",
        "law: lognormal, mean: 2 min, cv: 1",
        "law: lognormal, median: 2 min, sigma: 0.5",
        "law: weibull, shape: 2, scale: 1 min",
        "law: weibull, mean: 2 min, cv: 0.5",
        "law: uniform, low: 1 min, high: 3 min",
        "law: uniform, mean: 2 min, cv: 0.3",
        "law: triangular, low: 1 min, mode: 1 min, high: 3 min",
        "law: empirical, values: [1 min, 2 min]",
        "law: empirical, values: [1 min, 2 min], weights: [1, 3]",
        "law: gamma, mean: 2 min, cv: 0.5, per_person: 5 s",
    ],
)
def test_every_complete_set_of_parameters_is_accepted_and_makes_a_law(tmp_path: Path, text: str) -> None:
    from sim.plan.laws import law as drawn

    service = loaded(tmp_path, law(text)).scenario.services["control"].by_selector["car"]
    assert drawn(service).name in text or drawn(service).name == "gamma"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("law: exponential, mean: 2 min, cv: 1", "the parameters do not fit"),
        ("law: exponential, mean: 0 min", "services.control.car.mean: must be above 0"),
        ("law: gamma", "found no parameter"),
        ("law: erlang, shape: 2.5, mean: 2 min", "whole number of phases"),
        ("law: erlang, shape: 0, mean: 2 min", "services.control.car.shape: must be above 0"),
        ("law: uniform, mean: 2 min, cv: 0.9", "reaches below zero"),
        ("law: empirical, values: [1 min], weights: [0]", "the weights are all 0"),
        ("law: empirical, values: []", "there is no value"),
        ("reason: none", "a service is a law, or the sum of `parts`"),
        ("parts: {}", "there is no part"),
    ],
)
def test_a_law_that_is_none_is_refused(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(tmp_path, law(text))


def test_lateness_may_be_negative_where_a_service_may_not(tmp_path: Path) -> None:
    bus = loaded(tmp_path).scenario.demand["northbound"]["truck"]
    assert bus.punctuality is not None
    assert bus.punctuality.low == -30 * 60 * 1_000_000


def test_an_alternating_link_has_one_lane_and_lights(tmp_path: Path) -> None:
    assert loaded(tmp_path, (TWO_WAY, ALTERNATING)).warnings == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("maximum: 2 min", "maximum: 30 s", "green.maximum: the maximum is below the minimum"),
        ("minimum: 1 min", "minimum: 0 s", "green.minimum: a green lasts some time"),
        ("{room: 4 vehicles}", "{direction: northbound}", "the lights give the lane"),
        ("{room: 4 vehicles}", "{}\n      other: {}", "an alternating link has one lane; found 2"),
    ],
)
def test_other_lights_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in refusal(tmp_path, (TWO_WAY, ALTERNATING.replace(old, new)))


def test_a_reversible_link_has_a_lane_by_timetable_whose_first_step_is_at_midnight(tmp_path: Path) -> None:
    mode = ("mode: two-way", "mode: reversible")
    lane = 'east: {timetable: {"%s": northbound, "12:00": southbound}}'
    loaded(tmp_path, mode, ("east: {direction: northbound}", lane % "00:00"))
    said = refusal(tmp_path, mode, ("east: {direction: northbound}", lane % "01:00"))
    assert 'the first step of a timetable is at "00:00"' in said
    both = 'east: {direction: northbound, timetable: {"00:00": northbound}}'
    assert "either a `direction` or a `timetable`" in refusal(tmp_path, mode, ("east: {direction: northbound}", both))


def test_an_unlimited_entry_space_needs_a_reason(tmp_path: Path) -> None:
    room = ("{northbound: 5 vehicles", "{northbound: unlimited")
    unsigned = ("source: theory\n", "")
    assert "needs a `reason`" in refusal(tmp_path, room, unsigned)
    reason = ("    mode: two-way", "    mode: two-way\n    reason: nothing stands behind it")
    link = loaded(tmp_path, room, unsigned, reason).scenario.places["bridge"]
    assert link.kind == "link"
    assert link.entry_space["northbound"] == "unlimited"


def test_a_yard_needs_no_space_and_a_control_does(tmp_path: Path) -> None:
    yard = loaded(tmp_path).scenario.places["yard"]
    assert isinstance(yard, Stage)
    assert yard.space is None


def test_space_per_direction_names_each_direction_that_passes(tmp_path: Path) -> None:
    loaded(tmp_path, ("space: 5 vehicles", "space: {northbound: 5 vehicles, southbound: unlimited}"))
    said = refusal(tmp_path, ("space: 5 vehicles", "space: {northbound: 5 vehicles}"))
    assert "places.control.space: 'southbound' is missing" in said


def test_a_route_may_do_without_an_approach(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, ("[queue, bridge, control]", "[bridge, control]")).scenario
    assert scenario.routes["southbound"][0] == "bridge"


def test_each_kind_stands_in_one_line_by_its_attributes_too(tmp_path: Path) -> None:
    split = ("{all: [car, truck]}", "{all: [car, truck-tracked], tracked: [truck+tracked]}")
    assert loaded(tmp_path, split).warnings == ()
    missing = ("{all: [car, truck]}", "{all: [car, truck-tracked]}")
    said = refusal(tmp_path, missing)
    assert "no line of 'queue' is for truck+tracked" in said
    assert "no line of 'queue' is for truck;" not in said


def test_only_who_visits_must_be_served(tmp_path: Path) -> None:
    lane = ("lanes: {yard: {booths: 10}}", "lanes: {yard: {serves: [truck+tracked], booths: 10}}")
    visits = ("visits: {truck: 0.5}", "visits: {truck+tracked: 0.5}")
    assert loaded(tmp_path, lane, visits).warnings == ()
    assert "no lane of 'yard' serves truck northbound" in refusal(
        tmp_path, ("lanes: {yard: {booths: 10}}", "lanes: {yard: {serves: [car], booths: 10}}")
    )


def test_a_disagreement_of_selectors_is_settled_by_a_more_specific_one(tmp_path: Path) -> None:
    shares = "visits: {truck+empty: 0.5, truck+tracked: 0.2, truck+empty+tracked: 0.1}"
    assert loaded(tmp_path, ("visits: {truck: 0.5}", shares)).warnings == ()


def test_a_disagreement_that_no_vehicle_can_meet_is_none(tmp_path: Path) -> None:
    shares = "visits: {truck+empty: 0.5, truck+tracked: 0.2}"
    nobody_is_empty = ("{truck: 0.2}", "{truck: 0}")
    assert loaded(tmp_path, ("visits: {truck: 0.5}", shares), nobody_is_empty).warnings == ()


def test_attributes_that_nobody_declares_are_refused_without_the_layer_too(tmp_path: Path) -> None:
    layer = SMALL[SMALL.index("tracking:") : SMALL.index("thresholds:")]
    said = refusal(tmp_path, (layer, ""), ("serves: [truck]", "serves: [truck, truck+tracked]"))
    assert "'truck+tracked' names no attribute 'tracked'; accepted: empty" in said


def test_class_names_that_a_service_table_needs_are_refused(tmp_path: Path) -> None:
    assert "'reason' has another meaning" in refusal(tmp_path, ("  car: {length: 8 m}", "  car: {}\n  reason: {}"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("at_most: 10", "at_most: 30", "zones.trucks.at_most is 30, outside its range; accepted: [5, 20]"),
        ("zones.trucks.at_most: [", "zones.cars.at_most: [", "nothing stands at this path"),
        (", assumption: guess}", "}", "assumptions.guess: no line refers to this assumption"),
        ("from: control, to: bridge", "from: bridge, to: bridge", "northbound, the zone begins with the link 'bridge'"),
        ("    space: 5", "    queue: single-file\n    space: 5", "one file stands before lanes of different classes"),
        ("discipline: free", "discipline: single-file", "one file leads to lanes of different classes"),
        (
            "  northbound: [queue, control, yard, bridge]",
            "  northbound: [queue, control, bridge]",
            "no route passes this",
        ),
        ("visits: {truck: 0.5}", "visits: {truck: 0}", "places.yard: nobody visits this place"),
    ],
)
def test_what_surprises_is_warned_of(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = [str(each) for each in loaded(tmp_path, (old, new)).warnings]
    assert any(message in each for each in found), found


def test_a_range_may_speak_of_many_values_by_stars(tmp_path: Path) -> None:
    stars = ("zones.trucks.at_most: [5, 20]", "services.*.*.mean: [1 min, 90 s], 'places.br*.head*.*': [4 s, 8 s]")
    assert "services.control.car.mean is 2 min, outside its range; accepted: [1 min, 90 s]" in warning(tmp_path, stars)


def test_a_range_may_list_alternatives(tmp_path: Path) -> None:
    fits = ("zones.trucks.at_most: [5, 20]", "places.bridge.mode: [two-way, alternating, reversible]")
    assert loaded(tmp_path, fits).warnings == ()
    other = ("zones.trucks.at_most: [5, 20]", "places.bridge.mode: [alternating, reversible]")
    assert "places.bridge.mode is two-way, outside its range" in warning(tmp_path, other)


def test_a_range_may_speak_of_what_the_level_sets(tmp_path: Path) -> None:
    fits = ("zones.trucks.at_most: [5, 20]", "tracking.adoption: [0, 0.75]")
    assert loaded(tmp_path, fits).warnings == ()
    other = ("zones.trucks.at_most: [5, 20]", "tracking.adoption: [0.5, 0.75]")
    assert "tracking.adoption is 0.1, outside its range" in warning(tmp_path, other)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("level: low", "adoption: 0.2", "no level is in force"),
        ("applies_to: [truck]", "applies_to: [trcuk]", "there is no vehicle class 'trcuk'"),
        ("applies_to: [truck]", "applies_to: []", "no class is tracked"),
        ("{scale: 1 - effect, part: papers}", "{}", "the effect changes nothing"),
        ("{scale: 1 - effect, part: papers}", "{skip: true, scale: 1}", "tracked vehicles skip the place"),
        ("    control: {scale: 1 - effect, part: papers}", "    queue: {skip: true}", "an approach has no service"),
        ("{scale: 1 - effect, part: papers}", "{scale: 0.05 - effect}", "it must be 0 or more"),
    ],
)
def test_a_layer_that_makes_no_sense_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert message in refusal(tmp_path, (old, new))


def test_adoption_and_effect_may_be_set_without_a_level(tmp_path: Path) -> None:
    bare = ("  levels: {low: {adoption: 0.1, effect: 0.1}}\n  level: low\n", "  adoption: 0.2\n  effect: 0.3\n")
    assert loaded(tmp_path, bare).warnings == ()


def test_more_attributes_than_kinds_can_be_counted_for_are_refused(tmp_path: Path) -> None:
    many = ", ".join(f"a{number}: {{share: {{truck: 0.5}}}}" for number in range(12))
    assert "more than 8 attributes" in refusal(tmp_path, ("attributes: {empty", f"attributes: {{{many}, empty"))
