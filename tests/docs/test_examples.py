"""Every whole file that a how-to page shows is a scenario, or an intervention on the one before it, and runs.

A page that shows no scenario of its own lays its interventions over the shipped one.
"""

import re
from pathlib import Path

import pytest

from sim.experiment.prepare import prepare
from sim.experiment.run import run
from sim.scenario.load import Loaded, load
from sim.scenario.signatures import unsigned

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "how-to").glob("*.md"))
SHIPPED = ROOT / "scenarios" / "single-bridge.yaml"
FENCE = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"^name: (.*)$", re.MULTILINE)


def examples() -> list[tuple[str, str | None, str]]:
    """(page and name, text of the scenario or None for the shipped one, text of the example)."""
    found = []
    for page in PAGES:
        base: str | None = None
        for text in FENCE.findall(page.read_text(encoding="utf-8")):
            if "format: 1\n" not in text:
                continue
            if re.search(r"^run:", text, re.MULTILINE):
                base = text
            [name] = NAME.findall(text)
            found.append((f"{page.stem}: {name}", base, text))
    return found


EXAMPLES = examples()


def loaded(base: str | None, text: str, folder: Path) -> Loaded:
    scenario, change = folder / "scenario.yaml", folder / "change.yaml"
    change.write_text(text, encoding="utf-8")
    if base is None:
        return load(SHIPPED, with_=[str(change)])
    scenario.write_text(base, encoding="utf-8")
    return load(scenario, with_=[] if base == text else [str(change)], sets=["run.replications=1"])


@pytest.mark.parametrize(("base", "text"), [each[1:] for each in EXAMPLES], ids=[each[0] for each in EXAMPLES])
def test_an_example_is_sound_and_runs(base: str | None, text: str, tmp_path: Path) -> None:
    example = loaded(base, text, tmp_path)
    assert unsigned(example) == ()
    assert example.warnings == load(SHIPPED).warnings if base is None else example.warnings == ()
    assert prepare(example).warnings == ()
    if base is not None:
        result = run(example)
        assert (result.status, result.broken) == ("finished", ())


def test_an_example_changes_the_scenario_before_it(tmp_path: Path) -> None:
    for _, base, text in EXAMPLES:
        if base not in (None, text):
            assert loaded(base, text, tmp_path).fingerprint != loaded(base, base or "", tmp_path).fingerprint


def test_there_are_examples() -> None:
    assert len(EXAMPLES) >= 7
