"""Other machines: a Dask cluster whose workers do the work in place of processes here.

Dask is an extra. A worker must have the software that is here, so that every number is the same; who lacks it
is refused by name. Pieces of work whose worker is lost are done again by another one, and since each is a pure
function of its arguments, nothing in the result tells.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from sim.compiling import PACKAGE
from sim.results.provenance import software

PATIENCE = 10
"""Seconds in which a scheduler must answer, and have a worker."""

_DIGITS = 12


class ClusterError(ValueError):
    """A cluster that cannot be used, for a reason its user can mend."""


@contextmanager
def cluster(address: str, *, first: Callable[[], None] | None = None) -> Iterator[None]:
    """A block in which joblib hands its work to the scheduler at *address*.

    Args:
        address: Such as ``tcp://10.0.0.1:8786``.
        first: Done once by every worker that is there now, before any work.

    Raises:
        ClusterError: Dask is not installed, nobody answers, no worker comes, or one has other software.
    """
    try:
        import distributed
    except ImportError:
        raise ClusterError(
            "--backend dask needs Dask, which is not installed; pip install 'samur[dask]' installs it"
        ) from None
    from joblib import parallel_config

    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise ClusterError(f"no Dask scheduler answers at {address!r} (such as tcp://10.0.0.1:8786): {error}") from None
    with client:
        _wait_for_a_worker(client, address)
        workers = _refuse_other_software(client)
        if first is not None:
            _at_every_worker(client, workers, first)
        # What a worker holds for others is lost with it; arguments go with each piece of work, so nothing is.
        with parallel_config(backend="dask", client=client, wait_for_workers_timeout=PATIENCE):
            yield


def _wait_for_a_worker(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise ClusterError(f"the Dask scheduler at {address!r} has no workers") from None


def _refuse_other_software(client: Any) -> list[str]:
    """The workers by address, if every one would give the numbers that this process gives."""
    here = software_of_numbers()
    try:
        there = client.run(software_of_numbers)
    except Exception as error:  # noqa: BLE001 - Dask raises here whatever went wrong there
        raise ClusterError(f"a worker cannot run samur: {error}") from None
    for worker, found in there.items():
        differing = [
            f"{name} {version} (here {here[name]})" for name, version in found.items() if version != here[name]
        ]
        if differing:
            raise ClusterError(f"the worker {worker} has other software: {', '.join(differing)}")
    return list(there)


def software_of_numbers() -> dict[str, str]:
    """Names and versions of everything that a number depends on, with a digest of the program's own code."""
    made_by, digest = software(), sha256()
    for path in sorted(PACKAGE.rglob("*.py")):
        digest.update(path.read_bytes())
    return {
        "samur": made_by.version,
        "with code": digest.hexdigest()[:_DIGITS],
        "python": made_by.python,
        **made_by.libraries,
    }


def _at_every_worker(client: Any, workers: Sequence[str], first: Callable[[], None]) -> None:
    futures = [client.submit(first, workers=[worker], allow_other_workers=True, pure=False) for worker in workers]
    client.gather(futures)
