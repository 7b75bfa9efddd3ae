"""The table of a sweep: one line for each point, class and direction."""

from typing import TYPE_CHECKING

from sim.report.rows import Rows
from sim.report.table import Table, group, left, right

if TYPE_CHECKING:
    from sim.results.sweep import Sweep

_SHOWN = (
    ("mean crossing time", "crossing_time", "mean"),
    ("95th percentile", "crossing_time", "p95"),
    ("throughput", "throughput", "per_day"),
    ("growth of the queue", "number_in_system", "growth_per_day"),
)


def sweep_table(result: "Sweep", *, notes: tuple[str, ...] = ()) -> Table:
    """Crossing time, throughput and growth of the number inside, at every point of the grid."""
    keys = list(result.keys)
    lines: list[tuple[str, ...]] = []
    for point, frame in result.table.group_by(keys, maintain_order=True):
        rows = Rows(frame.drop(*keys, "status"))
        status = str(frame["status"][0])
        lines += [
            (
                *(f"{value:g}" if isinstance(value, float) else str(value) for value in point),
                who.title,
                who.direction,
                *(rows.get(measure, statistic, who).text() for _, measure, statistic in _SHOWN),
                status,
            )
            for who in rows.groups
        ]
    return Table(
        title=f"Sweep over {' and '.join(keys)}",
        columns=(
            *(group(key) for key in keys),
            left("class"),
            left("direction"),
            *(right(name) for name, _, _ in _SHOWN),
            left("status"),
        ),
        rows=tuple(lines),
        notes=notes,
        key="sweep",
    )
