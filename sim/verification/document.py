"""What a verification found, as one JSON document."""

from collections.abc import Sequence
from typing import Any

from sim.units import MINUTE
from sim.verification.estimate import STANDARD_ERRORS
from sim.verification.judge import PRECISION, QUICK_PRECISION, Judged
from sim.verification.verify import Case


def to_document(cases: Sequence[Case], *, full: bool) -> dict[str, Any]:
    """All cases; times in minutes, ``null`` for what could not be estimated."""
    return {
        "format": 1,
        "kind": "verify",
        "full": full,
        "standard_errors": STANDARD_ERRORS,
        "precision": PRECISION if full else QUICK_PRECISION,
        "passed": all(case.passed for case in cases),
        "cases": [_case(case) for case in cases],
    }


def _case(case: Case) -> dict[str, Any]:
    loaded = case.prepared.loaded
    return {
        "file": str(case.file),
        "scenario": loaded.name,
        "fingerprint": loaded.fingerprint,
        "engine": case.engine,
        "seed": loaded.scenario.run.seed,
        "replications": loaded.scenario.run.replications,
        "vehicles": case.vehicles,
        "faults": list(case.faults),
        "passed": case.passed,
        "quantities": [_quantity(each) for each in case.judged],
    }


def _quantity(judged: Judged) -> dict[str, Any]:
    exact, found = judged.exact, judged.estimate
    return {
        "name": judged.name,
        "direction": exact.direction,
        "vehicle_class": exact.vehicle_class,
        "place": exact.place,
        "measure": exact.measure,
        "statistic": exact.statistic,
        "threshold": None if exact.threshold is None else exact.threshold / MINUTE,
        "at": None if exact.at is None else exact.at / MINUTE,
        "formula": exact.formula,
        "source": list(exact.source or ()),
        "unit": exact.unit,
        "exact": exact.value,
        "estimate": found.value,
        "standard_error": judged.estimate.standard_error,
        "lower": found.lower,
        "upper": found.upper,
        "agrees": judged.agrees,
        "is_precise": judged.is_precise,
        "passed": judged.passed,
    }
