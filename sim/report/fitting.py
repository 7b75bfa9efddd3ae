"""Tables for narrow screens: intervals and long titles move to a line of their own where a row would be too long."""

from dataclasses import replace

from sim.report.table import Column, Table

GAP = 2
"""Characters between two columns."""
NARROWEST = 24
"""A column of prose is not made narrower than this."""

_SHORT = 8
"""A title of so many characters is left on one line."""


def least_width(table: Table) -> int:
    """Characters in a line of *table* with its prose broken as far as it may be."""
    widths = [
        min(full, NARROWEST) if column.is_prose else full
        for column, full in zip(table.columns, full_widths(table), strict=True)
    ]
    return sum(widths) + GAP * (len(widths) - 1)


def full_widths(table: Table) -> list[int]:
    """Characters of the longest line in each column."""
    return [
        max(len(line) for text in (column.title, *(row[k] for row in table.rows)) for line in text.split("\n"))
        for k, column in enumerate(table.columns)
    ]


def fitted(table: Table, width: int) -> Table:
    """*table* with titles and intervals of numbers broken over lines, if it does not fit into *width* otherwise."""
    if least_width(table) <= width:
        return table
    return replace(
        table,
        columns=tuple(_broken(column) for column in table.columns),
        rows=tuple(
            tuple(
                text.replace(" (", "\n(") if column.align == "right" else text
                for column, text in zip(table.columns, row, strict=True)
            )
            for row in table.rows
        ),
    )


def _broken(column: Column) -> Column:
    if column.align == "left" or len(column.title) <= _SHORT:
        return column
    return replace(column, title=column.title.replace(" ", "\n"))
