"""``samur run``: one scenario."""

from functools import partial
from typing import TYPE_CHECKING, Annotated

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
    Replications,
    Scheduler,
    Seed,
    Sets,
    With,
    jobs_number,
    names,
    scheduler_of,
)
from sim.cli.printing import print_error, print_json, print_tables, print_text
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.report.rows import Group
    from sim.results.run import RunResult
    from sim.scenario.load import Loaded

Trajectories = Annotated[
    bool, typer.Option("--trajectories", help="Keep every vehicle and visit in the result folder.")
]
EventLog = Annotated[
    int | None,
    typer.Option(
        "--event-log",
        metavar="N",
        min=0,
        help="Keep them, and write replication N as an event log that vidigi reads, too.",
    ),
]


def run(
    file: File,
    *,
    with_: With = None,
    sets: Sets = None,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = -1,
    backend: BackendName = "local",
    scheduler: Scheduler = None,
    engine: EngineName = DEFAULT_ENGINE,
    output: Output = None,
    force: Force = False,
    json: Json = False,
    quiet: Quiet = False,
    trajectories: Trajectories = False,
    event_log: EventLog = None,
) -> None:
    """Run one scenario, and print how long the crossing takes and where the hours go.

    A result folder is written only with --output.
    """
    from sim.experiment.run import run as run_scenario
    from sim.results.document import to_document
    from sim.results.folder import whole
    from sim.results.store import write_into
    from sim.scenario.load import load

    refuse_folder(output, force=force)
    if trajectories and output is None:
        raise typer.BadParameter("give --output, too: there is no folder to keep them in", param_hint="--trajectories")
    if event_log is not None and output is None:
        raise typer.BadParameter("give --output, too: there is no folder to write it into", param_hint="--event-log")
    loaded = load(file, with_=names(with_), sets=sets or ())
    asked = replications or loaded.scenario.run.replications
    if event_log is not None and event_log >= asked:
        raise typer.BadParameter(
            f"{event_log} is not one of the replications 0 to {asked - 1}", param_hint="--event-log"
        )
    if sets:
        # What the files themselves are warned of is for `samur check`; a setting is seen by nobody else.
        usual = load(file, with_=names(with_)).warnings
        for warning in loaded.warnings:
            if warning not in usual:
                print_error(f"warning: {warning}")
    with progress(loaded.key, quiet=quiet) as report:
        run_this = partial(
            run_scenario,
            file,
            with_=names(with_),
            sets=sets or (),
            replications=replications,
            seed=seed,
            jobs=jobs_number(jobs),
            scheduler=scheduler_of(backend, scheduler),
            engine=engine,
            progress=report,
        )
        if output is None:
            result = run_this()
        else:
            with whole(output, force=force) as folder:
                result = run_this(trajectories=folder if trajectories or event_log is not None else False)
                write_into(result, folder, event_log=event_log)
    if json:
        print_json(to_document(result))
    else:
        _print_result(result, loaded)
    if output is not None and not quiet:
        print_error(f"result written to {output}")


def _print_result(result: "RunResult", loaded: "Loaded") -> None:
    from sim.report import notes, one_scenario, standing
    from sim.report.observed import observed_table
    from sim.report.rows import Rows
    from sim.scenario.fields import AUTO
    from sim.units import DAY

    provenance = result.provenance
    days = (provenance.window_end - provenance.window_start) / DAY
    print_text(provenance.title)
    print_text(
        f"{notes.length_of(days, provenance.replications)} from {provenance.start}, seed {provenance.seed}, "
        f"engine {provenance.engine}, fingerprint {provenance.fingerprint}"
    )
    if loaded.scenario.run.warm_up == AUTO:
        print_text(notes.chosen_warm_up(provenance.window_start / DAY))
    for line in standing.standing_lines(result):
        print_text(line)
    print_text("")
    rows = Rows(result.summary)
    told = notes.chance_only(level=provenance.level, replications=provenance.replications)
    grown = standing.overload_tables([standing.Growing(result, usual=_usual(loaded))])
    print_tables(
        [
            one_scenario.crossing_table(rows, notes=[told, *standing.no_mean_lines(result)]),
            *(table for table in (one_scenario.beyond_table(rows),) if table.rows),
            *grown,
            one_scenario.hours_table(rows),
            one_scenario.stages_table(rows),
        ]
    )
    if loaded.scenario.observed:
        print_tables([observed_table(loaded.scenario.observed, rows)])


def _usual(loaded: "Loaded") -> "dict[Group, float] | None":
    """Demand a day of the base alone, to which it falls back when a peak is over; None for a base by itself."""
    from sim.experiment.prepare import prepare
    from sim.report.standing import usual_demand

    return usual_demand(prepare(loaded.composition.base.path).plan) if loaded.interventions else None
