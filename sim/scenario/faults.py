"""What is wrong with a scenario file, one line each: where, what was found, what would be accepted."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Path = tuple[str, ...]
"""Keys from the root of a scenario to one of its values; items of a list by their number, from 0."""

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, in words for the person who wrote the file."""

    file: str
    """The file as it was asked for, or ``--set``."""
    line: int | None
    """Line in the file, from 1; None where a line says nothing."""
    path: Path
    message: str
    found: str | None = None
    accepted: str | None = None
    hint: str | None = None
    """The known word nearest to the one found."""

    def __str__(self) -> str:
        """``file:line: path: message; found X; accepted: Y; did you mean Z?``"""
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        parts = [self.message]
        if self.found is not None:
            parts.append(f"found {self.found}")
        if self.accepted is not None:
            parts.append(f"accepted: {self.accepted}")
        if self.hint is not None:
            parts.append(f"did you mean {self.hint!r}?")
        path = f"{'.'.join(self.path)}: " if self.path else ""
        return f"{where}: {path}{'; '.join(parts)}"


class ScenarioError(ValueError):
    """A scenario that cannot be read; ``faults`` holds everything wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults: tuple[Fault, ...] = tuple(dict.fromkeys(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[tuple[Fault, ...]]]:
        return (ScenarioError, (self.faults,))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that *word* was most likely meant to be, or None."""
    matches = difflib.get_close_matches(word, list(known), n=1)
    return matches[0] if matches else None


def quoted(text: str) -> str:
    """*text* in quotes, on one line and of a readable length."""
    short = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    return repr(short)


def listed(words: Iterable[str]) -> str:
    """*words* with commas, for "accepted: …"."""
    return ", ".join(words)
