"""``samur capacity``: how much the crossing could carry, what limits it, and when that is reached."""

from typing import Annotated

import typer

from sim.cli.leaving import refuse_folder
from sim.cli.options import (
    DEFAULT_ENGINE,
    BackendName,
    EngineName,
    File,
    Force,
    Jobs,
    Json,
    Output,
    Quiet,
    Scheduler,
    Seed,
    Sets,
    With,
    jobs_number,
    names,
    scheduler_of,
)
from sim.cli.printing import print_error, print_json, print_table, print_text
from sim.cli.progress import progress

_PERCENT = 100

Together = Annotated[
    bool, typer.Option("--together", help="Scale all classes and directions by one factor, not each by itself.")
]
Growth = Annotated[
    str | None,
    typer.Option(
        "--growth",
        metavar="PERCENT",
        help="Yearly growth of the demand, such as 4%, compounded from the year of the scenario: when is it too much?",
    ),
]
Replications = Annotated[
    int, typer.Option("--replications", "-n", min=1, max=100_000, help="Of every flow tried; 5 or more for intervals.")
]
Length = Annotated[str, typer.Option("--length", metavar="TIME", help="Time in which vehicles are counted.")]
WarmUp = Annotated[str, typer.Option("--warm-up", metavar="TIME", help="Left out before it, while queues form.")]


def capacity(
    file: File,
    *,
    with_: With = None,
    together: Together = False,
    growth: Growth = None,
    sets: Sets = None,
    replications: Replications = 10,
    length: Length = "7 d",
    warm_up: WarmUp = "2 d",
    seed: Seed = None,
    jobs: Jobs = -1,
    backend: BackendName = "local",
    scheduler: Scheduler = None,
    engine: EngineName = DEFAULT_ENGINE,
    output: Output = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Find the largest flow that the crossing sustains, of each class and direction with the others at their demand.

    A flow is sustainable if no queue grows under it for ever. Told are its interval, the place that limits it, whose
    queue grows first beyond it, and with --growth the year from which the demand is more.
    """
    from sim.experiment.sustainable import capacity as largest_flows
    from sim.report import notes
    from sim.report.capacity import capacity_table, heading
    from sim.results.document import to_document
    from sim.results.store import write

    refuse_folder(output, force=force)
    for option, text in (("--length", length), ("--warm-up", warm_up)):
        _refuse_duration(text, option=option, above_zero=option == "--length")
    share = None if growth is None else _share(growth)
    with progress("capacity", quiet=quiet) as report:
        found = largest_flows(
            file,
            with_=names(with_),
            sets=sets or (),
            together=together,
            growth=share,
            replications=replications,
            seed=seed,
            warm_up=warm_up,
            length=length,
            jobs=jobs_number(jobs),
            scheduler=scheduler_of(backend, scheduler),
            engine=engine,
            progress=report,
        )
    if output is not None:
        write(found, output, force=force)
    if json:
        print_json(to_document(found))
    else:
        for line in heading(found):
            print_text(line)
        print_text("")
        told = notes.chance_only(level=found.provenance.level, replications=replications)
        print_table(capacity_table(found, told=(told,)))
    if output is not None and not quiet:
        print_error(f"result written to {output}")


def _refuse_duration(text: str, *, option: str, above_zero: bool) -> None:
    from sim.units import parse_duration

    try:
        duration = parse_duration(text)
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint=option) from None
    if above_zero and duration == 0:
        raise typer.BadParameter("a time above 0, such as '7 d'", param_hint=option)


def _share(growth: str) -> float:
    """The yearly growth of ``4%``, ``4 %`` or ``4`` as a share."""
    try:
        share = float(growth.strip().removesuffix("%")) / _PERCENT
    except ValueError:
        share = -1.0
    if not -1 < share < float("inf"):
        raise typer.BadParameter(f"{growth!r}: expected per cent a year above -100, such as 4%", param_hint="--growth")
    return share
