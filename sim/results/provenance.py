"""Where a result comes from: everything that fixes it, and nothing that changes from run to run.

No date, no duration, no path and no host name stands here, so two runs of one experiment write the same bytes.
"""

import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from types import MappingProxyType
from typing import Any, Self

from sim.version import __version__

LIBRARIES = ("numba", "numpy", "polars", "pydantic", "ruamel.yaml", "scipy", "simpy")
"""Libraries whose versions could change a figure."""

_GIT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Software:
    """The program and the machine that made a result."""

    version: str
    """Version of samur."""
    commit: str | None
    """Commit of the source tree, with ``+changes`` if it held others; None outside a source tree."""
    python: str
    libraries: Mapping[str, str]
    platform: str

    def __reduce__(self) -> "tuple[Callable[..., Software], tuple[object, ...]]":
        """A view of a mapping cannot go to another process; what it shows can."""
        return _software, (self.version, self.commit, self.python, dict(self.libraries), self.platform)


def _software(version: str, commit: str | None, python: str, libraries: dict[str, str], platform: str) -> Software:
    return Software(version, commit, python, MappingProxyType(libraries), platform)


def _git(*arguments: str) -> str | None:
    try:
        answer = subprocess.run(  # noqa: S603 - the arguments are fixed
            ("git", *arguments),  # noqa: S607 - whichever git is on the path
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
            timeout=_GIT_SECONDS,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _commit() -> str | None:
    # An installed copy may lie in some other project's repository, whose commit says nothing about it.
    if _git("ls-files", "--error-unmatch", Path(__file__).name) is None:
        return None
    commit = _git("rev-parse", "HEAD")
    changes = _git("status", "--porcelain", "--untracked-files=no", "--", "..")
    return f"{commit}+changes" if changes else commit


def software() -> Software:
    """The software at hand."""
    return Software(
        version=__version__,
        commit=_commit(),
        python=".".join(str(part) for part in sys.version_info[:3]),
        libraries=MappingProxyType({name: metadata.version(name) for name in LIBRARIES}),
        platform=f"{platform.system()} {platform.machine()}",
    )


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything that fixes a result, and how its runs ended."""

    scenario: str
    """Name of the base file, without its ending."""
    interventions: tuple[str, ...]
    """Interventions in force, in order of name."""
    settings: tuple[str, ...]
    """Settings of single values, as given: ``path.to.key=value``."""
    title: str
    """The scenario's own name."""
    fingerprint: str
    """Equal exactly for equal physics."""
    run_kind: str
    """``episode`` or ``steady``."""
    seed: int
    replications: int
    engine: str
    level: float
    """Confidence level of every interval: two-sided, and covering chance only."""
    start: str
    """Local date and time of instant 0 in the simulated world."""
    window_start: int
    """Begin of the window, microseconds after instant 0."""
    window_end: int
    """End of the window, microseconds after instant 0."""
    status: str
    """One of :data:`sim.results.outcome.STATUSES`."""
    software: Software

    @property
    def name(self) -> str:
        """``new-bridge+digital-tracking``, or the base's own name where no intervention is in force."""
        return "+".join(self.interventions) or self.scenario

    def as_json(self) -> dict[str, Any]:
        """All of it as plain mappings, lists, text and numbers."""
        software = {
            **{field.name: getattr(self.software, field.name) for field in fields(self.software)},
            "libraries": dict(self.software.libraries),
        }
        return {
            **{field.name: getattr(self, field.name) for field in fields(self)},
            "interventions": list(self.interventions),
            "settings": list(self.settings),
            "software": software,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """What :meth:`as_json` gave; other keys are passed over.

        Raises:
            KeyError: Something is missing.
        """
        software = {field.name: content["software"][field.name] for field in fields(Software)}
        software["libraries"] = MappingProxyType(dict(software["libraries"]))
        own = {field.name: content[field.name] for field in fields(cls)}
        own |= {name: tuple(content[name]) for name in ("interventions", "settings")}
        return cls(**{**own, "software": Software(**software)})
