"""The kinds of value that a scenario file holds: each reads its own text and refuses every other.

Scalars come as text. A field type turns its text into the number that the model counts in, or says in one
sentence what it would have accepted.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar, get_args

from pydantic import AfterValidator, BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, WrapSerializer

from sim import units
from sim.scenario import expressions
from sim.scenario.frozen import FrozenMapping

K = TypeVar("K")
V = TypeVar("V")


class Physical:
    """Marks a field that states a fact about the world: the file must sign it with a source or an assumption."""


PHYSICAL = Physical()

Frozen = Annotated[
    Mapping[K, V], AfterValidator(FrozenMapping), WrapSerializer(lambda mapping, serialize: serialize(dict(mapping)))
]
"""A mapping that nobody can update after validation; the order of the file is kept."""


def _form(value: object) -> str:
    return "each" if isinstance(value, Mapping) else "one"


OneOrEach = Annotated[
    Annotated[V, Tag("one")] | Annotated[Frozen[K, V], Tag("each")],
    Discriminator(_form),
]
"""``OneOrEach[V, K]``: one value for all, or one for each key."""

ByPair = Annotated[
    Annotated[V, Tag("one")] | Annotated[Frozen[K, OneOrEach[V, K]], Tag("each")],
    Discriminator(_form),
]
"""``ByPair[V, K]``: one value for all, or for each key one value or one for each second key."""


def _text(description: str, example: str, pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "description": description, "examples": [example], "pattern": pattern})


NUMBER_PATTERN = r"(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?"


def _quantity(description: str, example: str, unit: str, sign: str = "") -> WithJsonSchema:
    return _text(description, example, rf"^\s*{sign}{NUMBER_PATTERN}\s*({unit})\s*$")


_TIME = "us|ms|s|min|h|d|wk"
VEHICLES_PATTERN = rf"^\s*{NUMBER_PATTERN}\s*vehicles?\s*$"


def _number(minimum: float, maximum: float | None = None, *, kind: str = "number") -> WithJsonSchema:
    schema: dict[str, Any] = {"type": kind, "minimum": minimum}
    return WithJsonSchema(schema if maximum is None else {**schema, "maximum": maximum})


def _margin(text: str) -> str:
    units.parse_margin(text)
    return text


def _start(text: str) -> str:
    accepted = 'expected a date and time without a zone, such as "2019-06-03 00:00"'
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(accepted) from None
    if moment.tzinfo is not None:
        raise ValueError(accepted)
    return text


def _expression(text: str) -> str:
    expressions.check(text)
    return text


def _ids(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=60)]
ClassName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Selector = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*([+-][a-z][a-z0-9_]*)*$", max_length=200)]
"""A vehicle class with attributes required (``+tracked``) or excluded (``-tracked``)."""
Ids = Annotated[
    tuple[Annotated[str, Field(min_length=1)], ...],
    BeforeValidator(_ids),
    WithJsonSchema(
        {
            "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
            "description": "one id or several",
        }
    ),
]

Duration = Annotated[
    int, BeforeValidator(units.parse_duration), _quantity("a time with its unit", "12 min", _TIME), PHYSICAL
]
Span = Annotated[int, BeforeValidator(units.parse_duration), _quantity("a time with its unit", "28 d", _TIME)]
AUTO: Literal["auto"] = "auto"
"""A warm-up that a pilot is to choose."""


def _warm_up(text: object) -> object:
    if text == AUTO:
        return AUTO
    try:
        return units.parse_duration(text)
    except ValueError as error:
        raise ValueError(f"{error}, or {AUTO}") from None


WarmUp = Annotated[
    int | Literal["auto"],
    BeforeValidator(_warm_up),
    WithJsonSchema(
        {
            "type": "string",
            "description": "a time with its unit, or auto",
            "examples": ["2 d"],
            "pattern": rf"^\s*{NUMBER_PATTERN}\s*({_TIME})\s*$|^auto$",
        }
    ),
]
SignedTime = Annotated[
    int, BeforeValidator(units.parse_time), _quantity("a signed time", "-30 min", _TIME, "[-+]?"), PHYSICAL
]
Length = Annotated[
    int, BeforeValidator(units.parse_length), _quantity("a length with its unit", "812 m", "mm|m|km"), PHYSICAL
]
Speed = Annotated[
    float, BeforeValidator(units.parse_speed), _quantity("a speed with its unit", "53.3 km/h", "km/h|m/s"), PHYSICAL
]
Vehicles = Annotated[
    int, BeforeValidator(units.parse_vehicles), _text("whole vehicles", "20 vehicles", VEHICLES_PATTERN), PHYSICAL
]
TimeOfDay = Annotated[
    int,
    BeforeValidator(units.parse_time_of_day),
    _text("a quoted time of day", "08:00", r"^([01]\d|2[0-3]):[0-5]\d$|^24:00$"),
]
Moment = Annotated[
    int,
    BeforeValidator(units.parse_moment),
    _text("a local date and time", "2019-06-03 08:00", r"^\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):[0-5]\d)?$"),
]
Date = Annotated[int, BeforeValidator(units.parse_date), _text("a local date", "2019-06-03", r"^\d{4}-\d{2}-\d{2}$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
Month = Literal["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTHS: tuple[Month, ...] = get_args(Month)
Clock = Annotated[
    int, BeforeValidator(units.parse_clock), _text("an offset from UTC", "UTC+4", r"^UTC([+-]\d{1,2}(:\d{2})?)?$")
]
Number = Annotated[float, BeforeValidator(units.parse_number), Field(ge=0, allow_inf_nan=False), _number(0), PHYSICAL]
Share = Annotated[
    float, BeforeValidator(units.parse_number), Field(ge=0, le=1, allow_inf_nan=False), _number(0, 1), PHYSICAL
]
PerDay = Annotated[
    float, BeforeValidator(units.parse_number), Field(ge=0, le=10_000_000, allow_inf_nan=False), _number(0, 10_000_000),
    PHYSICAL,
]  # fmt: skip
Value = Annotated[
    float, BeforeValidator(units.parse_number), Field(allow_inf_nan=False), WithJsonSchema({"type": "number"})
]
"""A number that says nothing about the model: a published figure, a factor of conversion."""
Whole = Annotated[int, BeforeValidator(units.parse_whole)]
Count = Annotated[int, BeforeValidator(units.parse_whole), Field(ge=0, le=100_000), _number(0, 100_000, kind="integer")]
Flag = Annotated[bool, BeforeValidator(units.parse_flag), WithJsonSchema({"type": "boolean"})]
_START = r"^\d{4}-\d{2}-\d{2}([ T]\d{2}:\d{2}(:\d{2})?)?$"
Start = Annotated[str, AfterValidator(_start), _text("a local date and time", "2019-06-03 00:00", _START)]
Margin = Annotated[
    str,
    AfterValidator(_margin),
    _text("a share of the base's value, or a time", "5 %", rf"^\s*{NUMBER_PATTERN}\s*(%|{_TIME})\s*$"),
]
"""A difference that does not matter."""
Expression = Annotated[
    str,
    AfterValidator(_expression),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "description": "arithmetic of numbers, effect, adoption",
            "examples": ["1 - effect"],
        }
    ),
    PHYSICAL,
]
"""A number, or arithmetic of numbers with the words ``effect`` and ``adoption``: ``1 - effect``."""
AnyText = Annotated[str, WithJsonSchema({"type": ["string", "number"]})]
"""Text that may look like a number."""
