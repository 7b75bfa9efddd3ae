"""A golden: what a scenario gave when its outputs were last agreed on, in small text files.

``scenario.yaml`` is the resolved scenario, ``summary.csv`` its result table at six significant digits (by place and
class, without hours and lanes), ``replications.csv`` what a paired test needs of each replication, and ``golden.json``
how all this was made. Nothing in them depends on the machine, and equal results give equal bytes.
"""

import csv
import io
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sim.plan.model import DIRECTIONS
from sim.results.run import RunResult
from sim.statistics import histogram
from sim.statistics.cell import EMPTY, Cell, Key, cells_of
from sim.statistics.percentiles import percentile
from sim.statistics.tally import Tally

FORMAT = 1
DIGITS = 6
"""Significant digits of the table: the last bits of a logarithm differ from machine to machine."""
TAIL = 0.95
"""Percentile whose exceedance is counted."""

INPUTS, TABLE, REPLICATIONS, ABOUT = "scenario.yaml", "summary.csv", "replications.csv", "golden.json"


class GoldenError(ValueError):
    """A golden that cannot be read or written, for a reason its reader can mend."""


class Group(NamedTuple):
    """A class in a direction."""

    direction: str
    vehicle_class: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What one replication counted of a group."""

    n: int
    """Vehicles of the window."""
    sum: int
    """Of their crossing times, microseconds."""
    beyond: int
    """Vehicles whose crossing time lies beyond the golden percentile."""
    served: int
    """Vehicles that were out by the end of the run."""


@dataclass(frozen=True)
class Golden:
    """A golden as its files hold it."""

    about: Mapping[str, Any]
    """Format, path of the base, interventions, settings, seed, replications, engine-independent window, fingerprint."""
    scenario: str
    """The resolved scenario, as a file."""
    table: tuple[Mapping[str, str], ...]
    """Rows of the summary as text."""
    counts: Mapping[Group, tuple[Counts, ...]]
    """By group, one for each replication."""

    @property
    def name(self) -> str:
        """Name of its folder."""
        return str(self.about["name"])

    @property
    def edges(self) -> dict[Group, int]:
        """Bin from which a crossing time lies beyond the golden percentile, by group."""
        return {Group(*key.split(" ")): int(edge) for key, edge in self.about["beyond_from_bin"].items()}


def golden_of(result: RunResult, *, path: str, edges: Mapping[Group, int] | None = None) -> Golden:
    """The golden of *result*, whose base file is *path*.

    Exceedances are counted from *edges*, or from its own percentile.
    """
    provenance = result.provenance
    edges = edges or {group: _edge(result.tallies, group) for group in groups(result)}
    about = {
        "format": FORMAT,
        "name": provenance.name,
        "path": path,
        "interventions": list(provenance.interventions),
        "settings": list(provenance.settings),
        "seed": provenance.seed,
        "replications": provenance.replications,
        "window": [provenance.window_start, provenance.window_end],
        "status": provenance.status,
        "fingerprint": provenance.fingerprint,
        "samur": provenance.software.version,
        "beyond_from_bin": {" ".join(group): edge for group, edge in edges.items()},
    }
    counts = {group: tuple(_counts(tally, group, edge) for tally in result.tallies) for group, edge in edges.items()}
    return Golden(about, result.scenario, tuple(_table(result)), counts)


def groups(result: RunResult) -> list[Group]:
    """The classes and directions in which anybody came."""
    every = [Group(direction, name) for direction in DIRECTIONS for name in result.plan.classes]
    return [group for group in every if any(Key("crossing_time", *group) in tally.cells for tally in result.tallies)]


def _edge(tallies: Sequence[Tally], group: Group) -> int:
    cells = cells_of(Key("crossing_time", *group), [tally.cells for tally in tallies])
    value = percentile(cells, TAIL, level=TAIL).value or 0.0
    return int(histogram.bin_of(np.array([math.ceil(value)]))[0]) + 1


def _counts(tally: Tally, group: Group, edge: int) -> Counts:
    cell: Cell = tally.cells.get(Key("crossing_time", *group), EMPTY)
    return Counts(
        n=cell.n,
        sum=cell.sum,
        beyond=int(cell.counts[cell.bins >= edge].sum()),
        served=tally.totals.get(Key("served", *group), 0),
    )


def _table(result: RunResult) -> Iterator[dict[str, str]]:
    import polars as pl

    frame = result.summary.filter(pl.col("hour").is_null(), ~pl.col("place").str.contains("/", literal=True))
    for row in frame.drop("hour", "lower", "upper", "n").iter_rows(named=True):
        yield {name: _text(value) for name, value in row.items()}


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


# Files.


def write(golden: Golden, folder: Path) -> None:
    """Write the files of *golden* into *folder*, which is new."""
    (folder / INPUTS).write_text(golden.scenario, encoding="utf-8")
    (folder / ABOUT).write_text(json.dumps(golden.about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    (folder / TABLE).write_text(_csv(golden.table), encoding="utf-8")
    (folder / REPLICATIONS).write_text(_csv(list(_replications(golden))), encoding="utf-8")


def _replications(golden: Golden) -> Iterator[dict[str, str]]:
    for group, counts in golden.counts.items():
        for number, own in enumerate(counts):
            row = {"replication": number, **group._asdict()}
            row |= {"n": own.n, "sum": own.sum, "beyond": own.beyond, "served": own.served}
            yield {name: str(value) for name, value in row.items()}


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def read(folder: Path) -> Golden:
    """The golden that *folder* holds.

    Raises:
        GoldenError: It holds none, or one that was changed into something else.
    """
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["format"] != FORMAT:
            raise ValueError(f"format {about['format']!r}, and this version of samur reads {FORMAT}")  # noqa: TRY301
        counts: dict[Group, list[Counts]] = {}
        for row in _rows(folder / REPLICATIONS):
            group = Group(row["direction"], row["vehicle_class"])
            own = Counts(*(int(row[name]) for name in ("n", "sum", "beyond", "served")))
            counts.setdefault(group, []).append(own)
        return Golden(
            about=about,
            scenario=(folder / INPUTS).read_text(encoding="utf-8"),
            table=tuple(_rows(folder / TABLE)),
            counts={group: tuple(own) for group, own in counts.items()},
        )
    except FileNotFoundError as error:
        raise GoldenError(f"{folder} holds no golden: {Path(error.filename).name} is missing") from None
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise GoldenError(f"{folder} holds a golden that cannot be read: {error}") from None


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
