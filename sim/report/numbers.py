"""Numbers for people: a sensible unit, and no more digits than the interval supports.

A value is cut where its interval begins to be unsure: at the first significant digit of the half-width, or the
second where the first is a 1 (so that at most a tenth or so of the half-width is rounded away). A value without an
interval keeps three significant digits, as nothing says how many it deserves; none keeps more than four.
"""

import math
from collections.abc import Sequence

_MINUTES = {"us": 1 / 60_000_000, "s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}
_HOURS_FROM = 120.0
"""From so many minutes on a time is given in hours."""
_SECONDS_BELOW = 1.0
"""Below so many minutes a time is given in seconds."""
_SHARES = frozenset({"1", "share"})
_ALONE = 3
"""Significant digits of a value without an interval."""
_MOST = 4
"""Significant digits of any value."""


def decimals(value: float, *, lower: float | None = None, upper: float | None = None) -> int:
    """Digits of *value* behind the point that may be printed; negative where places before it are unsure too."""
    half = (upper - lower) / 2 if lower is not None and upper is not None else 0.0
    size = _exponent(value)
    if half <= 0:
        return _ALONE - 1 - size
    first = _exponent(half)
    supported = -first + (half < 2 * 10.0**first)
    return min(supported, _MOST - 1 - max(size, first))


def _exponent(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0


def written(value: float, digits: int, *, signed: bool = False) -> str:
    """*value* with *digits* behind the point (rounded to tens, hundreds … where negative), without a negative zero."""
    rounded = round(value, digits) + 0.0
    text = f"{rounded:.{max(digits, 0)}f}"
    return f"+{text}" if signed and rounded > 0 else text


def quantity(
    value: float | None,
    unit: str | None,
    *,
    lower: float | None = None,
    upper: float | None = None,
    signed: bool = False,
    like: Sequence[float] = (),
) -> str:
    """A value with its unit and, if there is one, its interval: ``3.4 h (3.1 to 3.8)``; ``-`` for None.

    Times stand in seconds, minutes or hours, shares in per cent; *signed* gives a difference its ``+``. The unit is
    the one in which *like*, the values of a whole column, read best; that of the value itself without them.
    """
    if value is None:
        return "-"
    factor, name = scale(like or [value], unit)
    value = value * factor
    ends = None if lower is None or upper is None or lower == upper else (lower * factor, upper * factor)
    digits = decimals(value, lower=None if ends is None else ends[0], upper=None if ends is None else ends[1])
    if float(value).is_integer() and ends is None:
        digits = 0
    text = f"{written(value, digits, signed=signed)}{f' {name}' if name else ''}"
    if ends is None:
        return text
    # An end is rounded like its value: a digit more would say that the end of an interval is surer than its middle.
    low, high = (written(end, digits, signed=signed) for end in ends)
    return f"{text} ({low} to {high})"


def scale(values: Sequence[float], unit: str | None) -> tuple[float, str]:
    """Factor and name of the unit in which *values* read best."""
    largest = max((abs(value) for value in values), default=0.0)
    if unit in _MINUTES:
        minutes = largest * _MINUTES[unit]
        if minutes >= _HOURS_FROM:
            return _MINUTES[unit] / 60, "h"
        if 0 < minutes < _SECONDS_BELOW:
            return _MINUTES[unit] * 60, "s"
        return _MINUTES[unit], "min"
    if unit in _SHARES:
        return 100.0, "%"
    return 1.0, {None: "", "vehicles/day": "/day", "booths": ""}.get(unit, unit or "")
