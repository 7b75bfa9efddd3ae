"""One scenario file, with its interventions and settings, as a validated scenario that knows where it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from pydantic import ValidationError

from sim.scenario.composing import Composition, compose
from sim.scenario.explaining import explained
from sim.scenario.faults import Fault, ScenarioError
from sim.scenario.fingerprint import fingerprint
from sim.scenario.rules.all_rules import findings
from sim.scenario.rules.context import context
from sim.scenario.schema import Scenario
from sim.scenario.signing import resolved
from sim.scenario.tree import Branch, Plain, plain


@dataclass(frozen=True, slots=True)
class Loaded:
    """A scenario and the files that it was read from."""

    scenario: Scenario
    node: Branch
    """The resolved tree, every value with its file and line."""
    composition: Composition
    key: str
    """Stem of the file asked for, such as ``single-bridge``."""
    interventions: tuple[str, ...]
    """Names of the interventions in force, in order of name."""
    fingerprint: str
    """Equal exactly for equal physics, see :mod:`sim.scenario.fingerprint`."""
    warnings: tuple[Fault, ...]
    """What is allowed and yet surprises."""

    @property
    def name(self) -> str:
        """Title of the scenario, the interventions' titles included."""
        return self.scenario.name

    @property
    def tree(self) -> dict[str, Plain]:
        """The resolved scenario as plain mappings, lists and text."""
        resolved = plain(self.node)
        assert isinstance(resolved, dict)
        return resolved

    @property
    def files(self) -> tuple[FilePath, ...]:
        """Every file read, the base first."""
        return tuple(layer.path for layer in self.composition.layers)


def load(path: str | FilePath, *, with_: Sequence[str] = (), sets: Sequence[str] = ()) -> Loaded:
    """The scenario of *path* with the interventions *with_* and the settings *sets* (``path.to.key=value``).

    An intervention is ``interventions/NAME.yaml`` beside the base, or a path.

    Raises:
        ScenarioError: Something is wrong; it holds every fault that could be found.
        TypeError: *with_* or *sets* is one text and not several.
    """
    if isinstance(with_, str) or isinstance(sets, str):
        raise TypeError('with_ and sets are lists of texts, such as ["new-bridge"]')
    asked = FilePath(path)
    composition, found = compose(asked, with_=with_, sets=sets)
    faults = list(found)
    tree = resolved(composition)
    try:
        scenario = Scenario.model_validate(plain(tree))
    except ValidationError as error:
        raise ScenarioError([*faults, *explained(error, tree)]) from None
    is_merged = len(composition.layers) > 1
    around = context(scenario, tree, base_file=str(composition.base.path), is_merged=is_merged)
    wrong, warnings = findings(around)
    if faults or wrong:
        raise ScenarioError([*faults, *wrong])
    return Loaded(
        scenario=scenario,
        node=tree,
        composition=composition,
        key=asked.stem,
        interventions=tuple(layer.name for layer in composition.interventions),
        fingerprint=fingerprint(scenario),
        warnings=warnings,
    )
