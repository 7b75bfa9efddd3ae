"""``samur verify``: does the simulation give the answers that theory knows?"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.options import (
    DEFAULT_ENGINE,
    BackendName,
    EngineName,
    Jobs,
    Json,
    Quiet,
    Scheduler,
    Seed,
    jobs_number,
    scheduler_of,
)
from sim.cli.printing import print_json, print_table, print_text
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.verification.verify import Case

DIFFERS = 1
"""Some quantity does not pass."""

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="[FILE|FOLDER…]", help="Scenario files that state exact answers; scenarios/theory if none."),
]
Full = Annotated[bool, typer.Option("--full", help="All replications that each file asks for, and a precision of 2 %.")]


def verify(
    paths: Paths = None,
    *,
    full: Full = False,
    seed: Seed = None,
    jobs: Jobs = -1,
    backend: BackendName = "local",
    scheduler: Scheduler = None,
    engine: EngineName = DEFAULT_ENGINE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run scenarios whose answer theory knows, and compare: closed form, estimate, interval, pass or fail.

    A quantity passes if the estimate lies within four standard errors of the exact value and the standard error is at
    most 2 % of it (of the greatest value of a curve). Without --full a tenth of the replications is run, and 10 % is
    enough. Exit code 1 if anything fails.
    """
    from sim.verification.document import to_document
    from sim.verification.verify import FOLDER, cases_in, prepared
    from sim.verification.verify import verify as verify_case

    number, where = jobs_number(jobs), scheduler_of(backend, scheduler)
    ready = [(file, prepared(file, full=full, seed=seed)) for file in cases_in(paths or [FOLDER])]
    cases: list[Case] = []
    if not json:
        print_text(_heading(full=full))
    for file, case in ready:
        with progress(case.loaded.key, quiet=quiet) as report:
            verify_this = partial(verify_case, case, file, full=full, jobs=number, scheduler=where, engine=engine)
            cases.append(verify_this(progress=report))
        if not json:
            _print_case(cases[-1])
    if json:
        print_json(to_document(cases, full=full))
    else:
        print_text(_ending(cases))
    if not all(case.passed for case in cases):
        raise typer.Exit(DIFFERS)


def _heading(*, full: bool) -> str:
    from sim.report.verifying import heading

    return heading(full=full)


def _print_case(case: "Case") -> None:
    from sim.report.verifying import case_table

    print_table(case_table(case))


def _ending(cases: "Sequence[Case]") -> str:
    from sim.report.verifying import ending

    return ending(cases)
