"""How every step of the compiled engine is compiled."""

from collections.abc import Callable
from typing import TypeVar, cast

from numba import njit

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """*function* in machine code, kept for later runs; it holds no lock while it runs, and rounds nothing anew."""
    return cast("F", njit(cache=True, nogil=True, error_model="numpy")(function))
