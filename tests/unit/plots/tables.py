"""Small result tables for figures."""

from typing import Any

import polars as pl


def row(**own: Any) -> dict[str, Any]:
    """One row of a comparison, northbound trucks' mean crossing time unless said otherwise."""
    return {
        "scenario": "new bridge",
        "direction": "northbound",
        "vehicle_class": "truck",
        "attribute": "all",
        "place": "all",
        "measure": "crossing_time",
        "statistic": "mean",
        "threshold": None,
        "hour": None,
        "value": 0.0,
        "lower": None,
        "upper": None,
        "n": 5,
        "unit": "h",
    } | own


def table(*rows: dict[str, Any]) -> pl.DataFrame:
    """A frame of these rows."""
    return pl.DataFrame(list(rows), infer_schema_length=None)
