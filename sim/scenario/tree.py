"""A YAML file as it was written: text, lists and mappings that know their file and line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sim.scenario.faults import Path


@dataclass(frozen=True, slots=True)
class Mark:
    """Where something is written."""

    file: str
    line: int | None


@dataclass(frozen=True, slots=True)
class Text:
    """One value, exactly as written; None where the file says ``null`` or nothing."""

    value: str | None
    mark: Mark


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Node", ...]
    mark: Mark


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping, in the order of the file; ``keys`` says where each key is written."""

    entries: Mapping[str, "Node"]
    keys: Mapping[str, Mark]
    mark: Mark


Node: TypeAlias = Text | Items | Branch

Plain: TypeAlias = str | list["Plain"] | dict[str, "Plain"] | None


def plain(node: Node) -> Plain:
    """The values alone: text, lists and dictionaries."""
    match node:
        case Text(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Branch(entries=entries):
            return {key: plain(child) for key, child in entries.items()}


def at(node: Node, path: Path) -> Node | None:
    """The node at *path*, or None where the tree has none."""
    for step in path:
        match node:
            case Branch(entries=entries) if step in entries:
                node = entries[step]
            case Items(items=items) if step.isdecimal() and int(step) < len(items):
                node = items[int(step)]
            case _:
                return None
    return node


def mark_of(node: Node, path: Path) -> Mark:
    """Where the key at *path* is written, or else the nearest enclosing one that is."""
    mark = node.mark
    for step in path:
        match node:
            case Branch(entries=entries, keys=keys) if step in entries:
                mark, node = keys[step], entries[step]
            case Items(items=items) if step.isdecimal() and int(step) < len(items):
                node = items[int(step)]
                mark = node.mark
            case _:
                return mark
    return mark


def leaves(node: Node, path: Path = ()) -> Iterator[tuple[Path, Text]]:
    """Every value of the tree with its path."""
    match node:
        case Text():
            yield path, node
        case Items(items=items):
            for number, item in enumerate(items):
                yield from leaves(item, (*path, str(number)))
        case Branch(entries=entries):
            for key, child in entries.items():
                yield from leaves(child, (*path, key))


def describe(node: Node) -> str:
    """What kind of value this is, for messages."""
    match node:
        case Text(value=None):
            return "nothing"
        case Text(value=value):
            return repr(value)
        case Items():
            return "a list"
        case Branch():
            return "a mapping"
