"""A resolved scenario, written out, loads again to itself."""

from pathlib import Path

import pytest

from sim.scenario.dumping import dump
from sim.scenario.load import load
from sim.scenario.signatures import unsigned

SCENARIOS = Path(__file__).parents[3] / "scenarios"
BASE = SCENARIOS / "single-bridge.yaml"
SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"
INTERVENTIONS = sorted(path.stem for path in (SCENARIOS / "interventions").glob("*.yaml"))
COMBINATIONS = [(), *((name,) for name in INTERVENTIONS), ("digital-tracking", "new-bridge", "separate-checkpoints")]


@pytest.mark.parametrize("with_", COMBINATIONS, ids="+".join)
def test_a_written_scenario_loads_alone_to_the_same_scenario(with_: tuple[str, ...], tmp_path: Path) -> None:
    loaded = load(BASE, with_=with_, sets=["run.seed=5"])
    path = tmp_path / "resolved.yaml"
    path.write_text(dump(loaded), encoding="utf-8")
    again = load(path)
    assert again.scenario == loaded.scenario
    assert again.fingerprint == loaded.fingerprint
    assert again.tree == loaded.tree
    assert unsigned(again) == ()


@pytest.mark.parametrize(
    "title",
    ["null", "~", "12:30", "yes", "a: b", "- a", "a #b", " a ", "'a'", '"', "\\", "{a}", "[a]", "&a", "*a", "!a", "%a",
     "@a", "é", "日本", "\U0001f69b", "a\nb", "\t", "x" * 300, "1e3", "|", ">", "?", "a'b", "\x7f", "\u2028", "\ufeff"],
)  # fmt: skip
def test_any_text_survives(title: str, tmp_path: Path) -> None:
    loaded = load(SMALL, sets=[f"name={_quoted(title)}"])
    path = tmp_path / "resolved.yaml"
    path.write_text(dump(loaded), encoding="utf-8")
    assert load(path).name == title


def _quoted(text: str) -> str:
    return '"' + "".join(f"\\U{ord(letter):08x}" for letter in text) + '"'


def test_the_order_of_ordered_mappings_survives(tmp_path: Path) -> None:
    loaded = load(BASE, with_=["separate-split"])
    path = tmp_path / "resolved.yaml"
    path.write_text(dump(loaded), encoding="utf-8")
    assert list(load(path).scenario.places) == list(loaded.scenario.places)
    assert path.read_text(encoding="utf-8").startswith("# Resolved from single-bridge + separate-split; fingerprint ")
