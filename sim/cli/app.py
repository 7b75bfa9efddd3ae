"""The commands under one name."""

import signal
from typing import Annotated

import typer

from sim.cli.capacity import capacity
from sim.cli.check import check
from sim.cli.compare import compare
from sim.cli.leaving import Commands
from sim.cli.plot import plot
from sim.cli.regress import regress
from sim.cli.run import run
from sim.cli.schema import schema
from sim.cli.sweep import sweep
from sim.cli.verify import verify
from sim.version import __version__

app = typer.Typer(
    cls=Commands,
    name="samur",
    help="A model of the Samur border crossing: compare bridges, checkpoints and cargo tracking.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        typer.echo(f"samur {__version__}")
        raise typer.Exit


@app.callback()
def _samur(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """A model of the Samur border crossing: compare bridges, checkpoints and cargo tracking."""


for _name, _command in (
    ("run", run),
    ("compare", compare),
    ("sweep", sweep),
    ("capacity", capacity),
    ("plot", plot),
    ("check", check),
    ("schema", schema),
    ("verify", verify),
):
    app.command(_name)(_command)
app.add_typer(regress, name="regress")


def main() -> None:
    """Run the command that was typed, and exit with its code.

    A request to terminate is treated like Ctrl-C: workers stop and nothing stays half-written.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app()
