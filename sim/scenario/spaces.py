"""How much fits somewhere: vehicles, a length of road that vehicles fill by their own length, or without limit."""

import re
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, WithJsonSchema

from sim import units
from sim.scenario.fields import NUMBER_PATTERN, PHYSICAL, VEHICLES_PATTERN

UNLIMITED = "unlimited"


class Stretch(NamedTuple):
    """Space as a length of road, of which every vehicle takes its own length."""

    length: int
    """Millimetres."""

    def __str__(self) -> str:
        return f"{self.length / units.parse_length('1 m'):.10g} m"


_IN_METRES = re.compile(r"(mm|km|m)\s*\Z")
_LENGTH = rf"^\s*{NUMBER_PATTERN}\s*(mm|m|km)\s*$"


def _space(text: object) -> object:
    if text == UNLIMITED:
        return text
    if isinstance(text, str) and _IN_METRES.search(text):
        return Stretch(units.parse_length(text))
    try:
        return units.parse_vehicles(text)
    except ValueError as error:
        raise ValueError(f"{error}, a length of road such as '120 m', or `unlimited`") from None


def _room(text: object) -> object:
    room = _space(text)
    if room in (0, Stretch(0)):
        raise ValueError("at least 1 vehicle must fit: expected 1 vehicle or more, or a length above 0")
    return room


def _entry_space(text: object) -> object:
    if text == UNLIMITED:
        return text
    try:
        value = units.parse_vehicles(text)
    except ValueError as error:
        raise ValueError(f"{error}, or `unlimited`") from None
    if value < 1:
        raise ValueError("at least 1 vehicle must fit: expected 1 vehicle or more")
    return value


def _text(description: str, *patterns: str) -> WithJsonSchema:
    pattern = "|".join((*patterns, f"^{UNLIMITED}$"))
    return WithJsonSchema(
        {"type": "string", "description": description, "examples": ["20 vehicles"], "pattern": pattern}
    )


Space = Annotated[
    int | Stretch | Literal["unlimited"],
    BeforeValidator(_space),
    _text("whole vehicles, a length of road, or unlimited", VEHICLES_PATTERN, _LENGTH),
    PHYSICAL,
]
"""How much waits somewhere."""
Room = Annotated[
    int | Stretch | Literal["unlimited"],
    BeforeValidator(_room),
    _text("1 vehicle or more, a length of road, or unlimited", VEHICLES_PATTERN, _LENGTH),
    PHYSICAL,
]
"""How much stands on the lane of a link."""
EntrySpace = Annotated[
    int | Literal["unlimited"],
    BeforeValidator(_entry_space),
    _text("1 vehicle or more, or unlimited", VEHICLES_PATTERN),
    PHYSICAL,
]
"""How many vehicles may stand before a link."""
