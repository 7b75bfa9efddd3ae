"""Recipes of service times and travel times, in paper and in digital form, and who visits what."""

from collections.abc import Mapping

from sim import laws
from sim.plan.kinds import TRACKED, Kinds
from sim.plan.laws import law
from sim.plan.model import Luck, Repeats, ServicePart, ServiceRecipe, Stop
from sim.plan.numbering import luck_slots, repeat_slots
from sim.plan.tracking import Change, changed
from sim.scenario import places as written
from sim.scenario import schema
from sim.scenario.services import Service, ServiceTable

Forms = tuple[ServiceRecipe | None, ServiceRecipe | None]
"""Recipe in paper and in digital form."""

NO_SERVICE: Forms = (None, None)


def recipe(service: Service, decision: str) -> ServiceRecipe:
    """*service* drawn under *decision*; its named parts each under ``decision/PART``, in order of name."""
    if service.parts is None:
        parts: tuple[ServicePart, ...] = (ServicePart(decision, law(service), 1.0, 0.0),)
    else:
        parts = tuple(
            ServicePart(f"{decision}/{name}", law(part), 1.0, 0.0) for name, part in sorted(service.parts.items())
        )
    return ServiceRecipe(parts, service.per_person or 0)


def by_kind(
    table: ServiceTable | None,
    *,
    decision: str,
    change: Change | None,
    kinds: Kinds,
) -> tuple[Forms, ...]:
    """Service of each kind by *table*; without an entry, or without a table, none."""
    if table is None:
        return (NO_SERVICE,) * len(kinds.all)
    entries = [kinds.value(table.by_selector, kind) for kind in range(len(kinds.all))]
    return tuple(
        NO_SERVICE if entry is None else forms(recipe(entry, decision), change=change, kind=kind, kinds=kinds)
        for kind, entry in enumerate(entries)
    )


def forms(paper: ServiceRecipe, *, change: Change | None, kind: int, kinds: Kinds) -> Forms:
    """*paper* in both forms: they differ for tracked vehicles where the layer acts."""
    acts = change is not None and is_tracked(kind, kinds)
    return paper, changed(paper, change) if acts and change is not None else paper


def is_tracked(kind: int, kinds: Kinds) -> bool:
    """Whether vehicles of *kind* are tracked; nobody is without the layer, which names the attribute last."""
    return kinds.attributes[-1:] == (TRACKED,) and bool(kinds.all[kind].attributes >> len(kinds.attributes) - 1)


def shares(
    visits: Mapping[str, float] | None, *, direction: int, change: Change | None, kinds: Kinds
) -> tuple[tuple[float, float], ...]:
    """Share of each kind that visits, by form; 0 for kinds of the other direction and for those left out."""

    def share(kind: int) -> tuple[float, float]:
        if kinds.all[kind].direction != direction:
            return (0.0, 0.0)
        paper = 1.0 if visits is None else float(kinds.value(visits, kind) or 0)
        digital = min(1.0, paper * change.share) if change is not None and is_tracked(kind, kinds) else paper
        return paper, digital

    return tuple(share(kind) for kind in range(len(kinds.all)))


def stop(
    name: str,
    *,
    direction: int,
    number: int,
    scenario: schema.Scenario,
    kinds: Kinds,
    change: Change | None,
) -> Stop:
    """The place called *name*, number *number*, as a stop of *direction*."""
    place = scenario.places.get(name)
    visits = place.visits if isinstance(place, written.Stage) else None
    drawn_as = name
    match place:
        case written.Stage():
            drawn_as = place.draws_as or name
            table = None if place.service is None else scenario.services[place.service]
            service = by_kind(table, decision=f"service/{drawn_as}", change=change, kinds=kinds)
        case written.Link():
            service = _travel(place, decision=f"service/{name}", change=change, kinds=kinds)
        case _:
            service = (NO_SERVICE,) * len(kinds.all)
    share = shares(visits, direction=direction, change=change, kinds=kinds)
    return Stop(
        place=number,
        visit_decision=f"visit/{drawn_as}",
        share=share,
        service=tuple(each if max(share[kind]) > 0 else NO_SERVICE for kind, each in enumerate(service)),
        repeats=_repeats(name, direction=direction, scenario=scenario, kinds=kinds, drawn_as=drawn_as),
        luck=Luck(f"lane/{drawn_as}", slots[name]) if name in (slots := luck_slots(scenario)) else None,
    )


def _repeats(name: str, *, direction: int, scenario: schema.Scenario, kinds: Kinds, drawn_as: str) -> Repeats | None:
    slots = repeat_slots(scenario)
    place = scenario.places.get(name)
    if name not in slots or not isinstance(place, written.Stage):
        return None
    share = shares(place.repeats, direction=direction, change=None, kinds=kinds)
    return Repeats(f"repeat/{drawn_as}", tuple(paper for paper, _ in share), slots[name])


def _travel(link: written.Link, *, decision: str, change: Change | None, kinds: Kinds) -> tuple[Forms, ...]:
    def travel(kind: int) -> Forms:
        time = kinds.value(link.travel, kind) if isinstance(link.travel, Mapping) else link.travel
        if time is None:
            return NO_SERVICE
        # Nothing is drawn: the decision names what would be if travel times were to vary.
        constant = ServiceRecipe((ServicePart(decision, laws.constant(time), 1.0, 0.0),), 0)
        return forms(constant, change=change, kind=kind, kinds=kinds)

    return tuple(travel(kind) for kind in range(len(kinds.all)))
