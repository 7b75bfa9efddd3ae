"""Verdicts in words: which measure helps whom, whom it harms, for whom it changes nothing, and what is not decided."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim.report.numbers import quantity
from sim.report.table import Column, Table, group, prose
from sim.results.comparison import Comparison
from sim.statistics.verdict import Verdict

_STATISTICS = {"mean": "mean", "p95": "95th percentile"}
_ORDER = (Verdict.BETTER, Verdict.WORSE, Verdict.EQUIVALENT, Verdict.UNDECIDED)


def verdict_table(comparison: Comparison) -> Table:
    """A line for each scenario, class and direction: the verdict on the mean and on the 95th percentile."""
    rows = list(comparison.verdicts.iter_rows(named=True))
    places: dict[tuple[str, str, str], dict[str, Mapping[str, Any]]] = {}
    for row in rows:
        places.setdefault((row["scenario"], row["vehicle_class"], row["direction"]), {})[row["statistic"]] = row
    return Table(
        title=f"Verdicts on the crossing time, against {comparison.reference}",
        columns=(
            Column("scenario", is_prose=True, is_group=True),
            group("class"),
            group("direction"),
            *(prose(title) for title in _STATISTICS.values()),
        ),
        rows=tuple(
            (
                scenario.replace("+", " + "),
                vehicle_class,
                direction,
                *(_told(own[statistic]) if statistic in own else "" for statistic in _STATISTICS),
            )
            for (scenario, vehicle_class, direction), own in places.items()
        ),
        notes=tuple(family_lines(comparison)),
        key="verdicts",
    )


def family_lines(comparison: Comparison) -> Iterator[str]:
    """What is judged together, at which level, and against which margin."""
    frame = comparison.verdicts
    if not frame.height:
        return
    level = comparison.runs[comparison.reference].provenance.level
    yield (
        f"A family of {frame.height} differences: mean and 95th percentile, by class and direction, in "
        f"{len(comparison.others)} scenario{'s' * (len(comparison.others) > 1)}. Each interval holds at "
        f"{100 * frame['level'][0]:.2f} %, so that the chance of any wrong verdict is at most "
        f"{100 * (1 - level):.3g} %."
    )
    if comparison.margin is None:
        yield "No margin is stated: any difference from 0 counts, and nothing can be called equivalent."
    else:
        yield f"Equivalent: surely within {comparison.margin}. Better or worse: surely beyond it; less time is better."


def verdict_sentences(comparison: Comparison) -> Iterator[str]:
    """A sentence for each scenario, on mean crossing times, to be read aloud."""
    for name in comparison.others:
        rows = [
            row
            for row in comparison.verdicts.iter_rows(named=True)
            if row["scenario"] == name and row["statistic"] == "mean"
        ]
        said = [
            f"{verdict} for {_whom([row for row in rows if row['verdict'] == verdict])}"
            for verdict in _ORDER
            if any(row["verdict"] == verdict for row in rows)
        ]
        yield f"{name.replace('+', ' + ')}: {'; '.join(said)}."


def _whom(rows: Sequence[Mapping[str, Any]]) -> str:
    """``trucks both ways, cars southbound``."""
    ways: dict[str, list[str]] = {}
    for row in rows:
        ways.setdefault(row["vehicle_class"], []).append(row["direction"])
    named = [f"{name} {'both ways' if len(own) > 1 else own[0]}" for name, own in ways.items()]
    return ", ".join(named)


def _told(row: Mapping[str, Any]) -> str:
    difference = quantity(row["value"], row["unit"], lower=row["lower"], upper=row["upper"], signed=True)
    if row["verdict"] != Verdict.UNDECIDED:
        return f"{row['verdict']}: {difference}"
    needed = row["replications_to_settle"]
    if row["lower"] is None:
        more = "too few replications or vehicles for an interval"
    elif needed is None:
        more = "no number of replications would settle it"
    else:
        more = f"about {needed} replications would settle it if this is the true difference"
    return f"undecided: {difference}; {more}"
