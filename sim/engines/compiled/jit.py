"""How every step of the engine is compiled."""

from collections.abc import Callable
from typing import TypeVar

from sim import compiling

F = TypeVar("F", bound=Callable[..., object])


def compiled(function: F) -> F:
    """*function* in machine code; no step makes an array."""
    return compiling.compiled(function, makes_arrays=False)


def inlined(function: F) -> F:
    """A step whose call would take longer than what it does: its code stands in that of its callers."""
    return compiling.compiled(function, makes_arrays=False, is_inlined=True)
