"""Typing a command, in this process or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from typer.testing import CliRunner

from sim.cli.app import app


class Typed(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str


def samur(*words: str | Path) -> Typed:
    """The command in this process, its output piped; a traceback fails the test."""
    done = CliRunner().invoke(app, [str(word) for word in words], env={"COLUMNS": "120"})
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Typed(done.exit_code, done.stdout, done.stderr)


def start(*words: str | Path, cwd: Path | None = None) -> subprocess.Popen[str]:
    """The command in a process group of its own, its output piped."""
    return subprocess.Popen(
        [sys.executable, "-m", "sim", *(str(word) for word in words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        start_new_session=True,
    )
