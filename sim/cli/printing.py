"""Tables on stdout: drawn by Rich on a terminal, as aligned plain text when piped."""

import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from sim.report.table import Table, printed_rows

PIPED_WIDTH = 120
"""Characters in a line of piped output, where no terminal says how many there are."""


def print_table(table: Table) -> None:
    """Write *table* to stdout, with an empty line behind it."""
    if sys.stdout.isatty():
        _print_drawn(table)
    else:
        from sim.report.plain import plain

        print_text(plain(table, width=_width()))


def print_tables(tables: Iterable[Table]) -> None:
    """Write each table in turn."""
    for table in tables:
        print_table(table)


def print_text(text: str) -> None:
    """Write *text* and an end of line to stdout, as it is."""
    sys.stdout.write(text + "\n")


def print_error(text: str) -> None:
    """Write *text* and an end of line to stderr, as it is."""
    sys.stderr.write(text + "\n")


def print_json(document: Mapping[str, Any]) -> None:
    """Write *document* to stdout as one JSON document; NaN and infinities are refused."""
    import json

    print_text(json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False))


def _width() -> int:
    return shutil.get_terminal_size((PIPED_WIDTH, 0)).columns


def _print_drawn(table: Table) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as Drawn
    from rich.text import Text

    from sim.report.fitting import fitted, least_width

    # A column takes a character more on each side than in plain text, and a number is never cut.
    spare = len(table.columns) + 1
    table = fitted(table, shutil.get_terminal_size().columns - spare)
    console = Console(highlight=False, width=max(shutil.get_terminal_size().columns, least_width(table) + spare))
    drawn = Drawn(box=SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        drawn.add_column(Text(column.title), justify=column.align, no_wrap=not column.is_prose, overflow="fold")
    for row in printed_rows(table):
        drawn.add_row(*(Text(text) for text in row))
    console.print(Text(table.title, style="bold"))
    for note in table.notes:
        console.print(Text(note, style="dim"))
    console.print(drawn)
