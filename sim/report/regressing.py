"""Checked goldens for people and machines: a table, a page of Markdown, a file of JUnit, and one document."""

from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from sim.regress.checking import Checked, Finding, State
from sim.report.numbers import quantity
from sim.report.table import Table, group, left, prose

SHOWN = 30
"""Changed lines of a scenario that are shown."""


def checked_table(checked: Checked) -> Table:
    """A line for each guarded measure of one golden."""
    return Table(
        title=f"{checked.name}: {summary(checked)}",
        columns=(
            group("measure"),
            left("class"),
            left("direction"),
            prose("state"),
            prose("golden, difference, margin"),
        ),
        rows=tuple(_cells(one) for one in checked.findings),
        notes=tuple(changes(checked)),
        key=f"regress-{checked.name}",
    )


def summary(checked: Checked) -> str:
    """How many measures came to what: ``12 identical, 6 same within margin``."""
    states = [finding.state for finding in checked.findings]
    return ", ".join(f"{states.count(state)} {state}" for state in State if state in states)


def changes(checked: Checked) -> Iterator[str]:
    """The changed lines of the scenario, and how many rows of the table differ."""
    if checked.changed_lines:
        yield f"The scenario has changed in {len(checked.changed_lines)} lines:"
        yield from checked.changed_lines[:SHOWN]
    if checked.changed_rows:
        yield f"{checked.changed_rows} rows of the table differ at six digits."


def told(finding: Finding) -> str:
    """``3.37 h, +2 min (+1 to +3), margin 4 min``; or what keeps it from being compared."""
    if finding.difference is None:
        return finding.what
    parts = [quantity(finding.golden, finding.unit)]
    if finding.state is not State.IDENTICAL:
        by = finding.difference
        parts.append(quantity(by.value, finding.unit, lower=by.lower, upper=by.upper, signed=True))
        parts.append("no margin" if finding.margin is None else f"margin {quantity(finding.margin, finding.unit)}")
    return ", ".join(parts)


def markdown(every: Sequence[Checked]) -> str:
    """A comment for a pull request: a heading and a table for each golden, what is identical left out."""
    lines = ["# Outputs against their goldens", ""]
    for checked in every:
        lines += [f"## {checked.name}: {summary(checked)}", "", *_quoted(changes(checked))]
        rows = [one for one in checked.findings if one.state is not State.IDENTICAL]
        if rows:
            lines += ["| measure | class | direction | state | golden, difference, margin |", "|---|---|---|---|---|"]
            lines += [f"| {' | '.join(_cells(one))} |" for one in rows] + [""]
    return "\n".join(lines)


def _quoted(lines: Iterator[str]) -> list[str]:
    made = list(lines)
    return ["```diff", *made, "```", ""] if made else []


def _cells(finding: Finding) -> tuple[str, ...]:
    who = (finding.group.vehicle_class, finding.group.direction) if finding.group else ("", "")
    return (finding.measure, *who, finding.state, told(finding))


def junit(every: Sequence[Checked], *, strict: bool) -> str:
    """One suite for each golden, one case for each measure; what drifted fails, what cannot be compared is an error.

    What is undecided fails if *strict*, and is skipped otherwise.
    """
    root = Element("testsuites", name="samur regress")
    for checked in every:
        cases = checked.findings
        bad = [one for one in cases if _failed(one, strict=strict)]
        broken = [one for one in cases if one.state is State.CANNOT_COMPARE]
        counts = {"tests": len(cases), "failures": len(bad), "errors": len(broken)}
        suite = SubElement(root, "testsuite", {"name": checked.name, **{key: str(n) for key, n in counts.items()}})
        for one in cases:
            who = f"{one.group.vehicle_class} {one.group.direction}: " if one.group else ""
            case = SubElement(suite, "testcase", classname=checked.name, name=f"{who}{one.measure}")
            tag = "error" if one in broken else "failure" if one in bad else None
            tag = "skipped" if tag is None and one.state is State.UNDECIDED else tag
            if tag is not None:
                SubElement(case, tag, message=f"{one.state}: {told(one)}")
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _failed(finding: Finding, *, strict: bool) -> bool:
    return finding.state in (State.BETTER, State.WORSE) or (strict and finding.state is State.UNDECIDED)


def document(every: Sequence[Checked]) -> dict[str, Any]:
    """All of it as one JSON document."""
    return {
        "kind": "regress",
        "goldens": [
            {
                "name": checked.name,
                "changed_lines": list(checked.changed_lines),
                "changed_rows": checked.changed_rows,
                "measures": [_row(finding) for finding in checked.findings],
            }
            for checked in every
        ],
    }


def _row(finding: Finding) -> dict[str, Any]:
    by = finding.difference
    return {
        "measure": finding.measure,
        "direction": finding.group.direction if finding.group else None,
        "vehicle_class": finding.group.vehicle_class if finding.group else None,
        "state": str(finding.state),
        "golden": finding.golden,
        "value": None if by is None else by.value,
        "lower": None if by is None else by.lower,
        "upper": None if by is None else by.upper,
        "margin": finding.margin,
        "unit": finding.unit,
        "what": finding.what,
    }
