"""Laws: exactly one complete set of parameters, each within what the law allows."""

import math
from collections.abc import Iterator
from itertools import pairwise

from sim.scenario.faults import Path
from sim.scenario.rules.context import Context, Finding
from sim.scenario.services import Law, Service

_PARAMETERS = ("mean", "cv", "value", "shape", "scale", "median", "sigma", "low", "mode", "high", "values", "weights")

COMPLETE: dict[str, tuple[tuple[str, ...], ...]] = {
    "constant": (("mean",), ("value",)),
    "exponential": (("mean",),),
    "erlang": (("mean", "cv"), ("mean", "shape"), ("shape", "scale")),
    "gamma": (("mean", "cv"), ("mean", "shape"), ("shape", "scale")),
    "lognormal": (("mean", "cv"), ("median", "sigma")),
    "weibull": (("mean", "cv"), ("shape", "scale")),
    "uniform": (("low", "high"), ("mean", "cv")),
    "triangular": (("low", "mode", "high"),),
    "empirical": (("values",), ("values", "weights")),
}
"""The sets of parameters that fix each law."""

_POSITIVE = ("cv", "shape", "scale", "median", "sigma")
_PHASES_TOLERANCE = 1e-3
_WIDEST_UNIFORM = 1 / math.sqrt(3)


def laws(context: Context) -> Iterator[Finding]:
    """Every law of the scenario."""
    scenario = context.scenario
    for table_name, table in scenario.services.items():
        if not table.by_selector:
            yield Finding(("services", table_name), "the table is empty", accepted="an entry for each class")
        for selector, service in table.by_selector.items():
            yield from _service(service, ("services", table_name, selector))
    for direction, by_class in scenario.demand.items():
        for vehicle_class, demand in by_class.items():
            if demand.punctuality is not None:
                path = ("demand", direction, vehicle_class, "punctuality")
                yield from _law(demand.punctuality, path, may_be_negative=True)


def _service(service: Service, path: Path) -> Iterator[Finding]:
    if service.parts is None:
        if service.law is None:
            yield Finding(path, "a service is a law, or the sum of `parts`", accepted="`law` with its parameters")
        else:
            yield from _law(service, path, may_be_negative=False)
        return
    stray = [key for key in ("law", *_PARAMETERS) if getattr(service, key) is not None]
    if stray:
        yield Finding((*path, stray[0]), "a service with `parts` has no law of its own")
    if not service.parts:
        yield Finding((*path, "parts"), "there is no part")
    for name, part in service.parts.items():
        yield from _law(part, (*path, "parts", name), may_be_negative=False)


def _law(law: Law, path: Path, *, may_be_negative: bool) -> Iterator[Finding]:
    assert law.law is not None
    complete = COMPLETE[law.law]
    given = tuple(key for key in _PARAMETERS if getattr(law, key) is not None)
    if set(given) not in [set(keys) for keys in complete]:
        found = " and ".join(given) or "no parameter"
        accepted = ", or ".join(" and ".join(keys) for keys in complete)
        yield Finding(path, f"the parameters do not fit the law {law.law!r}", found, accepted)
        return
    yield from _limits(law, path, may_be_negative=may_be_negative)


def _limits(law: Law, path: Path, *, may_be_negative: bool) -> Iterator[Finding]:
    for key in _POSITIVE:
        if getattr(law, key) == 0:
            remedy = "law: constant, where nothing varies" if key in ("cv", "sigma") else None
            yield Finding((*path, key), "must be above 0", accepted=remedy)
    if law.mean == 0 and law.law != "constant":
        yield Finding((*path, "mean"), "must be above 0", accepted="law: constant, where nothing takes time")
    ordered = [(key, getattr(law, key)) for key in ("low", "mode", "high") if getattr(law, key) is not None]
    for (lower, below), (upper, above) in pairwise(ordered):
        if below > above:
            yield Finding((*path, upper), f"{upper} is below {lower}")
    if law.low is not None and law.low < 0 and not may_be_negative:
        yield Finding((*path, "low"), "a service time cannot be negative")
    yield from _shapes(law, path)
    yield from _observed(law, path)


def _shapes(law: Law, path: Path) -> Iterator[Finding]:
    phases = None
    if law.law == "erlang" and law.cv:
        phases, key = 1 / law.cv**2, "cv"
    elif law.law == "erlang" and law.shape:
        phases, key = law.shape, "shape"
    if phases is not None and (round(phases) < 1 or abs(phases - round(phases)) > _PHASES_TOLERANCE * phases):
        remedy = "a cv of 1/sqrt(phases): 1, 0.7071, 0.57735, 0.5; or law: gamma"
        yield Finding((*path, key), "an erlang law has a whole number of phases", f"{phases:.4g}", remedy)
    if law.law == "uniform" and law.cv is not None and law.cv > _WIDEST_UNIFORM:
        yield Finding((*path, "cv"), "a uniform law so wide reaches below zero", accepted="a cv up to 0.577")


def _observed(law: Law, path: Path) -> Iterator[Finding]:
    if law.values is not None and not law.values:
        yield Finding((*path, "values"), "there is no value")
    if law.values is not None and law.weights is not None:
        if len(law.weights) != len(law.values):
            found, accepted = f"{len(law.weights)}", f"{len(law.values)}"
            yield Finding((*path, "weights"), "one weight for each value", found, accepted)
        elif not any(law.weights):
            yield Finding((*path, "weights"), "the weights are all 0")
