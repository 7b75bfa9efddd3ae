"""``samur sweep``: one scenario over a grid of values."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from sim.cli.grid import Grid, grid_of
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
    With,
    jobs_number,
    names,
    scheduler_of,
)
from sim.cli.printing import print_error, print_json, print_table
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.results.sweep import Sweep


def sweep(
    file: File,
    *,
    grid: Annotated[list[str] | None, Grid] = None,
    with_: With = None,
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
) -> None:
    """Run one scenario at every point of a grid, under common random numbers, and print one table.

    --output writes the whole table, and a figure if one key was swept.
    """
    from sim.experiment.sweep import sweep as sweep_scenario
    from sim.results.document import to_document

    refuse_folder(output, force=force)
    swept, fixed = grid_of(grid or ())
    with progress("sweep", quiet=quiet) as report:
        result = sweep_scenario(
            file,
            grid=swept,
            with_=names(with_),
            sets=fixed,
            replications=replications,
            seed=seed,
            jobs=jobs_number(jobs),
            scheduler=scheduler_of(backend, scheduler),
            engine=engine,
            progress=report,
        )
    if output is not None:
        _write(result, output, force=force)
    if json:
        print_json(to_document(result))
    else:
        _print(result)
    if output is not None and not quiet:
        print_error(f"result written to {output}")


def _print(result: "Sweep") -> None:
    from sim.report import notes
    from sim.report.sweeping import sweep_table

    provenance = result.provenance
    told = notes.chance_only(level=provenance.level, replications=provenance.replications)
    print_table(sweep_table(result, notes=(told,)))


def _write(result: "Sweep", folder: Path, *, force: bool) -> None:
    """The table and, where one key was swept, its figures: whole or not at all."""
    from sim.plots.gallery import of_sweep
    from sim.plots.saving import save
    from sim.results.folder import whole
    from sim.results.store import write_into

    with whole(folder, force=force) as place:
        write_into(result, place)
        for name, figure in of_sweep(result).items():
            save(figure, place / name)
