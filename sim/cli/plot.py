"""``samur plot``: figures of a scenario file or of a result folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.leaving import UserError
from sim.cli.options import Quiet, Sets, With, names
from sim.cli.printing import print_error

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.results.sweep import Sweep

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
    source: Source, output: Where, kind: Kind = None, with_: With = None, sets: Sets = None, quiet: Quiet = False
) -> None:
    """Draw the figures of a scenario file or a result folder, each as PNG and SVG.

    Queues and cumulative curves need a result that was kept with --trajectories.
    """
    from sim.plots.saving import save

    figures = _figures(source, with_=names(with_), sets=tuple(sets or ()))
    if kind is not None and kind not in figures:
        raise UserError(f"{source} has no figure {kind!r}; figures: {', '.join(figures)}")
    if kind is None:
        output.mkdir(parents=True, exist_ok=True)
        written = [save(figure, output / name) for name, figure in figures.items()]
    else:
        bare = output.with_suffix("") if output.suffix in (".png", ".svg") else output
        bare.parent.mkdir(parents=True, exist_ok=True)
        written = [save(figures[kind], bare)]
    if not quiet:
        for png, svg in written:
            print_error(f"{png} and {svg.name}")


def _figures(source: Path, *, with_: tuple[str, ...], sets: tuple[str, ...]) -> "dict[str, Figure]":
    if source.is_dir():
        if with_ or sets:
            raise UserError(f"{source} is a result: --with and --set belong to a scenario file")
        return _of_result(source)
    from sim.plots.crossing import crossing_figure
    from sim.scenario.load import load

    return {"crossing": crossing_figure(load(source, with_=with_, sets=sets).scenario)}


def _of_result(folder: Path) -> "dict[str, Figure]":
    from sim.plots import gallery
    from sim.results.comparison import Comparison
    from sim.results.run import RunResult
    from sim.results.store import read
    from sim.scenario.load import load

    result: RunResult | Comparison | Sweep = read(folder)
    if isinstance(result, RunResult):
        return gallery.of_run(result, load(folder / "scenario.yaml").scenario)
    return gallery.of_comparison(result) if isinstance(result, Comparison) else gallery.of_sweep(result)
