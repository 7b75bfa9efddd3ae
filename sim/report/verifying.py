"""A theory case in words: closed form beside estimate, quantity by quantity."""

from collections.abc import Sequence

from sim.report.table import Table, left, prose, right
from sim.units import MINUTE
from sim.verification.estimate import STANDARD_ERRORS
from sim.verification.judge import PRECISION, QUICK_PRECISION, Judged
from sim.verification.verify import QUICK_SHARE, Case


def heading(*, full: bool) -> str:
    """What is asked of every quantity, and whether this is the quick run."""
    asked = PRECISION if full else QUICK_PRECISION
    which = "Full run" if full else f"Quick run (about 1 in {QUICK_SHARE} of the replications; --full for all)"
    criterion = (
        f"within {STANDARD_ERRORS:g} standard errors of the exact value, standard error at most {100 * asked:g} %"
    )
    return f"{which}: {criterion}.\n"


def ending(cases: Sequence[Case]) -> str:
    """How many passed, and which did not."""
    failed = [case.prepared.loaded.key for case in cases if not case.passed]
    quantities = sum(len(case.judged) for case in cases)
    if not failed:
        return f"passed: {_cases(cases)}, {quantities} quantities"
    return f"FAILED: {', '.join(failed)} ({len(failed)} of {_cases(cases)})"


def _cases(cases: Sequence[Case]) -> str:
    return f"{len(cases)} {'case' if len(cases) == 1 else 'cases'}"


def case_table(case: Case) -> Table:
    """Every exact answer of one file with its estimate, interval, precision and verdict."""
    loaded = case.prepared.loaded
    run = loaded.scenario.run
    made = f"{run.replications} replications, seed {run.seed}, {case.vehicles} vehicles, engine {case.engine}"
    return Table(
        title=f"{loaded.key}: {loaded.name}",
        columns=(
            prose("quantity"),
            right("exact"),
            right("estimate"),
            right(f"± {STANDARD_ERRORS:g} SE"),
            right("SE"),
            left("verdict"),
        ),
        rows=tuple(_row(each) for each in case.judged),
        notes=(made, *(f"FAULT: {fault}" for fault in case.faults)),
        key=loaded.key,
    )


def _row(judged: Judged) -> tuple[str, ...]:
    found = judged.estimate
    error = found.standard_error
    return (
        quantity_text(judged),
        f"{_number(judged.exact.value)} {_unit(judged)}".strip(),
        _number(found.value),
        "-" if error is None else f"{_number(found.lower)} to {_number(found.upper)}",
        "-" if error is None or not judged.scale else f"{100 * error / judged.scale:.2f} %",
        verdict(judged),
    )


def verdict(judged: Judged) -> str:
    """``pass``, or what failed."""
    if judged.passed:
        return "pass"
    if judged.estimate.standard_error is None:
        return "FAIL: no interval"
    off = [] if judged.agrees else ["too far off"]
    vague = [] if judged.is_precise else ["not precise enough"]
    return f"FAIL: {', '.join([*off, *vague])}"


def quantity_text(judged: Judged) -> str:
    """The quantity in words: ``mean waiting_time at primary, car``."""
    exact = judged.exact
    match exact.statistic:
        case "share_beyond":
            assert exact.threshold is not None
            what = f"P({exact.measure} > {exact.threshold / MINUTE:.6g} min)"
        case "per_day":
            what = f"{exact.measure} per day"
        case _:
            what = f"{exact.statistic} {exact.measure}"
    place = [] if exact.place == "all" else [f"at {exact.place}"]
    instant = [] if exact.at is None else [f"after {exact.at / MINUTE:g} min"]
    who = [each for each in (exact.vehicle_class, exact.direction) if each != "all"]
    return ", ".join([" ".join([what, *place, *instant]), *who])


def _unit(judged: Judged) -> str:
    return "" if judged.exact.unit == "1" else judged.exact.unit


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.5g}"
