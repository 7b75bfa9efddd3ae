"""Functions of a probability from tables, for laws whose quantiles are slow to compute.

The grid is that of floating-point numbers: every halving of the probability *p*, from 1/2 down to 2**-54, is cut into
:data:`CELLS` equal cells, and 1 - *p* likewise. So both tails are as fine, relative to what is left of them, as the
middle, and no uniform lies beyond the table. In each cell stands the cubic through four points of the function.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.compiling import compiled

FloatArray: TypeAlias = NDArray[np.float64]

LEAST = 2.0**-54
"""No uniform of :mod:`sim.streams` is less; nor is one minus it, which is 2**-53 at least."""

ERROR = 1e-7
"""No value of a table is further from the function, relative to it: 0.1 ms in a quarter of an hour."""

CELLS = 32
"""Cells in each halving; a table then takes 110 kB, of which nine uniforms in ten use 8 kB."""

_HALVINGS = 54
_CELL_BITS = 47  # 52 bits of the fraction of a double, less the 5 that number 32 cells
_WIDTH = 2.0**-_CELL_BITS
_IN_CELL = (1 << _CELL_BITS) - 1
_FIRST = (1023 - _HALVINGS) * CELLS  # where 2**-54 stands among all doubles; 1023 is the bias of their exponents
_THIRDS = np.arange(4) / 3
_WORST = np.array([0.127, 0.5, 0.873])
"""Where in a cell a cubic through its thirds is furthest from a smooth function: extremes of its error term."""


def tabulate(lower: Callable[[FloatArray], FloatArray], upper: Callable[[FloatArray], FloatArray]) -> FloatArray | None:
    """Coefficients, ``[half, cell, power]``, of the function that is ``lower(p)`` and, at 1 - *q*, ``upper(q)``.

    None if the function bends too much for :data:`ERROR`, or leaves the range of numbers.
    """
    halves = [_cubics(half) for half in (lower, upper)]
    return None if any(half is None for half in halves) else np.stack([half for half in halves if half is not None])


def _cubics(function: Callable[[FloatArray], FloatArray]) -> FloatArray | None:
    start = np.ldexp(1 + np.arange(CELLS) / CELLS, np.arange(-_HALVINGS, -1)[:, None]).reshape(-1, 1)
    width = np.repeat(np.ldexp(1 / CELLS, np.arange(-_HALVINGS, -1)), CELLS)[:, None]
    with np.errstate(all="ignore"):
        exact = function(start + _WORST * width)
        cubics = function(start + _THIRDS * width) @ np.linalg.inv(np.vander(_THIRDS, increasing=True)).T
        error = np.abs(cubics @ np.vander(_WORST, len(_THIRDS), increasing=True).T / exact - 1)
        is_good = bool(np.all(error < ERROR))  # not if there is a NaN
    # The probability 1/2 itself begins the next halving.
    half = np.array([[function(np.array([0.5]))[0], 0.0, 0.0, 0.0]])
    return np.concatenate([cubics, half]) if is_good else None


@compiled
def interpolate(table: FloatArray, uniforms: FloatArray, values: FloatArray) -> None:
    """Write to *values* the function of *table* at each of *uniforms*, none below :data:`LEAST` or above 1 - LEAST."""
    for index in range(len(uniforms)):
        p, half = uniforms[index], 0
        if p >= 0.5:  # noqa: PLR2004  # the middle
            p, half = 1.0 - p, 1
        bits = np.float64(p).view(np.int64)
        cubic = table[half, (bits >> _CELL_BITS) - _FIRST]
        x = (bits & _IN_CELL) * _WIDTH
        values[index] = cubic[0] + x * (cubic[1] + x * (cubic[2] + x * cubic[3]))
