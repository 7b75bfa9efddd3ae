"""The one process pool: all replications of all scenarios of an experiment, spread over the cores.

Each piece of work is a pure function of its arguments and results are put back in the order of the work,
so that nothing in a result depends on how many processes there were.
"""

import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import closing, nullcontext
from typing import TypeAlias, TypeVar

from sim.experiment.cluster import cluster

W = TypeVar("W")
R = TypeVar("R")

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (pieces done, pieces in all) after each finished piece of work."""


def _numbered(function: Callable[[W], R], number: int, work: W) -> tuple[int, R]:
    return number, function(work)


def _outcomes(
    function: Callable[[W], R], work: Sequence[W], *, jobs: int, is_elsewhere: bool
) -> Generator[tuple[int, R], None, None]:
    if not is_elsewhere and (jobs == 1 or len(work) == 1):
        yield from (_numbered(function, number, piece) for number, piece in enumerate(work))
        return
    from joblib import Parallel, delayed

    parallel = Parallel(n_jobs=jobs, batch_size=1, return_as="generator_unordered")
    outcomes = parallel(delayed(_numbered)(function, number, piece) for number, piece in enumerate(work))
    try:
        for outcome in outcomes:  # noqa: UP028 - `yield from` would close joblib's generator before the block below
            yield outcome
    finally:
        with warnings.catch_warnings():
            # Whoever stops early, by Ctrl-C or an error, means to: joblib need not warn of cancelled work.
            warnings.simplefilter("ignore")
            outcomes.close()


def processes(jobs: int) -> int:
    """How many processes *jobs* stands for."""
    from joblib import effective_n_jobs

    n: int = effective_n_jobs(jobs)
    return n


def begin(function: Callable[[W], R], work: Sequence[W], *, jobs: int) -> Callable[[], tuple[R, ...]]:
    """Let other processes make something of *work* while this one goes on: what is given back waits for the outcomes.

    With one process the work is done when it is asked for. *function* and *work* are as those of :func:`spread`.
    """
    if jobs == 1 or not work:
        return lambda: tuple(function(piece) for piece in work)
    from joblib import Parallel, delayed

    outcomes = Parallel(n_jobs=jobs, batch_size=1, return_as="generator")(delayed(function)(piece) for piece in work)
    return lambda: tuple(outcomes)


def spread(
    function: Callable[[W], R],
    work: Sequence[W],
    *,
    jobs: int = 1,
    scheduler: str | None = None,
    first: Callable[[], None] | None = None,
    progress: Progress | None = None,
) -> tuple[R, ...]:
    """What *function* makes of each piece of *work*, in the order of *work*.

    Args:
        function: A function at the top of a module, without side effects.
        work: Its arguments, which can be pickled.
        jobs: Processes; 1 works in this process, -1 uses every core.
        scheduler: Address of a Dask scheduler, whose workers do the work in place of processes here.
        first: Done before the work, here or by each worker of the cluster.
        progress: Called after each finished piece.

    Raises:
        ValueError: *jobs* is 0.
        ClusterError: The cluster cannot be used.
    """
    if jobs == 0:
        raise ValueError("jobs must be 1 or more, or -1 for every core")
    done: dict[int, R] = {}
    with (
        _here(first) if scheduler is None else cluster(scheduler, first=first),
        closing(_outcomes(function, work, jobs=jobs, is_elsewhere=scheduler is not None)) as outcomes,
    ):
        for number, outcome in outcomes:
            done[number] = outcome
            if progress is not None:
                progress(len(done), len(work))
    return tuple(done[number] for number in range(len(work)))


def _here(first: Callable[[], None] | None) -> nullcontext[None]:
    """What must be there before processes start is made by this one: they then find it."""
    if first is not None:
        first()
    return nullcontext()
