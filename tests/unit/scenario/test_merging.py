"""Base and interventions: additions, replacements, removals, routes, and the conflicts between them."""

from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest

from sim.scenario.faults import ScenarioError
from sim.scenario.load import Loaded, load

SMALL = (Path(__file__).parents[2] / "scenarios" / "small.yaml").read_text(encoding="utf-8")

WEST = """
places:
  extra-west: {kind: stage, per: direction, space: 5 vehicles, service: control, lanes: {l: {booths: 1}}}
routes: {northbound: {insert: {extra-west: {after: control}}}}
"""
EAST = WEST.replace("extra-west", "extra-east")


def written(folder: Path, **interventions: str) -> Path:
    """A base with interventions beside it; each of these is given its first lines."""
    (folder / "interventions").mkdir(exist_ok=True)
    (folder / "base.yaml").write_text(SMALL, encoding="utf-8")
    for name, text in interventions.items():
        body = f"format: 1\nname: The {name}\nreason: to see\nsource: theory\n{text}"
        (folder / "interventions" / f"{name}.yaml").write_text(body, encoding="utf-8")
    return folder / "base.yaml"


def refusal(path: Path, *with_: str, sets: tuple[str, ...] = ()) -> str:
    with pytest.raises(ScenarioError) as refused:
        load(path, with_=with_, sets=sets)
    return str(refused.value)


def lanes(loaded: Loaded, place: str) -> list[str]:
    found = loaded.scenario.places[place]
    assert found.kind != "approach"
    declared: Mapping[str, object] = found.lanes
    return list(declared)


def test_an_intervention_replaces_a_scalar_and_leaves_its_neighbours(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, slow="services: {control: {car: {mean: 3 min}}}"), with_=["slow"])
    service = loaded.scenario.services["control"].by_selector["car"]
    assert (service.mean, service.cv) == (180_000_000, 0.5)


def test_a_list_is_replaced_and_not_extended(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, late="thresholds: {car: [3 h]}"), with_=["late"])
    assert loaded.scenario.thresholds["car"] == (3 * 3_600_000_000,)


def test_null_removes_a_key_and_additions_stand_last(tmp_path: Path) -> None:
    path = written(tmp_path, split="places: {control: {lanes: {cars: null, a: {booths: 1}}}}")
    assert lanes(load(path, with_=["split"]), "control") == ["trucks", "a"]


def test_null_for_what_is_not_there_is_an_error_with_the_nearest_key(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, gone="places: {control: {lanes: {trcks: null}}}"), "gone")
    assert "gone.yaml:5: places.control.lanes.trcks: null removes a key, and there is none" in said
    assert "did you mean 'trucks'?" in said


def test_two_values_for_one_key_are_a_conflict_that_names_both_files(tmp_path: Path) -> None:
    one, other = (f"services: {{control: {{car: {{mean: {minutes} min}}}}}}" for minutes in (3, 4))
    said = refusal(written(tmp_path, one=one, other=other), "one", "other")
    assert "two interventions disagree" in said
    assert "one.yaml:5 says '3 min'" in said
    assert "other.yaml says '4 min'" in said


def test_equal_values_for_one_key_are_no_conflict(tmp_path: Path) -> None:
    text = "services: {control: {car: {mean: 3 min}}}"
    loaded = load(written(tmp_path, one=text, other=text), with_=["one", "other"])
    assert loaded.scenario.services["control"].by_selector["car"].mean == 180_000_000


def test_null_against_a_value_is_a_conflict(tmp_path: Path) -> None:
    path = written(tmp_path, a="thresholds: {car: null}", b="thresholds: {car: [3 h]}")
    assert "removes it" in refusal(path, "a", "b")


def test_null_against_a_change_within_is_a_conflict(tmp_path: Path) -> None:
    path = written(tmp_path, a="zones: {trucks: null}", b="zones: {trucks: {at_most: 5}}")
    assert "zones.trucks: two interventions disagree" in refusal(path, "a", "b")


def test_null_twice_is_no_conflict(tmp_path: Path) -> None:
    path = written(tmp_path, a="zones: {trucks: null}", b="zones: {trucks: null}")
    assert not load(path, with_=["a", "b"]).scenario.zones


