from hashlib import blake2b
from itertools import product

import numpy as np
import pytest

from sim.streams import Streams, key_words, uniforms

WORDS = ("northbound", "truck", "arrival/gap", "0")


def test_the_hash_of_a_decision_never_changes() -> None:
    # From `printf 'northbound\0truck\0arrival/gap\0000' | b2sum -l 128`, read as little-endian words.
    assert key_words(WORDS) == (0xB78AEFA8, 0xB78C5984, 0x6C8C79E8, 0x51F4C51F)
    assert key_words(("service",)) == (0x15D8DEF9, 0x64C5FDE2, 0x622E63E5, 0x723C032C)


def test_a_stream_is_what_its_definition_says() -> None:
    digest = blake2b(b"northbound\0truck\0arrival/gap\x000", digest_size=16).digest()
    key = (7, *np.frombuffer(digest, dtype="<u4").tolist())
    raw = np.random.PCG64(np.random.SeedSequence(20, spawn_key=key)).random_raw(1000)
    expected = [((int(each) >> 11) + 0.5) * 2.0**-53 for each in raw]
    assert uniforms(20, 7, WORDS, 1000).tolist() == expected


def test_asking_for_more_extends_a_stream() -> None:
    assert uniforms(1, 0, WORDS, 10).tolist() == uniforms(1, 0, WORDS, 1000)[:10].tolist()


def test_every_seed_replication_direction_class_decision_and_strip_has_a_stream_of_its_own() -> None:
    first = [
        Streams(seed, replication, direction, vehicle_class).uniforms(decision, 1, strip=strip)[0]
        for seed, replication, direction, vehicle_class, decision, strip in product(
            (0, 1, 2**40), (0, 1, 2), ("northbound", "southbound"), ("car", "truck"), ("a", "b", "a/b"), (0, 1)
        )
    ]
    assert len(set(first)) == len(first)


def test_words_do_not_run_into_each_other() -> None:
    assert key_words(("ab", "c")) != key_words(("a", "bc"))
    with pytest.raises(ValueError, match="NUL"):
        key_words(("a\0b", "c"))


def test_uniforms_are_uniform_and_never_0_or_1() -> None:
    sample = uniforms(3, 0, WORDS, 100_000)
    assert 0 < sample.min() < 1e-3
    assert 1 - 1e-3 < sample.max() < 1
    counts = np.histogram(sample, bins=100, range=(0, 1))[0]
    assert ((counts - 1000) ** 2 / 1000).sum() < 149  # 99.9 % point of chi-square, 99 degrees of freedom


class _Edge:
    """A generator that gives one lower edge of a cell."""

    def __init__(self, edge: float) -> None:
        self._edge = edge

    def random(self, out: np.ndarray[tuple[int], np.dtype[np.float64]]) -> None:
        out[:] = self._edge


@pytest.mark.parametrize(("edge", "expected"), [(0.0, 2.0**-54), (1 - 2.0**-53, 1 - 2.0**-53)])
def test_the_extreme_cells_stay_inside_the_open_interval(
    monkeypatch: pytest.MonkeyPatch, edge: float, expected: float
) -> None:
    monkeypatch.setattr(np.random, "Generator", lambda _: _Edge(edge))
    assert uniforms(1, 0, WORDS, 2).tolist() == [expected, expected]


def test_a_uniform_is_the_middle_of_the_cell_that_a_raw_output_names() -> None:
    sequence = np.random.SeedSequence(7, spawn_key=(3, *key_words(WORDS)))
    cells = np.random.PCG64(sequence).random_raw(20_000) >> np.uint64(11)
    assert uniforms(7, 3, WORDS, 20_000).tolist() == ((cells.astype(np.float64) + 0.5) * 2.0**-53).tolist()


def test_two_streams_are_not_correlated() -> None:
    a, b = uniforms(1, 0, WORDS, 20_000), uniforms(1, 1, WORDS, 20_000)
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / 20_000**0.5
