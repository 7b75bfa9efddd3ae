"""``samur regress``: goldens of scenarios, and whether they still hold."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.leaving import UserError
from sim.cli.options import (
    DEFAULT_ENGINE,
    EngineName,
    Jobs,
    Json,
    Quiet,
    Replications,
    Seed,
    Sets,
    With,
    jobs_number,
    names,
)
from sim.cli.printing import print_error, print_json, print_table, print_text
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.regress.checking import State
    from sim.regress.golden import Golden

FOLDER = Path("results") / "golden"
DRIFTED, CANNOT_COMPARE, UNDECIDED = 1, 3, 4
"""Exit codes; of several that apply, what cannot be compared comes first, then what drifted."""

regress = typer.Typer(
    help="Goldens: what scenarios gave when their outputs were last agreed on.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files.")]
Chosen = Annotated[
    list[str] | None, typer.Argument(metavar="NAME…", help="Names of goldens; all that there are if none is given.")
]
Where = Annotated[Path, typer.Option("--goldens", metavar="FOLDER", help="Where goldens stand.")]
Margin = Annotated[
    str | None,
    typer.Option("--margin", metavar="MARGIN", help="Difference that does not matter, 5% or 10min; 2 % if not given."),
]
Strict = Annotated[bool, typer.Option("--strict", help="End with 4 if anything is undecided.")]
Junit = Annotated[Path | None, typer.Option("--junit", metavar="FILE", help="Write the outcome as JUnit XML.")]
Markdown = Annotated[
    Path | None, typer.Option("--markdown", metavar="FILE", help="Write it as Markdown, for a pull request.")
]


@regress.command()
def update(
    files: Files,
    *,
    with_: With = None,
    sets: Sets = None,
    replications: Replications = None,
    seed: Seed = None,
    goldens: Where = FOLDER,
    jobs: Jobs = -1,
    engine: EngineName = DEFAULT_ENGINE,
    quiet: Quiet = False,
) -> None:
    """Run scenarios and keep what they give as goldens, whole or not at all."""
    from sim.experiment.run import run
    from sim.regress.golden import golden_of, write

    for file in files:
        own = [*(sets or ()), *([] if replications is None else [f"run.replications={replications}"])]
        own += [] if seed is None else [f"run.seed={seed}"]
        with progress(file.stem, quiet=quiet) as report:
            result = run(file, with_=names(with_), sets=own, jobs=jobs_number(jobs), engine=engine, progress=report)
        if result.broken:
            raise UserError(f"{file}: an invariant is broken, so nothing is kept: {result.broken[0]}")
        golden = golden_of(result, path=file.as_posix())
        goldens.mkdir(parents=True, exist_ok=True)
        folder = goldens / golden.name
        with tempfile.TemporaryDirectory(dir=goldens, prefix=".new-") as new:
            made, old = Path(new) / "made", Path(new) / "old"
            made.mkdir()
            write(golden, made)
            if folder.exists():
                folder.rename(old)
            made.rename(folder)
        print_text(f"{folder}: {golden.about['replications']} replications, {_size(folder) / 1000:.0f} kB")


@regress.command()
def check(
    chosen: Chosen = None,
    *,
    goldens: Where = FOLDER,
    margin: Margin = None,
    strict: Strict = False,
    junit: Junit = None,
    markdown: Markdown = None,
    jobs: Jobs = -1,
    engine: EngineName = DEFAULT_ENGINE,
    json: Json = False,
    quiet: Quiet = False,
) -> None:
    """Run the scenarios of goldens again and tell what has become of each measure.

    Ends with 1 if anything drifted beyond its margin, with 3 if anything could not be compared, and with --strict
    with 4 if anything is undecided.
    """
    from sim.regress import checking
    from sim.regress.golden import GoldenError, read
    from sim.report import regressing
    from sim.statistics.verdict import Margin as OfVerdict

    try:
        stated = checking.MARGIN if margin is None else OfVerdict.parse(margin)
    except ValueError as error:
        raise typer.BadParameter(f"{margin!r}: {error}", param_hint="--margin") from None
    try:
        kept = [read(goldens / name) for name in chosen or _all(goldens)]
    except GoldenError as error:
        raise UserError(str(error)) from None
    every = [
        checking.check(golden, _again(golden, jobs=jobs, engine=engine, quiet=quiet), margin=stated) for golden in kept
    ]
    if junit is not None:
        junit.write_text(regressing.junit(every, strict=strict), encoding="utf-8")
    if markdown is not None:
        markdown.write_text(regressing.markdown(every), encoding="utf-8")
    if json:
        print_json(regressing.document(every))
    else:
        for checked in every:
            print_table(regressing.checked_table(checked))
    states = {finding.state for checked in every for finding in checked.findings}
    code = _code(states, strict=strict)
    if not quiet:
        print_error("; ".join(f"{checked.name}: {regressing.summary(checked)}" for checked in every))
    if code:
        raise typer.Exit(code)


def _code(states: "set[State]", *, strict: bool) -> int:
    from sim.regress.checking import State

    if State.CANNOT_COMPARE in states:
        return CANNOT_COMPARE
    if {State.BETTER, State.WORSE} & states:
        return DRIFTED
    return UNDECIDED if strict and State.UNDECIDED in states else 0


def _again(golden: "Golden", *, jobs: int, engine: str, quiet: bool) -> "Golden":
    """The scenario of *golden* as its files are now, run as it was."""
    from sim.experiment.run import run
    from sim.regress.golden import golden_of

    about = golden.about
    with progress(golden.name, quiet=quiet) as report:
        result = run(
            Path(about["path"]),
            with_=about["interventions"],
            sets=about["settings"],
            jobs=jobs_number(jobs),
            engine=engine,
            progress=report,
        )
    return golden_of(result, path=about["path"], edges=golden.edges)


def _all(folder: Path) -> list[str]:
    found = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    if not found:
        raise UserError(f"{folder} holds no goldens: `samur regress update FILE` makes one")
    return found


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())
