"""A warm-up that has been chosen, written into the scenario in place of ``auto``."""

from dataclasses import replace

from sim.scenario.fingerprint import fingerprint
from sim.scenario.load import Loaded
from sim.scenario.tree import Branch, Text, mark_of
from sim.units import DAY

_PATH = ("run", "warm_up")


def with_warm_up(loaded: Loaded, *, days: int) -> Loaded:
    """*loaded* with a warm-up of so many whole days: as if its file said so."""
    scenario = loaded.scenario
    scenario = scenario.model_copy(update={"run": scenario.run.model_copy(update={"warm_up": days * DAY})})
    run = loaded.node.entries["run"]
    assert isinstance(run, Branch)
    stated = Text(f"{days} d", mark_of(loaded.node, _PATH))
    node = replace(
        loaded.node, entries={**loaded.node.entries, "run": replace(run, entries={**run.entries, "warm_up": stated})}
    )
    return replace(loaded, scenario=scenario, node=node, fingerprint=fingerprint(scenario))
