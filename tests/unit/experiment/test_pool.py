"""Work spread over processes comes back in its own order."""

import time

import pytest

from sim.experiment.pool import begin, spread


def _square(number: int) -> int:
    return number * number


def test_outcomes_stand_in_the_order_of_the_work_however_many_processes_there_are() -> None:
    assert spread(_square, range(7), jobs=1) == spread(_square, range(7), jobs=2) == (0, 1, 4, 9, 16, 25, 36)


@pytest.mark.parametrize("jobs", [1, 2])
def test_progress_is_told_once_for_each_finished_piece(jobs: int) -> None:
    told: list[tuple[int, int]] = []
    spread(_square, range(4), jobs=jobs, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_no_process_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="jobs must be 1 or more"):
        spread(_square, range(2), jobs=0)


def _take_a_while(seconds: float) -> None:
    time.sleep(seconds)


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_stops_the_work(jobs: int) -> None:
    def interrupt(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        spread(_take_a_while, [0.1] * 8, jobs=jobs, progress=interrupt)


@pytest.mark.parametrize("jobs", [1, 2])
def test_work_that_was_begun_is_given_in_the_order_asked_for(jobs: int) -> None:
    assert begin(_square, [3, 1, 2], jobs=jobs)() == (9, 1, 4)
    assert begin(_square, [], jobs=jobs)() == ()
