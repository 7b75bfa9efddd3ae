"""A table as data: columns, rows of text, and what must be read with them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    title: str
    """May be broken by an end of line."""
    align: Literal["left", "right"] = "left"
    is_prose: bool = False
    """Its text may be broken over several lines; that of the others never is."""
    is_group: bool = False
    """What repeats the row above (in this and in every group column before it) may be left out in print."""


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table; every row has one text for each column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """Sentences that stand under the title."""
    key: str = "table"
    """Name of its file."""

    def __post_init__(self) -> None:
        assert all(len(row) == len(self.columns) for row in self.rows), self.title


def left(title: str) -> Column:
    """A column of words."""
    return Column(title)


def right(title: str) -> Column:
    """A column of numbers."""
    return Column(title, align="right")


def group(title: str) -> Column:
    """A column of words in which a repetition is left out."""
    return Column(title, is_group=True)


def prose(title: str) -> Column:
    """A column of sentences."""
    return Column(title, is_prose=True)


def printed_rows(table: Table) -> Iterable[tuple[str, ...]]:
    """The rows, in which a group that repeats the row above is empty."""
    above: tuple[str, ...] | None = None
    for row in table.rows:
        shown = list(row)
        for number, column in enumerate(table.columns):
            if not column.is_group or above is None or above[number] != row[number]:
                break
            shown[number] = ""
        yield tuple(shown)
        above = row
