"""The evidence tables beside a base file: ids of published facts, with where to find them."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path as FilePath

THEORY = "theory"
"""The source of files whose numbers come from no crossing but from a formula."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row of an evidence table."""

    id: str
    title: str
    locator: str
    """Quantity, value and table row."""
    url: str | None
    file: str
    line: int


def evidence(base: FilePath) -> Mapping[str, Evidence]:
    """Rows of every ``evidence/*.csv`` beside *base*, by id; unreadable tables hold none."""
    folder = base.parent / "evidence"
    rows: dict[str, Evidence] = {}
    for path in sorted(folder.glob("*.csv")) if folder.is_dir() else ():
        rows.update(_rows(path, path.stat().st_mtime_ns))
    return rows


@lru_cache(maxsize=16)
def _rows(path: FilePath, _modified: int) -> Mapping[str, Evidence]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream)
            return {row["id"]: _row(row, path, reader.line_num) for row in reader if row.get("id")}
    except (OSError, UnicodeDecodeError, csv.Error):
        return {}


def _row(row: Mapping[str, str | None], path: FilePath, line: int) -> Evidence:
    span = " to ".join(part for part in (row.get("low"), row.get("high")) if part)
    value = " ".join(part for part in (row.get("value") or span, row.get("unit")) if part)
    said = ": ".join(part for part in (row.get("quantity"), value) if part)
    return Evidence(
        id=row["id"] or "",
        title=row.get("source_title") or row["id"] or "",
        locator=f"{path.name} {row['id']}, {said}",
        url=row.get("source_url") or None,
        file=str(path),
        line=line,
    )
