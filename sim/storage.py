"""Large arrays in memory that has been used before.

A replication needs hundreds of megabytes, and the next one in the same process as much again. To ask the system for
fresh memory each time costs more than to simulate: every page is found and cleared by the kernel when it is first
written to. So the memory of a large array goes back to a pool when nobody holds the array any more, nor a view of it.
"""

import math
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

_LARGE = 2**20
"""Bytes from which on memory is worth keeping."""

_MOST_KEPT = 12
"""Arrays in the pool: as many as a replication gives back."""

_MOST_WASTED = 2
"""An array is not put into memory of more than so many times its size."""

_pool: list[NDArray[np.uint8]] = []
_lock = Lock()


class _Lease:
    """Holds memory as long as an array stands in it."""

    def __init__(self, memory: NDArray[np.uint8]) -> None:
        self._memory = memory
        self.__array_interface__ = memory.__array_interface__

    def __del__(self) -> None:
        _give_back(self._memory)


def empty(shape: int | tuple[int, ...], dtype: DTypeLike) -> NDArray[Any]:
    """An array as :func:`numpy.empty` makes it: what stands in it is arbitrary."""
    n_bytes = math.prod((shape,) if isinstance(shape, int) else shape) * np.dtype(dtype).itemsize
    if n_bytes < _LARGE:
        return np.empty(shape, dtype)
    return np.asarray(_Lease(_take(n_bytes)))[:n_bytes].view(dtype).reshape(shape)


def filled(shape: int | tuple[int, ...], value: int, dtype: DTypeLike) -> NDArray[Any]:
    """As :func:`empty`, with *value* everywhere."""
    array = empty(shape, dtype)
    array.fill(value)
    return array


def _take(n_bytes: int) -> NDArray[np.uint8]:
    with _lock:
        fitting = [memory for memory in _pool if n_bytes <= len(memory) <= _MOST_WASTED * n_bytes]
        if fitting:
            best = min(fitting, key=len)
            _pool[:] = [memory for memory in _pool if memory is not best]
            return best
    # A little more than asked for: the next replication may have a few more vehicles.
    return np.empty(n_bytes + n_bytes // 16, dtype=np.uint8)


def _give_back(memory: NDArray[np.uint8]) -> None:
    with _lock:
        _pool.append(memory)
        if len(_pool) > _MOST_KEPT:
            del _pool[0]
