"""A steady run of parts of days is warned of, if anything in it follows the clock."""

from pathlib import Path

import pytest

from sim.scenario.load import load

SCENARIOS = Path(__file__).parents[3] / "scenarios"


def warned(path: Path, *sets: str) -> list[str]:
    return [".".join(fault.path) for fault in load(path, sets=sets).warnings if "whole days" in fault.message]


@pytest.mark.parametrize(
    ("sets", "keys"),
    [
        (("run.kind=steady", "run.warm_up=36 h"), ["run.warm_up"]),
        (("run.kind=steady", "run.warm_up=2 d", "run.length=30 h"), ["run.length"]),
        (("run.kind=steady", "run.warm_up=auto", "run.length=7 d"), []),
        (("run.kind=episode", "run.warm_up=6 h", "run.length=8 h"), []),
    ],
)
def test_a_crossing_that_follows_the_clock_is_run_for_whole_days(sets: tuple[str, ...], keys: list[str]) -> None:
    assert warned(SCENARIOS / "single-bridge.yaml", *sets) == keys


@pytest.mark.parametrize("path", sorted((SCENARIOS / "theory").glob("*.yaml")), ids=lambda path: path.stem)
def test_constant_flows_may_be_measured_for_any_time(path: Path) -> None:
    assert warned(path) == []
