"""Strict reading of one YAML file: text in, a tree that knows its lines out.

YAML 1.2 without its traps. A value stays the text that was written; only a plain ``null``, ``~`` or nothing
at all is None. Refused are duplicate keys, anchors and aliases, tags, several documents, merge keys, anything
but UTF-8, files that are empty, huge or nested too deeply, and times of day without quotes (another reader of
the file might take ``12:30`` for 750).
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from sim.scenario.faults import Fault, Path, ScenarioError, quoted
from sim.scenario.tree import Branch, Items, Mark, Node, Text

LARGEST = 1_000_000
"""Bytes beyond which a file is not a scenario."""
DEEPEST = 24
"""Levels of nesting; the format needs ten."""
MOST_FAULTS = 50

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BARE_TIME = re.compile(r"\d{1,2}:\d{2}\Z")


@dataclass(slots=True)
class _Open:
    """A list or mapping whose end has not come."""

    mark: Mark
    path: Path
    is_mapping: bool
    items: list[Node] = field(default_factory=list)
    entries: dict[str, Node] = field(default_factory=dict)
    keys: dict[str, Mark] = field(default_factory=dict)
    key: str | None = None
    key_mark: Mark | None = None
    repeated: bool = False

    def here(self) -> Path:
        """Path of the value that comes next."""
        if self.is_mapping:
            return self.path if self.key is None else (*self.path, self.key)
        return (*self.path, str(len(self.items)))

    def closed(self) -> Node:
        if self.is_mapping:
            return Branch(self.entries, self.keys, self.mark)
        return Items(tuple(self.items), self.mark)


def read(path: FilePath) -> tuple[Branch, tuple[Fault, ...]]:
    """The tree of a file, and the faults that leave the rest of it readable.

    Raises:
        ScenarioError: The file is not there, not text, or not YAML that can be read any further.
    """
    return parse(_text(path), file=str(path))


def _text(path: FilePath) -> str:
    name = str(path)

    def refused(message: str) -> ScenarioError:
        return ScenarioError([Fault(name, None, (), message)])

    try:
        if path.is_dir():
            raise refused("this is a folder, not a scenario file")
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise refused("there is no such file") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise refused(f"cannot be read: {reason}") from None
    if len(data) > LARGEST:
        raise refused(f"the file is larger than {LARGEST} bytes; a scenario is a short text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refused("not a text file in UTF-8") from None


@lru_cache(maxsize=64)
def parse(text: str, *, file: str, root_is_mapping: bool = True) -> tuple[Branch, tuple[Fault, ...]]:
    """The tree of a YAML text; *file* is the name it has in messages. See :func:`read`.

    Nobody changes a tree, so the one of a text that was read before is given again: every scenario of a comparison
    has the same base.
    """
    node, faults = parse_node(text, file=file)
    if node is None:
        raise ScenarioError([*faults, Fault(file, None, (), "the file is empty; a scenario begins with `format: 1`")])
    if root_is_mapping and not isinstance(node, Branch):
        message = "a scenario is a mapping of keys such as `format: 1`"
        raise ScenarioError([*faults, Fault(file, node.mark.line, (), message)])
    assert isinstance(node, Branch)
    return node, faults


def parse_node(text: str, *, file: str) -> tuple[Node | None, tuple[Fault, ...]]:
    """The tree of any YAML text, None if it holds no document, and the faults that leave it readable.

    Raises:
        ScenarioError: The text cannot be read any further.
    """
    builder = _Builder(file)
    yaml: Any = YAML(typ="safe", pure=True)
    try:
        for event in yaml.parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        problem = (error.problem or error.context or "unreadable").strip()
        fault = Fault(file, line, (), f"not valid YAML: {problem}")
        raise ScenarioError([*builder.faults, fault]) from None
    except YAMLError as error:
        position = getattr(error, "position", None)
        line = text.count("\n", 0, position) + 1 if isinstance(position, int) else None
        reason = str(error).splitlines()[0] if str(error) else "unreadable"
        raise ScenarioError([*builder.faults, Fault(file, line, (), f"not valid YAML: {reason}")]) from None
    except (RecursionError, ValueError, IndexError, AttributeError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise ScenarioError([*builder.faults, Fault(file, None, (), "not valid YAML")]) from None
    if builder.fatal:
        raise ScenarioError(builder.faults)
    return builder.root, tuple(builder.faults)


class _Builder:
    """Builds the tree from YAML's events, without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self.fatal = False
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: Any) -> None:
        mark = Mark(self.file, event.start_mark.line + 1 if event.start_mark is not None else None)
        self._refuse_magic(event, mark)
        match event:
            case DocumentStartEvent():
                self._documents += 1
                if self._documents > 1:
                    self._stop(mark, "a scenario is one document; remove the second `---`")
            case MappingStartEvent() | SequenceStartEvent():
                self._begin(mark, is_mapping=isinstance(event, MappingStartEvent))
            case MappingEndEvent() | SequenceEndEvent():
                self._put(self._open.pop().closed())
            case AliasEvent():
                self._scalar("", mark, is_plain=False)
            case ScalarEvent():
                self._scalar(event.value, mark, is_plain=event.style is None)

    def _path(self) -> Path:
        return self._open[-1].here() if self._open else ()

    def _fault(self, mark: Mark, message: str, *, found: str | None = None, path: Path | None = None) -> None:
        self.faults.append(Fault(self.file, mark.line, self._path() if path is None else path, message, found))
        if len(self.faults) >= MOST_FAULTS:
            raise ScenarioError(self.faults)

    def _stop(self, mark: Mark, message: str) -> None:
        self._fault(mark, message)
        raise ScenarioError(self.faults)

    def _refuse_magic(self, event: Any, mark: Mark) -> None:
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if isinstance(event, AliasEvent):
            self.fatal = True
            self._fault(mark, "aliases are not read: write the value out", found=f"'*{anchor}'")
        elif anchor is not None:
            self.fatal = True
            self._fault(mark, "anchors are not read: write the value out", found=f"'&{anchor}'")
        if tag is not None:
            self.fatal = True
            self._fault(mark, "tags are not read: write the plain value", found=quoted(str(tag)))

    def _begin(self, mark: Mark, *, is_mapping: bool) -> None:
        parent = self._open[-1] if self._open else None
        if parent is not None and parent.is_mapping and parent.key is None:
            self._stop(mark, "a key must be a single word, not a list or a mapping")
        if len(self._open) >= DEEPEST:
            self._stop(mark, f"nested more than {DEEPEST} levels deep")
        self._open.append(_Open(mark, self._path(), is_mapping))

    def _scalar(self, value: str, mark: Mark, *, is_plain: bool) -> None:
        parent = self._open[-1] if self._open else None
        if is_plain and _BARE_TIME.match(value):
            self._fault(mark, f'times of day stand in quotes: write "{value:0>5}"', found=value)
        if parent is not None and parent.is_mapping and parent.key is None:
            self._take_key(parent, value, mark, is_plain=is_plain)
        elif self._documents:
            self._put(Text(None if is_plain and value in _NULLS else value, mark))

    def _take_key(self, parent: _Open, value: str, mark: Mark, *, is_plain: bool) -> None:
        path = (*parent.path, value)
        if is_plain and value == "<<":
            self.fatal = True
            self._fault(mark, "merge keys are not read: write the lines out", path=path)
        elif is_plain and value in _NULLS:
            self.fatal = True
            self._fault(mark, "a key is missing before the colon", path=parent.path)
        parent.repeated = value in parent.entries
        if parent.repeated:
            first = parent.keys[value].line
            self._fault(mark, f"duplicate key; it stands already on line {first}", found=quoted(value), path=path)
        parent.key, parent.key_mark = value, mark

    def _put(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if not parent.is_mapping:
            parent.items.append(node)
            return
        assert parent.key is not None
        assert parent.key_mark is not None
        if not parent.repeated:
            parent.entries[parent.key] = node
            parent.keys[parent.key] = parent.key_mark
        parent.key = None