def test_titles_questions_and_reasons_do_not_conflict_and_the_name_says_all(tmp_path: Path) -> None:
    path = written(tmp_path, a="question: Why?", b="question: What for?")
    loaded = load(path, with_=["b", "a"])
    assert loaded.name == "A small crossing + The a + The b"
    assert loaded.scenario.question == "Why? What for?"
    assert (loaded.key, loaded.interventions) == ("base", ("a", "b"))


def test_annotations_of_one_block_add_up(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        a="zones: {trucks: {at_most: 8, assumption: a}}\n"
        "assumptions: {a: {because: x, range: {zones.trucks.at_most: [1, 9]}}}",
        b="zones: {trucks: {classes: [truck+tracked], reason: the tracked only}}",
    )
    zone = load(path, with_=["a", "b"]).scenario.zones["trucks"]
    assert zone.assumption == ("guess", "a")
    assert zone.reason == "the tracked only"


def test_additions_come_in_order_of_name_whatever_order_was_asked(tmp_path: Path) -> None:
    path = written(tmp_path, west=WEST, east=EAST, middle="places: {control: {lanes: {more: {booths: 1}}}}")
    made = [load(path, with_=order) for order in permutations(["west", "east", "middle"])]
    assert list(made[0].scenario.places)[-2:] == ["extra-east", "extra-west"]
    assert {loaded.fingerprint for loaded in made} == {made[0].fingerprint}
    assert all(loaded.tree == made[0].tree for loaded in made)


def test_inserts_at_one_anchor_stand_in_order_of_name(tmp_path: Path) -> None:
    route = load(written(tmp_path, west=WEST, east=EAST), with_=["west", "east"]).scenario.routes["northbound"]
    assert route == ("queue", "control", "extra-east", "extra-west", "yard", "bridge")


def test_an_insert_may_stand_before_its_anchor(tmp_path: Path) -> None:
    loaded = load(written(tmp_path, west=WEST.replace("after: control", "before: bridge")), with_=["west"])
    assert loaded.scenario.routes["northbound"] == ("queue", "control", "yard", "extra-west", "bridge")


def test_a_place_is_dropped_from_a_route(tmp_path: Path) -> None:
    path = written(tmp_path, short="routes: {northbound: {drop: [yard]}}", same="routes: {northbound: {drop: [yard]}}")
    assert load(path, with_=["short", "same"]).scenario.routes["northbound"] == ("queue", "control", "bridge")


def test_a_dropped_anchor_is_an_error_that_names_both_files(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        drop="routes: {northbound: {drop: [yard]}}",
        west=WEST.replace("after: control", "after: yard"),
    )
    said = refusal(path, "drop", "west")
    assert "west.yaml" in said
    assert "the anchor 'yard' is dropped by" in said
    assert "drop.yaml:5" in said


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        ("{insert: {extra-west: {after: brigde}}}", "unknown anchor: no such place on the route of the base"),
        ("{insert: {extra-west: {after: brigde}}}", "did you mean 'bridge'?"),
        ("{insert: {extra-west: {after: bridge, before: yard}}}", "say where it stands"),
        ("{insert: {extra-west: bridge}}", "say where it stands"),
        ("{insert: [extra-west]}", "write `insert: {PLACE: {after: OTHER}}`"),
        ("{insert: {yard: {after: bridge}}}", "the place is on the route already"),
        ("{drop: [yrad]}", "nothing to drop: the place is not on the route; found 'yrad'"),
        ("{insret: {extra-west: {after: bridge}}}", "did you mean 'insert'?"),
    ],
)
def test_an_edit_of_a_route_that_cannot_be_done_is_refused(tmp_path: Path, edit: str, message: str) -> None:
    text = WEST.replace("{insert: {extra-west: {after: control}}}", edit)
    assert message in refusal(written(tmp_path, west=text), "west")


def test_a_place_may_be_moved_along_its_route(tmp_path: Path) -> None:
    path = written(tmp_path, move="routes: {northbound: {drop: [yard], insert: {yard: {after: bridge}}}}")
    assert load(path, with_=["move"]).scenario.routes["northbound"] == ("queue", "control", "bridge", "yard")


def test_a_new_name_close_to_an_old_one_is_taken_for_a_slip(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, slip="places: {contrl: {space: 9 vehicles}}"), "slip")
    assert "slip.yaml:5: places.contrl: 'kind' is missing, as this name is new" in said
    assert "did you mean 'control'?" in said


