"""The tracking layer in force: what it changes, in numbers, at each place or road, and when it fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sim.plan.daily import shown_at_0
from sim.plan.dated import closed, working
from sim.plan.model import ServiceRecipe
from sim.plan.numbering import Instance
from sim.plan.steps import StepFunction
from sim.scenario.expressions import evaluate
from sim.scenario.places import Link, Stage
from sim.scenario.schema import Effect, Outage, Run, Scenario, Tracking


@dataclass(frozen=True, slots=True)
class Change:
    """What a tracked vehicle finds different at one place: factors, and a shift in microseconds."""

    scale: float
    shift: float
    part: str | None
    share: float


def adoption(tracking: Tracking) -> float:
    """Share of the equipped classes that is tracked: the level's, unless set by itself."""
    return _in_force(tracking.adoption, tracking, "adoption")


def effect(tracking: Tracking) -> float:
    """Strength of the effects: the level's, unless set by itself."""
    return _in_force(tracking.effect, tracking, "effect")


def changes(scenario: Scenario) -> Mapping[str, Change]:
    """What acts, by name of place or road; a place whose post does not honour the data is left out."""
    tracking = scenario.tracking
    if tracking is None:
        return {}
    return {
        name: _change(stated, tracking)
        for name, stated in tracking.effects.items()
        if _is_honoured(name, tracking, scenario)
    }


def digital(scenario: Scenario, places: Iterable[Instance]) -> tuple[StepFunction | None, ...]:
    """Whether digital service works, at each of *places*; () if it always does."""
    outages = () if scenario.tracking is None else scenario.tracking.outages
    by_place = tuple(_digital(place, outages, scenario.run) for place in places)
    return by_place if any(by_place) else ()


def _digital(place: Instance, outages: Iterable[Outage], run: Run) -> StepFunction | None:
    if not isinstance(place.declared, Stage | Link):
        return None
    post = place.declared.post if isinstance(place.declared, Stage) else None
    here = [(each.from_, each.for_) for each in outages if each.posts is None or post in each.posts]
    return working(closed(here, shown_at_0=shown_at_0(None, run)))


def changed(recipe: ServiceRecipe | None, change: Change) -> ServiceRecipe | None:
    """*recipe* as it is for a tracked vehicle. A part that the recipe lacks changes nothing."""
    if recipe is None:
        return None
    if change.part is None:
        return replace(recipe, scale=recipe.scale * change.scale, shift=recipe.shift + change.shift)
    return replace(
        recipe,
        parts=tuple(
            replace(part, scale=part.scale * change.scale, shift=part.shift + change.shift)
            if part.decision.rsplit("/", 1)[-1] == change.part
            else part
            for part in recipe.parts
        ),
    )


def _in_force(own: float | None, tracking: Tracking, what: str) -> float:
    if own is not None:
        return own
    if tracking.levels is None or tracking.level is None:
        raise ValueError(f"the tracking layer states neither `{what}` nor a level of it")
    level = tracking.levels[tracking.level]
    return level.adoption if what == "adoption" else level.effect


def _change(stated: Effect, tracking: Tracking) -> Change:
    def factor(text: str | None) -> float:
        return 1.0 if text is None else evaluate(text, effect=effect(tracking), adoption=adoption(tracking))

    return Change(
        scale=factor(stated.scale),
        shift=float(stated.shift or 0),
        part=stated.part,
        share=0.0 if stated.skip else factor(stated.share),
    )


def _is_honoured(name: str, tracking: Tracking, scenario: Scenario) -> bool:
    post = getattr(scenario.places.get(name), "post", None)
    return tracking.honoured_by is None or post is None or post in tracking.honoured_by
