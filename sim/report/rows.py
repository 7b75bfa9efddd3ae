"""The rows of a result table, found by what they are about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sim.report.numbers import quantity

if TYPE_CHECKING:
    import polars as pl

ALL = "all"


class Group(NamedTuple):
    """Vehicles that stand in one line of a table."""

    vehicle_class: str
    attribute: str
    direction: str

    @property
    def title(self) -> str:
        """``truck``, or ``truck, tracked``."""
        return self.vehicle_class if self.attribute == ALL else f"{self.vehicle_class}, {self.attribute}"


EVERYBODY = Group(ALL, ALL, ALL)


class _Key(NamedTuple):
    vehicle_class: str
    attribute: str
    direction: str
    place: str
    measure: str
    statistic: str
    threshold: float | None

    @property
    def group(self) -> Group:
        return Group(self.vehicle_class, self.attribute, self.direction)


@dataclass(frozen=True, slots=True)
class Found:
    """One estimate."""

    value: float | None
    lower: float | None
    upper: float | None
    n: int
    unit: str

    def text(self, *, signed: bool = False, like: Sequence[float] = ()) -> str:
        """The value with unit and interval; *like* are the values whose unit it shares."""
        return quantity(self.value, self.unit, lower=self.lower, upper=self.upper, signed=signed, like=like)

    def alone(self, *, signed: bool = False, like: Sequence[float] = ()) -> str:
        """The value with its unit and no more digits than its interval supports, but without the interval."""
        return self.text(signed=signed, like=like).split(" (", maxsplit=1)[0]


def column(found: Sequence[Found], *, alone: bool = False) -> list[str]:
    """The texts of a whole column, all in one unit; *alone* leaves the intervals out."""
    like = [one.value for one in found if one.value is not None]
    return [one.alone(like=like) if alone else one.text(like=like) for one in found]


NOTHING = Found(None, None, None, 0, "")


class Rows:
    """The rows of one scenario's table, those by hour of arrival left out."""

    def __init__(self, frame: "pl.DataFrame") -> None:
        self._rows: dict[_Key, Found] = {}
        for row in frame.filter(frame["hour"].is_null()).iter_rows(named=True):
            self._rows[_Key(*(row[name] for name in _Key._fields))] = Found(
                row["value"], row["lower"], row["upper"], row["n"], row["unit"]
            )

    def get(
        self,
        measure: str,
        statistic: str,
        group: Group = EVERYBODY,
        *,
        place: str = ALL,
        threshold: float | None = None,
    ) -> Found:
        """The estimate, or one without a value if the table has no such row; *threshold* in minutes."""
        return self._rows.get(_Key(*group, place, measure, statistic, threshold), NOTHING)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Class by class, the groups of vehicles of one direction that crossed: whole classes, then attributes."""
        found = dict.fromkeys(
            key.group
            for key in self._rows
            if key[3:6] == (ALL, "crossing_time", "mean") and ALL not in (key.vehicle_class, key.direction)
        )
        order = {name: number for number, name in enumerate(dict.fromkeys(each.vehicle_class for each in found))}
        ways = {name: number for number, name in enumerate(dict.fromkeys(each.direction for each in found))}
        return tuple(
            sorted(
                found,
                key=lambda each: (order[each[0]], each[1] != ALL, each[1].startswith("not "), each[1], ways[each[2]]),
            )
        )

    @cached_property
    def directions(self) -> tuple[str, ...]:
        """Directions in which anybody crossed."""
        return tuple(dict.fromkeys(group.direction for group in self.groups))

    def thresholds(self, vehicle_class: str) -> tuple[float, ...]:
        """Crossing times whose exceedance is told for a class, minutes."""
        told = {
            key.threshold
            for key in self._rows
            if key[4:6] == ("crossing_time", "share_beyond") and key.vehicle_class == vehicle_class
        }
        return tuple(sorted(threshold for threshold in told if threshold is not None))

    def places(self, measure: str) -> tuple[str, ...]:
        """Places that have the measure, lanes (``place/lane``) included, in the order of the table."""
        return tuple(dict.fromkeys(key.place for key in self._rows if key.measure == measure and key.place != ALL))

    def of_place(self, measure: str, statistic: str, place: str) -> Iterator[tuple[Group, Found]]:
        """Every group's estimate at a place."""
        for key, found in self._rows.items():
            if key[3:6] == (place, measure, statistic):
                yield key.group, found


def by_scenario(frame: "pl.DataFrame", *, column: str = "scenario") -> dict[str, Rows]:
    """The rows of each scenario of a table, in its order."""
    # One table behind the other asks for those of the same frame.
    key = (id(frame), column)
    if key not in _at_hand:
        while len(_at_hand) >= _MOST_AT_HAND:
            del _at_hand[next(iter(_at_hand))]
        rows = {str(name): Rows(part) for (name,), part in frame.group_by(column, maintain_order=True)}
        _at_hand[key] = frame, rows
    return _at_hand[key][1]


_MOST_AT_HAND = 2
"""A summary, and the differences."""

_at_hand: "dict[tuple[int, str], tuple[pl.DataFrame, dict[str, Rows]]]" = {}
"""By the identity of the frame, which is held, so that it stays its own."""


def time_text(minutes: float) -> str:
    """A threshold in words: ``30 min``, ``3 h``."""
    return quantity(minutes, "min") if minutes % 60 else f"{minutes / 60:g} h"
