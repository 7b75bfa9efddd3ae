"""Options that several commands share, each with its meaning once."""

from pathlib import Path
from typing import Annotated, Literal, TypeAlias

import typer

Engine: TypeAlias = Literal["reference", "compiled"]
DEFAULT_ENGINE: Engine = "compiled"
"""That of :data:`sim.engines.DEFAULT`, which loads NumPy: help must not wait for it."""
Backend: TypeAlias = Literal["local", "dask"]

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file, such as scenarios/single-bridge.yaml.")]
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="NAME,…",
        help="Interventions: names in interventions/ beside the base, or paths; with commas, or repeated.",
    ),
]
Sets = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one value of the file, such as run.length='3 d'."),
]
Replications = Annotated[
    int | None,
    typer.Option("--replications", "-n", min=1, max=100_000, help="Independent repetitions; the file's if not given."),
]
Seed = Annotated[
    int | None, typer.Option("--seed", min=0, max=2**63 - 1, help="Fixes every random number; the file's if not given.")
]
Jobs = Annotated[
    int, typer.Option("--jobs", "-j", min=-1, help="Processes; -1 for every core. Results do not depend on it.")
]
BackendName = Annotated[
    Backend,
    typer.Option("--backend", help="Who does the work: processes of this machine, or a Dask cluster (samur[dask])."),
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Of the Dask cluster, such as tcp://10.0.0.1:8786."),
]
EngineName = Annotated[Engine, typer.Option("--engine", help="Engine of the runs. Results do not depend on it.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FOLDER", help="Write the result into this folder, whole or not at all."),
]
Force = Annotated[bool, typer.Option("--force", help="Replace a result that is there already.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else on stdout.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress on stderr.")]


def names(with_: list[str] | None) -> tuple[str, ...]:
    """Interventions of ``--with a,b --with c``, one by one."""
    found = tuple(name.strip() for text in with_ or () for name in text.split(",") if name.strip())
    if with_ and not found:
        raise typer.BadParameter("name at least one intervention, or leave the option out", param_hint="--with")
    return found


def jobs_number(jobs: int) -> int:
    """The number of processes of ``--jobs``."""
    if jobs == 0:
        raise typer.BadParameter("1 or more, or -1 for every core", param_hint="--jobs")
    return jobs


def scheduler_of(backend: Backend, scheduler: str | None) -> str | None:
    """The scheduler of ``--backend dask --scheduler ADDRESS``; None for this machine."""
    if backend == "dask" and scheduler is None:
        raise typer.BadParameter("say where the scheduler is, such as tcp://10.0.0.1:8786", param_hint="--scheduler")
    if backend == "local" and scheduler is not None:
        raise typer.BadParameter("a scheduler needs --backend dask", param_hint="--scheduler")
    return scheduler
