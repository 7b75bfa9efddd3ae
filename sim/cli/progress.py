"""Progress on stderr: a bar with the time left on a terminal; when piped only what takes long and shows nothing."""

import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeAlias

from sim.cli.printing import print_error

Report: TypeAlias = Callable[[int, int], None]
"""Called with (pieces done, pieces in all)."""


@contextmanager
def progress(what: str, *, quiet: bool) -> Iterator[Report | None]:
    """A bar that is called back with what is done; None where nobody would see it."""
    if quiet:
        yield None
        return
    with _log_told():
        if not sys.stderr.isatty():
            yield None
            return
        with _bar(what) as report:
            yield report


@contextmanager
def _log_told() -> Iterator[None]:
    """Write what the program says of its own doing to stderr, a line each."""
    log, handler = logging.getLogger("sim"), _Lines()
    usual = log.level
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.setLevel(usual)
        log.removeHandler(handler)


class _Lines(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        print_error(record.getMessage())


@contextmanager
def _bar(what: str) -> Iterator[Report]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("runs,"),
        TimeElapsedColumn(),
        TextColumn("gone,"),
        TimeRemainingColumn(),
        TextColumn("left"),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None)

        def report(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield report
