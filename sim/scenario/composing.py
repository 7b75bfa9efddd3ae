"""Which files make up a scenario, in which order, and the one tree that they make.

A scenario is a base, alone or with interventions. A file may name both itself, under `base` and `with`, and
may then add lines of its own, which come last. One level deep, no more: neither a base nor an intervention
may name another. ``--set`` comes after everything.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath

from sim.scenario import merging
from sim.scenario.faults import Fault, ScenarioError, nearest, quoted
from sim.scenario.reading import parse_node, read
from sim.scenario.tree import Branch, Items, Mark, Node, Text, at, describe

BASE, WITH = "base", "with"
SET = "--set"
"""Name that stands for the command line in messages."""
_OWN = ("format", "name", "question", BASE, WITH, "reason", "source", "assumption")
"""Keys that every file has for itself: they are not merged but joined."""
_SIGNING = ("source", "assumption")


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of a scenario as it was read."""

    name: str
    path: FilePath
    tree: Branch


@dataclass(frozen=True, slots=True)
class Composition:
    """The files of a scenario, and the tree that they make."""

    base: Layer
    interventions: tuple[Layer, ...]
    own: Layer | None
    """The file that names base and interventions, if there is one."""
    settings: Branch | None
    """What the command line sets."""
    tree: Branch

    @property
    def layers(self) -> tuple[Layer, ...]:
        """Every file, the base first."""
        return (self.base, *self.interventions, *(() if self.own is None else (self.own,)))


def compose(path: FilePath, *, with_: Sequence[str], sets: Sequence[str]) -> tuple[Composition, tuple[Fault, ...]]:
    """The files that *path* and *with_* name, merged, with *sets* on top, and what is wrong with them.

    Raises:
        ScenarioError: A file cannot be read, so that nothing further can be said.
    """
    faults: list[Fault] = []
    first = _layer(path, faults)
    base, own = first, None
    asked: list[tuple[str, Mark | None]] = []
    if BASE in first.tree.entries or WITH in first.tree.entries:
        base, asked = _named_by(first, faults)
        own = first
    interventions = _interventions([*asked, *((name, None) for name in with_)], base, faults)
    for layer in (base, *interventions):
        faults += _nested(layer)
    tree = _merged(base, interventions, own, faults)
    settings = _settings(sets, tree, faults)
    if settings is not None:
        tree = merging.lay_over(tree, settings, faults)
    return Composition(base, interventions, own, settings, tree), tuple(faults)


def _layer(path: FilePath, faults: list[Fault]) -> Layer:
    tree, found = read(path)
    faults += found
    return Layer(path.stem, path, tree)


def _named_by(layer: Layer, faults: list[Fault]) -> tuple[Layer, list[tuple[str, Mark | None]]]:
    tree, file = layer.tree, str(layer.path)
    node = tree.entries.get(BASE)
    if not isinstance(node, Text) or node.value is None:
        mark = tree.keys.get(BASE, tree.keys.get(WITH, tree.mark))
        raise ScenarioError([*faults, Fault(file, mark.line, (BASE,), "name the file of the base scenario")])
    asked: list[tuple[str, Mark | None]] = []
    listed = tree.entries.get(WITH)
    if listed is not None and not isinstance(listed, Items):
        message = "write the interventions as a list, such as [new-bridge]"
        faults.append(Fault(file, tree.keys[WITH].line, (WITH,), message, describe(listed)))
    for item in listed.items if isinstance(listed, Items) else ():
        if isinstance(item, Text) and item.value is not None:
            asked.append((item.value, item.mark))
        else:
            faults.append(Fault(file, item.mark.line, (WITH,), "expected the name of an intervention", describe(item)))
    path = layer.path.parent / node.value
    if not path.exists():
        message = f"there is no such file: {path}"
        raise ScenarioError([*faults, Fault(file, node.mark.line, (BASE,), message, quoted(node.value))])
    return _layer(path, faults), asked


def _interventions(asked: Sequence[tuple[str, Mark | None]], base: Layer, faults: list[Fault]) -> tuple[Layer, ...]:
    layers: dict[str, Layer] = {}
    unread: list[Fault] = []
    for name, mark in asked:
        path = _find(name, base, mark, unread)
        if path is None:
            continue
        known = layers.get(path.stem)
        if known is not None and known.path.resolve() != path.resolve():
            where = Fault(str(path), None, (), f"two interventions are called {path.stem!r}", found=str(known.path))
            unread.append(where)
        elif known is None:
            try:
                layers[path.stem] = _layer(path, faults)
            except ScenarioError as error:
                unread += error.faults
    if unread:
        raise ScenarioError([*faults, *unread])
    return tuple(layers[name] for name in sorted(layers))


def _find(name: str, base: Layer, mark: Mark | None, faults: list[Fault]) -> FilePath | None:
    folder = base.path.parent / "interventions"
    here = folder / f"{name}.yaml"
    is_name = bool(name) and "/" not in name and "\\" not in name and "\0" not in name
    if is_name and here.is_file():
        return here
    path = FilePath(name)
    if not is_name or path.suffix in (".yaml", ".yml"):
        beside = base.path.parent / name
        if name and "\0" not in name:
            for each in (path, beside):
                if each.is_file():
                    return each
    known = sorted(each.stem for each in folder.glob("*.yaml")) if folder.is_dir() else []
    file, line = (mark.file, mark.line) if mark is not None else ("--with", None)
    message = f"there is no intervention {folder}/{name}.yaml"
    accepted = ", ".join(known) if known else "a path to an intervention file"
    faults.append(Fault(file, line, (), message, accepted=accepted, hint=nearest(name, known)))
    return None


