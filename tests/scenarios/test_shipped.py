"""Every shipped file loads, alone and combined, is signed, cites what exists and cannot lock up."""

import csv
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import pytest

from sim import units
from sim.plan.build import build_plan
from sim.plan.model import DIRECTIONS
from sim.plan.offered_load import offered_load
from sim.plan.rings import find_ring
from sim.scenario.load import Loaded, load
from sim.scenario.shape import leaves
from sim.scenario.signatures import unsigned
from sim.scenario.tree import Branch, Items, Node, Text

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BASE = SCENARIOS / "single-bridge.yaml"
TODAY = SCENARIOS / "freight-today.yaml"
THEORY = sorted((SCENARIOS / "theory").glob("*.yaml"))
BENCHMARK = sorted((SCENARIOS / "benchmark").glob("*.yaml"))
INTERVENTIONS = sorted(path.stem for path in (SCENARIOS / "interventions").glob("*.yaml"))
MEASURES = ("new-bridge", "separate-checkpoints", "digital-tracking")
OLD_BRIDGE_RULES = ("one-lane-bridge", "one-truck-at-a-time")

FACTORIAL = [chosen for n in range(len(MEASURES) + 1) for chosen in combinations(MEASURES, n)]
UNDER_EACH_RULE = [
    (rule, *chosen)
    for rule in OLD_BRIDGE_RULES
    for n in range(len(MEASURES))
    for chosen in combinations(MEASURES[1:], n)
]
RIVALS_TOGETHER = [("one-more-truck-lane", "truck-lanes-3-2"), ("peak", "one-more-truck-lane", "digital-tracking")]
COMBINATIONS = sorted(
    {
        tuple(sorted(names))
        for names in [*FACTORIAL, *UNDER_EACH_RULE, *RIVALS_TOGETHER, *((name,) for name in INTERVENTIONS)]
    }
)
WITH_TODAY = ("digital-tracking", "one-more-truck-lane")
COMBINATIONS_TODAY = [chosen for n in range(len(WITH_TODAY) + 1) for chosen in combinations(WITH_TODAY, n)]
ALL_COMBINATIONS = [(BASE, names) for names in COMBINATIONS] + [(TODAY, names) for names in COMBINATIONS_TODAY]
READERS: dict[str, Callable[[str], float]] = {
    "time": units.parse_time,
    "length": units.parse_length,
    "speed": units.parse_speed,
    "vehicles": units.parse_vehicles,
}
NEEDED = {
    "new-bridge",
    "separate-checkpoints",
    "separate-split",
    "digital-tracking",
    "one-more-truck-lane",
    "truck-lanes-3-2",
    "peak",
    "one-lane-bridge",
    "one-truck-at-a-time",
    "single-file-approach",
}


def evidence_ids() -> set[str]:
    ids = set()
    for table in (SCENARIOS / "evidence").glob("*.csv"):
        with table.open(encoding="utf-8", newline="") as file:
            ids |= {row["id"] for row in csv.DictReader(file)}
    return ids


def cited(node: Node, key: str) -> set[str]:
    """Ids under *key* anywhere in the tree."""
    found: set[str] = set()
    if isinstance(node, Branch):
        for name, child in node.entries.items():
            if name != key:
                found |= cited(child, key)
            elif isinstance(child, Text):
                found |= {child.value} if child.value is not None else set()
            elif isinstance(child, Items):
                found |= {item.value for item in child.items if isinstance(item, Text) and item.value is not None}
    elif isinstance(node, Items):
        for item in node.items:
            found |= cited(item, key)
    return found


def signatures(loaded: Loaded, block: tuple[str, ...]) -> set[str]:
    """Which of `source` and `assumption` the blocks around *block* carry."""
    found: set[str] = set()
    node: Node | None = loaded.node
    for key in (*block, None):
        if isinstance(node, Branch):
            found |= {"source", "assumption"} & set(node.entries)
        if isinstance(node, Branch) and key is not None:
            node = node.entries.get(key)
        elif isinstance(node, Items) and key is not None:
            node = node.items[int(key)]
    return found


