"""What several estimates of one comparison need, made once.

Seven differences and seven effects of eight scenarios ask for the same resampled percentiles of the same replications
many times over. Whoever makes such tables keeps a memory for them and works with it in force; without one, everything
is made anew.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")

Memory = dict[Hashable, tuple[Any, object]]
"""What was made, by what it was made of; beside it that itself, lest its identity be given to something else."""

_in_force: ContextVar[Memory | None] = ContextVar("memory of estimates", default=None)


@contextmanager
def remembering(memory: Memory) -> Iterator[None]:
    """A block in which estimates are looked up in *memory* and added to it."""
    token = _in_force.set(memory)
    try:
        yield
    finally:
        _in_force.reset(token)


def remembered(key: Hashable, of: object, make: Callable[[], T]) -> T:
    """What *make* makes, once for each *key*, which may hold identities of parts of *of*."""
    memory = _in_force.get()
    if memory is None:
        return make()
    if key not in memory:
        memory[key] = (make(), of)
    return cast("T", memory[key][0])