def _nested(layer: Layer) -> list[Fault]:
    return [
        Fault(
            str(layer.path),
            layer.tree.keys[key].line,
            (key,),
            "one level deep, no more: a file that others build on names no base and no interventions itself",
        )
        for key in (BASE, WITH)
        if key in layer.tree.entries
    ]


def _merged(base: Layer, interventions: Sequence[Layer], own: Layer | None, faults: list[Fault]) -> Branch:
    for layer in (*interventions, *(() if own is None else (own,))):
        faults += _headed(layer)
    tree = merging.without(base.tree, BASE, WITH)
    combined = merging.combine([_body(layer) for layer in interventions], faults)
    if combined is not None:
        tree = merging.lay_over(tree, combined, faults)
    if own is not None:
        tree = merging.lay_over(tree, _body(own), faults)
    return _titled(tree, interventions, own)


def _headed(layer: Layer) -> list[Fault]:
    node = layer.tree.entries.get("format")
    if isinstance(node, Text) and node.value == "1":
        return []
    line = layer.tree.keys["format"].line if node is not None else layer.tree.mark.line
    found = describe(node) if node is not None else None
    return [Fault(str(layer.path), line, ("format",), "a file begins with `format: 1`", found, "1")]


def _body(layer: Layer) -> Branch:
    return merging.without(layer.tree, *_OWN)


def _titled(tree: Branch, interventions: Sequence[Layer], own: Layer | None) -> Branch:
    """*tree* named after what it consists of."""
    if own is not None and "name" in own.tree.entries:
        for key in ("name", "question"):
            if key in own.tree.entries:
                tree = _with(tree, key, own.tree.entries[key])
        return tree
    parts = [_said(tree, "name")] + [_said(layer.tree, "name") or layer.name for layer in interventions]
    if len(parts) > 1 and parts[0] is not None:
        tree = _with(tree, "name", Text(" + ".join(part for part in parts if part), _mark(tree, "name")))
    questions = [question for layer in interventions if (question := _said(layer.tree, "question"))]
    if questions:
        tree = _with(tree, "question", Text(" ".join(questions), _mark(tree, "question")))
    return tree


def _said(tree: Branch, key: str) -> str | None:
    node = tree.entries.get(key)
    return node.value if isinstance(node, Text) else None


def _mark(tree: Branch, key: str) -> Mark:
    return tree.keys.get(key, tree.mark)


def _with(tree: Branch, key: str, node: Node) -> Branch:
    return merging.with_key(tree, key, node)


def _settings(sets: Sequence[str], tree: Branch, faults: list[Fault]) -> Branch | None:
    settings: Branch | None = None
    for setting in sets:
        one = _setting(setting, tree, faults)
        if one is not None:
            settings = one if settings is None else merging.lay_over_later(settings, one)
    return settings


def _setting(setting: str, tree: Branch, faults: list[Fault]) -> Branch | None:
    key, equals, value = setting.partition("=")
    path = tuple(key.strip().split("."))
    if not equals or not all(path) or not value.strip():
        message = "write --set path.to.key=value"
        faults.append(Fault(SET, None, (), message, found=quoted(setting)))
        return None
    node = _value(value.strip(), path, faults)
    parent = at(tree, path[:-1])
    for depth in range(1, len(path)):
        above, inner = at(tree, path[: depth - 1]), at(tree, path[:depth])
        if inner is None:
            known = above.entries if isinstance(above, Branch) else {}
            step = path[depth - 1]
            message = f"there is no {step!r} here to set anything in"
            faults.append(Fault(SET, None, path, message, hint=nearest(step, known)))
            return None
    if not isinstance(parent, Branch):
        message = "this is not a mapping, so nothing in it can be set"
        faults.append(Fault(SET, None, path, message, describe(parent) if parent else None))
        return None
    if node is None:
        return None
    for step in reversed(path):
        node = Branch({step: node}, {step: node.mark}, node.mark)
    assert isinstance(node, Branch)
    return node


def _value(text: str, path: tuple[str, ...], faults: list[Fault]) -> Node | None:
    """The value of a setting: YAML where it is a list, a mapping or in quotes, else the text as it stands."""
    mark = Mark(SET, None)
    if text[0] not in "{['\"":
        return Text(None if text in ("null", "~") else text, mark)
    try:
        node, found = parse_node(text, file=SET)
    except ScenarioError as error:
        found, node = error.faults, None
    faults += [Fault(SET, None, path, fault.message, fault.found) for fault in found]
    return None if node is None else _unlined(node)


def _unlined(node: Node) -> Node:
    mark = Mark(SET, None)
    match node:
        case Text(value=value):
            return Text(value, mark)
        case Items(items=items):
            return Items(tuple(_unlined(item) for item in items), mark)
        case Branch(entries=entries):
            return Branch({key: _unlined(child) for key, child in entries.items()}, dict.fromkeys(entries, mark), mark)