def at(node: Node, path: list[str]) -> list[str]:
    """Every value that *path* names, `*` standing for one key."""
    if not path:
        return [node.value] if isinstance(node, Text) and node.value is not None else []
    children: dict[str, Node] = {}
    if isinstance(node, Branch):
        children = {**node.entries}
    elif isinstance(node, Items):
        children = {str(number): item for number, item in enumerate(node.items)}
    chosen = [child for key, child in children.items() if path[0] in ("*", key)]
    return [value for child in chosen for value in at(child, path[1:])]


def quantity(text: str) -> tuple[str, float]:
    """What kind of quantity a text is, and how much of it."""
    for kind, parse in READERS.items():
        try:
            return kind, parse(text)
        except ValueError:
            continue
    return "number", float(text)


@pytest.fixture(scope="module", params=ALL_COMBINATIONS, ids=lambda of: "+".join((of[0].stem, *of[1])))
def combined(request: pytest.FixtureRequest) -> Loaded:
    base, names = request.param
    return load(base, with_=names)


def test_the_interventions_of_the_mission_are_shipped() -> None:
    assert set(INTERVENTIONS) >= NEEDED


def test_every_combination_is_a_plan_that_no_ring_can_lock_up(combined: Loaded) -> None:
    plan = build_plan(combined.scenario)
    assert all(plan.routes)
    assert find_ring(plan) is None


def test_no_physical_number_is_unsigned(combined: Loaded) -> None:
    unsigned = [
        ".".join(leaf.path)
        for leaf in leaves(combined.node)
        if leaf.is_physical and not signatures(combined, leaf.block)
    ]
    assert unsigned == []


def test_every_cited_source_is_a_row_of_the_evidence(combined: Loaded) -> None:
    assert cited(combined.node, "source") <= evidence_ids()


def test_every_named_assumption_is_explained_and_every_explained_one_is_named(combined: Loaded) -> None:
    assert cited(combined.node, "assumption") == set(combined.scenario.assumptions)


@pytest.mark.parametrize("base", [BASE, TODAY], ids=lambda path: path.stem)
def test_every_range_names_values_of_the_base_and_holds_them(base: Path) -> None:
    loaded = load(base)
    for name, assumption in loaded.scenario.assumptions.items():
        for path, limits in assumption.range.items():
            values = at(loaded.node, path.split("."))
            assert values, f"{name}: {path} names nothing"
            low, high = limits
            for value in values:
                kinds, numbers = zip(*map(quantity, (low, value, high)), strict=True)
                assert len(set(kinds)) == 1, f"{name}: units of {path}"
                assert list(numbers) == sorted(numbers), f"{name}: {path} = {value}"


@pytest.mark.parametrize("name", INTERVENTIONS)
def test_every_range_of_an_intervention_holds_its_values(name: str) -> None:
    loaded = load(BASE, with_=[name])
    ranges = [item for one in loaded.scenario.assumptions.values() for item in one.range.items()]
    for path, (low, high) in ranges:
        for value in at(loaded.node, path.split(".")):
            assert quantity(low) <= quantity(value) <= quantity(high), f"{path} = {value}"


@pytest.mark.parametrize("path", [*THEORY, *BENCHMARK], ids=lambda path: path.stem)
def test_a_file_of_theory_or_benchmark_loads(path: Path) -> None:
    plan = build_plan(load(path).scenario)
    assert any(plan.routes)
    assert find_ring(plan) is None


@pytest.mark.parametrize("path", BENCHMARK, ids=lambda path: path.stem)
def test_a_benchmark_is_signed_and_no_stage_is_near_saturation(path: Path) -> None:
    loaded = load(path)
    assert unsigned(loaded) == ()
    assert max(stage.load for stage in offered_load(build_plan(loaded.scenario))) <= 0.95


@pytest.mark.parametrize("path", sorted(SCENARIOS.rglob("*.yaml")), ids=lambda path: path.stem)
def test_the_first_line_names_the_schema_for_editors(path: Path) -> None:
    of_folder = {"scenarios": "scenario", "interventions": "../intervention"}
    schema = of_folder.get(path.parent.name, "../scenario")
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema={schema}.schema.json"


