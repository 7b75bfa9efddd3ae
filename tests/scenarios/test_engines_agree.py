"""The two engines return the same trajectory of every shipped scenario, alone and under every intervention."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from sim.draws import draw
from sim.engines import engine
from sim.plan.build import build_plan
from sim.scenario.faults import ScenarioError
from sim.scenario.load import Loaded, load
from sim.trajectory import Ending
from sim.units import DAY

SCENARIOS = Path(__file__).parents[2] / "scenarios"
SHIPPED = sorted(path for folder in (".", "theory", "benchmark") for path in (SCENARIOS / folder).glob("*.yaml"))
INTERVENTIONS = tuple(sorted(path.stem for path in (SCENARIOS / "interventions").glob("*.yaml")))
MEASURES = ("new-bridge", "separate-checkpoints", "digital-tracking")
COMBINATIONS = tuple(chosen for n in (2, 3) for chosen in combinations(MEASURES, n))
SHORT = ("run.warm_up=0 d", "run.length=1 d")
"""The reference engine takes a second for a day of the busiest scenario, and a day has every shift."""


def _with(path: Path, names: tuple[str, ...]) -> Loaded | None:
    """The scenario under the interventions; None where they have nothing to change in it."""
    files = [str(SCENARIOS / "interventions" / f"{name}.yaml") for name in names]
    try:
        return load(path, with_=files, sets=SHORT)
    except ScenarioError:
        return None


def _all_of(path: Path) -> Iterator[tuple[tuple[str, ...], Loaded]]:
    for names in ((), *((name,) for name in INTERVENTIONS), *COMBINATIONS):
        loaded = _with(path, names)
        if loaded is not None:
            yield names, loaded


@pytest.fixture(scope="module")
def variants() -> dict[Path, dict[tuple[str, ...], Loaded]]:
    return {path: dict(_all_of(path)) for path in SHIPPED}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_engines_agree_on_a_day_of_it_alone_and_under_every_intervention(
    path: Path, variants: dict[Path, dict[tuple[str, ...], Loaded]]
) -> None:
    assert () in variants[path]
    for names, loaded in variants[path].items():
        plan = build_plan(loaded.scenario)
        draws = draw(plan, seed=8, replication=0, reach=plan.window_end + 3 * DAY)
        by_reference = engine("reference")(plan, draws)
        assert by_reference.ending is not Ending.OUT_OF_DRAWS, names
        assert engine("compiled")(plan, draws) == by_reference, names


def test_every_intervention_and_every_combination_of_the_measures_applies_somewhere(
    variants: dict[Path, dict[tuple[str, ...], Loaded]],
) -> None:
    covered = {names for of in variants.values() for names in of}
    assert covered >= {(name,) for name in INTERVENTIONS}
    assert covered >= set(COMBINATIONS)
