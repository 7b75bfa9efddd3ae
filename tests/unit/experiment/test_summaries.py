"""Tables that several processes make are those that one makes."""

from copy import deepcopy
from pathlib import Path

from sim.experiment.run import run
from sim.experiment.summaries import make_summaries
from tests.tiny import write_tiny

SETS = ("run.length=2 h",)


def test_two_processes_make_the_tables_of_one(tmp_path: Path) -> None:
    tiny = write_tiny(tmp_path)
    runs = [run(tiny, with_=with_, sets=SETS, trajectories=True) for with_ in ((), ("second-booth",))]
    make_summaries(runs, jobs=2)
    for result in runs:
        assert "summary" in vars(result)
        assert result.summary.equals(result.without_trajectories().summary)
        assert result.trajectories


def test_a_result_can_be_taken_apart_and_put_together_as_pickles_are(tmp_path: Path) -> None:
    result = run(write_tiny(tmp_path), sets=SETS)
    again = deepcopy(result)
    assert again == result
    assert again.provenance.software == result.provenance.software
