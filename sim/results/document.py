"""The JSON documents that ``samur run --json`` and ``samur compare --json`` print (design section 8).

Every number is finite; what is not defined is null.
"""

from math import isfinite
from typing import TYPE_CHECKING, Any

from sim.results.capacity import Capacity
from sim.results.comparison import Comparison
from sim.results.folder import FORMAT
from sim.results.provenance import Provenance
from sim.results.run import RunResult
from sim.results.sweep import Sweep
from sim.statistics.overload import grown_queues, overloaded_stages
from sim.units import HOUR

if TYPE_CHECKING:
    import polars as pl


def to_document(result: RunResult | Comparison | Sweep | Capacity) -> dict[str, Any]:
    """*result* as plain mappings, lists, text and numbers.

    A run: ``format``, ``scenario``, ``interventions``, ``fingerprint``, ``seed``, ``replications``,
    ``confidence_level``, ``engine``, ``window`` (hours after ``start``), ``status``, ``invariants_broken``,
    ``overload`` (``stages`` by arithmetic, ``queues`` as they grew) and ``measures``, whose rows have the columns of a
    summary. A comparison: the ``reference``, each scenario as a run, then rows of ``differences``, ``pairing``,
    ``effects`` and ``capacity``, which name their scenario. A sweep: as a run, with ``keys``, whose values stand in
    each row. Largest sustainable flows: as a run, with ``together`` and ``growth``.
    """
    match result:
        case RunResult():
            return {
                "format": FORMAT,
                **_heading(result),
                "overload": _overload(result),
                "measures": rows(result.summary),
            }
        case Comparison():
            return _of_comparison(result)
        case Sweep():
            return {**_of_provenance(result.provenance), "keys": list(result.keys), "measures": rows(result.table)}
        case Capacity():
            asked = {"together": result.together, "growth": result.growth}
            return {**_of_provenance(result.provenance), **asked, "measures": rows(result.table)}


def _of_provenance(provenance: Provenance) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "scenario": provenance.scenario,
        "interventions": list(provenance.interventions),
        "fingerprint": provenance.fingerprint,
        "seed": provenance.seed,
        "replications": provenance.replications,
        "confidence_level": provenance.level,
        "engine": provenance.engine,
        "status": provenance.status,
    }


def rows(frame: "pl.DataFrame") -> list[dict[str, Any]]:
    """The rows of a table, NaN and infinities as None."""
    return [{name: _finite(value) for name, value in row.items()} for row in frame.iter_rows(named=True)]


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not isfinite(value) else value


def _heading(result: RunResult) -> dict[str, Any]:
    provenance = result.provenance
    return {
        "scenario": provenance.scenario,
        "interventions": list(provenance.interventions),
        "title": provenance.title,
        "fingerprint": provenance.fingerprint,
        "seed": provenance.seed,
        "replications": provenance.replications,
        "confidence_level": provenance.level,
        "engine": provenance.engine,
        "window": {
            "kind": provenance.run_kind,
            "start": provenance.start,
            "from_hour": provenance.window_start / HOUR,
            "to_hour": provenance.window_end / HOUR,
        },
        "status": result.status,
        "invariants_broken": list(result.broken),
        "overload": _overload(result),
    }


def _overload(result: RunResult) -> dict[str, Any]:
    """Stages to which more come than they can serve, and the queues that grew."""
    stages = [
        {
            "place": stage.place,
            "lanes": list(stage.lanes),
            "classes": [{"vehicle_class": name, "direction": direction} for name, direction in stage.classes],
            "comes_per_day": stage.comes,
            "serves_per_day": stage.serves,
            "load": _finite(stage.load),
        }
        for stage in overloaded_stages(result.plan)
    ]
    queues = [
        {
            "vehicle_class": grown.vehicle_class,
            "direction": grown.direction,
            "growth_per_day": grown.growth.value,
            "lower": grown.growth.lower,
            "upper": grown.growth.upper,
            "inside_at_end": grown.inside_at_end,
            "demand_per_day": grown.demand,
            "left_per_day": grown.left,
        }
        for grown in grown_queues(result.tallies, result.plan, level=result.provenance.level)
    ]
    return {"stages": stages, "queues": queues}


def _of_comparison(comparison: Comparison) -> dict[str, Any]:
    tables = {
        "differences": comparison.differences,
        "pairing": comparison.pairing,
        "effects": comparison.effects,
        "capacity": comparison.capacity,
    }
    return {
        "format": FORMAT,
        "reference": comparison.reference,
        "factors": list(comparison.factors),
        "scenarios": {name: {**_heading(run), "measures": rows(run.summary)} for name, run in comparison.runs.items()},
        **{name: None if frame is None else rows(frame) for name, frame in tables.items()},
    }
