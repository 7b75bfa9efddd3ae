"""The tracking layer: a level in force, effects on things that exist, expressions that give sensible numbers."""

from collections.abc import Iterator

from sim.scenario.expressions import evaluate
from sim.scenario.faults import Path, listed, nearest, quoted
from sim.scenario.places import Approach, Link, Stage
from sim.scenario.rules.context import Context, Finding
from sim.scenario.rules.dated import reached
from sim.scenario.schema import Effect, Outage, Road, Tracking


def tracking(context: Context) -> Iterator[Finding]:
    """The layer, if there is one."""
    layer = context.scenario.tracking
    if layer is None:
        return
    path: Path = ("tracking",)
    yield from _level(layer)
    for name in layer.applies_to:
        if name not in context.scenario.classes:
            known = sorted(context.scenario.classes)
            message = f"there is no vehicle class {name!r}"
            yield Finding((*path, "applies_to"), message, accepted=listed(known), hint=nearest(name, known))
    if not layer.applies_to:
        yield Finding((*path, "applies_to"), "no class is tracked")
    yield from _posts(context, layer.honoured_by, (*path, "honoured_by"))
    for number, outage in enumerate(layer.outages):
        yield from _outage(context, outage, (*path, "outages", str(number)))
    for name, effect in layer.effects.items():
        yield from _effect(context, layer, name, effect)


def _posts(context: Context, named: tuple[str, ...] | None, path: Path) -> Iterator[Finding]:
    posts = list(context.scenario.posts)
    for name in named or ():
        if name not in posts:
            message = f"there is no post {name!r}"
            yield Finding(path, message, accepted=listed(posts) or None, hint=nearest(name, posts))


def _outage(context: Context, outage: Outage, path: Path) -> Iterator[Finding]:
    yield from _posts(context, outage.posts, (*path, "posts"))
    if outage.posts == ():
        yield Finding((*path, "posts"), "the outage is nowhere; leave `posts` out where it is everywhere")
    yield from reached(context, outage.from_, outage.from_ + outage.for_, (*path, "from"))


def _level(layer: Tracking) -> Iterator[Finding]:
    levels = layer.levels or {}
    if layer.level is not None and layer.level not in levels:
        message = f"there is no level {layer.level!r}"
        hint = nearest(layer.level, levels)
        yield Finding(("tracking", "level"), message, accepted=listed(levels) or None, hint=hint)
    elif layer.level is None and (layer.adoption is None or layer.effect is None):
        yield Finding(("tracking",), "no level is in force", accepted="`level`, or `adoption` and `effect`")


def _effect(context: Context, layer: Tracking, name: str, effect: Effect) -> Iterator[Finding]:
    path = ("tracking", "effects", name)
    target = context.scenario.places.get(name) or context.scenario.roads.get(name)
    if target is None:
        known = [*context.scenario.places, *context.scenario.roads]
        message = f"there is no place or road {quoted(name)}"
        yield Finding(path, message, accepted=listed(known), hint=nearest(name, known))
    elif isinstance(target, Approach):
        yield Finding(path, "an approach has no service that tracking could change")
    elif effect.part is not None:
        yield from _part(context, layer, target, effect.part, (*path, "part"))
    given = [key for key in ("scale", "shift", "share") if getattr(effect, key) is not None]
    if effect.skip and given:
        yield Finding((*path, given[0]), "tracked vehicles skip the place, so nothing else can change there")
    if not effect.skip and not given:
        yield Finding(path, "the effect changes nothing", accepted="`scale`, `shift`, `share` or `skip: true`")
    for key in ("scale", "share"):
        text = getattr(effect, key)
        if text is not None:
            yield from _expression(layer, text, (*path, key))


def _part(context: Context, layer: Tracking, target: Stage | Link | Road, part: str, path: Path) -> Iterator[Finding]:
    table = None if isinstance(target, Link) else context.scenario.services.get(target.service or "")
    services = table.by_selector.items() if table is not None else ()
    known = sorted(
        {
            name
            for selector, service in services
            if any(selector.startswith(vehicle_class) for vehicle_class in layer.applies_to)
            for name in service.parts or ()
        }
    )
    if part not in known:
        yield Finding(
            path, f"the service has no part {part!r}", accepted=listed(known) or None, hint=nearest(part, known)
        )


def _expression(layer: Tracking, text: str, path: Path) -> Iterator[Finding]:
    for effect, adoption in _strengths(layer):
        try:
            evaluate(text, effect=effect, adoption=adoption)
        except ValueError as error:
            yield Finding(path, str(error))
            return


def _strengths(layer: Tracking) -> list[tuple[float, float]]:
    """Effect and adoption of every level, and those in force."""
    levels = layer.levels or {}
    strengths = [(level.effect, level.adoption) for level in levels.values()]
    in_force = levels.get(layer.level or "")
    effect = layer.effect if layer.effect is not None else (in_force.effect if in_force else None)
    adoption = layer.adoption if layer.adoption is not None else (in_force.adoption if in_force else None)
    return strengths if effect is None or adoption is None else [*strengths, (effect, adoption)]
