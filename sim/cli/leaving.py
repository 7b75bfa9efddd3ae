"""How a command ends: its exit code, and its complaint in place of a traceback where the user can mend it."""

import errno
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

WRONG = 2
"""The command or a file is wrong."""


class UserError(ValueError):
    """Something that whoever typed the command can mend; each line of the message is one complaint."""


def complaints(error: Exception) -> list[str] | None:
    """What to tell the user about *error*, line by line; None if it is a fault of the program."""
    from sim.experiment.cluster import ClusterError
    from sim.results.folder import FolderError
    from sim.scenario.faults import ScenarioError

    if isinstance(error, ScenarioError):
        return [str(fault) for fault in error.faults]
    if isinstance(error, UserError | FolderError | ClusterError):
        return str(error).splitlines()
    return None


class Commands(TyperGroup):
    """The group of all commands; it turns what went wrong into an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command asked for."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Whoever read the output has seen enough. What is still buffered must not complain at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from None
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            typer.echo(f"error: the output could not be written: {error.strerror}", err=True)
            raise typer.Exit(WRONG) from None
        except Exception as error:
            lines = complaints(error)
            if lines is None:
                raise
            for line in lines:
                typer.echo(f"error: {line}", err=True)
            raise typer.Exit(WRONG) from None
        return outcome


def refuse_folder(folder: Path | None, *, force: bool) -> None:
    """Say before any work is done that a result could not be written to *folder*."""
    if folder is not None:
        from sim.results.folder import refuse

        refuse(folder, force=force)