def test_the_index_names_every_scenario() -> None:
    index = (SCENARIOS / "README.md").read_text(encoding="utf-8")
    for path in SCENARIOS.rglob("*.yaml"):
        assert f"({path.relative_to(SCENARIOS)})" in index


def test_the_russian_post_admits_no_more_trucks_than_find_a_place(combined: Loaded) -> None:
    plan = build_plan(combined.scenario)
    zone = next(zone for zone in plan.zones if zone.name == "yk-north")
    lanes = next(place for place in plan.places if place.name == "yk-truck-lanes")
    assert zone.at_most <= lanes.space[lanes.pool[0]]  # type: ignore[union-attr]


@pytest.mark.parametrize("base", [BASE, TODAY], ids=lambda path: path.stem)
def test_zones_meter_the_direction_that_they_name(base: Path) -> None:
    plan = build_plan(load(base).scenario)
    directions = {zone.name: {DIRECTIONS[plan.kinds[kind].direction] for kind in zone.counts} for zone in plan.zones}
    assert directions == {"samur-north": {"northbound"}, "yk-north": {"northbound"}, "yk-south": {"southbound"}}


def test_one_truck_at_a_time_counts_the_trucks_of_both_directions_and_nobody_else() -> None:
    plan = build_plan(load(BASE, with_=["one-truck-at-a-time"]).scenario)
    zone = next(zone for zone in plan.zones if zone.name == "one-truck")
    counted = {(plan.kinds[kind].direction, plan.classes[plan.kinds[kind].vehicle_class]) for kind in zone.counts}
    assert counted == {(0, "truck"), (1, "truck")}
    assert [plan.places[place].name for place in zone.places] == ["bridge"]


@pytest.mark.parametrize("path", [BASE, TODAY], ids=lambda path: path.stem)
def test_tracking_only_adds_places_behind_those_of_the_base(path: Path) -> None:
    base = build_plan(load(path).scenario)
    layered = build_plan(load(path, with_=["digital-tracking"]).scenario)
    names = [place.name for place in layered.places]
    assert names[: len(base.places)] == [place.name for place in base.places]
    assert set(names[len(base.places) :]) == {"seal-check"}


def test_the_crossing_of_today_keeps_the_names_of_the_single_bridge() -> None:
    """So that measures, sweeps and reports find in one what they find in the other."""
    base, today = load(BASE).scenario, load(TODAY).scenario
    left_out = {"yk-passenger-lanes"}
    assert [name for name in base.places if name not in left_out] == list(today.places)
    assert set(today.services) == set(base.services) - {"yk-passenger-lane"}
    assert (set(today.posts), set(today.zones)) == (set(base.posts), set(base.zones))
    assert today.thresholds["truck"] == base.thresholds["truck"]


@pytest.mark.parametrize(("level", "adoption"), [("low", 0.05), ("base", 0.22), ("high", 0.70)])
def test_a_level_of_tracking_sets_the_share_of_equipped_trucks(level: str, adoption: float) -> None:
    plan = build_plan(load(BASE, with_=["digital-tracking"], sets=[f"tracking.level={level}"]).scenario)
    shares = dict(zip(plan.classes, plan.attribute_shares[0], strict=True))
    assert shares == {"car": 0, "bus": 0, "truck": adoption}


def test_five_truck_lanes_are_loaded_but_not_overloaded_on_a_mean_day() -> None:
    scenario = load(BASE).scenario
    trucks = sum(demand["truck"].per_day or 0 for demand in scenario.demand.values())
    mean = scenario.services["yk-truck-lane"].by_selector["truck"].mean
    assert mean is not None
    pauses = sum(pause.for_ for pause in scenario.posts["yarag-kazmalyar"].pauses)
    load_of_lanes = trucks * mean / (5 * (units.DAY - pauses))
    assert 0.92 < load_of_lanes < 0.95
