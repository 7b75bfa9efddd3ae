"""A whole study as tables, in the order in which a planner reads them."""

from collections.abc import Mapping
from dataclasses import replace

from sim.experiment.sameness import same_outcomes, same_vehicles
from sim.experiment.study import Question, Study
from sim.report import comparison as side_by_side
from sim.report import notes
from sim.report.observed import observed_table
from sim.report.rows import Group, Rows
from sim.report.standing import Growing, overload_tables, usual_demand
from sim.report.table import Table
from sim.report.verdicts import verdict_sentences, verdict_table
from sim.results.comparison import Comparison
from sim.units import DAY


def heading(found: Study) -> tuple[str, ...]:
    """What was compared, how much was simulated, and how far it can be trusted."""
    base = found.main.runs[found.main.reference]
    provenance = base.provenance
    days = (provenance.window_end - provenance.window_start) / DAY
    much = notes.length_of(days, provenance.replications)
    lines = [
        f"{provenance.title}: {len(found.main.names)} scenarios compared",
        f"{much} from {provenance.start}, seed {provenance.seed}, engine {provenance.engine}",
    ]
    if found.prepared[found.main.reference].pilot is not None:
        lines.append(notes.chosen_warm_up(provenance.window_start / DAY))
    every = {name: run for one in found.comparisons for name, run in one.runs.items()}
    lines += [f"status of {name}: {run.status}" for name, run in every.items() if run.status != "finished"]
    if all(run.status == "finished" for run in every.values()):
        lines.append("status: finished in every scenario: every vehicle of the window crossed")
    broken = [what for one in found.comparisons for what in one.broken]
    lines += [f"INVARIANT BROKEN: {what}" for what in broken] or ["invariants: all held in every replication"]
    return tuple(lines)


def tables(found: Study, question: Question) -> tuple[Table, ...]:
    """All tables of a study."""
    main = found.main
    provenance = main.runs[main.reference].provenance
    told = notes.chance_only(level=provenance.level, replications=provenance.replications)
    made = [side_by_side.overview_table(main, notes=[told])]
    if main.others:
        made.append(verdict_table(main))
    made += _of_comparison(main, told)
    made.append(side_by_side.pairing_table(main))
    if main.effects is not None:
        made.append(_noted(side_by_side.effects_table(main), told))
    if found.rules:
        few = min(question.rule_replications, provenance.replications)
        made.append(side_by_side.rules_table(found.rules, replaced_by=question.replaced_by, replications=few))
    if found.beside is not None:
        few = found.beside.runs[found.beside.reference].provenance.replications
        told = notes.chance_only(level=provenance.level, replications=few)
        made += [_beside(table, replications=few) for table in _of_comparison(found.beside, told)]
    made += _grown(found)
    observed = found.prepared[main.reference].loaded.scenario.observed
    if observed:
        made.append(observed_table(observed, Rows(main.runs[main.reference].summary)))
    return tuple(made)


def _of_comparison(one: Comparison, told: str) -> list[Table]:
    classes = dict.fromkeys(who.vehicle_class for who in Rows(one.runs[one.reference].summary).groups)
    made = [_noted(side_by_side.class_table(one, name), told) for name in classes]
    if one.others:
        made += [_noted(side_by_side.difference_table(one, name), told) for name in classes]
    return made


def _noted(table: Table, note: str) -> Table:
    return replace(table, notes=(note, *table.notes))


def _beside(table: Table, *, replications: int) -> Table:
    return replace(table, title=f"Beside them, {replications} replications: {table.title}", key=f"beside-{table.key}")


def _grown(found: Study) -> list[Table]:
    """Every scenario whose queue grew: growth, capacity and time to clear."""
    usual = usual_demand(found.prepared[found.main.reference].plan)
    runs = [(found.main, name) for name in found.main.names]
    runs += [] if found.beside is None else [(found.beside, name) for name in found.beside.others]
    return list(overload_tables([Growing(one.runs[name], _capacity(one, name), usual) for one, name in runs]))


def _capacity(one: Comparison, name: str) -> Mapping[Group, float] | None:
    found = side_by_side.capacities(one.capacity)
    own = {who: value for (whose, who), (value, _) in found.items() if whose == name and value is not None}
    return own or None


def verdict_lines(found: Study) -> tuple[str, ...]:
    """The verdicts on mean crossing times, a sentence for each scenario."""
    return tuple(verdict_sentences(found.main))


def same_lines(found: Study) -> tuple[str, ...]:
    """A line for each scenario that is the base to the microsecond: every vehicle and every measure."""
    base = found.main.reference
    return tuple(
        f"{name}: every vehicle and every measure identical to {base}"
        for name in found.main.others
        if same_outcomes(found.main.runs[base].outcomes, found.main.runs[name].outcomes)
        and same_vehicles(found.prepared[base], found.prepared[name])
    )
