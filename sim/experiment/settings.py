"""Which settings act in which of several scenarios.

``tracking.adoption=0`` says something where the tracking layer is, and nothing to the base without it. So a
setting is left out of a scenario in which the block that it would change does not exist. One that acts nowhere
is kept everywhere: loading then refuses it and says why.
"""

from collections.abc import Sequence
from pathlib import Path

from sim.scenario.load import load
from sim.scenario.tree import Branch, at


def acting(path: str | Path, *, scenarios: Sequence[Sequence[str]], sets: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """For each of *scenarios*, given by its interventions, those of *sets* that act in it.

    Raises:
        ScenarioError: Some file is wrong.
    """
    if not sets:
        return ((),) * len(scenarios)
    trees = [load(path, with_=with_).node for with_ in scenarios]
    everywhere = {setting for setting in sets if not any(_acts(setting, tree) for tree in trees)}
    return tuple(tuple(setting for setting in sets if setting in everywhere or _acts(setting, tree)) for tree in trees)


def _acts(setting: str, tree: Branch) -> bool:
    keys = setting.partition("=")[0].strip().split(".")
    return isinstance(at(tree, tuple(keys[:-1])), Branch)
