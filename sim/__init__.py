"""A discrete-event model of the Samur border crossing.

>>> import sim
>>> result = sim.run("scenarios/theory/two-booths.yaml", sets=["run.length=1 d"], replications=2)
>>> result.status
'finished'

Some functions: :func:`load` reads a scenario, :func:`run` and :func:`compare` simulate, :func:`read` takes up a
result folder that a command or :func:`write` left. Results are frozen; their tables are polars frames
(``.to_pandas()`` for those who want it) whose columns are explained in ``docs/reference/columns.md``.
"""

from typing import TYPE_CHECKING, Any

from sim.version import __version__

if TYPE_CHECKING:
    from sim.experiment.compare import compare
    from sim.experiment.run import run
    from sim.experiment.sustainable import capacity
    from sim.experiment.sweep import sweep
    from sim.results.store import read, write
    from sim.scenario.load import load

__all__ = ["__version__", "capacity", "compare", "load", "read", "run", "sweep", "write"]

_HOMES = {
    "capacity": "sim.experiment.sustainable",
    "compare": "sim.experiment.compare",
    "load": "sim.scenario.load",
    "read": "sim.results.store",
    "run": "sim.experiment.run",
    "sweep": "sim.experiment.sweep",
    "write": "sim.results.store",
}


def __getattr__(name: str) -> Any:
    """The public functions, imported when first asked for: ``import sim`` itself loads nothing heavy."""
    if name not in _HOMES:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
