"""Quantities with units, as a scenario file writes them, and the integers that the model counts in.

Time inside the model is int64 microseconds: sums are exact, ties are real and two machines agree.
Lengths are millimetres, flows are vehicles per day. This is the only module that knows what a minute
is; every parser refuses a bare number, because a time without its unit is a guess.
"""

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal

MICROSECOND = 1
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
WEEK = 7 * DAY

NEVER = 2**62
"""The instant of what has not happened: far beyond any run, and small enough that adding to it cannot overflow."""

EPOCH_WEEKDAY = 3
"""Local dates are counted in days from 1970-01-01, a Thursday; Monday is 0."""

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local times have no zone

_TIME_UNITS = {"us": MICROSECOND, "ms": 1000, "s": SECOND, "min": MINUTE, "h": HOUR, "d": DAY, "wk": WEEK}
_LENGTH_UNITS = {"mm": 1, "m": 1000, "km": 1_000_000}
_FLOW_UNITS = {"veh/h": 24, "veh/d": 1}
_SPEED_UNITS = {"km/h": Decimal(1_000_000) / HOUR, "m/s": Decimal(1000) / SECOND}
_VEHICLE_UNITS = {"vehicle": 1, "vehicles": 1}

_NUMBER = re.compile(r"\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?\s*\Z")
_WHOLE = re.compile(r"\s*[-+]?\d{1,30}\s*\Z")
_QUANTITY = re.compile(r"\s*(?P<number>[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)\s*(?P<unit>[A-Za-z/%]*)\s*\Z")
_TIME_OF_DAY = re.compile(r"(?P<hour>\d{2}):(?P<minute>\d{2})\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}([ T]([01]\d|2[0-3]):[0-5]\d)?\Z")
_CLOCK = re.compile(r"UTC(?:(?P<sign>[+-])(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?)?\Z")


def _quantity(text: object, units: dict[str, int] | dict[str, Decimal], what: str, example: str) -> Decimal:
    accepted = f"a {what} with its unit ({', '.join(units)}), such as {example!r}"
    match = _QUANTITY.match(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f"expected {accepted}")
    if not match["unit"]:
        raise ValueError(f"the unit is missing: expected {accepted}")
    if match["unit"] not in units:
        raise ValueError(f"unknown unit {match['unit']!r}: expected {accepted}")
    return Decimal(match["number"]) * units[match["unit"]]


def _whole(value: Decimal) -> int:
    if abs(value) >= NEVER:
        raise ValueError("the number is too large")
    return int(value.to_integral_value(ROUND_HALF_EVEN))


def parse_time(text: object) -> int:
    """Microseconds of a signed time such as ``-30 min``."""
    return _whole(_quantity(text, _TIME_UNITS, "time", "12 min"))


def parse_duration(text: object) -> int:
    """Microseconds of a time that cannot be negative, such as ``12 min``."""
    value = parse_time(text)
    if value < 0:
        raise ValueError("a duration cannot be negative")
    return value


def parse_length(text: object) -> int:
    """Millimetres of a length such as ``812 m``."""
    value = _whole(_quantity(text, _LENGTH_UNITS, "length", "812 m"))
    if value < 0:
        raise ValueError("a length cannot be negative")
    return value


