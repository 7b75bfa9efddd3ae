"""What has become of golden outputs: identical, same within a margin, drifted, undecided, or not to be compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from enum import StrEnum

from sim.regress.golden import Counts, Golden, Group
from sim.statistics.intervals import Estimate, ratio_contrast
from sim.statistics.verdict import Margin, Sense, Verdict, level_in_family, verdict
from sim.units import MINUTE

LEVEL = 0.95
"""Chance that no verdict of one golden is wrong."""

MARGIN = Margin(relative=0.02)
"""Of mean crossing times and of vehicles served, unless another is stated."""

TAIL_MARGIN = Margin(absolute=0.01)
"""Of the share of vehicles beyond the golden 95th percentile, which was 0.05: one point."""

_FIXED = ("format", "seed", "replications", "window")
"""What must be equal for replications to pair."""


class State(StrEnum):
    """What has become of one measure."""

    IDENTICAL = "identical"
    SAME = "same within margin"
    BETTER = "drifted: better"
    WORSE = "drifted: worse"
    UNDECIDED = "undecided"
    CANNOT_COMPARE = "cannot compare"


@dataclass(frozen=True, slots=True)
class Finding:
    """One guarded measure, or what keeps it from being compared."""

    measure: str
    """``mean crossing time``, ``share beyond the golden 95th percentile``, ``vehicles served``, or what is wrong."""
    group: Group | None
    state: State
    golden: float | None = None
    """Its golden value, in *unit*."""
    difference: Estimate | None = None
    """New minus golden, paired by replication, in *unit*."""
    margin: float | None = None
    unit: str = ""
    what: str = ""
    """In words, where it cannot be compared."""


@dataclass(frozen=True)
class Checked:
    """What has become of one golden."""

    name: str
    findings: tuple[Finding, ...]
    changed_lines: tuple[str, ...]
    """Of the resolved scenario, as a unified diff."""
    changed_rows: int
    """Rows of the table that differ at six digits."""

    def any_of(self, *states: State) -> bool:
        """Whether any measure came to one of *states*."""
        return any(finding.state in states for finding in self.findings)


def check(golden: Golden, now: Golden, *, margin: Margin = MARGIN, level: float = LEVEL) -> Checked:
    """Hold *now*, made as *golden* was and with its edges, against it."""
    broken = tuple(_broken(golden, now))
    lines = unified_diff(golden.scenario.splitlines(), now.scenario.splitlines(), "golden", "now", lineterm="", n=0)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@")) and not line[1:].startswith("#")]
    pairs = {group: (golden.counts[group], now.counts[group]) for group in golden.counts if group in now.counts}
    can_pair = not any(finding.group is None for finding in broken)
    each = level_in_family(level, len(_MEASURES) * len(pairs))
    found = [
        _judged(measure(sides), group, margin=margin, level=each, same=sides[0] == sides[1])
        for group, sides in (pairs.items() if can_pair else ())
        for measure in _MEASURES
    ]
    same = sum(before != after for before, after in zip(golden.table, now.table, strict=False))
    return Checked(golden.name, (*broken, *found), tuple(changed), same)


def _broken(golden: Golden, now: Golden) -> Iterator[Finding]:
    """What keeps results from being compared: seed, window, columns, rows, units, and numbers that are none."""
    for key in _FIXED:
        if golden.about[key] != now.about[key]:
            yield _cannot(key, f"golden {golden.about[key]}, now {now.about[key]}")
    columns, own = (list(side.table[0]) if side.table else [] for side in (golden, now))
    if columns != own:
        yield _cannot("columns of the table", f"golden {', '.join(columns)}; now {', '.join(own)}")
    else:
        yield from _broken_rows(_units(golden.table), _units(now.table))
    for side, name in ((golden, "golden"), (now, "now")):
        if any(row.get("value", "").lower() in ("nan", "inf", "-inf") for row in side.table):
            yield _cannot("value", f"the {name} table holds a value that is no number")


def _broken_rows(before: Mapping[tuple[str, ...], str], after: Mapping[tuple[str, ...], str]) -> Iterator[Finding]:
    for row in [row for row in before if row not in after]:
        yield _cannot("row of the table", f"missing now: {_spoken(row)}", _group(row))
    for row in [row for row in after if row not in before]:
        yield _cannot("row of the table", f"not in the golden: {_spoken(row)}", _group(row))
    for row in [row for row in before if row in after and before[row] != after[row]]:
        yield _cannot("unit", f"unit of {_spoken(row)}: golden {before[row]}, now {after[row]}", _group(row))


def _cannot(measure: str, what: str, group: Group | None = None) -> Finding:
    return Finding(measure, group, State.CANNOT_COMPARE, what=what)


def _spoken(row: tuple[str, ...]) -> str:
    return " ".join(part for part in row if part)


_ROW = ("direction", "vehicle_class", "attribute", "place", "measure", "statistic", "threshold")


def _units(table: Sequence[Mapping[str, str]]) -> dict[tuple[str, ...], str]:
    return {tuple(row.get(name, "") for name in _ROW): row.get("unit", "") for row in table}


def _group(row: tuple[str, ...]) -> Group:
    return Group(row[0], row[1])


# Measures.


Sides = tuple[Sequence[Counts], Sequence[Counts]]
"""What replications counted, golden and now."""


def _mean(sides: Sides) -> "_Measure":
    over = [[one.sum / MINUTE for one in side] for side in sides]
    return _Measure("mean crossing time", "min", Sense.LOWER, over, [[one.n for one in side] for side in sides])


def _tail(sides: Sides) -> "_Measure":
    over = [[float(one.beyond) for one in side] for side in sides]
    name = "share beyond the golden 95th percentile"
    return _Measure(name, "1", Sense.LOWER, over, [[one.n for one in side] for side in sides], TAIL_MARGIN)


def _served(sides: Sides) -> "_Measure":
    over = [[float(one.served) for one in side] for side in sides]
    return _Measure("vehicles served", "vehicles", Sense.HIGHER, over, [[1] * len(side) for side in sides])


@dataclass(frozen=True, slots=True)
class _Measure:
    """A ratio of totals, golden and now, replication by replication."""

    name: str
    unit: str
    sense: Sense
    over: list[list[float]]
    under: list[list[int]]
    margin: Margin | None = None
    """In place of the one that is stated."""


_MEASURES = (_mean, _tail, _served)

_STATES = {
    Verdict.BETTER: State.BETTER,
    Verdict.WORSE: State.WORSE,
    Verdict.EQUIVALENT: State.SAME,
    Verdict.UNDECIDED: State.UNDECIDED,
}


def _judged(measure: _Measure, group: Group, *, margin: Margin, level: float, same: bool) -> Finding:
    """The verdict on one measure; where every count of the group is the golden's, there is nothing to judge."""
    total = sum(measure.under[0])
    value = sum(measure.over[0]) / total if total else None
    difference = ratio_contrast(measure.over, measure.under, [-1, 1], level=level)
    matters = (measure.margin or margin).of(value)
    state = State.IDENTICAL if same else _STATES[verdict(difference, margin=matters, sense=measure.sense)]
    return Finding(measure.name, group, state, value, difference, matters, measure.unit)
