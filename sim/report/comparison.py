"""Tables that set scenarios side by side."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from sim.report.rows import ALL, EVERYBODY, Found, Group, Rows, by_scenario, column, time_text
from sim.report.table import Table, group, left, prose, right
from sim.results.comparison import Comparison

if TYPE_CHECKING:
    import polars as pl

_SAVED = "Saved: independent replications that would have to be added to tell the difference of means as well."
_MAIN = "Main effect: what adding the measure changes, mean over all settings of the others."
_INTERACTION = "Interaction: half the difference of one's effect with and without the other; 0 if they simply add up."
_ONCE = "Which rule held is not published. Scenarios with {} do not depend on it and were run once."
PAIRED = (
    "Paired: the same vehicles with the same papers and drivers in both scenarios; "
    "what a higher demand adds counts too."
)
CAPACITY = (
    "Capacity: more of the class come than can be served, in one short run without interval. Where it shares its limit "
    "it takes from the others: others served is what share of the other classes in its direction still got across, "
    "and lanes shared by both directions serve the other direction later, too."
)


def overview_table(comparison: Comparison, *, notes: Sequence[str] = ()) -> Table:
    """Mean crossing time of each class in each direction, a line for each scenario."""
    rows = by_scenario(comparison.summary)
    groups = [who for who in rows[comparison.reference].groups if who.attribute == ALL]
    columns = [column([own.get("crossing_time", "mean", who) for own in rows.values()], alone=True) for who in groups]
    return Table(
        title="Mean crossing time at a glance",
        columns=(prose("scenario"), *(right(f"{who.vehicle_class} {who.direction}") for who in groups)),
        rows=tuple((_spaced(name), *cells) for name, cells in zip(rows, zip(*columns, strict=True), strict=True)),
        notes=tuple(notes),
        key="overview",
    )


def class_table(comparison: Comparison, vehicle_class: str) -> Table:
    """Crossing and corridor time, shares beyond the thresholds, throughput and capacity of one class, by scenario."""
    rows = by_scenario(comparison.summary)
    own = rows[comparison.reference]
    capacity = capacities(comparison.capacity)
    marks = own.thresholds(vehicle_class)
    lines = [
        (name, each, Group(vehicle_class, ALL, direction))
        for direction in own.directions
        for name, each in rows.items()
        if each.get("crossing_time", "mean", Group(vehicle_class, ALL, direction)).value is not None
    ]
    columns = [
        [who.direction for _, _, who in lines],
        [_spaced(name) for name, _, _ in lines],
        *(
            column([each.get("crossing_time", statistic, who) for _, each, who in lines])
            for statistic in ("mean", "p95")
        ),
        *(
            column(
                [each.get("crossing_time", "share_beyond", who, threshold=mark) for _, each, who in lines], alone=True
            )
            for mark in marks
        ),
        column([each.get("corridor_time", "mean", who) for _, each, who in lines], alone=True),
        column([each.get("throughput", "per_day", who) for _, each, who in lines], alone=True),
    ]
    if capacity:
        limits = [capacity.get((name, who), (None, "")) for name, _, who in lines]
        served = _others_served(comparison)
        columns += [
            [_a_day(value) for value, _ in limits],
            [place for _, place in limits],
            [served.get((name, who.direction, vehicle_class), "-") for name, _, who in lines],
        ]
    return Table(
        title=f"{vehicle_class}: crossing time, throughput and capacity",
        columns=(
            group("direction"),
            prose("scenario"),
            right("mean"),
            right("95th percentile"),
            *(right(f"> {time_text(mark)}") for mark in marks),
            right("mean corridor time"),
            right("throughput"),
            *((right("capacity"), left("limited by"), right("others served")) if capacity else ()),
        ),
        rows=tuple(zip(*columns, strict=True)),
        notes=("Corridor time: the roads before and behind the crossing included.", *((CAPACITY,) if capacity else ())),
        key=f"class-{vehicle_class}",
    )


def _others_served(comparison: Comparison) -> dict[tuple[str, str, str], str]:
    """What share of the others got across while a class was saturated, by scenario, direction and class."""
    if comparison.capacity is None:
        return {}
    return {
        (row["scenario"], row["direction"], row["vehicle_class"]): f"{min(row['others_served'], 1.0) * 100:.0f} %"
        for row in comparison.capacity.iter_rows(named=True)
    }


def difference_table(comparison: Comparison, vehicle_class: str) -> Table:
    """Paired differences of one class against the reference."""
    rows = by_scenario(comparison.differences)
    marks = by_scenario(comparison.summary)[comparison.reference].thresholds(vehicle_class)
    capacity = capacities(comparison.capacity)
    body = []
    for direction in _directions(rows):
        for name, each in rows.items():
            for attribute in _attributes(each, vehicle_class, direction):
                who = Group(vehicle_class, attribute, direction)
                body.append(
                    (
                        direction,
                        _spaced(name) if attribute == ALL else f"{_spaced(name)}: {attribute}",
                        *(each.get("crossing_time", statistic, who).text(signed=True) for statistic in ("mean", "p95")),
                        *(
                            _points(each.get("crossing_time", "share_beyond", who, threshold=mark), signed=True)
                            for mark in marks
                        ),
                        each.get("throughput", "per_day", who).alone(signed=True),
                        *(() if not capacity else (_capacity_difference(capacity, name, comparison.reference, who),)),
                    )
                )
    return Table(
        title=f"{vehicle_class}: difference from {comparison.reference}",
        columns=(
            group("direction"),
            prose("scenario"),
            right("mean"),
            right("95th percentile"),
            *(right(f"> {time_text(mark)}") for mark in marks),
            right("throughput"),
            *((right("capacity"),) if capacity else ()),
        ),
        rows=tuple(body),
        notes=(PAIRED,),
        key=f"difference-{vehicle_class}",
    )


def pairing_table(comparison: Comparison) -> Table:
    """What common random numbers were worth."""
    body = [
        (
            row["vehicle_class"],
            _spaced(row["scenario"]),
            _plain(row["correlation"], 2),
            _saved(row["replications_saved"] if row["correlation"] is not None else None),
        )
        for row in comparison.pairing.iter_rows(named=True)
        if row["direction"] == ALL
    ]
    order = {name: number for number, name in enumerate(dict.fromkeys(line[0] for line in body))}
    return Table(
        title="What the common random numbers saved",
        columns=(group("class"), prose("scenario"), right("correlation"), right("replications saved")),
        rows=tuple(sorted(body, key=lambda line: order[line[0]])),
        notes=(f"Correlation of a replication's mean crossing time with that in {comparison.reference}.", _SAVED),
        key="pairing",
    )


def effects_table(comparison: Comparison) -> Table:
    """Main effects and interactions on crossing time, class by class, both directions together and each."""
    assert comparison.effects is not None
    kinds = dict(comparison.effects.select("effect", "kind").unique(maintain_order=True).iter_rows())
    rows = by_scenario(comparison.effects, column="effect")
    whole = next(iter(rows.values()))
    groups = [who for who in whole.groups if who.attribute == ALL]
    return Table(
        title="Main effects and interactions on the crossing time",
        columns=(
            group("class"),
            group("direction"),
            group("kind"),
            prose("effect"),
            right("on the mean"),
            right("on the 95th percentile"),
        ),
        rows=tuple(
            (
                who.vehicle_class,
                who.direction,
                kinds[effect],
                effect,
                *(each.get("crossing_time", statistic, who).text(signed=True) for statistic in ("mean", "p95")),
            )
            for who in groups
            for effect, each in rows.items()
        ),
        notes=(_MAIN, _INTERACTION),
        key="effects",
    )


def rules_table(under: Mapping[str, Comparison], *, replaced_by: str | None, replications: int) -> Table:
    """Mean crossing time of both directions under each rule, and the difference from the base under the same rule."""
    summaries = {rule: by_scenario(each.summary) for rule, each in under.items()}
    changes = {rule: by_scenario(each.differences) for rule, each in under.items()}
    base = next(iter(under.values()))
    names = base.names
    classes = dict.fromkeys(who.vehicle_class for who in summaries[next(iter(under))][base.reference].groups)
    body = []
    for vehicle_class in classes:
        who = EVERYBODY._replace(vehicle_class=vehicle_class)
        for name in names:
            cells = []
            for rule in under:
                cells.append(summaries[rule][name].get("crossing_time", "mean", who).alone())
                if name == base.reference:
                    cells.append("")
                else:
                    cells.append(changes[rule][name].get("crossing_time", "mean", who).alone(signed=True))
            body.append((vehicle_class, _spaced(name), *cells))
    many = f"{replications} replication{'s' if replications != 1 else ''}"
    notes = [
        f"{many}; both directions together.",
        f"Differences: from {base.reference} under the same rule.",
    ]
    if replaced_by is not None:
        notes.append(_ONCE.format(replaced_by))
    return Table(
        title="Under each rule that the base may have had: mean crossing time",
        columns=(
            group("class"),
            prose("scenario"),
            *(
                titled
                for rule in under
                for shown in ("as declared" if rule == base.reference else rule,)
                for titled in (right(f"{shown}\nmean"), right(f"{shown}\ndifference"))
            ),
        ),
        rows=tuple(body),
        notes=tuple(notes),
        key="rules",
    )


def capacities(frame: "pl.DataFrame | None") -> dict[tuple[str, Group], tuple[float | None, str]]:
    """Vehicles a day at saturation and what limits them, by scenario and group."""
    if frame is None:
        return {}
    return {
        (row["scenario"], Group(row["vehicle_class"], ALL, row["direction"])): (
            row["value"],
            row["limit"] or "nothing is full",
        )
        for row in frame.iter_rows(named=True)
    }


def _capacity_difference(
    capacity: Mapping[tuple[str, Group], tuple[float | None, str]], name: str, reference: str, who: Group
) -> str:
    ends = [capacity.get((each, who), (None, ""))[0] for each in (name, reference)]
    if ends[0] is None or ends[1] is None:
        return "-"
    return f"{round(ends[0] - ends[1]):+d} /day"


def _a_day(value: float | None) -> str:
    # One short saturated run counts some hundred vehicles: what is behind the point is chance.
    return "-" if value is None else f"{value:.0f} /day"


def _directions(rows: Mapping[str, Rows]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(direction for each in rows.values() for direction in each.directions))


def _attributes(rows: Rows, vehicle_class: str, direction: str) -> list[str]:
    return [who.attribute for who in rows.groups if (who.vehicle_class, who.direction) == (vehicle_class, direction)]


def _points(found: Found, *, signed: bool) -> str:
    return (found.alone(signed=True) if signed else found.alone()).replace("%", "points")


def _spaced(name: str) -> str:
    return name.replace("+", " + ")


def _plain(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"


def _saved(value: float | None) -> str:
    return "-" if value is None else f"{value:.0f}"
