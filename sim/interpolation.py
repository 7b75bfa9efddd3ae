"""Functions of a probability from tables, for laws whose quantiles are slow to compute.

The grid is that of floating-point numbers: every halving of the probability *p*, from 1/2 down to 2**-54, is cut into
equal cells, and 1 - *p* likewise. So both tails are as fine, relative to what is left of them, as the
middle, and no uniform lies beyond the table. In each cell stands the cubic through four points of the function.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled

FloatArray: TypeAlias = NDArray[np.float64]

LEAST = 2.0**-54
"""No uniform of :mod:`sim.streams` is less; nor is one minus it, which is 2**-53 at least."""

ERROR = 1e-7
"""No value of a table is further from the function, relative to it: 0.1 ms in a quarter of an hour."""

_CELL_BITS = (5, 7)
"""Logarithms of the numbers of cells in each halving: the fewer if they do, for tables of 110 kB or of 440 kB."""

_HALVINGS = 54
_FRACTION_BITS = 52
_BIAS = 1023
"""Of the exponents of doubles."""

_THIRDS = np.arange(4) / 3
_WORST = np.array([0.127, 0.5, 0.873])
"""Where in a cell a cubic through its thirds is furthest from a smooth function: extremes of its error term."""


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A function of a probability."""

    cubics: FloatArray
    """Coefficients, ``[half, cell, power]``, by p below 1/2 and by 1 - p above."""
    cell_bits: int


def tabulate(lower: Callable[[FloatArray], FloatArray], upper: Callable[[FloatArray], FloatArray]) -> Table | None:
    """The function that is ``lower(p)`` up to 1/2 and, at 1 - *q*, ``upper(q)``.

    None if it bends too much for :data:`ERROR`, or leaves the range of numbers.
    """
    for bits in _CELL_BITS:
        halves = [_cubics(half, 1 << bits) for half in (lower, upper)]
        if all(is_good for _, is_good in halves):
            return Table(np.stack([cubics for cubics, _ in halves]), bits)
    return None


def _cubics(function: Callable[[FloatArray], FloatArray], cells: int) -> tuple[FloatArray, bool]:
    """Coefficients by cell and power, and whether they are within :data:`ERROR`."""
    halving = np.arange(-_HALVINGS, -1)[:, None]
    start = np.ldexp(1 + np.arange(cells) / cells, halving).reshape(-1, 1)
    width = np.ldexp(np.full(cells, 1 / cells), halving).reshape(-1, 1)
    with np.errstate(all="ignore"):
        exact = function(start + _WORST * width)
        cubics = function(start + _THIRDS * width) @ np.linalg.inv(np.vander(_THIRDS, increasing=True)).T
        error = np.abs(cubics @ np.vander(_WORST, len(_THIRDS), increasing=True).T / exact - 1)
    # The probability 1/2 itself begins the next halving.
    half = np.array([[function(np.array([0.5]))[0], 0.0, 0.0, 0.0]])
    return np.concatenate([cubics, half]), bool(np.all(error < ERROR))  # not if there is a NaN


def interpolate(table: Table, uniforms: FloatArray) -> FloatArray:
    """The function of *table* at each of *uniforms*, none of which is below :data:`LEAST` or above 1 - LEAST."""
    values = np.empty(uniforms.shape)
    _interpolate(table.cubics, table.cell_bits, np.ravel(uniforms), values.reshape(-1))
    return values


@compiled
def _interpolate(cubics: FloatArray, cell_bits: int, uniforms: FloatArray, values: FloatArray) -> None:
    """A double is its exponent, which names the halving, and a fraction, of which the first bits name the cell."""
    shift = _FRACTION_BITS - cell_bits
    first = (_BIAS - _HALVINGS) << cell_bits
    in_cell, width = (1 << shift) - 1, 1.0 / (1 << shift)
    for index in range(len(uniforms)):
        p, half = uniforms[index], 0
        if p >= 0.5:  # noqa: PLR2004  # the middle
            p, half = 1.0 - p, 1
        bits = np.float64(p).view(np.int64)
        cubic = cubics[half, (bits >> shift) - first]
        x = (bits & in_cell) * width
        values[index] = cubic[0] + x * (cubic[1] + x * (cubic[2] + x * cubic[3]))
