"""Tables as CSV files."""

import csv
from collections.abc import Iterable
from pathlib import Path

from sim.report.table import Table


def write_tables(tables: Iterable[Table], folder: Path) -> None:
    """Write each table to ``KEY.csv`` in *folder*: titles of the columns, then the rows, as printed."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with (folder / f"{table.key}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow([column.title.replace("\n", " ") for column in table.columns])
            writer.writerows(table.rows)
