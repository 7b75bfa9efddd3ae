"""What the schema says about a place in a file: which block it is, whether its value is a fact about the world."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from sim.scenario.faults import Path
from sim.scenario.fields import Physical
from sim.scenario.schema import Scenario
from sim.scenario.services import Block, ServiceTable
from sim.scenario.tree import Branch, Items, Node, Text


@dataclass(frozen=True, slots=True)
class Shape:
    """The type of one value, and whether it must be signed."""

    annotation: Any
    is_physical: bool = False

    @property
    def model(self) -> type[BaseModel] | None:
        """The model of the block, None where this is no block."""
        return self.annotation if isinstance(self.annotation, type) and issubclass(self.annotation, BaseModel) else None

    @property
    def is_block(self) -> bool:
        """Whether `source`, `assumption` and `reason` may stand here."""
        return self.model is not None and issubclass(self.model, Block)


ROOT = Shape(Scenario)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of a file, with its shape and the blocks around it."""

    path: Path
    node: Text
    is_physical: bool
    block: Path
    """The innermost block that holds it."""
    field: str
    """The key of that block under which it stands."""


@cache
def fields(model: type[BaseModel]) -> Mapping[str, Shape]:
    """Keys of a block as the file writes them."""
    return {
        info.alias or name: Shape(info.annotation, any(isinstance(mark, Physical) for mark in info.metadata))
        for name, info in model.model_fields.items()
        if not (model is ServiceTable and name == "by_selector")
    }


def step(shape: Shape, key: str, node: Node | None) -> Shape | None:
    """Shape of what stands under *key*; *node* is the tree there, which tells alternatives apart."""
    model = shape.model
    if model is not None:
        known = fields(model).get(key)
        if known is None and model is ServiceTable:
            known = Shape(get_args(ServiceTable.model_fields["by_selector"].annotation)[1])
        return None if known is None else settle(known, node)
    origin, arguments = get_origin(shape.annotation), get_args(shape.annotation)
    if origin is tuple:
        return settle(Shape(arguments[0], shape.is_physical), node)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return settle(Shape(arguments[1], shape.is_physical), node)
    return None


def settle(shape: Shape, node: Node | None) -> Shape:
    """The alternative of *shape* that *node* is written as."""
    alternatives = [each for each in _alternatives(shape) if each.annotation is not NoneType]
    fitting = [each for each in alternatives if _fits(each, node)]
    return (fitting or alternatives)[0]


def _alternatives(shape: Shape) -> Iterator[Shape]:
    origin, arguments = get_origin(shape.annotation), get_args(shape.annotation)
    if origin is Annotated:
        is_physical = shape.is_physical or any(isinstance(mark, Physical) for mark in arguments[1:])
        yield from _alternatives(Shape(arguments[0], is_physical))
    elif origin in (Union, UnionType):
        for argument in arguments:
            yield from _alternatives(Shape(argument, shape.is_physical))
    else:
        yield shape


def _fits(shape: Shape, node: Node | None) -> bool:
    origin = get_origin(shape.annotation)
    match node:
        case Branch(entries=entries):
            if shape.model is None:
                return isinstance(origin, type) and issubclass(origin, Mapping)
            kind = shape.model.model_fields.get("kind")
            written = entries.get("kind")
            if kind is None or get_origin(kind.annotation) is not Literal or not isinstance(written, Text):
                return True
            return written.value in get_args(kind.annotation)
        case Items():
            return origin is tuple
        case _:
            return shape.model is None and origin is not tuple and origin is not Mapping


def shape_at(tree: Node, path: Path) -> Shape | None:
    """Shape of the value at *path*, None where the schema knows no such key."""
    shape: Shape | None = ROOT
    node: Node | None = tree
    for key in path:
        node = _child(node, key)
        shape = step(shape, key, node) if shape is not None else None
    return shape


def _child(node: Node | None, key: str) -> Node | None:
    match node:
        case Branch(entries=entries):
            return entries.get(key)
        case Items(items=items) if key.isdecimal() and int(key) < len(items):
            return items[int(key)]
        case _:
            return None


def leaves(tree: Branch) -> Iterator[Leaf]:
    """Every value that the schema knows, without the annotations of blocks."""
    yield from _leaves(tree, ROOT, (), (), "")


ANNOTATIONS = ("source", "assumption", "reason")
"""Keys that say where the lines of a block come from."""


def _leaves(node: Node, shape: Shape, path: Path, block: Path, field: str) -> Iterator[Leaf]:
    match node:
        case Text(value=None):
            return
        case Text():
            yield Leaf(path, node, shape.is_physical, block, field)
        case Items(items=items):
            for number, item in enumerate(items):
                inner = step(shape, str(number), item)
                if inner is not None:
                    yield from _leaves(item, inner, (*path, str(number)), block, field)
        case Branch(entries=entries):
            for key, child in entries.items():
                if shape.is_block and key in ANNOTATIONS:
                    continue
                inner = step(shape, key, child)
                if inner is not None:
                    inside = (path, key) if shape.is_block else (block, field)
                    yield from _leaves(child, inner, (*path, key), *inside)


def blocks(tree: Branch) -> Iterator[tuple[Path, Branch]]:
    """Every block of the file that may carry annotations, with its path."""
    yield from _blocks(tree, ROOT, ())


def _blocks(node: Node, shape: Shape, path: Path) -> Iterator[tuple[Path, Branch]]:
    match node:
        case Branch(entries=entries):
            if shape.is_block:
                yield path, node
            children = [(key, child) for key, child in entries.items() if key not in ANNOTATIONS]
        case Items(items=items):
            children = [(str(number), item) for number, item in enumerate(items)]
        case _:
            return
    for key, child in children:
        inner = step(shape, key, child)
        if inner is not None:
            yield from _blocks(child, inner, (*path, key))
