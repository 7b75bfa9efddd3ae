"""The dictionary of columns: what stands in each table of a result, with its unit.

``docs/reference/columns.md`` is written from it (``python -m sim.results.columns > docs/reference/columns.md``) and
tested against it; the tables themselves are tested to have these columns and no others.
"""

from collections.abc import Iterator, Mapping

from sim.results import event_log, kept_columns, trajectories

SUMMARY: Mapping[str, str] = {
    "direction": "`northbound`, `southbound` or `all`",
    "vehicle_class": "a class of the scenario or `all`",
    "attribute": "an attribute of the class (`tracked`), `not` and an attribute, or `all`",
    "place": "a place, one of its lanes as `place/lane`, a zone, or `all` for the whole crossing",
    "measure": "what is measured, see below",
    "statistic": "what of it, see below",
    "threshold": "time beyond which `share_beyond` counts, min; 0 of a waiting time for all who wait at all; null for "
    "other statistics",
    "hour": "hour of arrival on the scenario's clock, 0 to 23; null for the whole window",
    "value": "the estimate, in `unit`; null where it is not defined (nobody came, no booth was open; "
    "a mean time in an overloaded steady run)",
    "lower": "lower end of the confidence interval, in `unit`; it covers chance only; null where none can be given",
    "upper": "upper end of the same interval",
    "n": "replications behind the estimate: those in which anything was counted",
    "unit": "`min`, `vehicles`, `vehicles/day`, `m`, `booths`, `erlang`, or `1` for a share",
}

MEASURES: Mapping[str, str] = {
    "crossing_time": "arrival at the end of the approach until the last stage of the border is left",
    "delay": "crossing time minus free-flow time",
    "free_flow_time": "a vehicle's own services and travel, everything open and nobody in the way",
    "corridor_time": "crossing time plus the time on the roads before and behind",
    "waiting_time": "joining a place until service begins, moving up included; at a place for each visit, repeats "
    "apart, at place `all` summed over the visits of a vehicle",
    "service_time": "service begins until it ends; on a link, the travel",
    "blocked_time": "service ends until space is found beyond",
    "offered": "vehicles of the window: those that arrived in it",
    "served": "of these, out by the end of the run",
    "inside": "of these, still inside then",
    "left": "of these, gone without crossing (nobody gives up yet)",
    "throughput": "vehicles that left the crossing within the window, whenever they had arrived; at a place, visits "
    "that ended in it, repeats among them",
    "number_in_system": "vehicles between arrival and leaving; `growth_per_day` is how it grew through the window",
    "number_at_place": "vehicles that wait, are served or are blocked at a place",
    "queue_length": "vehicles that have joined and whose service has not begun",
    "queue_metres": "the same by length of vehicle with its gap",
    "zone_occupancy": "vehicles that count in a zone and stand in it",
    "utilisation": "serving over open booth-time, both clipped to the window",
    "blocked_share": "booths held by a served vehicle without space beyond, over open booth-time",
    "move_up_share": "booths waiting for the called vehicle to be in place, over open booth-time",
    "idle_share": "open booths without a vehicle, over open booth-time: what the three shares above leave of 1",
    "load": "offered load over open booths; from 1 on a queue grows",
    "offered_load": "arrivals of the window times their mean service time",
    "open_booths": "mean number of open booths",
    "capacity": "flow at saturation, others at their demand (only in the table of capacity)",
    "sustainable_flow": "largest flow under which no queue grows for ever (only in its own table)",
}

STATISTICS: Mapping[str, str] = {
    "mean": "over vehicles for times, over the window for numbers and shares, over replications for counts",
    "sd": "standard deviation over vehicles, all replications together",
    "p50": "time that half of the vehicles stay within; so too `p90`, `p95`, `p99`; exact to 0.5 %",
    "maximum": "greatest value in any replication; it grows with their number and has no interval",
    "share_beyond": "share of vehicles whose time exceeds `threshold`",
    "per_day": "per day of the window",
    "growth_per_day": "number at the end of the window minus that at its start, per day",
}

DIFFERENCES: Mapping[str, str] = {
    "scenario": "name of the scenario: its interventions joined by `+`, or the base",
    **SUMMARY,
    "value": "scenario minus reference, paired by replication, in `unit`",
}

EFFECTS: Mapping[str, str] = {
    "effect": "an intervention, or several joined by ` x `",
    "kind": "`main effect`: mean change over all settings of the others; `interaction`: half the difference between "
    "the effect of one with and without the other, and so on",
    **SUMMARY,
    "value": "the effect, in `unit`",
}

VERDICTS: Mapping[str, str] = {
    "scenario": "the scenario that is compared with the reference",
    **{name: SUMMARY[name] for name in ("direction", "vehicle_class", "measure", "statistic")},
    "value": "scenario minus reference, paired by replication, in `unit`",
    **{name: SUMMARY[name] for name in ("lower", "upper", "n", "unit")},
    "level": "confidence level of this interval: the family's, shared evenly over its differences",
    "margin": "difference that does not matter, in `unit`; null if none was stated",
    "sense": "which way is better",
    "verdict": "`better` or `worse`: the interval lies wholly beyond the margin; `equivalent`: wholly within; "
    "`undecided`: none of these, or no interval",
    "replications_to_settle": "of an undecided one, replications in all that would decide it if `value` is true; null "
    "if none would",
}

