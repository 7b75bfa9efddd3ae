"""What every block of a scenario file may carry, and the laws and services that tables of times are made of.

The field docstrings are the reference; see :mod:`sim.scenario.schema`.
"""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.scenario.fields import (
    Duration,
    Frozen,
    Ids,
    Name,
    Number,
    Selector,
    SignedTime,
)

LawName = Literal[
    "constant", "exponential", "erlang", "gamma", "lognormal", "weibull", "uniform", "triangular", "empirical"
]


class Block(BaseModel):
    """What every block of the file may carry beside its own keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    source: Ids | None = None
    """Id of the published fact that the numbers of this block come from (a row of `scenarios/evidence/`)."""
    assumption: Ids | None = None
    """Name of the entry under `assumptions` that stands for the numbers of this block."""
    reason: str | None = None
    """Why a lever (lanes, booths, staffing, an unlimited space) is set as it is."""


class Law(Block):
    """A distribution of a time: a law with its mean and cv, or with its natural parameters."""

    law: LawName
    """The law of the distribution."""
    mean: Duration | None = None
    """Mean."""
    cv: Number | None = None
    """Coefficient of variation: standard deviation over mean."""
    value: Duration | None = None
    """The one value of `constant` (or give `mean`)."""
    shape: Number | None = None
    """Shape of `gamma`, `weibull`; number of phases of `erlang`."""
    scale: Duration | None = None
    """Scale of `gamma`, `weibull`."""
    median: Duration | None = None
    """Median of `lognormal` (with `sigma`)."""
    sigma: Number | None = None
    """Standard deviation of the logarithm of `lognormal`."""
    low: SignedTime | None = None
    """Least value of `uniform`, `triangular`."""
    mode: SignedTime | None = None
    """Most likely value of `triangular`."""
    high: SignedTime | None = None
    """Greatest value of `uniform`, `triangular`."""
    values: tuple[Duration, ...] | None = None
    """The observed values of `empirical`; every one equally likely unless `weights` say otherwise."""
    weights: tuple[Number, ...] | None = None
    """Weights of `values`."""


class Service(Law):
    """Time one vehicle holds a booth: one law, or the sum of named parts; plus so much per person."""

    law: LawName | None = None  # type: ignore[assignment]
    """The law, unless `parts` are given."""
    parts: Frozen[Name, Law] | None = None
    """Named parts (document check, customs, search) whose sum is the service; a measure may change one."""
    per_person: Duration | None = None
    """Added for every person in the vehicle."""


class ServiceTable(Block):
    """Service by selector; the most specific wins.

    In the file the selectors stand beside `source`, `assumption` and `reason`, as keys of the block.
    """

    by_selector: Frozen[Selector, Service]
    """Service of each selector; not a key of the file."""

    @model_validator(mode="before")
    @classmethod
    def _gather(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        selectors = {key: value for key, value in data.items() if key not in Block.model_fields}
        return {**{key: data[key] for key in data if key not in selectors}, "by_selector": selectors}

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler, /) -> JsonSchemaValue:
        schema = handler.resolve_ref_schema(handler(core_schema))
        by_selector = schema["properties"].pop("by_selector")
        schema.pop("required", None)
        [(pattern, service)] = by_selector["patternProperties"].items()
        schema["patternProperties"] = {f"^(?!({'|'.join(Block.model_fields)})$){pattern.removeprefix('^')}": service}
        return schema
