"""``samur compare``: what each measure changes."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sim.cli.leaving import UserError, refuse_folder
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
    jobs_number,
    names,
    scheduler_of,
)
from sim.cli.printing import print_error, print_json, print_tables, print_text
from sim.cli.progress import progress

if TYPE_CHECKING:
    from sim.experiment.study import Question, Study
    from sim.report.table import Table

DEFAULT_FOLDER = Path("results") / "out"

FAILURES = {"worse": 1, "undecided": 4}
"""Exit codes of verdicts, where asked for."""

Measures = Annotated[
    list[str],
    typer.Option(
        "--with", metavar="NAME,…", help="Interventions, each compared with the base; a+b puts two into one scenario."
    ),
]
Factorial = Annotated[bool, typer.Option("--factorial", help="Compare every combination of the interventions.")]
Beside = Annotated[
    list[str] | None,
    typer.Option("--beside", metavar="NAME,…", help="Further interventions, each compared with the base by itself."),
]
Rules = Annotated[
    list[str] | None,
    typer.Option(
        "--rules",
        metavar="NAME,…",
        help="Interventions that stand for rules which the base may have had: every scenario under each of them.",
    ),
]
ReplacedBy = Annotated[
    str | None,
    typer.Option("--replaced-by", metavar="NAME", help="The intervention under which the rules do not matter."),
]
RuleReplications = Annotated[int, typer.Option("--rule-replications", min=1, help="Replications under each rule.")]
BesideReplications = Annotated[
    int | None,
    typer.Option(
        "--beside-replications", min=1, help="Replications of what stands beside; as --replications if left out."
    ),
]
Margin = Annotated[
    str | None,
    typer.Option(
        "--margin",
        metavar="MARGIN",
        help="Difference of crossing times that does not matter, 5% of the base or 10min; else the file's run.margin.",
    ),
]
FailOn = Annotated[
    str | None,
    typer.Option(
        "--fail-on",
        metavar="VERDICT,…",
        help="End with 1 if any verdict is worse, with 4 if any is undecided: worse, undecided, or both.",
    ),
]
Capacity = Annotated[
    bool, typer.Option("--capacity/--no-capacity", help="One short saturated run for each class and direction.")
]
Figures = Annotated[bool, typer.Option("--figures/--no-figures", help="Leave figures and diagrams in the folder.")]


def compare(
    file: File,
    *,
    with_: Measures,
    factorial: Factorial = False,
    beside: Beside = None,
    rules: Rules = None,
    replaced_by: ReplacedBy = None,
    rule_replications: RuleReplications = 2,
    beside_replications: BesideReplications = None,
    margin: Margin = None,
    fail_on: FailOn = None,
    capacity: Capacity = True,
    figures: Figures = True,
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
) -> None:
    """Compare interventions with the base: the same vehicles in every scenario.

    A setting acts in every scenario that has the block it changes. Results, tables, figures and diagrams are
    written into --output, by default results/out/NAME of the file; with --json only into --output.
    """
    from sim.experiment.study import Question, study

    started = time.monotonic()
    failing = _failing(fail_on)
    _refuse_margin(margin)
    folder = output if output is not None or json else DEFAULT_FOLDER / file.stem
    refuse_folder(folder, force=force)
    question = Question(
        path=file,
        measures=names(with_),
        factorial=factorial,
        beside=names(beside),
        rules=names(rules),
        replaced_by=replaced_by,
        rule_replications=rule_replications,
        beside_replications=beside_replications,
        margin=margin,
        sets=tuple(sets or ()),
        replications=replications,
        seed=seed,
        capacity=int(capacity),
        trajectories=folder is not None and figures,
    )
    _refuse_question(question)
    number, where = jobs_number(jobs), scheduler_of(backend, scheduler)
    with progress(file.stem, quiet=quiet) as report:
        try:
            found = study(question, jobs=number, scheduler=where, engine=engine, progress=report)
        except ValueError as error:
            if type(error) is ValueError:
                raise UserError(str(error)) from None
            raise
    if folder is None:
        from sim.report.study import tables

        made = tables(found, question)
    else:
        from sim.cli.compare_folder import write_study

        made = write_study(found, question, folder, force=force, figures=figures, jobs=number)
    if json:
        from sim.cli.compare_document import document

        print_json(document(found, question))
    else:
        _print_study(found, made)
    if folder is not None:
        print_error(f"results, tables{', figures and diagrams' if figures else ''} written to {folder}")
    if not quiet:
        print_error(f"samur compare took {time.monotonic() - started:.0f} s")
    code = next((code for verdict, code in failing.items() if verdict in found.main.verdicts["verdict"]), 0)
    if code:
        raise typer.Exit(code)


def _failing(fail_on: str | None) -> dict[str, int]:
    """The verdicts that make the command fail, and its exit codes; what comes first decides."""
    asked = [] if fail_on is None else [name.strip() for name in fail_on.split(",")]
    wrong = [name for name in asked if name not in FAILURES]
    if wrong:
        raise typer.BadParameter(f"{wrong[0]!r} is none of {', '.join(FAILURES)}", param_hint="--fail-on")
    return {name: code for name, code in FAILURES.items() if name in asked}


def _refuse_question(question: "Question") -> None:
    if question.replaced_by is not None and not question.rules:
        raise typer.BadParameter("name the rules that it replaces, too", param_hint="--rules")
    if not question.measures:
        raise typer.BadParameter("name at least one intervention", param_hint="--with")


def _refuse_margin(margin: str | None) -> None:
    from sim.units import parse_margin

    try:
        if margin is not None:
            parse_margin(margin)
    except ValueError as error:
        raise typer.BadParameter(f"{margin!r}: {error}", param_hint="--margin") from None


def _print_study(found: "Study", made: "Sequence[Table]") -> None:
    from sim.report.study import heading, same_lines, verdict_lines

    for line in heading(found):
        print_text(line)
    print_text("")
    print_tables(made)
    for line in (*verdict_lines(found), *same_lines(found)):
        print_text(line)
