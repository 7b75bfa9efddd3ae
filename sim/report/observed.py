"""Published figures beside the simulated ones, each marked as fitted or independent."""

from collections.abc import Mapping

from sim.report.numbers import decimals, written
from sim.report.rows import Found, Group, Rows
from sim.report.table import Table, left, prose, right
from sim.scenario.schema import Observed
from sim.units import MINUTE

_NOTES = (
    "fitted: a number of the scenario was chosen by it, so agreement proves nothing.",
    "independent: it was not used.",
)
_MINUTES = {"s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}


def observed_table(observed: Mapping[str, Observed], rows: Rows) -> Table:
    """What was published, what the simulation gives for it, and whether it had been told."""
    return Table(
        title="Simulated beside observed",
        columns=(prose("figure"), prose("published"), right("simulated"), left("status"), prose("from"), prose("note")),
        rows=tuple(_row(one, rows) for one in observed.values()),
        notes=_NOTES,
        key="observed",
    )


def _row(one: Observed, rows: Rows) -> tuple[str, ...]:
    found = rows.get(
        one.measure,
        one.statistic,
        Group(one.vehicle_class, "all", one.direction),
        place=one.place,
        threshold=None if one.threshold is None else one.threshold / MINUTE,
    )
    return (one.what, one.value, _simulated(found, one), one.status, ", ".join(one.source or ()), one.note or "")


def _simulated(found: Found, one: Observed) -> str:
    if found.value is None:
        return "-"
    factor = one.scale
    if found.unit in _MINUTES and one.unit in _MINUTES:
        factor *= _MINUTES[found.unit] / _MINUTES[one.unit]
    lower, upper = (None if end is None else end * factor for end in (found.lower, found.upper))
    value = found.value * factor
    return f"{written(value, decimals(value, lower=lower, upper=upper))} {one.unit}"
