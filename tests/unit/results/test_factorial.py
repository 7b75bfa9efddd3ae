"""Main effects and interactions against a table worked by hand."""

import pytest

from sim.results.factorial import combinations, contrasts


def test_combinations_go_from_none_to_all_in_the_order_given() -> None:
    assert combinations(["b", "a"]) == ((), ("b",), ("a",), ("b", "a"))
    assert len(combinations(["a", "b", "c"])) == 8


def test_effects_of_a_two_by_two_table() -> None:
    # y: neither 10, bridge 7, tracking 9, both 2: with tracking the bridge takes 7 off, without it 3.
    y = (10.0, 7.0, 9.0, 2.0)
    effects = {c.name: sum(w * v for w, v in zip(c.weights, y, strict=True)) for c in contrasts(["bridge", "tracking"])}
    assert effects == {"bridge": -5.0, "tracking": -3.0, "bridge x tracking": -2.0}


@pytest.mark.parametrize("names", [("a",), ("a", "b"), ("a", "b", "c")])
def test_where_effects_add_every_interaction_is_zero(names: tuple[str, ...]) -> None:
    worth = {"a": 1.0, "b": -4.0, "c": 16.0}
    y = [100.0 + sum(worth[name] for name in scenario) for scenario in combinations(names)]
    for contrast in contrasts(names):
        effect = sum(w * v for w, v in zip(contrast.weights, y, strict=True))
        assert effect == (worth[contrast.name] if contrast.kind == "main effect" else 0.0)


def test_what_all_three_need_together_is_shared_between_their_effects() -> None:
    y = [0.0] * 7 + [8.0]
    effects = {c.name: sum(w * v for w, v in zip(c.weights, y, strict=True)) for c in contrasts(["a", "b", "c"])}
    assert set(effects.values()) == {2.0}
    assert len(effects) == 7
