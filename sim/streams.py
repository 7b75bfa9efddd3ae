"""Independent streams of uniforms, each known by the words of its decision and never by its turn.

A stream is the named generator PCG64 seeded with (seed, replication, hash of the words). Any stream can
be opened alone, asking for more of it extends what came before, and nothing that another stream gives
depends on it. The hash and the generator are fixed: to change either is to change every result.
"""

from dataclasses import dataclass
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim import storage

FloatArray: TypeAlias = NDArray[np.float64]

_WORD_BYTES = 4
_KEY_WORDS = 4
_STEP = 2.0**-53

_BLOCK = 2**13
"""Uniforms made together: they stay in the cache of a processor."""


def key_words(words: tuple[str, ...]) -> tuple[int, ...]:
    """Four 32-bit words that stand for *words*: BLAKE2b of 16 bytes over the words in UTF-8, joined by NUL.

    Raises ValueError for a word that holds NUL, since two decisions could then share a stream.
    """
    if any("\0" in word for word in words):
        raise ValueError("the word of a stream cannot hold NUL")
    digest = blake2b("\0".join(words).encode(), digest_size=_KEY_WORDS * _WORD_BYTES).digest()
    return tuple(
        int.from_bytes(digest[start : start + _WORD_BYTES], "little") for start in range(0, len(digest), _WORD_BYTES)
    )


def uniforms(seed: int, replication: int, words: tuple[str, ...], n: int) -> FloatArray:
    """The first *n* uniforms of a stream, in the open interval (0, 1).

    Each is the middle, in double precision, of one of 2**53 equal cells, chosen by the top bits of one raw
    output of ``PCG64(SeedSequence(seed, spawn_key=(replication, *key_words(words))))``. The middle of the
    last cell would round to 1; it gives the greatest double below 1 instead.
    """
    sequence = np.random.SeedSequence(seed, spawn_key=(replication, *key_words(words)))
    generator = np.random.Generator(np.random.PCG64(sequence))
    uniforms: FloatArray = storage.empty(n, np.float64)
    for start in range(0, n, _BLOCK):
        some = uniforms[start : start + _BLOCK]
        generator.random(out=some)  # the lower edge of the cell
        some += _STEP / 2
        np.minimum(some, 1 - _STEP, out=some)
    return uniforms


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one class in one direction in one replication."""

    seed: int
    replication: int
    direction: str
    vehicle_class: str

    def uniforms(self, decision: str, n: int, *, strip: int = 0) -> FloatArray:
        """The first *n* uniforms of a decision in one strip of flow."""
        return uniforms(self.seed, self.replication, (self.direction, self.vehicle_class, decision, str(strip)), n)
