import pytest

from sim.scenario import selectors


@pytest.mark.parametrize(
    ("selector", "attributes", "matches"),
    [
        ("truck", set(), True),
        ("truck", {"tracked"}, True),
        ("truck+tracked", {"tracked", "empty"}, True),
        ("truck+tracked", set(), False),
        ("truck-tracked", set(), True),
        ("truck-tracked", {"tracked"}, False),
        ("truck+empty-tracked", {"empty"}, True),
        ("car", {"tracked"}, False),
    ],
)
def test_a_selector_names_a_class_with_attributes_asked_for_and_against(
    selector: str, attributes: set[str], matches: bool
) -> None:
    assert selectors.matches(selector, "truck", attributes) is matches


def test_the_most_specific_selector_wins_whatever_the_order() -> None:
    values = {"truck": 1, "truck+tracked": 2, "truck+tracked-empty": 3}
    for mapping in (values, dict(reversed(values.items()))):
        assert selectors.resolve(mapping, "truck") == 1
        assert selectors.resolve(mapping, "truck", {"tracked", "empty"}) == 2
        assert selectors.resolve(mapping, "truck", {"tracked"}) == 3


def test_nothing_matches_gives_none() -> None:
    assert selectors.resolve({"truck": 1}, "car") is None


def test_equally_specific_selectors_that_disagree_are_an_error() -> None:
    mapping = {"truck+tracked": 1, "truck+empty": 2}
    with pytest.raises(ValueError, match="equally specific and disagree"):
        selectors.resolve(mapping, "truck", {"tracked", "empty"})
    assert selectors.resolve(mapping, "truck", {"tracked"}) == 1


def test_equally_specific_selectors_that_agree_are_none() -> None:
    assert selectors.resolve({"truck+tracked": 1, "truck+empty": 1}, "truck", {"tracked", "empty"}) == 1


def test_a_selector_is_taken_apart() -> None:
    parsed = selectors.parse("truck+tracked-empty")
    assert parsed == selectors.Selector("truck", frozenset({"tracked"}), frozenset({"empty"}))
    assert parsed.n_terms == 2
