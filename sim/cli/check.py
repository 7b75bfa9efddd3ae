"""``samur check``: is the file right, and who answers for its numbers?"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sim.cli.leaving import WRONG
from sim.cli.options import Json, Sets, With, names
from sim.cli.printing import print_error, print_json, print_tables, print_text

if TYPE_CHECKING:
    from sim.experiment.prepare import Prepared

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files.")]


@dataclass(frozen=True, slots=True)
class _Finding:
    """What checking one file found."""

    file: str
    faults: tuple[str, ...]
    loaded: Any = None
    """The loaded scenario, if it could be read."""
    warnings: tuple[str, ...] = ()
    warm_up: str | None = None
    """What chose the warm-up, if the file says ``auto``."""


def check(files: Files, *, with_: With = None, sets: Sets = None, json: Json = False) -> None:
    """Check scenario files, and print the assumptions and sources that their numbers rest on.

    Refused, with exit code 2: whatever the format does not allow, numbers without a source or an assumption,
    and rings of finite spaces that could lock up. Where a file says ``warm_up: auto``, a pilot tells how many days.
    """
    findings = [_checked(file, with_=names(with_), sets=sets or ()) for file in files]
    if json:
        print_json({"format": 1, "kind": "check", "files": [_as_json(finding) for finding in findings]})
    for finding in findings:
        for fault in finding.faults:
            print_error(f"error: {fault}")
        for warning in finding.warnings:
            print_error(f"warning: {warning}")
        if not json and not finding.faults:
            _print_finding(finding)
    if any(finding.faults for finding in findings):
        raise typer.Exit(WRONG)


def _checked(file: Path, *, with_: Sequence[str], sets: Sequence[str]) -> _Finding:
    from sim.experiment.prepare import prepare
    from sim.scenario.faults import ScenarioError
    from sim.scenario.fields import AUTO
    from sim.scenario.load import load
    from sim.scenario.signatures import unsigned

    try:
        loaded = load(file, with_=with_, sets=sets)
    except ScenarioError as error:
        return _Finding(str(file), tuple(str(fault) for fault in error.faults))
    faults, warnings = list(unsigned(loaded)), list(loaded.warnings)
    chosen = None
    try:
        prepared = prepare(loaded)
        warnings += prepared.warnings
        if loaded.scenario.run.warm_up == AUTO:
            chosen = _warm_up(prepared)
    except ScenarioError as error:
        faults += error.faults
    return _Finding(str(file), tuple(map(str, faults)), loaded, tuple(map(str, warnings)), chosen)


def _warm_up(prepared: "Prepared") -> str:
    from sim.experiment.warm_up import settled, told

    [one] = settled({"": prepared}, jobs=-1).values()
    assert one.pilot is not None
    return told(one.pilot)


def _print_finding(finding: _Finding) -> None:
    from sim.report.signatures import signature_tables
    from sim.scenario.signatures import signature_table

    loaded = finding.loaded
    files = " + ".join([finding.file, *loaded.interventions])
    print_text(f"{files}: {loaded.name}")
    print_text(f"no fault found; fingerprint {loaded.fingerprint}")
    if finding.warm_up is not None:
        print_text(finding.warm_up)
    print_text("")
    print_tables(signature_tables(signature_table(loaded)))


def _as_json(finding: _Finding) -> dict[str, Any]:
    from sim.scenario.signatures import signature_table

    loaded = finding.loaded
    return {
        "file": finding.file,
        "valid": not finding.faults,
        "faults": list(finding.faults),
        "warnings": list(finding.warnings),
        "warm_up": finding.warm_up,
        "scenario": None if loaded is None else loaded.name,
        "interventions": [] if loaded is None else list(loaded.interventions),
        "fingerprint": None if loaded is None else loaded.fingerprint,
        "signatures": [] if loaded is None else [asdict(row) for row in signature_table(loaded)],
    }