def parse_margin(text: object) -> tuple[int | None, float | None]:
    """A difference that does not matter: microseconds of ``10 min``, or the share of ``5 %``; the other is None."""
    accepted = "expected a margin: a share such as 5 %, or a time with its unit such as 10 min"
    match = _QUANTITY.match(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(accepted)
    if match["unit"] == "%":
        share = float(match["number"]) / 100
        if not 0 <= share <= 1:
            raise ValueError("a margin is a share from 0 % to 100 %, or a time")
        return None, share
    try:
        return parse_duration(text), None
    except ValueError:
        raise ValueError(accepted) from None


def parse_speed(text: object) -> float:
    """Millimetres per microsecond of a speed such as ``53.3 km/h``."""
    value = float(_quantity(text, _SPEED_UNITS, "speed", "53.3 km/h"))
    if value <= 0:
        raise ValueError("a speed must be above zero")
    return value


def parse_flow(text: object) -> float:
    """Vehicles per day of a flow such as ``30 veh/h``."""
    value = float(_quantity(text, _FLOW_UNITS, "flow", "30 veh/h"))
    if value < 0:
        raise ValueError("a flow cannot be negative")
    return value


def parse_vehicles(text: object) -> int:
    """Whole vehicles of a space such as ``20 vehicles``."""
    value = _quantity(text, _VEHICLE_UNITS, "number of vehicles", "20 vehicles")
    if value < 0 or value != value.to_integral_value():
        raise ValueError("expected a whole number of vehicles, 0 or more")
    return int(value)


def parse_time_of_day(text: object) -> int:
    """Microseconds after midnight of a quoted ``"HH:MM"``; ``"24:00"`` is the end of the day."""
    match = _TIME_OF_DAY.match(text) if isinstance(text, str) else None
    value = int(match["hour"]) * HOUR + int(match["minute"]) * MINUTE if match else -1
    if match is None or int(match["minute"]) >= 60 or not 0 <= value <= DAY:  # noqa: PLR2004 - minutes of an hour
        raise ValueError('expected a time of day in quotes, "00:00" to "24:00"')
    return value


def local_time(text: str) -> int:
    """Microseconds from 1970-01-01 00:00 to an ISO date and time by the same clock; ValueError if it is none."""
    return (datetime.fromisoformat(text) - _EPOCH) // timedelta(microseconds=1)


def parse_moment(text: object) -> int:
    """Microseconds from 1970-01-01 00:00 to a local date and time such as ``2019-06-03 08:00``."""
    accepted = "expected a date and time without a zone, such as 2019-06-03 08:00"
    if not isinstance(text, str) or not _MOMENT.match(text):
        raise ValueError(accepted)
    try:
        return local_time(text)
    except ValueError:
        raise ValueError(accepted) from None


def parse_date(text: object) -> int:
    """Days from 1970-01-01 to a date such as ``2019-06-03``."""
    accepted = "expected a date such as 2019-06-03"
    if not isinstance(text, str) or not _DATE.match(text):
        raise ValueError(accepted)
    try:
        return local_time(text) // DAY
    except ValueError:
        raise ValueError(accepted) from None


def format_date(day: int) -> str:
    """The date, days from 1970-01-01, as a file writes it: ``2019-06-03``."""
    return (_EPOCH + timedelta(days=day)).date().isoformat()


def parse_number(text: object) -> float:
    """A number without a unit, such as ``0.25``; numbers that are numbers already pass."""
    if isinstance(text, (int, float)) and not isinstance(text, bool):
        return float(text)
    if not isinstance(text, str) or not _NUMBER.match(text):
        raise ValueError("expected a number without a unit, such as 0.25")
    return float(text)


def parse_whole(text: object) -> int:
    """A whole number without a unit, such as ``40``; whole numbers that are numbers already pass."""
    if isinstance(text, int) and not isinstance(text, bool):
        return text
    if not isinstance(text, str) or not _WHOLE.match(text):
        raise ValueError("expected a whole number without a unit, such as 40")
    return int(text)


def parse_flag(text: object) -> bool:
    """``true`` or ``false``, and no other spelling."""
    if isinstance(text, bool):
        return text
    if text not in ("true", "false"):
        raise ValueError("expected true or false")
    return text == "true"


def parse_clock(text: object) -> int:
    """Microseconds that a clock such as ``UTC+4`` is ahead of UTC."""
    match = _CLOCK.match(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError("expected a clock such as UTC+4 or UTC+3:30")
    offset = int(match["hour"] or 0) * HOUR + int(match["minute"] or 0) * MINUTE
    if offset > DAY // 2 + 2 * HOUR:
        raise ValueError("a clock is at most 14 hours from UTC")
    return -offset if match["sign"] == "-" else offset


def format_duration(microseconds: float) -> str:
    """A duration for people, in the largest unit that keeps it above one: ``90 s``, ``2.4 min``, ``3 h``."""
    for unit in ("d", "h", "min", "s"):
        size = _TIME_UNITS[unit]
        if abs(microseconds) >= size and (unit != "d" or microseconds % DAY == 0):
            return f"{microseconds / size:.6g} {unit}"
    return f"{microseconds / SECOND:.6g} s"
