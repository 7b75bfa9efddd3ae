"""Who answers for the numbers of a scenario: its sources and its assumptions, as tables."""

from collections.abc import Sequence

from sim.report.table import Table, left, prose
from sim.scenario.signatures import SignatureRow


def signature_tables(rows: Sequence[SignatureRow]) -> tuple[Table, ...]:
    """Assumptions with reason and range, then sources with where to look; only those that have rows."""
    assumed = [row for row in rows if row.kind == "assumption"]
    others = [row for row in rows if row.kind != "assumption"]
    tables = (
        Table(
            title=f"Assumptions: {len(assumed)} that nobody has measured",
            columns=(left("assumption"), prose("because"), prose("range"), prose("signs")),
            rows=tuple((row.id, row.text, "\n".join(row.range), "\n".join(row.signs)) for row in assumed),
            key="assumptions",
        ),
        Table(
            title=f"Sources: {len(others)}",
            columns=(left("source"), prose("where"), prose("signs")),
            rows=tuple((row.id, _where(row), "\n".join(row.signs)) for row in others),
            key="sources",
        ),
    )
    return tuple(table for table in tables if table.rows)


def _where(row: SignatureRow) -> str:
    return row.text if row.locator is None else f"{row.text}; {row.locator}"
