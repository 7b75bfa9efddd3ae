"""A table as aligned plain text, for pipes and files: no colours, no lines that a terminal would need."""

import textwrap
from collections.abc import Iterator, Sequence

from sim.report.fitting import GAP, NARROWEST, fitted, full_widths
from sim.report.table import Column, Table, printed_rows

_GAP = " " * GAP


def plain(table: Table, *, width: int) -> str:
    """*table* as text whose lines keep within *width* characters if its columns of prose can be broken so far."""
    table = fitted(table, width)
    rows = [list(row) for row in printed_rows(table)]
    widths = _widths(table, width)
    lines = [table.title]
    for note in table.notes:
        lines += textwrap.wrap(note, width)
    lines.append("")
    lines += _lines([column.title for column in table.columns], table.columns, widths)
    lines.append(_GAP.join("-" * each for each in widths))
    for row in rows:
        lines += _lines(row, table.columns, widths)
    return "\n".join(lines) + "\n"


def _widths(table: Table, width: int) -> list[int]:
    columns, full = table.columns, full_widths(table)
    elastic = [k for k, column in enumerate(columns) if column.is_prose]
    room = width - sum(full[k] for k in range(len(columns)) if k not in elastic) - len(_GAP) * (len(columns) - 1)
    for place, k in enumerate(sorted(elastic, key=lambda k: full[k])):
        # The shorter columns take what they need, the longer ones share what is left.
        full[k] = min(full[k], max(NARROWEST, room // (len(elastic) - place)))
        room -= full[k]
    return full


def _lines(row: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> Iterator[str]:
    broken = [
        _wrapped(text, each) if column.is_prose else text.split("\n")
        for text, column, each in zip(row, columns, widths, strict=True)
    ]
    for number in range(max(len(lines) for lines in broken)):
        pieces = [
            _aligned(lines[number] if number < len(lines) else "", column, each)
            for lines, column, each in zip(broken, columns, widths, strict=True)
        ]
        yield _GAP.join(pieces).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    return [line for each in text.split("\n") for line in textwrap.wrap(each, width, break_on_hyphens=False) or [""]]


def _aligned(text: str, column: Column, width: int) -> str:
    return text.rjust(width) if column.align == "right" else text.ljust(width)
