"""Tables that several processes make are those that one makes."""

from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from sim.experiment.compare import compare
from sim.experiment.run import run
from sim.experiment.tables import make_tables
from tests.tiny import write_tiny

SETS = ("run.length=2 h",)


@pytest.mark.parametrize("measures", [("second-booth",), ("second-booth", "slow-bridge", "second-booth+slow-bridge")])
def test_two_processes_make_the_tables_of_one(tmp_path: Path, measures: tuple[str, ...]) -> None:
    tiny = write_tiny(tmp_path)
    found = compare(tiny, with_=measures, sets=SETS, replications=3, trajectories=True)
    make_tables([found], jobs=2)
    assert found.runs["tiny"].trajectories
    alone = replace(found, runs={name: one.without_trajectories() for name, one in found.runs.items()}, _memory={})
    assert vars(found)["differences"].equals(alone.differences)
    for name, one in found.runs.items():
        assert vars(one)["summary"].equals(alone.runs[name].summary)


def test_a_result_can_be_taken_apart_and_put_together_as_pickles_are(tmp_path: Path) -> None:
    result = run(write_tiny(tmp_path), sets=SETS)
    again = deepcopy(result)
    assert again == result
    assert again.provenance.software == result.provenance.software
