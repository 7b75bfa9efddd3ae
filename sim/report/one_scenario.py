"""Tables about one scenario: how long the crossing takes, where the hours go, how busy the booths are."""

from collections.abc import Iterator, Sequence

from sim.report.rows import ALL, Found, Group, Rows, time_text
from sim.report.table import Table, group, left, right

_WORST = 10
_MINUTES = 60.0
_LOST = "Lost: waiting for a booth, for space or for the bridge, and blocked behind a place that is full."


def crossing_table(rows: Rows, *, notes: Sequence[str] = ()) -> Table:
    """Crossing time and throughput of each class in each direction, corridor time beside them."""
    return Table(
        title="Crossing time and throughput",
        columns=(
            group("class"),
            left("direction"),
            *(right(name) for name in ("mean", "median", "95th percentile", "throughput", "mean corridor time")),
        ),
        rows=tuple(
            (
                each.title,
                each.direction,
                *(rows.get("crossing_time", statistic, each).text() for statistic in ("mean", "p50", "p95")),
                rows.get("throughput", "per_day", each).text(),
                rows.get("corridor_time", "mean", each).text(),
            )
            for each in rows.groups
        ),
        notes=tuple(notes),
        key="crossing",
    )


def beyond_table(rows: Rows) -> Table:
    """Share of vehicles whose crossing takes longer than each threshold of their class."""
    lines = [
        (each.title, time_text(threshold), each.direction, found)
        for each in rows.groups
        for threshold in rows.thresholds(each.vehicle_class)
        for found in (rows.get("crossing_time", "share_beyond", each, threshold=threshold),)
        if found.value is not None
    ]
    ways = rows.directions
    texts = {line[:3]: line[3].text() for line in lines}
    return Table(
        title="Share of vehicles that take longer",
        columns=(group("class"), right("than"), *(right(way) for way in ways)),
        rows=tuple(
            (who, than, *(texts.get((who, than, way), "-") for way in ways))
            for who, than in dict.fromkeys(line[:2] for line in lines)
        ),
        key="beyond",
    )


def hours_table(rows: Rows, *, worst: int = _WORST) -> Table:
    """Where the hours go: the places at which most vehicle hours are lost waiting or blocked."""
    lost = sorted(_lost(rows), key=lambda line: -line[0])
    total = sum(line[0] for line in lost) or 1.0
    return Table(
        title="Where the hours go",
        columns=(
            left("place"),
            left("direction"),
            left("class"),
            *(right(name) for name in ("mean waiting", "mean blocked", "lost a day", "of all lost")),
        ),
        rows=tuple(
            (
                place,
                who.direction,
                who.vehicle_class,
                waiting.alone(),
                blocked.alone(),
                _hours(each),
                _percent(each / total),
            )
            for each, place, who, waiting, blocked in lost[:worst]
            if each > 0
        ),
        notes=(f"{_LOST} All places together: {_hours(total)} a day.",),
        key="hours",
    )


def _lost(rows: Rows) -> Iterator[tuple[float, str, Group, Found, Found]]:
    """Vehicle hours lost a day, the place, who loses them, mean waiting and mean blocked time of a visit."""
    for place in rows.places("waiting_time"):
        for who, waiting in rows.of_place("waiting_time", "mean", place):
            if ALL in (who.vehicle_class, who.direction) or who.attribute != ALL or "/" in place:
                continue
            blocked = rows.get("blocked_time", "mean", who, place=place)
            visits = rows.get("throughput", "per_day", who, place=place).value or 0.0
            yield ((waiting.value or 0.0) + (blocked.value or 0.0)) * visits / _MINUTES, place, who, waiting, blocked


def _hours(hours: float) -> str:
    return f"{hours:.0f} h"


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def stages_table(rows: Rows, *, most: int = _WORST) -> Table:
    """The busiest stages, or their lanes where these serve different vehicles."""
    whole = rows.places("load")
    parts = {place.split("/", maxsplit=1)[0]: sum(each.startswith(f"{place}/") for each in whole) for place in whole}
    shown = [place for place in whole if ("/" in place) == (parts[place.split("/", maxsplit=1)[0]] > 1)]
    lines = [(place, who, load) for place in shown for who, load in _by_direction(rows, place)]
    lines.sort(key=lambda line: -(line[2].value or 0.0))
    return Table(
        title="The busiest booths",
        columns=(
            left("place"),
            left("direction"),
            *(right(name) for name in ("load", "utilisation", "blocked", "moving up", "open booths")),
        ),
        rows=tuple(
            (
                place,
                "both" if who.direction == ALL else who.direction,
                load.alone(),
                *(
                    rows.get(measure, "mean", who, place=place).alone()
                    for measure in ("utilisation", "blocked_share", "move_up_share", "open_booths")
                ),
            )
            for place, who, load in lines[:most]
        ),
        notes=("Load: arrivals times mean service time over open booths. Above 100 % the queue grows.",),
        key="stages",
    )


def _by_direction(rows: Rows, place: str) -> list[tuple[Group, Found]]:
    found = list(rows.of_place("load", "mean", place))
    single = [line for line in found if line[0].direction != ALL]
    return single or found
