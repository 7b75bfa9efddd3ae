"""Every rule, in the order in which its findings are told."""

from collections.abc import Callable, Iterator

from sim.scenario.faults import Fault
from sim.scenario.rules.assumptions import assumptions
from sim.scenario.rules.context import Context, Finding
from sim.scenario.rules.dated import dated
from sim.scenario.rules.demand import demand, profiles
from sim.scenario.rules.exact import exact
from sim.scenario.rules.laws import laws
from sim.scenario.rules.links import links
from sim.scenario.rules.names import agreement, names
from sim.scenario.rules.queues import queues
from sim.scenario.rules.roads import roads
from sim.scenario.rules.routes import routes
from sim.scenario.rules.spaces import spaces
from sim.scenario.rules.stages import stages
from sim.scenario.rules.surprises import surprises
from sim.scenario.rules.tracking import tracking
from sim.scenario.rules.whole_days import whole_days
from sim.scenario.rules.zones import zones
from sim.scenario.tree import mark_of

RULES: tuple[Callable[[Context], Iterator[Finding]], ...] = (
    names, agreement, routes, demand, profiles, laws, stages, queues, links, spaces, zones, roads, tracking,
    assumptions, dated, exact, surprises, whole_days,
)  # fmt: skip


def findings(context: Context) -> tuple[tuple[Fault, ...], tuple[Fault, ...]]:
    """Faults and warnings of a scenario that the schema accepts, each with its line."""
    found = list(dict.fromkeys(finding for rule in RULES for finding in rule(context)))
    faults = tuple(_placed(finding, context) for finding in found if not finding.is_warning)
    return faults, tuple(_placed(finding, context) for finding in found if finding.is_warning)


def _placed(finding: Finding, context: Context) -> Fault:
    mark = mark_of(context.tree, finding.path)
    return Fault(mark.file, mark.line, finding.path, finding.message, finding.found, finding.accepted, finding.hint)
