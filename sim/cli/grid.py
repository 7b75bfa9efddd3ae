"""The grid of a sweep, as it is typed: ``key=from:to:step``, ``key=a,b,c``, or one value."""

import re
from collections.abc import Sequence
from decimal import Decimal

import typer

from sim.cli.leaving import UserError

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?"
_RANGE = re.compile(
    rf"\s*(?P<first>{_NUMBER})\s*(?P<unit1>[a-z/]*)\s*:\s*(?P<last>{_NUMBER})\s*(?P<unit2>[a-z/]*)\s*:"
    rf"\s*(?P<step>{_NUMBER})\s*(?P<unit>[a-z/]*)\s*\Z"
)
_MOST = 10_000
"""Points of one key beyond which a step was surely mistyped."""


def grid_of(texts: Sequence[str]) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The swept keys with their values, and the settings that have one value only.

    Raises:
        UserError: A text is no ``key=values``, a range has no values, or nothing is swept.
    """
    grid: dict[str, tuple[str, ...]] = {}
    fixed: list[str] = []
    for text in texts:
        key, separator, values = text.partition("=")
        if not separator or not key.strip() or not values.strip():
            raise UserError(f"--set {text}: expected key=from:to:step, key=a,b,c or key=value")
        if key.strip() in grid:
            raise UserError(f"--set {text}: the key {key.strip()} is swept twice")
        found = values_of(key.strip(), values)
        if len(found) > 1:
            grid[key.strip()] = found
        else:
            fixed.append(text)
    if not grid:
        raise UserError("nothing to sweep: give at least one --set key=from:to:step or key=a,b,c")
    return grid, tuple(fixed)


def values_of(key: str, text: str) -> tuple[str, ...]:
    """The values of one key, each written as in a scenario file; the unit may stand behind the step alone."""
    found = _RANGE.match(text)
    if found is None:
        return tuple(value.strip() for value in text.split(",") if value.strip())
    first, last, step = (Decimal(found[name]) for name in ("first", "last", "step"))
    units = {found[name] for name in ("unit1", "unit2", "unit")} - {""}
    if len(units) > 1:
        raise UserError(f"--set {key}={text}: one range has one unit, found {' and '.join(sorted(units))}")
    if step == 0 or (last - first) / step < 0:
        raise UserError(f"--set {key}={text}: the step does not lead from {first} to {last}")
    n_steps = int((last - first) / step)
    if n_steps >= _MOST:
        raise UserError(f"--set {key}={text}: {n_steps + 1} values; at most {_MOST} are accepted")
    unit = f" {units.pop()}" if units else ""
    return tuple(f"{first + number * step}{unit}" for number in range(n_steps + 1))


Grid = typer.Option(
    "--set",
    metavar="KEY=VALUES",
    help="Swept key: from:to:step ('10:16:2 min') or a,b,c; repeated keys make a grid, one value is a setting.",
)