PAIRING: Mapping[str, str] = {
    "scenario": "the scenario that is paired with the reference",
    "direction": "`northbound`, `southbound` or `all`",
    "vehicle_class": "a class of the scenario or `all`",
    "correlation": "between the mean crossing times of paired replications; null with fewer than three pairs",
    "replications_saved": "independent replications of each scenario that would tell the difference as well, less "
    "those that were run",
}

CAPACITY: Mapping[str, str] = {
    "scenario": "name of the scenario",
    **SUMMARY,
    "limit": "the place that limits, null if nothing is full",
    "limit_kind": "`stage`, `zone` or `link`",
    "limit_share": "of a stage its utilisation, moving up included; of a zone or link the share of the window in "
    "which it is full",
    "others_served": "departures over arrivals of the other classes of the direction beside the saturated one",
}

SUSTAINABLE: Mapping[str, str] = {
    **SUMMARY,
    "demand": "vehicles a day that the scenario declares",
    "served_up_to": "the greatest flow tried, vehicles a day, where nothing limits it and `value` is null",
    **{name: CAPACITY[name] for name in ("limit", "limit_kind", "limit_share")},
    "year": "first year in which the demand is the flow or more; null if never, or if no growth was stated",
    "year_earliest": "the same for the lower end of the interval",
    "year_latest": "the same for its upper end",
    "first_direction": "direction of the class whose queue grows most a little beyond",
    "first_class": "that class",
}

PROVENANCE: Mapping[str, str] = {
    "format": "version of the folder's format",
    "kind": "`run`, `comparison`, `sweep` or `capacity`",
    "scenario": "name of the base file",
    "interventions": "interventions in force, in order of name",
    "settings": "settings of single values, as given",
    "title": "the scenario's own name",
    "fingerprint": "equal exactly for equal physics",
    "run_kind": "`episode` or `steady`",
    "seed": "fixes every random number, with the number of the replication",
    "replications": "independent repetitions",
    "engine": "name of the engine",
    "level": "confidence level of the intervals",
    "start": "local date and time of instant 0 in the simulated world",
    "window_start": "begin of the window, microseconds after instant 0",
    "window_end": "end of the window, microseconds after instant 0",
    "status": "`finished`; `lower bound` (vehicles of the window were still inside when the run had to stop); "
    "`overloaded` (steady, and demand above capacity); `locked up`",
    "software": "versions of samur, its commit if known, Python and the libraries, and the platform",
    "invariants": "what was checked on every replication",
    "runs": "for each replication its ending, its last instant, the ring if it locked up, and what invariants broke",
}

TABLES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "summary.csv": ("Estimates over replications. In a comparison `scenario` stands before them.", SUMMARY),
    "differences.csv": ("Paired differences against the reference.", DIFFERENCES),
    "verdicts.csv": ("Verdicts on a family of differences.", VERDICTS),
    "effects.csv": ("Main effects and interactions of a factorial comparison.", EFFECTS),
    "pairing.csv": ("What common random numbers were worth.", PAIRING),
    "capacity.csv": ("Saturated runs: capacity and what limits it.", CAPACITY),
    "sustainable_flow.csv": ("Largest sustainable flows, of `samur capacity`.", SUSTAINABLE),
    "sweep.csv": (
        "A column for each swept key, then `status` of the point, then the columns of `summary.csv`.",
        {},
    ),
    "provenance.json": ("What fixes the result. No date stands here: equal runs write equal files.", PROVENANCE),
    "replications.parquet": (
        "What each replication counted, a row for each thing and group: whole numbers, of which estimates are made.",
        kept_columns.REPLICATIONS,
    ),
    **{
        f"{name}.parquet": (kept_columns.TITLES[name], kept_columns.trajectory_columns(name))
        for name in trajectories.TABLES
    },
    "event_log.csv": (
        "With `--event-log N`: what happened to each vehicle of replication N, in order, in the names of vidigi.",
        event_log.COLUMNS,
    ),
}


def markdown() -> str:
    """The page ``docs/reference/columns.md``."""
    return "\n".join(_lines())


def _lines() -> Iterator[str]:
    yield "# Columns of the result tables"
    yield ""
    yield "<!-- Written by `python -m sim.results.columns`; change sim/results/columns.py instead. -->"
    for file, (title, columns) in TABLES.items():
        yield ""
        yield f"## `{file}`"
        yield ""
        yield title
        if columns:
            yield ""
            yield from _table("column", columns)
    for title, word, meanings in (
        ("Measures", "measure", MEASURES),
        ("Statistics", "statistic", STATISTICS),
        ("What is counted", "total or maximum of `replications.parquet`", kept_columns.COUNTED),
    ):
        yield ""
        yield f"## {title}"
        yield ""
        yield from _table(word, meanings)
    yield ""


def _table(word: str, meanings: Mapping[str, str]) -> Iterator[str]:
    yield f"| {word} | meaning |"
    yield "|---|---|"
    yield from (f"| `{name}` | {meaning} |" for name, meaning in meanings.items())


if __name__ == "__main__":
    print(markdown(), end="")  # noqa: T201 - this module prints its page when it is run
