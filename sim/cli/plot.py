"""``samur plot``: figures of a scenario file or of a result folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, TypeAlias

import typer

from sim.cli.leaving import UserError
from sim.cli.options import DEFAULT_ENGINE, EngineName, Jobs, Quiet, Replications, Seed, Sets, With, jobs_number, names
from sim.cli.printing import print_error
from sim.cli.progress import progress

Figures: TypeAlias = dict[str, Any]
"""Matplotlib figures by name; only the plots may know their type."""

RUN_FIRST = ("crossing-times", "waiting-times", "cumulative", "queue")
"""Kinds of figures for which a scenario file must be run."""

PILOT = "warm-up"
"""Kind of the figure for which a pilot is run."""

Source = Annotated[
    Path, typer.Argument(metavar="FILE|FOLDER", help="A scenario file (its crossing is drawn), or a result folder.")
]
Kind = Annotated[str | None, typer.Option("--kind", "-k", help="Name of one figure; all that there are if not given.")]
Where = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FOLDER|FILE",
        help="Folder for the figures, or with --kind the file NAME.png or .svg.",
    ),
]


def plot(
    source: Source,
    output: Where,
    *,
    kind: Kind = None,
    with_: With = None,
    sets: Sets = None,
    replications: Replications = None,
    seed: Seed = None,
    jobs: Jobs = -1,
    engine: EngineName = DEFAULT_ENGINE,
    quiet: Quiet = False,
) -> None:
    """Draw the figures of a scenario file or a result folder, each as PNG and SVG.

    Of a file the crossing is drawn as it is declared; for --kind cumulative, queue, crossing-times or waiting-times
    it is run first; --kind warm-up shows how a pilot settles. Of a folder, queues and cumulative curves need a result
    that was kept with --trajectories.
    """
    from sim.plots.saving import save

    with_, sets = list(names(with_)), list(sets or ())
    if source.is_dir():
        if with_ or sets or replications is not None or seed is not None:
            raise UserError(f"{source} is a result: --with, --set, --replications and --seed belong to a scenario file")
        figures = _of_result(source)
    elif kind is not None and kind.startswith((PILOT, *RUN_FIRST)):
        make = _of_pilot if kind == PILOT else _of_run
        with progress(source.stem, quiet=quiet) as report:
            figures = make(
                source,
                with_=with_,
                sets=sets,
                replications=replications,
                seed=seed,
                jobs=jobs_number(jobs),
                engine=engine,
                progress=report,
            )
    else:
        figures = _of_scenario(source, with_=with_, sets=sets)
    chosen = figures if kind is None else _chosen(figures, kind)
    if not figures:
        raise UserError(f"{source} is a sweep of several keys, of which there is no figure")
    if not chosen:
        raise UserError(f"{source} has no figure {kind!r}; figures: {', '.join(figures)}")
    bare = output.with_suffix("") if output.suffix in (".png", ".svg") else output
    for name, figure in chosen.items():
        if kind is None:
            target = output / name
        else:
            target = bare if len(chosen) == 1 else bare.with_name(f"{bare.name}{name.removeprefix(kind)}")
        try:
            png, svg = save(figure, target)
        except OSError as error:
            raise UserError(f"{target} cannot be written: {error.strerror}") from None
        if not quiet:
            print_error(f"{png} and {svg.name}")


def _chosen(figures: Figures, kind: str) -> Figures:
    """The figure of that name, or all whose names go on after it: ``queue`` in both directions."""
    if kind in figures:
        return {kind: figures[kind]}
    return {name: figure for name, figure in figures.items() if name.startswith(f"{kind}-")}


def _of_scenario(file: Path, *, with_: Sequence[str], sets: Sequence[str]) -> Figures:
    from sim.plots.crossing import crossing_figure
    from sim.scenario.load import load

    return {"crossing": crossing_figure(load(file, with_=with_, sets=sets).scenario)}


def _of_run(file: Path, *, with_: Sequence[str], sets: Sequence[str], **options: Any) -> Figures:
    from sim.experiment.run import run
    from sim.plots import gallery
    from sim.scenario.load import load

    scenario = load(file, with_=with_, sets=sets).scenario
    return gallery.of_run(run(file, with_=with_, sets=sets, trajectories=True, **options), scenario)


def _of_pilot(
    file: Path, *, with_: Sequence[str], sets: Sequence[str], seed: int | None, jobs: int, engine: str, **_: Any
) -> Figures:
    """A pilot is as long, and repeated as often, as it is wherever a warm-up is chosen."""
    from sim.experiment.prepare import prepare
    from sim.experiment.warm_up import run_pilots
    from sim.plots.warm_up import warm_up_figure

    prepared = prepare(file, with_=with_, sets=sets, seed=seed)
    pilot = run_pilots({"": prepared}, jobs=jobs, engine=engine)[""]
    scenario, days = prepared.loaded.name, pilot.warm_up
    return {PILOT: warm_up_figure(pilot.settled, warm_up=days, replications=pilot.replications, scenario=scenario)}


def _of_result(folder: Path) -> Figures:
    from sim.plots import gallery
    from sim.results.comparison import Comparison
    from sim.results.run import RunResult
    from sim.results.store import read
    from sim.results.sweep import Sweep
    from sim.scenario.load import load

    match read(folder):
        case RunResult() as result:
            return gallery.of_run(result, load(folder / "scenario.yaml").scenario)
        case Comparison() as result:
            return gallery.of_comparison(result)
        case Sweep() as result:
            return gallery.of_sweep(result)
    raise UserError(f"{folder} holds the table of samur capacity, of which there is no figure")