def test_an_unknown_intervention_is_refused_with_those_there_are(tmp_path: Path) -> None:
    said = refusal(written(tmp_path, west=WEST), "wset")
    assert "accepted: west; did you mean 'west'?" in said


def test_an_intervention_may_be_given_by_its_path(tmp_path: Path) -> None:
    path = written(tmp_path, west=WEST)
    loaded = load(path, with_=[str(tmp_path / "interventions" / "west.yaml")])
    assert loaded.interventions == ("west",)
    assert loaded.fingerprint == load(path, with_=["west"]).fingerprint


def test_an_intervention_without_its_format_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, west=WEST)
    (tmp_path / "interventions" / "bare.yaml").write_text("name: x\n", encoding="utf-8")
    assert "bare.yaml:1: format: a file begins with `format: 1`" in refusal(path, "bare")


def test_a_file_may_name_base_and_interventions_and_its_own_lines_come_last(tmp_path: Path) -> None:
    written(tmp_path, west=WEST, slow="services: {control: {car: {mean: 3 min}}}")
    both = tmp_path / "both.yaml"
    both.write_text(
        "format: 1\nname: Both\nbase: base.yaml\nwith: [west, slow]\nsource: theory\n"
        "services: {control: {car: {mean: 4 min}}}\n",
        encoding="utf-8",
    )
    loaded = load(both)
    assert (loaded.name, loaded.key, loaded.interventions) == ("Both", "both", ("slow", "west"))
    assert loaded.scenario.services["control"].by_selector["car"].mean == 240_000_000
    assert [path.name for path in loaded.files] == ["base.yaml", "slow.yaml", "west.yaml", "both.yaml"]


def test_there_is_one_level_and_no_more(tmp_path: Path) -> None:
    path = written(tmp_path, deep="base: other.yaml\nwith: [west]\n")
    assert "deep.yaml:5: base: one level deep, no more" in refusal(path, "deep")


def test_interventions_without_a_base_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text("format: 1\nwith: [west]\n", encoding="utf-8")
    assert "alone.yaml:2: base: name the file of the base scenario" in refusal(path)


def test_a_base_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = tmp_path / "alone.yaml"
    path.write_text("format: 1\nbase: nowhere.yaml\n", encoding="utf-8")
    assert "alone.yaml:2: base: there is no such file" in refusal(path)


def test_a_setting_comes_after_everything(tmp_path: Path) -> None:
    path = written(tmp_path, slow="services: {control: {car: {mean: 3 min}}}")
    loaded = load(path, with_=["slow"], sets=["services.control.car.mean=5 min", "run.seed=7"])
    assert loaded.scenario.services["control"].by_selector["car"].mean == 300_000_000
    assert loaded.scenario.run.seed == 7


def test_the_last_of_two_settings_of_one_key_wins(tmp_path: Path) -> None:
    assert load(written(tmp_path), sets=["run.seed=7", "run.seed=8"]).scenario.run.seed == 8


def test_a_setting_may_be_a_list_a_mapping_or_nothing(tmp_path: Path) -> None:
    sets = [
        "thresholds.car=[2 h]",
        "places.yard.visits={truck: 0.1}",
        "zones.trucks=null",
        "demand.southbound.car=saturated",
    ]
    scenario = load(written(tmp_path), sets=sets).scenario
    assert scenario.thresholds["car"] == (7_200_000_000,)
    assert not scenario.zones
    assert scenario.demand["southbound"]["car"].saturated


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("run.seed", "write --set path.to.key=value"),
        ("run.seed=", "write --set path.to.key=value"),
        ("=3", "write --set path.to.key=value"),
        ("run.sede=3", "--set: run.sede: unknown key 'sede'"),
        ("places.contol.space=3 vehicles", "did you mean 'control'?"),
        ("run.seed.x=3", "this is not a mapping"),
        ("run.seed=three", "--set: run.seed: expected a whole number"),
        ("thresholds.car=[1 h", "not valid YAML"),
        ("thresholds.car={08:00: 1}", "times of day stand in quotes"),
        ("tracking.adoption=1.2", "--set: tracking.adoption: must be at most 1; found '1.2'"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(tmp_path: Path, setting: str, message: str) -> None:
    assert message in refusal(written(tmp_path), sets=(setting,))
