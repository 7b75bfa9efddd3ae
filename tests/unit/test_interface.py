"""The Python interface: light to import, and its docstring examples run."""

import doctest
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

import sim

ROOT = Path(__file__).parents[2]
HEAVY = ("joblib", "matplotlib", "numpy", "polars", "pydantic", "rich", "scipy", "simpy", "typer")


def test_importing_sim_loads_nothing_heavy() -> None:
    code = f"import sys, sim; print([name for name in {HEAVY!r} if name in sys.modules])"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert answer.stdout == "[]\n"


@pytest.mark.parametrize("name", sim.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(sim, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'simulate'"):
        _ = sim.simulate


@pytest.mark.parametrize("name", ["sim", "sim.experiment.run", "sim.experiment.compare"])
def test_docstring_examples_run(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, attempted = doctest.testmod(importlib.import_module(name))
    assert attempted > 0
    assert failed == 0


def test_one_text_in_place_of_a_list_is_refused() -> None:
    with pytest.raises(TypeError, match="lists of texts"):
        sim.load("scenarios/theory/two-booths.yaml", with_="peak")
