import copy
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from sim.scenario.frozen import FrozenMapping
from sim.scenario.load import load

SMALL = Path(__file__).parents[2] / "scenarios" / "small.yaml"


def test_a_frozen_mapping_cannot_be_changed_in_any_way() -> None:
    source = {"b": 1, "a": 2}
    mapping = FrozenMapping(source)
    source["c"] = 3
    for change in (
        "mapping['c'] = 1",
        "del mapping['a']",
        "mapping._items = {}",
        "del mapping._items",
        "mapping.x = 1",
    ):
        with pytest.raises((TypeError, AttributeError)):
            exec(change, {"mapping": mapping})  # noqa: S102 - statements cannot be parametrised otherwise
    assert not hasattr(mapping, "update")
    assert list(mapping.items()) == [("b", 1), ("a", 2)]


def test_frozen_mappings_are_equal_hashed_copied_and_pickled_by_value() -> None:
    mapping = FrozenMapping({"b": 1, "a": 2})
    assert mapping == FrozenMapping({"a": 2, "b": 1})
    assert hash(mapping) == hash(FrozenMapping({"a": 2, "b": 1}))
    assert mapping == {"a": 2, "b": 1}
    for twin in (pickle.loads(pickle.dumps(mapping)), copy.deepcopy(mapping)):  # noqa: S301 - made right here
        assert list(twin.items()) == list(mapping.items())


def values(value: object) -> Iterator[object]:
    yield value
    if isinstance(value, BaseModel):
        for _, inner in value:
            yield from values(inner)
    elif isinstance(value, FrozenMapping):
        for inner in value.values():
            yield from values(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from values(inner)


def test_a_scenario_holds_nothing_that_can_be_changed() -> None:
    scenario = load(SMALL).scenario
    found = list(values(scenario))
    assert len(found) > 200
    assert {type(value) for value in found if not isinstance(value, BaseModel)} <= {
        FrozenMapping, tuple, str, int, float, bool, type(None),
    }  # fmt: skip
    for model in found:
        if isinstance(model, BaseModel):
            with pytest.raises(ValidationError, match="frozen"):
                setattr(model, next(iter(type(model).model_fields)), None)


def test_a_scenario_survives_a_journey_to_another_process() -> None:
    loaded = load(SMALL)
    twin = pickle.loads(pickle.dumps(loaded))  # noqa: S301 - made right here
    assert twin == loaded
    assert hash(twin.scenario) == hash(loaded.scenario)
