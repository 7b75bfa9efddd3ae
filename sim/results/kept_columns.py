"""What stands in the columns of what is kept of each replication: trajectories, event log, tallies.

The meanings of a trajectory's columns are the docstrings of its fields, so that a new field brings its own.
"""

import ast
import inspect
from collections.abc import Mapping
from dataclasses import fields
from itertools import pairwise
from textwrap import dedent

from sim.results.trajectories import ADDED, TABLES, added

TITLES: Mapping[str, str] = {
    "vehicles": "With `--trajectories`: a row for each vehicle that arrived. A folder, a file for each replication, "
    "which reads like one file; so are the three below.",
    "visits": "With `--trajectories`: a row for each visit of a vehicle to a place, by vehicle, then along its route. "
    "On an approach a vehicle is called, begins and ends at the instant it drives on.",
    "booths": "With `--trajectories`: a row for each stretch for which a booth was open.",
    "lights": "With `--trajectories`: a row for each green of an alternating link.",
}

REPLICATIONS: Mapping[str, str] = {
    "replication": "number of the replication",
    "record": "`cell`: a sample of times, in all columns; `total`: a count or an integral, in `sum`; "
    "`maximum`: a maximum, in the column of that name",
    "measure": "of a cell a measure, see below; of a total or a maximum what was counted, see below",
    "direction": "`northbound`, `southbound` or `all`",
    "vehicle_class": "a class of the scenario or `all`",
    "attribute": "an attribute of the class (`tracked`), `not` and an attribute, or `all`",
    "place": "a place, one of its lanes as `place/lane`, a zone, or `all`",
    "hour": "hour of arrival on the scenario's clock, 0 to 23; null for the whole window",
    "n": "number of times in the sample",
    "sum": "of a cell their sum, µs; of a total its value, in the unit of what was counted",
    "sum_squares_high": "sum of their squares, µs², divided by 2^62, the whole part",
    "sum_squares_low": "the rest of it, µs²",
    "maximum": "greatest time, µs, or greatest value of what was counted",
    "thresholds": "thresholds of the scenario for the class, µs",
    "beyond": "for each of them the number of times above it",
    "bins": "numbers of the bins of the histogram that hold anything; bin 0 holds 0 µs, others are at most 0.5 % wide "
    "(`sim.statistics.histogram.lower_edges`)",
    "counts": "for each of them the number of times in it",
}

COUNTED: Mapping[str, str] = {
    "span": "length of the window, µs",
    "offered": "vehicles of the window",
    "served": "of these, out by the end of the run",
    "inside": "of these, still inside then",
    "left": "of these, gone without crossing",
    "departures": "vehicles that left the crossing, or visits that ended at a place, within the window",
    "inside_at_start": "vehicles inside as the window starts",
    "inside_at_end": "vehicles inside as it ends",
    "in_system": "vehicles inside: the integral over the window, vehicles times µs, or the maximum, vehicles",
    "waiting": "vehicles that wait at a place: the integral, vehicles times µs, or the maximum, vehicles",
    "waiting_length": "the same by length of vehicle with its gap: the maximum, mm",
    "moving_up": "booths between call and begin of service, booths times µs",
    "serving": "booths in service, or vehicles on a link, times µs",
    "blocked": "booths between end of service and leaving, booths times µs",
    "open": "open booths, booths times µs",
    "work": "own service times of all visits of vehicles of the window, µs",
    "in_zone": "vehicles that count in a zone: the integral, vehicles times µs, or the maximum, vehicles",
}


def trajectory_columns(name: str) -> dict[str, str]:
    """Meaning of each column of the trajectory table *name*: its fields', then those of the columns added to them."""
    kind = TABLES[name]
    documented = docstrings(kind)
    own = {field.name: _of_a_cell(documented.get(field.name, "")) for field in fields(kind)}
    return {"replication": "number of the replication", **own, **{column: ADDED[column] for column in added(kind)}}


def _of_a_cell(docstring: str) -> str:
    """A docstring in the words of the page: in a table NEVER is null."""
    words = docstring.replace("``", "`").replace("NEVER", "null")
    return words[:1].lower() + words[1:]


def docstrings(kind: type) -> dict[str, str]:
    """The text below each field of a class, on one line and without its full stop."""
    (body,) = ast.parse(dedent(inspect.getsource(kind))).body
    assert isinstance(body, ast.ClassDef)
    found = {}
    for field, text in pairwise(body.body):
        match field, text:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(words))):
                found[name] = " ".join(words.split()).removesuffix(".")
    return found
